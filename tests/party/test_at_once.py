"""Points, rules, members and years at the same moment from two sides; on SQLite and PostgreSQL alike."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from grids.models import Person
from party.actions import award, take_back
from party.actions import evaluation as evaluations
from party.actions import member as members
from party.actions import organisation as organisations
from party.actions import points as actions
from party.actions.rule import set_rule
from party.choices import Category, EvaluationState, RuleKey
from party.models import Evaluation, Member, Point, PointRule, Result
from party.queries.points import balance
from party.ticks import points_of_the_year
from portal.clock import today
from portal.errors import Refused
from tests.factories import grids, party, people
from tests.factories.accounts import UserFactory
from tests.factories.house import build
from tests.portal.test_concurrency import at_once, of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house():
    return build()


@pytest.fixture
def member(house):
    return party.member(house.near)


@pytest.fixture
def record(house):
    """Something a room above would reward."""
    return grids.place(house.near)


def give(member, record=None, rule=RuleKey.PLEDGE):
    return award(member, rule, by=None, basis="承诺销号", source=record)


def agreed(member):
    """The score on the member's row, which is what the ledger adds up to."""
    score = Member.objects.get(pk=member.pk).score
    assert score == balance(member, today().year).score
    return score


def test_one_record_rewarded_by_two_hands_at_once_gives_one_entry(member, record):
    results = at_once(*(lambda: give(member, record) for _ in range(3)))
    assert len({point.pk for point in results}) == 1
    assert Point.objects.filter(source_id=record.pk).count() == 1
    assert agreed(member) == 62


def test_what_is_given_and_reversed_at_once_all_counts(house, member, record):
    wrong, other = give(member), grids.place(house.near)
    results = at_once(
        lambda: give(member, record),
        lambda: actions.reverse(wrong, by=None, note="错"),
        lambda: give(member, other),
        lambda: party.point(house.near, member=member),
    )
    assert of(results, Exception) == []
    assert agreed(member) == 65


def test_a_record_rewarded_while_another_hand_takes_it_back_stands_once_or_not_at_all(member, record):
    first = give(member, record)
    given, reversed_ = at_once(
        lambda: give(member, record), lambda: actions.reverse(Point.objects.get(pk=first.pk), by=None, note="错")
    )
    assert (reversed_.reverses_id, reversed_.points) == (first.pk, -2)
    rows = list(Point.objects.filter(source_id=record.pk).order_by("pk"))
    standing = [row for row in rows if row.pk != first.pk and not row.reverses_id]
    assert standing == ([] if given == first else [given])
    assert agreed(member) == 60 + 2 * len(standing)


def test_one_entry_is_reversed_by_one_of_two_hands(member, record):
    first = give(member, record)
    results = at_once(*(lambda: actions.reverse(first, by=None, note="错") for _ in range(2)))
    assert [str(one) for one in of(results, Refused)] == ["这一笔已经冲正过了。"]
    assert agreed(member) == 60
    assert take_back(record, RuleKey.PLEDGE, by=None, note="错") == []


def test_a_rule_set_while_points_are_given_is_in_the_balance(house, member):
    for _ in range(3):
        party.point(house.near, member=member)
    rule = PointRule(grid=house.community, year=today().year, key=RuleKey.MEETING, points=Decimal(1), cap=Decimal(2))
    results = at_once(lambda: give(member, rule=RuleKey.MEETING), lambda: set_rule(rule, by=None))
    assert of(results, Exception) == []
    assert agreed(member) == 62


def test_two_rounds_at_once_give_one_base(house, member):
    group, year = member.organisation, today().year
    for _ in range(3):
        # On the register without the action that gives the base, as everybody stands when a year begins.
        one = Member(person=people.resident(house.near), organisation=group, grid=house.near, category="community")
        one.save(by=None)
    Member._base_manager.update(score=7, score_year=year - 1)
    results = at_once(points_of_the_year, points_of_the_year)
    assert of(results, Exception) == []
    assert Point.objects.count() == Point.objects.values("member").distinct().count() == 4
    assert set(Member.objects.values_list("score", "score_year")) == {(60, year)}


def test_one_person_registered_twice_at_once_is_one_member(house):
    person, group = people.resident(house.near), party.organisation(house.near)

    def register():
        made = {"organisation": group, "category": Category.COMMUNITY, "grid": house.near}
        return members.register(Member(person=Person.objects.get(pk=person.pk), **made), by=None)

    results = at_once(register, register)
    assert len(of(results, IntegrityError)) == 1
    assert Member.objects.count() == Point.objects.count() == 1


def test_one_account_is_linked_to_one_of_two(house, member):
    user, other = UserFactory(grid=house.near), party.member(house.near)
    results = at_once(*(lambda one=one: members.link(one, by=None, user=user) for one in (member, other)))
    assert len(of(results, Refused | IntegrityError)) == 1
    assert Person.objects.filter(user=user).count() == 1


def test_points_given_while_a_year_is_settled_come_before_or_count_in_the_next(house, member, record):
    made = party.published(house.near, days=1)
    Evaluation._base_manager.update(published_on=today() - timedelta(days=1))
    results = at_once(
        lambda: give(member, record), lambda: evaluations.freeze(Evaluation.objects.get(pk=made.pk), by=None)
    )
    made.refresh_from_db()
    is_settled = made.state == EvaluationState.FROZEN
    assert len(of(results, Refused)) == len(of(results, Exception)) == (not is_settled)
    assert Point.objects.get(source_id=record.pk).on.year - today().year == is_settled
    assert (Result.objects.get().total == agreed(member)) is is_settled


def test_one_year_published_by_two_hands_has_one_edition(house, member):
    made = party.evaluation(house.near)
    seen = [Evaluation.objects.get(pk=made.pk) for _ in range(2)]
    results = at_once(*(lambda one=one: evaluations.publish(one, by=None) for one in seen))
    assert len(of(results, Refused)) == 1
    assert (Result.objects.count(), Evaluation.objects.get().edition) == (1, 1)


def test_an_organisation_is_shut_or_joined_but_not_both(house):
    group, person = party.organisation(house.near), people.resident(house.near)
    made = {"organisation": group, "category": Category.COMMUNITY, "grid": house.near, "person": person}
    results = at_once(
        lambda: organisations.shut(type(group).objects.get(pk=group.pk), by=None),
        lambda: members.register(Member(**made), by=None),
    )
    assert len(of(results, Refused)) == 1
    assert (type(group).objects.get(pk=group.pk).state == "shut") != Member.objects.exists()


def test_two_hands_take_back_at_once_and_it_is_taken_back_once(member, record):
    give(member, record)
    results = at_once(*(lambda: take_back(record, RuleKey.PLEDGE, by=None, note="错") for _ in range(2)))
    assert sorted(len(one) for one in results) == [0, 1]
    assert agreed(member) == 60


def test_a_rule_is_set_before_its_year_is_settled_or_not_at_all(house, member):
    made = party.published(house.near, days=1)
    Evaluation._base_manager.update(published_on=today() - timedelta(days=1))
    rule = PointRule(grid=house.community, year=today().year, key=RuleKey.BASE, points=Decimal(50), cap=Decimal(50))
    results = at_once(
        lambda: set_rule(rule, by=None), lambda: evaluations.freeze(Evaluation.objects.get(pk=made.pk), by=None)
    )
    assert len(of(results, Refused)) == 1
    assert agreed(member) == (50 if PointRule.objects.exists() else 60)
    assert PointRule.objects.exists() != Evaluation.objects.filter(state=EvaluationState.FROZEN).exists()
