"""What the pieces of the party share in the demonstration: its two years, its members, what was awarded, and how it is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from party.models import Member
from reports.demo.register import keep, write

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# In the first weeks of a year the year told of is still the one before: its evaluation is not over yet.
EARLY = 40 * DAY
BEGUN = 731 * DAY
# What the bell tells of; the day before the demonstration's.
LATEST = DAY


@dataclass
class Comrade:
    """A member with what the stories need: the grid served, counted from 0, since when, what he or she can, the account."""

    member: Member
    where: int
    since: datetime
    skills: list
    user: User | None = None
    in_service: bool = False

    @property
    def hand(self):
        """Who writes down the own pledges without help: an account whose post allows it."""
        return self.user if self.user and self.user.posts_now[0].role != Role.MEMBER else None


@dataclass
class Award:
    """Points as the stories give them; ``basis`` may wait for a number. ``taken_back`` is (moment, by whom, why)."""

    comrade: Comrade
    rule: str
    at: datetime
    basis: str | Callable
    by: User | None = None
    source: object = None
    points: Decimal | None = None
    on: date | None = None
    reviewed_by: User | None = None
    key: Callable | None = None
    taken_back: tuple = ()


@dataclass
class Party:
    """The party while it is being told of: ``this`` is the year that runs, ``last`` the one that was evaluated.

    ``fresh`` are the lines of the last day: they are written after the issues, so that the bell tells of them as of those.
    """

    demo: object
    comrades: list = field(default_factory=list)
    promises: list = field(default_factory=list)
    awards: list = field(default_factory=list)
    fresh: list = field(default_factory=list)
    slips: list = field(default_factory=list)

    def __post_init__(self):
        self.this = (self.demo.day - EARLY).year
        self.last = self.this - 1
        self.begun = self.demo.day - BEGUN

    def first(self, year):
        """The first day of a year on which something of the party can have happened."""
        return max(date(year, 1, 6), self.begun + 10 * DAY)

    def head(self, where):
        """Who heads a grid, counted from 0."""
        return self.demo.people[f"head{where + 1}"]

    def keep(self, rows, lines):
        """Put rows on their register with their history; the lines of the last day wait."""
        latest = self.demo.until - LATEST
        lines = list(lines)
        self.fresh += [pair for pair in lines if pair[0].at >= latest]
        keep(self.demo, rows, [pair for pair in lines if pair[0].at < latest])

    def tell_fresh(self):
        """Write what waited."""
        write(self.fresh)


def moment(day, hour, minute=0):
    """A moment of a day."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def worked(dice, day):
    """An hour of work on a day."""
    return moment(day, 9 + dice.randrange(8), dice.randrange(60))


def by_clock(dice, day):
    """The first round of a day."""
    return moment(day, 0, dice.randint(1, 14))
