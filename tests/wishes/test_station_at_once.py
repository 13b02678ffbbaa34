"""The help station at the same moment from many sides; on SQLite and PostgreSQL alike."""

from datetime import timedelta

import pytest

from party.choices import RuleKey
from party.models import Point
from portal.errors import Refused, Stale
from tests.factories import party, people, station
from tests.factories.house import build
from tests.factories.wishes import fresh
from tests.portal.test_concurrency import at_once, of
from wishes.actions import duty as duties
from wishes.actions import errand as actions
from wishes.choices import ErrandState as S
from wishes.choices import Heard
from wishes.models import Duty, Errand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house():
    return build()


def test_of_many_who_take_it_at_once_one_does_and_the_others_are_told_kindly(house):
    on_duty = [station.duty(house.near).member for _ in range(6)]
    errand = station.asked(house.near)
    results = at_once(*(lambda one=one: actions.accept(fresh(errand), by=None, member=fresh(one)) for one in on_duty))
    refused = of(results, Exception)
    assert len(refused) == 5
    assert {str(one) for one in refused} == {actions.LATE}
    assert (fresh(errand).state, fresh(errand).member in on_duty) == (S.ACCEPTED, True)


def test_taken_or_called_off_but_never_both(house):
    member, errand = station.duty(house.near).member, station.asked(house.near)
    at_once(
        lambda: actions.accept(fresh(errand), by=None, member=fresh(member)),
        lambda: actions.cancel(fresh(errand), by=None, note="不用了"),
    )
    found = fresh(errand)
    assert (found.state, found.member) in {(S.CANCELLED, None), (S.ACCEPTED, member)}


def test_of_two_who_thank_at_once_one_does_and_points_are_given_once(house):
    errand = station.done(house.near)
    results = at_once(
        *(lambda: actions.thank(fresh(errand), by=None, answer=Heard.HAPPY, hours=errand.hours) for _ in range(2))
    )
    assert len(of(results, Refused | Stale)) == 1
    assert Point.objects.filter(rule=RuleKey.SERVICE).count() == 1


def test_a_duty_entered_while_somebody_asks_is_not_missed(house):
    for _ in range(4):
        made, person = party.member(house.near), people.resident(house.near)
        at_once(lambda m=made: station.duty(house.near, member=m), lambda p=person: station.asked(house.near, person=p))
        errand = Errand.objects.get(person=person)
        assert made in errand.offered.order_by("pk")


def test_an_errand_moved_to_another_day_while_the_roster_changes_waits_for_nobody(house):
    for _ in range(4):
        errand, made = station.asked(house.near), party.member(house.near)
        tomorrow = errand.wanted_on + timedelta(days=1)

        def move(errand=errand, tomorrow=tomorrow):
            row = fresh(errand)
            row.wanted_on = tomorrow
            actions.revise(row, by=None)

        results = at_once(move, lambda m=made: station.duty(house.near, member=m))
        # Either is first: the other then goes on, or reads that somebody was here before. Neither waits for ever.
        assert of(results, Exception) == of(results, Stale)
        assert (made in fresh(errand).offered.order_by("pk")) == (fresh(errand).wanted_on != tomorrow)


def test_of_two_who_enter_the_same_day_one_does(house):
    member = party.member(house.near)
    day = station.today()
    results = at_once(
        *(lambda g=g: duties.enter(Duty(grid=g, member=member, on=day), by=None) for g in (house.near, house.aside))
    )
    assert len(of(results, Refused)) == 1
    assert Duty.objects.count() == 1
