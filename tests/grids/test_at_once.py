"""Two people at the same sheet, the same person or the same rule at the same moment; on SQLite and PostgreSQL alike."""

import pytest

from accounts.choices import Role
from grids.actions import household as homes
from grids.actions import person as persons
from grids.actions import rule, visit, walk
from grids.choices import VisitOutcome
from grids.models import Household, Person, Visit, VisitRule, Walk, WalkLine
from portal.clock import now, today
from portal.errors import Refused, Stale
from tests.factories import people
from tests.factories.house import build
from tests.portal.test_concurrency import at_once, of

pytestmark = pytest.mark.django_db(transaction=True)
MET = (VisitOutcome.MET, "")


@pytest.fixture
def house():
    return build()


def test_of_two_who_type_in_a_sheet_at_once_nothing_is_doubled(house):
    rows = [people.resident(house.near, care=["alone"]) for _ in range(4)]
    head, secretary = house.user(Role.HEAD), house.user(Role.SECRETARY)
    made = walk.draw_up(Walk(grid=house.near, walker=head, day=today()), by=head, people=rows)
    seen = [Walk.objects.get(pk=made.pk) for _ in range(2)]

    def enter(one, by):
        return walk.enter(one, by=by, visited_at=now(), met=dict.fromkeys(range(1, 5), MET))

    results = at_once(lambda: enter(seen[0], head), lambda: enter(seen[1], secretary))
    (refused,) = of(results, Exception)
    assert isinstance(refused, Refused | Stale)
    assert Visit.objects.count() == 4
    assert sorted(Visit.objects.values_list("person", flat=True)) == sorted(one.pk for one in rows)
    assert not WalkLine.objects.filter(visit=None).exists()


def test_two_sheets_with_the_same_people_at_once_do_not_lock_each_other_out(house):
    rows = [people.resident(house.near, care=["alone"]) for _ in range(5)]
    sheets = [
        walk.draw_up(Walk(grid=house.near, walker=house.user(Role.HEAD), day=today()), by=None, people=rows[::step])
        for step in (1, -1)
    ]

    def enter(one):
        return walk.enter(one, by=None, visited_at=now(), met=dict.fromkeys(range(1, 6), MET))

    results = at_once(*(lambda one=one: enter(one) for one in sheets))
    assert of(results, Exception) == []
    assert Visit.objects.count() == 10


def test_a_visit_and_a_change_of_the_rule_at_once_agree_on_the_day(house):
    person = people.resident(house.near, care=["alone"])
    made = VisitRule(grid=house.community, subject="alone", days=5)
    results = at_once(
        lambda: visit.make(Visit(person=Person.objects.get(pk=person.pk), outcome=VisitOutcome.MET), by=None),
        lambda: rule.set_rule(made, by=None),
    )
    assert of(results, Exception) == []
    days = (Person.objects.get(pk=person.pk).visit_due_on - today()).days
    assert days == 5


def test_who_moves_in_while_a_dwelling_changes_its_grid_is_in_that_grid(house):
    home, here, away = people.household(house.near), people.resident(house.near), people.resident(house.near)
    persons.leave(away, by=None)
    away = Person.objects.get(pk=away.pk)
    stranger = Person(name="王演新", household=home, relation="other", residence="settled", grid=house.near)
    results = at_once(
        lambda: homes.regrid(Household.objects.get(pk=home.pk), by=None, to=house.aside),
        lambda: persons.settle_in(here, by=None, household=home, relation="other"),
        lambda: persons.come_back(away, by=None, household=home, relation="other"),
        lambda: persons.register(stranger, by=None),
    )
    assert of(results, Exception) == []
    assert set(home.people.values_list("grid", flat=True)) == {house.aside.pk}
    assert home.people.count() == 3


def test_a_dwelling_is_shut_or_moved_into_but_not_both(house):
    home, person = people.household(house.near), people.resident(house.near)
    results = at_once(
        lambda: homes.shut(Household.objects.get(pk=home.pk), by=None, note="拆除"),
        lambda: persons.settle_in(person, by=None, household=home, relation="other"),
    )
    (refused,) = of(results, Exception)
    assert isinstance(refused, Refused)
    assert home.people.exists() == (Household.objects.get(pk=home.pk).state == "open")
