"""What becomes of the periods of a demonstration pledge: kept in time mostly, some late, some excused, a few left lying."""

from django.utils.timezone import localdate

from party.choices import RuleKey
from pledges.choices import Confirmation
from pledges.ticks import GRACE
from reports.demo import pledge_words as words
from reports.demo.matters import members_of
from reports.demo.partying import DAY, MINUTE, Award, worked

KEPT, NOTED_LATE, LATE, EXCUSED, LEFT = "kept", "noted_late", "late", "excused", "left"
FATES = {KEPT: 89, NOTED_LATE: 0.6, LATE: 6, EXCUSED: 4}
# Days after the one on which it was due.
LATE_BY, NOTED_BY, EXCUSED_BY = (1, 1, 1, 2, 2, 2, 3, 3, 5), (5, 6, 7, 9), (-1, 0, 0, 1, 1, 2, 6)
CONFIRMED, NOTED = 0.34, 0.7
CALL, SLIPS, SLIP = 0.6, 6, 0.06
# What is neglected on the day was due so many days before.
NEGLECTED = range(5, 46)
# Of a pledge that is not kept so much is missing at its end.
MISSING = (0.25, 0.6)


def keep(promise):
    """Tell what became of each period by ``promise.end``; of what waits too long the points are taken off."""
    plan, many = promise.plan, len(promise.periods)
    failed = plan.end in ("own", "objective")
    missing = max(1, round(many * promise.dice.uniform(*MISSING))) if failed else 0
    promise.penalties = {}
    for n, period in enumerate(promise.periods):
        if n >= many - missing:
            fate = EXCUSED if plan.end == "objective" else LEFT
        elif plan.end == "neglected" and (promise.party.demo.day - period.due_on).days in NEGLECTED:
            fate = LEFT
        else:
            fate = promise.dice.choices(list(FATES), FATES.values())[0]
        _tell(promise, period, *_when(promise, period, fate))


def _when(promise, period, fate):
    """(fate, day on which it was kept, moment at which it was written down) that fit what came before and will come."""
    dice, due = promise.dice, period.due_on
    on = period.opens_on + DAY * dice.randint(0, (due - period.opens_on).days)
    at = worked(dice, on + DAY * dice.choice([0, 0, 0, 1]))
    if fate == LATE:
        later = worked(dice, due + DAY * dice.choice(LATE_BY))
        told = localdate(later), later
    elif fate == NOTED_LATE:
        told = on, worked(dice, due + DAY * dice.choice(NOTED_BY))
    elif fate == EXCUSED:
        told = on, worked(dice, due + DAY * dice.choice(EXCUSED_BY))
    else:
        told = on, at
    if promise.plan.end == "objective" and fate == EXCUSED and told[1] >= promise.end:
        told = on, worked(dice, due)
    elif fate not in (LEFT, KEPT) and told[1] >= min(promise.end, promise.until):
        # There was no time left for that.
        fate, told = KEPT, (on, at)
    return fate, told[0], max(told[1], period.created_at + 30 * MINUTE)


def _tell(promise, period, fate, on, at):
    dice = promise.dice
    happened = fate != LEFT and at < min(promise.end, promise.until)
    penalty = promise.clock(period.due_on + GRACE + DAY)
    if (not happened or at > penalty) and penalty < promise.until and not _void_by(promise, penalty):
        promise.penalties[period.number] = _penalise(promise, period, penalty)
    if not happened:
        return
    by = promise.comrade.hand or promise.staff()
    if fate == EXCUSED:
        why = dice.choice(words.EXCUSES)
        promise.move("excuse", at, by=_excuser(promise), note=why, record=period, excuse=why)
        forgive(promise, at, period.updated_by, why, period)
        return
    note = dice.choice(words.KEPT) if dice.random() < NOTED else ""
    _fulfil(promise, period, at, by, {"kept_on": on, "note": note})
    if on <= period.due_on:
        forgive(promise, at, by, words.NOTED_LATE, period)
    if dice.random() < CONFIRMED:
        _confirm(promise, period, at)


def _void_by(promise, at):
    return promise.plan.void_at is not None and promise.plan.void_at <= at


def _fulfil(promise, period, at, by, values):
    for name, value in values.items():
        setattr(period, name, value)
    promise.move("fulfil", at, by=by, record=period)


def _excuser(promise):
    """The head of the grid, or the secretary; a clerk may not, nor may the member."""
    by = promise.staff()
    return promise.people["secretary"] if by in (promise.people["clerk"], promise.comrade.user) else by


def _confirm(promise, period, since):
    """Somebody who is not the member asks whoever was helped."""
    dice, own = promise.dice, promise.comrade.user
    where = promise.comrade.where
    askers = [promise.party.head(where), *members_of(promise.party.demo, where), promise.people["clerk"]]
    by = dice.choice([one for one in askers if one is not own])
    at = worked(dice, localdate(since) + DAY * dice.randint(1, 6))
    if at >= promise.until or _dropped(promise, at):
        return
    how = Confirmation.CALL if dice.random() < CALL else Confirmation.VISIT
    if len(promise.party.slips) < SLIPS and dice.random() < SLIP:
        how = Confirmation.SLIP
        promise.party.slips.append((period, by, at))
    told = {"confirmed_how": how, "confirmed_by": by, "confirmed_on": localdate(at)}
    promise.move("confirm", at, by=by, record=period, confirmed_words=dice.choice(words.SAID), **told)


def _dropped(promise, at):
    return promise.plan.void_at is not None and at >= promise.plan.void_at


def _penalise(promise, period, at):
    pledge, days = promise.pledge, (localdate(at) - period.due_on).days

    def basis():
        return f"承诺 {pledge.code} 第 {period.number} 期逾期 {days} 天没有兑现"

    award = Award(promise.comrade, RuleKey.OVERDUE, at, basis, source=period)
    promise.party.awards.append(award)
    return award


def forgive(promise, at, by, note, period=None):
    """Give back what was taken off for a period, or for all of them."""
    for number, award in promise.penalties.items():
        if not award.taken_back and (period is None or period.number == number):
            award.taken_back = (at, by, note)
