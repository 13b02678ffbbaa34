"""What the clock did by itself to a demonstration issue: the rounds of ``grids.ticks``, told in the past.

The rounds were made every five minutes, so each effect comes at the next full five minutes after its due date.
"""

from datetime import timedelta

from django.utils.timezone import localdate, localtime

from grids.choices import CardColour, IssueLevel, IssueState, OrderState, Stage
from grids.models import Card, Order
from grids.models.issue import OPEN
from grids.ticks import CHASE_EVERY, RED_AFTER, RED_RETURNS, step
from reports.demo import acts, orders

S = IssueState
ROUND, INSTANT = timedelta(minutes=5), timedelta(microseconds=1)


def run(story, until):
    """All effects before the moment, one after the other: each may bring about or prevent the next."""
    while effect := min((one for one in _coming(story) if one[0] < until), key=lambda one: one[:2], default=None):
        at, turn, act = effect
        story.last = at
        if turn:
            story.round = at, turn
        act(at)


def _coming(story):
    """(moment, turn in the round, what happens) of everything that would happen if nobody did anything."""
    issue = story.issue
    for aside in story.asides:
        yield aside[0], 0, lambda at, aside=aside: (story.asides.remove(aside), aside[1](at))
    if issue.state == S.REPORTED and issue.level == IssueLevel.GRID:
        yield _round(story, issue.stage_due_at, 1), 1, lambda at: _take_up(story, at)
    if issue.state in OPEN:
        yield from _cards(story, issue)
    for order in story.rows:
        if isinstance(order, Order) and order.state == OrderState.SENT:
            times = _reminded(story, order)
            due = order.reply_due_at + CHASE_EVERY * times
            # A limit is over after its moment, two days are over at theirs.
            at = _round(story, due - INSTANT if times else due, 5)
            yield at, 5, lambda at, order=order, due=due: _remind(story, order, due, at)


def _cards(story, issue):
    had = {card.colour for card in story.rows if isinstance(card, Card) and card.round == issue.redone}
    limit = min(moment for moment in (issue.due_at, issue.stage_due_at) if moment)
    timed = issue.state != S.RETURNED
    if timed and CardColour.YELLOW not in had and not issue.supervision:
        yield _round(story, limit, 2), 2, lambda at: _late(story, CardColour.YELLOW, at)
    if CardColour.RED not in had:
        if timed:
            yield _round(story, limit + RED_AFTER, 3), 3, lambda at: _late(story, CardColour.RED, at)
        if _returns(story) >= RED_RETURNS:
            yield _round(story, story.last, 4), 4, lambda at: _returned(story, at)


def _round(story, due, turn):
    """The first round after the due date and after what happened last: the one at hand, where its turn is still to come."""
    at, had = story.round
    if at == story.last and due <= at and had < turn:
        return at
    moment = localtime(max(due, story.last)).replace(second=0, microsecond=0)
    return moment - timedelta(minutes=moment.minute % 5) + ROUND


def _returns(story):
    own = [entry for entry, record in story.lines if record is story.issue]
    anew = max((n for n, entry in enumerate(own) if entry.verb == "reopen"), default=0)
    return sum(e.verb in ("reject", "send_back") and e.to_state != S.RETURNED for e in own[anew:])


def _reminded(story, order):
    return sum(record is order and rule == "chase" for record, rule, _ in story.effects)


def _done(story, record, rule, due):
    story.effects.append((record, rule, localdate(due)))


def _take_up(story, at):
    due = story.issue.stage_due_at
    _done(story, story.issue, f"untaken-{localtime(due):%H%M}", due)
    acts.escalate(story, by=None, at=at, note="超过受理时限没有人受理，系统自动升级到社区。")


def _late(story, colour, at):
    issue = story.issue
    whole = issue.due_at < (at - RED_AFTER if colour == CardColour.RED else at)
    stage = Stage.TOTAL if whole else step(issue)
    if issue.state == S.SUSPENDED:
        reason = "挂账到期没有再看"
    else:
        reason = f"{Stage(stage).label}超期" + ("超过 3 天" if colour == CardColour.RED else "")
    _done(story, issue, f"{colour}-{issue.redone}", issue.due_at if whole else issue.stage_due_at)
    acts.give(story, at=at, colour=colour, reason=reason, stage=stage)


def _returned(story, at):
    issue = story.issue
    _done(story, issue, f"returned-{issue.redone}", issue.created_at)
    reason = f"核查、受理时被退回 {RED_RETURNS} 次"
    acts.give(story, at=at, colour=CardColour.RED, reason=reason, stage=step(issue))


def _remind(story, order, due, at):
    _done(story, order, "chase", due)
    orders.chase(story, order, by=None, at=at, note=f"超过回复时限没有回复，第 {order.chased + 1} 次催办。")
