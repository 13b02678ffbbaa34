"""Figures: one condition behind a number and its rows; the past stays as it was."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.choices import Role
from portal.clock import month_bounds
from portal.figures import Mean, ever, parts, registry
from portal.models import Entry
from tests.acid import actions, figures
from tests.acid.models import Case, Referral
from tests.factories import acid

NOW = month_bounds(timezone.localdate().replace(day=1))
NEXT = month_bounds((timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1))


@pytest.fixture
def settled(house):
    """Two cases near, one aside; one of the near ones settled."""
    cases = [acid.case(grid) for grid in (house.near, house.near, house.aside)]
    actions.settle(cases[0], by=house.user(Role.MEDIATOR), note="好")
    return cases


def test_flows_count_moves_and_stocks_the_last_state(house, settled):
    within = house.community.rows_q()
    assert figures.opened.count(within, *NOW) == 3
    assert figures.settled.count(within, *NOW) == 1
    assert figures.open_cases.count(within, *NOW) == 2
    assert figures.settled.count(within, *NEXT) == 0
    assert figures.open_cases.count(house.near.rows_q(), *NEXT) == 1
    assert figures.open_cases.count(house.away.rows_q(), *NOW) == 0


def test_a_later_reopening_does_not_change_the_past(house, settled):
    case = settled[0]
    case.refresh_from_db()
    case.state = "open"
    case.save(by=None, verb="reopen", from_state="settled")
    later = NOW[1] + timedelta(days=1)
    assert figures.open_cases.count(house.community.rows_q(), *NOW) == 3
    reopened = Entry.objects.get(verb="reopen")
    end = reopened.at
    assert set(figures.open_cases.rows(house.community.rows_q(), NOW[0], end)) == set(settled[1:])
    assert later > end


def test_a_number_is_split_without_losing_any(house, settled):
    found = figures.opened.split(house.community.rows_q(), *NOW, "grid", "state")
    assert found == {(house.near.pk, "settled"): 1, (house.near.pk, "open"): 1, (house.aside.pk, "open"): 1}


def test_a_sum_nets_reversals(house):
    stamp = acid.stamp(house.near, amount=Decimal("2.5"))
    acid.stamp(house.near, amount=Decimal(1))
    assert figures.points.count(house.near.rows_q(), *NOW) == Decimal("3.5")
    stamp.reverse(by=None, note="错")
    assert figures.points.count(house.near.rows_q(), *NOW) == 1
    assert figures.points.count(house.aside.rows_q(), *NOW) == 0


def test_an_activity_over_several_grids_counts_once_at_the_community(house):
    acid.activity(house.community, grids=[house.near, house.aside], held_on=date(2026, 11, 3))
    month = month_bounds(date(2026, 11, 1))
    assert figures.held.count(house.community.rows_q(), *month) == 1
    assert [figures.held.count(grid.rows_q(), *month) for grid in (house.near, house.aside)] == [0, 0]


def test_a_rate_keeps_its_denominator():
    assert figures.settling.share(2, 3) == 66.7
    assert figures.settling.share(0, 0) is None
    assert registry["acid.settling"] is figures.settling


def test_a_figure_counts_everything_but_opens_within_reach_only(house, enter, settled):
    mediator = house.user(Role.MEDIATOR)
    settled[1].relate(mediators=[mediator])
    settled[1].save(by=None)
    url = f"/acid/cases/?figure=acid.open_cases&month={timezone.localdate():%Y-%m}"
    page = enter(mediator).get(url)
    assert page.status_code == 200
    assert settled[1].code in page.content.decode()
    assert settled[2].code not in page.content.decode()
    assert figures.open_cases.count(house.community.rows_q(), *NOW) == 2
    assert enter(house.user(Role.CLERK)).get(url).status_code == 403


def test_an_average_keeps_its_fraction_and_its_unit(house, monkeypatch):
    monkeypatch.setattr("portal.figures.registry", {})
    mean = Mean("acid.mean", "平均", "积分 ÷ 受理。", figures.points, figures.opened, unit="天", per=24)
    assert (mean.quotient(36, 1), mean.share(77, 1), mean.words(mean.share(77, 1))) == (1.5, 3.2, "3.2 天")
    assert (mean.quotient(0, 0), mean.share(0, 0), mean.words(None)) == (None, None, "—")
    assert figures.settling.words(66.7) == "66.7%"
    assert parts(mean) == (figures.points, figures.opened)


def test_moves_of_another_record_may_be_asked_after(house, settled):
    end = NOW[1]
    referrals = [acid.referral(house.near, case=case) for case in settled]
    found = Referral._base_manager.filter(ever(Case, "settle", end, of="case_id"))
    assert list(found) == referrals[:1]
    assert not Referral._base_manager.filter(ever(Case, "settle", end, of="case_id", since="created_at")).exists()
