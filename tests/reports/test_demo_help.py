"""The demonstration's help station: a roster, errands in every state, told as the live actions would have left them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction

from party.choices import RuleKey
from party.models import Point
from party.queries.points import STANDING
from portal.clock import start_of_day
from portal.models import Entry
from portal.reach import may
from tests.reports.comrades import at_ten, lines_of, told, values
from wishes.choices import RUN, DutyState, ErrandState, Heard
from wishes.models import Duty, Errand
from wishes.pages import Errands

DAY = date(2026, 11, 22)
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


def test_every_grid_has_its_roster_and_every_state_is_there(made):
    for grid in made.grids:
        days = set(Duty.objects.filter(grid=grid).values_list("on", flat=True))
        assert days == {DAY + timedelta(n) for n in range(-14, 8)}
    assert values(Duty.objects, "state") == set(DutyState.values)
    assert values(Errand.objects, "state") == set(ErrandState.values)
    assert values(Errand.objects.exclude(answer=""), "answer") >= {Heard.HAPPY, Heard.UNDONE}
    assert Errand.objects.filter(state=ErrandState.OFFERED, offered=None).exists()


def test_points_are_those_of_the_thanks(made):
    given = Point.objects.filter(STANDING, rule=RuleKey.SERVICE, source_model="wishes.errand")
    thanked = Errand.objects.filter(state=ErrandState.THANKED)
    assert values(given, "source_id", "member", "points", "on") == values(thanked, "pk", "member", "hours", "done_on")
    assert Point.objects.filter(source_model="wishes.errand").exclude(reverses=None).count() == 1


def test_every_history_ends_where_its_row_stands_and_nobody_did_more_than_they_may(made):
    lines = lines_of(Duty, Errand)
    for model in (Duty, Errand):
        for row in model.objects.order_by("pk"):
            told = lines[model._meta.label_lower, row.pk]
            assert (told[0].verb, told[-1].to_state, row.version) == ("add", row.state, len(told))
            assert row.updated_at == told[-1].at < start_of_day(DAY)
            assert all(a.to_state == b.from_state for a, b in pairwise(told))
            for line in told[1:]:
                move = model.MOVES[line.verb]
                assert line.from_state in move.sources
                assert line.to_state in move.outcomes(line.from_state)
                assert may(line.actor, line.verb, model)


def test_nobody_says_thanks_for_the_own_and_who_did_it_was_on_duty(made):
    for errand in Errand.objects.filter(state__in=RUN).select_related("member__person").order_by("pk"):
        thanks = Entry.objects.own(errand).filter(verb="thank")
        assert all(line.actor_id != errand.member.person.user_id for line in thanks)
        assert Duty.objects.filter(member=errand.member_id, on=errand.wanted_on).exists()
        assert errand.offered.filter(pk=errand.member_id).exists()


def test_whoever_signs_in_for_the_party_finds_something_to_take(made):
    for name in ("party1", "party2"):
        user = made.people[name]
        waits = Errands.rows(user).filter(Errands.awaits(user), state=ErrandState.OFFERED)
        assert waits.exists(), name
