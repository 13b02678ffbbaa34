"""Two people, or two rounds, at the same pledge at the same moment; on SQLite and PostgreSQL alike."""

from datetime import date

import pytest
from django.db import IntegrityError

from accounts.choices import Role
from party.models import Member, Point
from pledges import ticks
from pledges.actions import fulfilment as fulfilments
from pledges.actions import pledge as actions
from pledges.choices import Frequency, PledgeState
from pledges.models import Fulfilment, Review
from portal.errors import Refused
from portal.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.house import build
from tests.pledges.conftest import NOTE, look, period, periods, points
from tests.portal.test_concurrency import at_once, of

pytestmark = pytest.mark.django_db(transaction=True)
S = PledgeState


@pytest.fixture
def house():
    return build()


@pytest.fixture
def other(branch):
    """Another secretary."""
    return UserFactory(grid=branch.house.community, role=Role.SECRETARY)


def refused(results):
    """The one that lost, which was told so."""
    (one,) = of(results, Exception)
    assert isinstance(one, Refused), one
    return str(one)


def moves(pledge, verb):
    return Entry.objects.own(pledge).filter(verb=verb).count()


def test_of_two_who_approve_at_once_one_wins_and_the_periods_are_written_once(branch, other):
    pledge = branch.pledge()
    seen = [look(pledge) for _ in range(2)]
    results = at_once(lambda: actions.approve(seen[0], by=branch.secretary), lambda: actions.approve(seen[1], by=other))
    assert "现在是“公示中”" in refused(results)
    assert [row[0] for row in periods(pledge)] == [1, 2, 3]
    assert (Fulfilment.objects.count(), look(pledge).due, moves(pledge, "approve")) == (3, 3, 1)


def test_of_an_approval_and_a_return_at_once_one_wins_whole(branch, other):
    pledge = branch.pledge()
    seen = [look(pledge) for _ in range(2)]
    results = at_once(
        lambda: actions.approve(seen[0], by=branch.secretary), lambda: actions.send_back(seen[1], by=other, **NOTE)
    )
    refused(results)
    pledge = look(pledge)
    assert (pledge.state, len(periods(pledge))) in [(S.PUBLIC, 3), (S.RETURNED, 0)]


def test_of_two_who_close_at_once_one_wins_and_points_are_given_once(branch, other):
    pledge = branch.judged()
    seen = [look(pledge) for _ in range(2)]
    results = at_once(lambda: actions.close(seen[0], by=branch.secretary), lambda: actions.close(seen[1], by=other))
    assert "现在是“已销号”" in refused(results)
    assert (points("pledge"), Point.objects.filter(rule="pledge").count()) == ((1, 2), 1)
    assert Member.objects.get(pk=branch.one.pk).score == 62


def test_of_two_who_reopen_at_once_one_takes_the_points_back(branch, other):
    pledge = branch.act("close", branch.judged())
    seen = [look(pledge) for _ in range(2)]
    results = at_once(
        lambda: actions.reopen(seen[0], by=branch.secretary, **NOTE), lambda: actions.reopen(seen[1], by=other, **NOTE)
    )
    refused(results)
    assert (points("pledge"), Point.objects.filter(rule="pledge").count()) == ((0, 0), 2)


def test_of_a_close_and_a_fail_at_once_one_wins(branch, other):
    pledge = branch.judged()
    seen = [look(pledge) for _ in range(2)]
    results = at_once(
        lambda: actions.close(seen[0], by=branch.secretary),
        lambda: actions.fail(seen[1], by=other, fault="own", **NOTE),
    )
    refused(results)
    assert (look(pledge).state, points("pledge")) in [(S.CLOSED, (1, 2)), (S.UNMET, (0, 0))]


def test_what_is_closed_has_nothing_that_waits_whoever_takes_it_back_meanwhile(branch, other):
    pledge = branch.running(ends_on=date(2026, 4, 30))
    branch.at(4, 2)
    branch.step("fulfil", pledge)
    branch.step("excuse", pledge, 2, "head", **NOTE)
    pledge = branch.act("conclude", pledge, "party")
    branch.say(pledge)
    seen, second = [look(pledge) for _ in range(2)], period(pledge, 2)

    def take_back():
        actions.resume(seen[0], by=other, **NOTE)
        fulfilments.undo(second, by=other, **NOTE)
        fulfilments.fulfil(period(pledge, 2), by=other)

    results = at_once(take_back, lambda: actions.close(seen[1], by=branch.secretary))
    refused(results)
    pledge = look(pledge)
    assert (pledge.state, period(pledge, 2).state, points("pledge")) in [
        (S.CLOSED, "excused", (1, 2)),
        (S.KEEPING, "done", (0, 0)),
    ]


@pytest.mark.parametrize("move", ["conclude", "void", "recall"])
def test_a_period_is_kept_or_the_pledge_moves_on_first_but_nothing_is_half_done(branch, move):
    pledge = branch.running(ends_on=date(2026, 3, 3), frequency=Frequency.ONCE)
    branch.at(3, 4)
    seen, first = look(pledge), period(pledge)
    asked = {} if move == "conclude" else NOTE
    results = at_once(
        lambda: fulfilments.fulfil(first, by=branch.party),
        lambda: getattr(actions, move)(seen, by=branch.secretary, **asked),
    )
    pledge, row = look(pledge), Fulfilment.objects.get(pk=first.pk)
    assert moves(pledge, move) == 1
    if of(results, Exception):
        assert refused(results).startswith("这条")
        assert (row.state, pledge.kept) == ("waiting" if move == "conclude" else "dropped", 0)
    else:
        assert (row.state, row.kept_on, pledge.kept) == ("done", date(2026, 3, 4), 1)


def test_two_taps_at_once_keep_a_period_once(branch):
    pledge = branch.running()
    seen = [period(pledge) for _ in range(2)]
    results = at_once(*(lambda one=one: fulfilments.fulfil(one, by=branch.party) for one in seen))
    assert "现在是“已兑现”" in refused(results)
    assert (look(pledge).kept, moves(period(pledge), "fulfil")) == (1, 1)


def test_periods_kept_at_once_are_all_counted(branch):
    pledge = branch.running(frequency=Frequency.WEEKLY, ends_on=date(2026, 3, 29))
    branch.at(3, 28)
    seen = [period(pledge, number) for number in range(1, 5)]
    results = at_once(*(lambda one=one: fulfilments.fulfil(one, by=branch.party) for one in seen))
    assert of(results, Exception) == []
    assert (look(pledge).kept, look(pledge).due, look(pledge).next_due_on) == (4, 4, None)


def test_of_two_who_speak_for_the_organisation_at_once_one_is_heard(branch, other):
    pledge = branch.running(ends_on=date(2026, 3, 31))
    branch.step("fulfil", pledge)
    pledge = branch.act("conclude", pledge, "party")
    results = at_once(lambda: branch.say(pledge, by="secretary"), lambda: branch.say(pledge, by=other))
    assert len(of(results, IntegrityError)) == 1
    assert Review.objects.count() == 1


def test_two_rounds_at_once_move_and_cost_once(branch):
    late = branch.running()
    over = branch.running(sentence="另一句", ends_on=date(2026, 3, 31))
    branch.at(4, 4)
    assert of(at_once(ticks.rounds, ticks.rounds), Exception) == []
    assert [moves(one, "begin") for one in (late, over)] == [1, 1]
    assert moves(over, "conclude") == 1
    assert (points("overdue"), Point.objects.filter(rule="overdue").count()) == ((2, -6), 2)
    assert Member.objects.get(pk=branch.one.pk).score == 54
