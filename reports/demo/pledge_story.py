"""The life of one demonstration pledge, told in the past as ``pledges.actions`` and ``pledges.ticks`` would have done it."""

from contextlib import suppress

from django.utils.timezone import localdate

from party.choices import RuleKey
from pledges.actions.pledge import PUBLIC_DAYS
from pledges.choices import Fault, Finding, Frequency, Rating, Reviewer, ReviewWay
from pledges.choices import FulfilmentState as F
from pledges.models import Fulfilment, Pledge, Review
from pledges.schedule import spans
from pledges.ticks import GRACE
from portal import history
from portal.models import Record
from reports.demo import pledge_periods as periods
from reports.demo import pledge_words as words
from reports.demo.partying import DAY, MINUTE, Award, moment, worked
from reports.demo.story import Over, newborn, saved

BENEFICIARY = 0.25
GOOD, POOR = (
    {Rating.GOOD: 62, Rating.FAIR: 30, Rating.PLAIN: 8},
    {Rating.FAIR: 30, Rating.PLAIN: 50, Rating.POOR: 20},
)
# (side, how often it is heard, where).
SIDES = [
    (Reviewer.SELF, 1, [ReviewWay.SLIP]), (Reviewer.PEER, 0.8, [ReviewWay.MEETING]), (Reviewer.PEER, 0.3, [ReviewWay.MEETING]),
    (Reviewer.ORGANISATION, 1, [ReviewWay.MEETING]), (Reviewer.RESIDENT, 0.75, [ReviewWay.CALL, ReviewWay.VISIT]),
    (Reviewer.RESIDENT, 0.3, [ReviewWay.CALL, ReviewWay.SLIP]),
]  # fmt: skip


