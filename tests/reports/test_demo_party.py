"""The demonstration's party: as many as the source states, of every state some, on any day, and all of it cleared."""

from collections import Counter as Tally
from datetime import date, timedelta

import pytest
from django.db import transaction

from grids.choices import PersonState, Tie
from grids.identity import age_on
from grids.models import Person
from party.choices import Category, Duty, EvaluationState, ObjectionState, OrganisationKind, RuleKey
from party.models import (
    Evaluation,
    Member,
    Objection,
    Organisation,
    Point,
    PointRule,
    Result,
)
from party.queries.points import balances
from pledges.actions import periods
from pledges.choices import Confirmation, Fault, Finding, Frequency, FulfilmentState, PledgeKind, PledgeState, Reviewer
from pledges.models import Fulfilment, Pledge, Review, StockPhrase
from portal.models import Attachment, Entry
from portal.models.work import TimedEffect
from reports.demo.clearing import clear
from tests.reports.comrades import LABELS, ROWS, at_ten, histories_hang_together, nothing_later, told, values

DAY = date(2026, 11, 22)
S, F = PledgeState, FulfilmentState
# Days at which a year ends or begins; in its first weeks the demonstration still tells of the year before.
OTHER_DAYS = [date(2027, 1, 5), date(2026, 2, 11)]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Told once; what a test does to it is rolled back at its end."""
    with django_db_blocker.unblock(), at_ten(DAY), transaction.atomic():
        yield told(DAY)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def that_day():
    with at_ten(DAY):
        yield


def test_there_are_as_many_as_the_source_states(made):
    kinds = Tally(Organisation.objects.values_list("kind", flat=True))
    assert kinds == {"branch": 1, "group": 7, "unit": 3, "enterprise": 3}
    branch = Organisation.objects.get(kind=OrganisationKind.BRANCH)
    groups = Organisation.objects.filter(kind=OrganisationKind.GROUP)
    assert values(groups, "parent") == {branch.pk}
    assert values(groups, "grid") == {grid.pk for grid in made.grids}
    assert Member.objects.filter(organisation=branch).count() == 5
    assert Member.objects.filter(organisation__in=[branch, *groups]).count() == 62
    assert Member.objects.filter(organisation=branch, duty=Duty.SECRETARY).count() == 1
    in_group = Member.objects.filter(organisation__in=groups).select_related("organisation")
    assert all(one.grid_id == one.organisation.grid_id for one in in_group.order_by("pk"))
    serving = Member.objects.filter(organisation__kind=OrganisationKind.UNIT)
    assert serving.count() == 107 == Member.objects.filter(category=Category.SERVING).count()
    many = Tally(Member.objects.filter(organisation__kind="enterprise").values_list("organisation", flat=True))
    assert sorted(many.values()) == [3, 4, 5]
    assert Member.objects.filter(category=Category.MOBILE).count() == 12
    assert Organisation.objects.exclude(unit=None).count() == 5
    assert Organisation.objects.filter(lead=None).count() == 0


def test_members_are_whom_their_kind_says(made):
    for one in Member.objects.select_related("person", "organisation").order_by("pk"):
        person, kind = one.person, one.organisation.kind
        outside = kind in (OrganisationKind.UNIT, OrganisationKind.ENTERPRISE) or person.user_id
        assert person.tie == (Tie.ASSOCIATE if outside else Tie.RESIDENT), one.code
        assert person.state == PersonState.PRESENT
        assert person.name.endswith("（演示）")
        assert age_on(person.birth, DAY) >= 24
        assert one.joined_on >= person.birth + timedelta(days=365 * 18)
        assert bool(one.checked_in_on) == (kind == OrganisationKind.UNIT)
        assert one.created_at >= person.created_at
        if one.checked_in_on:
            assert one.joined_on <= one.checked_in_on <= one.created_at.date()
            assert one.checked_in_on > DAY - timedelta(days=3 * 366)
    names = [*Organisation.objects.values_list("name", flat=True)]
    assert all("演示" in name for name in names)
    assert Member.objects.exclude(skills="").count() > 120


def test_accounts_are_linked_to_who_bears_their_name(made):
    linked = Person.objects.exclude(user=None).select_related("user")
    assert {one.user.username for one in linked} == {"secretary", "head3", "member7", "party1", "party2"}
    assert all(one.name == one.user.name for one in linked)
    assert Member.objects.get(person__user__username="party1").category == Category.SERVING
    assert Member.objects.get(person__user__username="secretary").duty == Duty.SECRETARY
    for one in linked:
        assert Pledge.objects.filter(member__person=one, year=2026, state=S.KEEPING).exists(), one.user.username
        assert Entry.objects.own(one).filter(verb="edit", changes__has_key="user").exists()


def test_of_every_state_there_is_some(made):
    assert values(Pledge.objects, "state") == set(S.values)
    assert values(Pledge.objects.filter(year=2025), "state") <= {S.CLOSED, S.UNMET, S.VOID}
    assert values(Pledge.objects, "frequency") == set(Frequency.values)
    assert values(Pledge.objects, "kind") == set(PledgeKind.values)
    assert values(Pledge.objects.filter(state=S.UNMET), "fault") == set(Fault.values)
    assert values(Fulfilment.objects, "state") == set(F.values)
    assert values(Fulfilment.objects.exclude(confirmed_how=""), "confirmed_how") == set(Confirmation.values)
    assert values(Review.objects, "side") == set(Reviewer.values)
    assert values(Evaluation.objects, "year", "state") == {(2025, "frozen"), (2026, "trial")}
    assert values(Objection.objects, "state") == {ObjectionState.UPHELD, ObjectionState.DISMISSED}
    assert values(Point.objects, "rule") <= set(RuleKey.values)
    assert PointRule.objects.count() == 1
    assert StockPhrase.objects.count() == 2
    waits = Pledge.objects.filter(state=S.PENDING)
    assert waits.count() >= 10
    formal = [one for one in waits.order_by("pk") if {Finding.TWIN, Finding.HOLLOW} & set(one.flags)]
    assert len(formal) == 4
    assert Pledge.objects.filter(state=S.RETURNED).exclude(advice="").count() == 2
    assert Pledge.objects.filter(draft=2).exists()
    assert Pledge.objects.filter(state=S.PUBLIC).count() >= 5
    assert Pledge.objects.filter(state=S.REVIEWING).count() >= 5
    assert 5 <= Pledge.objects.filter(state__in=[S.KEEPING, S.REVIEWING], next_due_on__lt=DAY).count() <= 25
    assert Pledge.objects.exclude(beneficiary=None).exclude(beneficiary__care="").count() > 20
    for year in (2025, 2026):
        assert 135 <= Pledge.objects.filter(year=year).count() <= 200
    assert Attachment.objects.filter(model="pledges.fulfilment").count() == 6


def test_last_year_was_more_formalistic_than_this(made):
    share = {}
    for year in (2025, 2026):
        flags = [set(one) for one in Pledge.objects.filter(year=year).order_by("pk").values_list("flags", flat=True)]
        share[year] = sum(bool({Finding.TWIN, Finding.HOLLOW} & one) for one in flags) / len(flags)
        assert sum(not one for one in flags) / len(flags) > 0.7
    assert share[2025] > share[2026] > 0


def test_nothing_happens_from_the_day_on(made):
    nothing_later(DAY)


# Cleared, told again, on other days -----------------------------------------------------


def digest():
    """What a reader would see of pledges, points and results."""
    pledges = list(
        Pledge.objects.order_by("code").values_list("code", "sentence", "state", "due", "kept", "version", "flags")
    )
    points = list(
        Point.objects.order_by("code").values_list("code", "member__code", "rule", "points", "basis", "source_code")
    )
    results = list(Result.objects.order_by("code").values_list("code", "member__person__name", "total", "explained"))
    lines = Entry.objects.filter(model__in=LABELS).order_by("at", "model", "verb", "object_id", "pk")
    return (
        pledges,
        points,
        results,
        sorted(lines.values_list("at", "model", "verb", "actor__username", "reason"), key=str),
    )


def test_clearing_leaves_nothing_and_the_same_day_tells_the_same(made):
    first = digest()
    clear()
    for model in (*ROWS, Person, Attachment):
        assert not model.objects.exists(), model
    assert not TimedEffect.objects.exists()
    assert not Entry.objects.filter(model__in=LABELS).exists()
    told(DAY)
    assert digest() == first


@pytest.mark.parametrize("day", OTHER_DAYS, ids=str)
def test_it_can_be_told_on_any_day(made, day):
    with at_ten(day):
        clear()
        told(day)
        nothing_later(day)
        histories_hang_together(Pledge, Fulfilment, Point, Member, Evaluation)
        assert values(Pledge.objects, "state") == set(S.values)
        assert Evaluation.objects.filter(state=EvaluationState.FROZEN).count() == 1
        assert Evaluation.objects.filter(state=EvaluationState.TRIAL).count() == 1
        found = balances(Member.objects.first().community_id, day.year)
        for member in Member.objects.order_by("pk"):
            assert (member.score, member.score_year) == (found[member.pk].score, day.year)
        periods_before = list(Pledge.objects.order_by("pk").values_list("due", "kept", "next_due_on"))
        for pledge in Pledge.objects.order_by("pk"):
            periods.settle(pledge)
        assert list(Pledge.objects.order_by("pk").values_list("due", "kept", "next_due_on")) == periods_before
