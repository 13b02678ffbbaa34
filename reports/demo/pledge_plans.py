"""Who pledges when in the demonstration, how often, until when, and what becomes of it: nine of ten keep what they say."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pledges.choices import Frequency, PledgeKind
from reports.demo.partying import DAY, Comrade, worked

SHARE = 0.87
FREQUENCIES = {Frequency.WEEKLY: 6, Frequency.MONTHLY: 48, Frequency.QUARTERLY: 28, Frequency.ONCE: 18}
# Of a hundred pledges of the last year and of this one: hollow ones, copied ones, such without an end; the others are good.
TONES = [{"hollow": 8, "twin": 7, "vague": 5, "good": 80}, {"hollow": 2, "twin": 2, "vague": 3, "good": 93}]
# What becomes of them, and how many went back once.
ENDS = [
    {"void": 3, "objective": 4, "own": 3, "kept": 90},
    {"void": 2, "objective": 3, "own": 3, "kept": 89, "neglected": 8},
]
MENDED = [0.03, 0.08]
HOLLOW_UNMET = 0.25
LAST_DAYS = [(11, 30), (12, 10), (12, 15), (12, 20), (12, 31)]
WEIGHTS = [2, 3, 4, 4, 1]
# Of this year's some end shortly before the day and are being judged, some ended before that.
JUDGED, JUDGED_BEFORE = 0.08, 0.12
# What waits on the day: (what becomes of it, tones).
STANDING = [
    ("waits", ["hollow", "twin", "twin", "hollow", *["good"] * 9]),
    ("returned", ["hollow", "twin"]),
    ("public", ["good"] * 7),
    ("keeping", ["good"] * 8),
    ("judged", ["good"] * 4),
]


@dataclass(eq=False)
class Plan:
    """One pledge before it is told; the year is that of its first day. ``first`` is the draft that was sent back, if any.

    ``checked`` is what the wording check said of each draft, with the plan of the likest.
    """

    comrade: Comrade
    at: datetime
    starts_on: date
    ends_on: date
    frequency: str
    end: str = "kept"
    tone: str = "good"
    kind: str = PledgeKind.ANNUAL
    approved_at: datetime | None = None
    sent_back_at: datetime | None = None
    revised_at: datetime | None = None
    void_at: datetime | None = None
    first: str = ""
    sentence: str = ""
    deeds: list = field(default_factory=list)
    frame: int = 0
    checked: list = field(default_factory=list)
    pledge: object = None

    @property
    def year(self):
        return self.starts_on.year

    def stands(self, at):
        """Whether it is not void by then."""
        return self.void_at is None or at < self.void_at


class Plans:
    """Makes them: the yearly ones of two years, and what waits on the day."""

    def __init__(self, party):
        self.party, self.demo, self.dice = party, party.demo, party.demo.dice("plans")

    def all(self):
        """All of them in order of time; what would come after the day is left out."""
        now = self._year(self.party.this, 1)
        found = [*self._year(self.party.last, 0), *now, *self._standing({id(plan.comrade) for plan in now})]
        return sorted((plan for plan in found if plan.at < self.demo.until), key=lambda plan: plan.at)

    def _drawn(self, weights):
        return self.dice.choices(list(weights), weights.values())[0]

    def _year(self, year, turn):
        found = []
        for one in self.party.comrades:
            day = max(self.party.first(year), one.since.date() + 7 * DAY) + DAY * round(self.dice.triangular(0, 55, 14))
            if day < date(year, 10, 1) and (one.user or self.dice.random() < SHARE):
                found.append(self._annual(one, day, year, turn))
        return found

    def _annual(self, one, day, year, turn):
        starts_on = day + DAY * self.dice.randint(7, 12)
        frequency = self._drawn(FREQUENCIES)
        tone, end = ("good", "kept") if one.user else (self._drawn(TONES[turn]), self._drawn(ENDS[turn]))
        if one.user:
            frequency, ends_on = Frequency.MONTHLY, date(year, 12, 31)
        else:
            ends_on = self._ends(year, starts_on, frequency, turn)
        if tone == "hollow" and self.dice.random() < HOLLOW_UNMET:
            end = "own"
        if frequency == Frequency.WEEKLY and end in ("own", "objective"):
            end = "kept"
        plan = Plan(one, worked(self.dice, day), starts_on, ends_on, frequency, end, tone)
        if tone == "good" and not one.user and self.dice.random() < MENDED[turn]:
            self._mended(plan)
        plan.approved_at = self._approved(plan.revised_at or plan.at)
        if end == "void":
            day = plan.approved_at.date() + DAY * self.dice.randint(3, 100)
            plan.void_at = worked(self.dice, max(min(day, ends_on - 3 * DAY), plan.approved_at.date() + DAY))
        return plan

    def _ends(self, year, starts_on, frequency, turn):
        if frequency == Frequency.ONCE:
            return self._spared(min(starts_on + DAY * self.dice.randint(35, 120), date(year, 12, 31)))
        usual, turned = date(year, *self.dice.choices(LAST_DAYS, WEIGHTS)[0]), self.dice.random()
        if turn and turned < JUDGED + JUDGED_BEFORE:
            back = self.dice.randint(6, 14) if turned < JUDGED else self.dice.randint(18, 80)
            if (day := self.demo.day - DAY * back) > starts_on + 20 * DAY and day.year == year:
                return day
        return usual

    def _spared(self, day):
        """Not a day that leaves much to the clock on the day of the demonstration."""
        return day - DAY if (self.demo.day - day).days == 4 else day

    def _mended(self, plan):
        plan.sent_back_at = self._approved(plan.at)
        plan.revised_at = worked(self.dice, plan.sent_back_at.date() + DAY * self.dice.randint(1, 5))

    def _approved(self, after):
        """The secretary sees to it within days; publicity does not end on the day itself."""
        day = after.date() + DAY * self.dice.randint(1, 3)
        return worked(self.dice, day + DAY * ((self.demo.day - day).days == 7))

    # What waits ---------------------------------------------------------------------------

    def _standing(self, busy):
        """Mostly of those who have pledged nothing yet this year; those with an account first find something of theirs."""
        signed = {one.user.username: one for one in self.party.comrades if one.user}
        others = [one for one in self.party.comrades if not one.user]
        self.dice.shuffle(others)
        turns = iter(sorted(others, key=lambda one: id(one) in busy))
        own = {"waits": ["head3"], "returned": ["party2"], "public": ["party1"]}
        found = []
        for end, tones in STANDING:
            firsts = [signed[name] for name in own.get(end, [])]
            for n, tone in enumerate(tones):
                # Whoever has an account waits with the last of its kind, which is a good one where there is any.
                mine = firsts.pop() if firsts and n == len(tones) - 1 else next(turns)
                found.append(self._waiting(mine, end, tone))
        return found

    def _waiting(self, one, end, tone):
        dice, day = self.dice, self.demo.day
        before = {"waits": (1, 4), "returned": (6, 8), "public": (7, 9), "keeping": (24, 45), "judged": (60, 75)}[end]
        at = worked(dice, day - DAY * dice.randint(*before))
        starts_on, left = at.date() + DAY * dice.randint(4, 12), dice.randint(45, 110)
        ends_on, frequency = day + DAY * left, self._drawn(FREQUENCIES | {Frequency.WEEKLY: 2})
        if end == "judged":
            ends_on, frequency = day - DAY * dice.randint(5, 7), Frequency.MONTHLY
        plan = Plan(one, at, starts_on, self._ended(starts_on, ends_on), frequency, end, tone, PledgeKind.OCCASION)
        if end == "returned":
            plan.sent_back_at = worked(dice, day - DAY * dice.randint(1, 3))
        elif end == "public":
            plan.approved_at = worked(dice, day - DAY * dice.randint(1, 5))
        elif end != "waits":
            plan.approved_at = self._approved(at)
        return plan

    def _ended(self, first, last):
        """Within the year where that leaves a month."""
        year_end = date(first.year, 12, 31)
        return year_end if last > year_end and (year_end - first) > timedelta(days=30) else last