class Promise:
    """A pledge with its periods and reviews; nothing is told from ``demo.until`` on.

    ``lines`` are pairs of an entry and its record, ``effects`` what the clock did: (record, rule, date). ``end`` is the moment
    from which on no period is written down any more.
    """

    def __init__(self, party, dice, plan, neighbours):
        self.party, self.dice, self.plan, self.neighbours = party, dice, plan, neighbours
        self.comrade, self.people, self.until = plan.comrade, party.demo.people, party.demo.until
        self.periods, self.reviews, self.lines, self.effects = [], [], [], []
        # The first round of a day, in which all falls that the calendar brings about.
        self.round = dice.randint(1, 14)
        self.by = self.comrade.hand or self.staff()
        self.end = plan.void_at or self.clock(plan.ends_on + GRACE + DAY)
        member = plan.comrade.member
        self.pledge = plan.pledge = Pledge(
            member=member, organisation=member.organisation, grid=member.grid, year=plan.year, kind=plan.kind,
            frequency=plan.frequency, starts_on=plan.starts_on, ends_on=plan.ends_on, sentence=plan.first or plan.sentence,
        )  # fmt: skip

    def tell(self):
        """From the proposal to the verdict, or to the day of the demonstration."""
        with suppress(Over):
            self._propose()
            if self.plan.sent_back_at:
                self._mend()
            self._approve()
            periods.keep(self)
            self._begin()
            if self.plan.void_at:
                self._void()
            else:
                self._judge()
        self._settle()

    def clock(self, day):
        """The first round of a day."""
        return moment(day, 0, self.round)

    def staff(self, share=0.6):
        """Somebody of the community, the head of the grid mostly."""
        head = self.dice.random() < share
        return self.party.head(self.comrade.where) if head else self.people["clerk"]

    def move(self, verb, at, *, by, note="", record=None, **values):
        """As ``portal.moves.moving``, at a moment of the past; raises Over once the day has come."""
        record = record or self.pledge
        move = type(record).MOVES[verb]
        if not move.starts(record):
            raise ValueError(f"{verb}: {record.state}")
        if at >= self.until:
            raise Over
        before, record.state = record.state, move.target or record.state
        rows = {name: value for name, value in values.items() if isinstance(value, Record)}
        for name, value in values.items():
            if name not in rows:
                setattr(record, name, value)
        # By its own name, ``saved`` takes a void record for an issue, which may have a twin.
        entry = saved(record, "", by=by, at=at, note=note, from_state=before)
        entry.verb = verb
        for name, row in rows.items():
            # Known already, so that nobody need ask for its card; named once, and not changed again.
            setattr(record, name, row)
            entry.changes[name] = ["", history.card_of(row)]
        self.lines.append((entry, record))

    # Proposed, reviewed, published ------------------------------------------------------

    def _propose(self):
        self._check(0)
        self.lines.append((newborn(self.pledge, by=self.by, at=self.plan.at), self.pledge))

    def _check(self, draft):
        found = self.plan.checked[draft]
        self.pledge.flags, self.pledge.essence = found.flags, found.essence

    def _reviewer(self):
        """Nobody reviews the own pledge."""
        return self.people["clerk" if self.comrade.user is self.people["secretary"] else "secretary"]

    def _mend(self):
        """Sent back with advice; written anew and handed in again, where it has come to that."""
        plan, pledge = self.plan, self.pledge
        advice = words.LIKE_ANOTHER if Finding.TWIN in pledge.flags else self.dice.choice(words.SENT_BACK)
        told = {"advice": advice, "suggestion": self.dice.choice(words.SUGGESTED)}
        self.move("send_back", plan.sent_back_at, by=self._reviewer(), note=advice, **told)
        if plan.revised_at is None or plan.revised_at >= self.until:
            raise Over
        pledge.sentence, pledge.draft = plan.sentence, 2
        self._check(1)
        self.lines.append((saved(pledge, "edit", by=self.by, at=plan.revised_at), pledge))
        self.move("resubmit", plan.revised_at + 2 * MINUTE, by=self.by, note=words.MENDED)

    def _approve(self):
        at, by = self.plan.approved_at, self._reviewer()
        if at is None:
            raise Over
        on, note = localdate(at), words.SEEN if self.pledge.flags else self.dice.choice(words.APPROVED)
        until = on + DAY * PUBLIC_DAYS
        self.move("approve", at, by=by, note=note, approved_on=on, public_until=until, advice=note)
        days = spans(self.plan.frequency, max(self.plan.starts_on, on), self.plan.ends_on)
        for number, span in enumerate(days, 1):
            period = Fulfilment(
                pledge=self.pledge, organisation=self.pledge.organisation, grid=self.pledge.grid, number=number,
                opens_on=span.opens_on, due_on=span.due_on,
            )  # fmt: skip
            self.periods.append(period)
            self.lines.append((newborn(period, by=by, at=at), period))

    def _begin(self):
        """The clock begins it; some days later somebody says who is helped."""
        at, near = self.clock(self.pledge.public_until), self.neighbours[self.comrade.where]
        if at >= self.end:
            return
        self.move("begin", at, by=None)
        self.effects.append((self.pledge, "begin", self.pledge.public_until))
        named = worked(self.dice, self.pledge.public_until + DAY * self.dice.randint(1, 6))
        if near and self.plan.tone == "good" and self.dice.random() < BENEFICIARY and named < self._first_done():
            head = self.party.head(self.comrade.where)
            with suppress(Over):
                self.move("name_whom", named, by=head, beneficiary=self.dice.choice(near))

    def _first_done(self):
        """Before whatever else may become of it: a pledge can be done before its time."""
        return min([one.updated_at for one in self.periods if one.state == F.DONE], default=self.end)

    def _void(self):
        at, by, note = self.plan.void_at, self.people["secretary"], self.dice.choice(words.VOIDED)
        self.move("void", at, by=by, note=note)
        for period in self.periods:
            if period.state == F.WAITING:
                period.state = F.DROPPED
                self.lines.append((saved(period, "drop", by=by, at=at, note=note, from_state=F.WAITING), period))
        periods.forgive(self, at, by, note)

    # Judged -----------------------------------------------------------------------------

    def _judge(self):
        """Heard from four sides some days after its end, and struck off, or said not to be kept."""
        waiting = any(one.state == F.WAITING for one in self.periods)
        at, by = self.end, None
        if self.plan.frequency == Frequency.ONCE and not waiting:
            last = max(self.lines[-1][0].at, max(one.updated_at for one in self.periods))
            early = worked(self.dice, localdate(last) + DAY * self.dice.randint(1, 3))
            at, by = min((at, None), (early, self.by), key=lambda pair: pair[0])
        self.move("conclude", at, by=by)
        if by is None:
            self.effects.append((self.pledge, "conclude", self.plan.ends_on))
        done = any(one.state == F.DONE for one in self.periods)
        failed = waiting or not done or self.plan.end in ("own", "objective")
        days, poor = sorted(self.dice.randint(1, 5) for _ in SIDES), failed or self.plan.tone == "hollow"
        for (side, share, ways), day in zip(SIDES, days, strict=True):
            if self.dice.random() < share:
                self._review(side, ways, worked(self.dice, localdate(at) + DAY * day), poor)
        verdict = worked(self.dice, localdate(at) + DAY * self.dice.randint(6, 12))
        self._fail(verdict) if failed else self._close(verdict)

    def _review(self, side, ways, at, poor):
        if at >= self.until:
            raise Over
        weights = POOR if poor and side != Reviewer.SELF else GOOD
        rating = self.dice.choices(list(weights), weights.values())[0]
        heard = {Reviewer.SELF: self.by, Reviewer.PEER: self.people["clerk"], Reviewer.ORGANISATION: self._reviewer()}
        one = Review(
            pledge=self.pledge, grid=self.pledge.grid, side=side, rating=rating, way=self.dice.choice(ways),
            words=self.dice.choice(words.REVIEWED[rating]), said_on=localdate(at),
        )  # fmt: skip
        self.reviews.append(one)
        self.lines.append((newborn(one, by=heard.get(side) or self.staff(), at=at), one))

    def _close(self, at):
        pledge, by = self.pledge, self.people["secretary"]
        self.move("close", at, by=by, closed_on=localdate(at))

        def basis():
            return f"承诺 {pledge.code} 销号，兑现 {pledge.kept}/{pledge.due} 期"

        self.party.awards.append(Award(self.comrade, RuleKey.PLEDGE, at, basis, by, source=pledge, reviewed_by=by))

    def _fail(self, at):
        fault = Fault.OBJECTIVE if self.plan.end == "objective" else Fault.OWN
        told = {"fault": fault, "closed_on": localdate(at)}
        self.move("fail", at, by=self.people["secretary"], note=self.dice.choice(words.UNMET[fault]), **told)

    def _settle(self):
        """As ``pledges.actions.periods.settle`` reckons it."""
        standing = [one for one in self.periods if one.state != F.DROPPED]
        self.pledge.due, self.pledge.kept = len(standing), sum(one.state == F.DONE for one in standing)
        self.pledge.next_due_on = min((one.due_on for one in standing if one.state == F.WAITING), default=None)
