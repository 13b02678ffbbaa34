"""A branch in the spring of 2026: who promises and who reviews, a clock, and a look that reckons anew what follows."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.choices import Role
from party.models import Point
from pledges.actions import fulfilment as fulfilments
from pledges.actions import pledge as actions
from pledges.actions import review
from pledges.choices import FulfilmentState, Rating, Reviewer
from pledges.models import Fulfilment, Pledge, Review
from pledges.queries import wording
from tests.factories import party, pledges

SENTENCE = "每月给二号楼独居的王奶奶擦一次窗，擦到五月底"
NOTE = {"note": "说明"}


def moment(month, day, hour=9, year=2026):
    """A moment of local time."""
    return datetime(year, month, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))


class Branch:
    """A community with those who work there, and ``one`` member of its branch, who signs in as ``party``.

    After every step the pledge is read again, and what follows from its periods is reckoned anew beside it.
    """

    def __init__(self, house, clock):
        self.house, self.clock = house, clock
        self.at(3, 2)
        for role in (Role.SECRETARY, Role.CLERK, Role.HEAD, Role.MEMBER, Role.PARTY):
            setattr(self, role.value, house.user(role))
        self.one = party.member(house.near, user=self.party)

    def at(self, *when, **more):
        """Set the clock; it goes on from there."""
        self.clock.move_to(moment(*when, **more))

    def user(self, by):
        """Somebody, by the name of the role or as given."""
        return getattr(self, by) if isinstance(by, str) else by

    def pledge(self, by="party", **fields):
        """A pledge of the member that waits for its review: three months from the second of March, unless told otherwise."""
        made = {"member": self.one, "sentence": SENTENCE, "ends_on": date(2026, 5, 31), **fields}
        return look(pledges.proposed(self.house.near, by=self.user(by), **made))

    def running(self, **fields):
        """One that was approved as soon as it was proposed."""
        return self.act("approve", self.pledge(**fields))

    def act(self, move, pledge, by="secretary", **answers):
        """Make a move of the pledge as it stands."""
        getattr(actions, move)(look(pledge), by=self.user(by), **answers)
        return look(pledge)

    def step(self, move, pledge, number=1, by="party", **answers):
        """Make a move of one period, and look at the pledge."""
        getattr(fulfilments, move)(period(pledge, number), by=self.user(by), **answers)
        return look(pledge)

    def judged(self, **fields):
        """One of a single month, kept, over, and spoken about by the organisation."""
        pledge = self.running(ends_on=date(2026, 3, 31), **fields)
        self.step("fulfil", pledge)
        pledge = self.act("conclude", pledge, "party")
        self.say(pledge)
        return pledge

    def say(self, pledge, side=Reviewer.ORGANISATION, rating=Rating.GOOD, by="clerk", **fields):
        """Write down what a side says."""
        return review.say(Review(pledge=pledge, side=side, rating=rating, **fields), by=self.user(by))


def look(pledge):
    """The pledge as it is now; its derived columns are those of its periods."""
    found = Pledge.objects.get(pk=pledge.pk)
    rows = [one.state for one in found.fulfilments.all() if one.state != FulfilmentState.DROPPED]
    waiting = found.fulfilments.filter(state=FulfilmentState.WAITING).values_list("due_on", flat=True)
    assert (found.due, found.kept) == (len(rows), rows.count(FulfilmentState.DONE))
    assert found.next_due_on == min(waiting, default=None)
    return found


def period(pledge, number=1):
    """A period as it is now, by its number among those that count."""
    return Fulfilment.objects.exclude(state=FulfilmentState.DROPPED).get(pledge=pledge.pk, number=number)


def periods(pledge, *states):
    """[(number, opens, due, state)] of its periods, those that were dropped only when asked for."""
    rows = Fulfilment.objects.filter(pledge=pledge.pk, state__in=states or set(FulfilmentState) - {"dropped"})
    return [(one.number, f"{one.opens_on:%m-%d}", f"{one.due_on:%m-%d}", one.state) for one in rows.order_by("number")]


def points(rule):
    """How many entries of a rule stand, and what all of its entries add up to."""
    rows = Point.objects.filter(rule=rule)
    return rows.filter(reverses=None, reversed_by=None).count(), sum(row.points for row in rows)


@pytest.fixture
def branch(house, time_machine):
    """The branch, at nine in the morning of the second of March."""
    return Branch(house, time_machine)


@pytest.fixture(autouse=True)
def nothing_remembered():
    """A process that checks sentences outlives a test, and the keys of rows rolled back are given again."""
    wording._memory.clear()
