"""The month's figures of the supervision cards, counted by hand: given, withdrawn, and what still stands."""

from datetime import date

import pytest

from accounts.choices import Role
from grids import actions
from grids.choices import CardColour
from grids.figures import card as f
from grids.models import Card
from portal.clock import month_bounds
from portal.periods import QUARTER, Period
from tests.factories.grids import IssueFactory
from tests.reports.conftest import on

SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER = (month_bounds(date(2026, n, 1)) for n in (9, 10, 11, 12))
LATER = "2026-12-20 09:00"
FIGURES = (f.given, f.yellow, f.red, f.withdrawn, f.standing)


def counts(house, month, at=LATER):
    """挂牌, 黄牌, 红牌, 撤牌, 仍在挂 of the community, as seen at a moment."""
    with on(at):
        return [figure.count(house.community.rows_q(), *month) for figure in FIGURES]


def issue(house, when="2026-10-01 08:00"):
    with on(when):
        return IssueFactory(grid=house.near)


def give(one, when, colour=CardColour.YELLOW):
    """A card given by the clock at a moment."""
    with on(when):
        return actions.give(one, colour=colour, reason="处置超期")


def withdraw(card, house, when):
    with on(when):
        card.refresh_from_db()
        actions.withdraw(card, by=house.user(Role.SECRETARY), note="停水")


@pytest.fixture(autouse=True)
def people(house):
    """Posts begin before the story does."""
    with on("2026-09-01 08:00"):
        for role in (Role.HEAD, Role.SECRETARY):
            house.user(role)


def close(one, house, when):
    with on(when):
        for act, by, told in (
            (actions.accept, Role.HEAD, {}),
            (actions.handle, Role.HEAD, {}),
            (actions.submit, Role.HEAD, {"result": "好"}),
            (actions.verify, Role.SECRETARY, {}),
        ):
            one.refresh_from_db()
            act(one, by=house.user(by), **told)


def test_cards_by_month_and_colour(house):
    first, second = issue(house), issue(house)
    give(first, "2026-10-31 23:59:59")
    give(first, "2026-11-01 00:00", CardColour.RED)
    give(second, "2026-11-02 09:00")
    assert counts(house, SEPTEMBER) == [0, 0, 0, 0, 0]
    assert counts(house, OCTOBER) == [1, 1, 0, 0, 1]
    assert counts(house, NOVEMBER) == [2, 1, 1, 0, 3]
    assert counts(house, DECEMBER) == [0, 0, 0, 0, 3]


def test_a_card_withdrawn_later_was_given_all_the_same(house):
    card = give(issue(house), "2026-10-10 09:00")
    withdraw(card, house, "2026-11-05 09:00")
    assert counts(house, OCTOBER) == [1, 1, 0, 0, 1]
    assert counts(house, NOVEMBER) == [0, 0, 0, 1, 0]


def test_a_close_takes_the_cards_off(house):
    one = issue(house)
    give(one, "2026-10-10 09:00")
    close(one, house, "2026-11-03 09:00")
    assert counts(house, OCTOBER)[-1] == 1
    assert counts(house, NOVEMBER)[-1] == 0


def test_an_issue_done_anew_begins_without_its_old_cards(house):
    one = issue(house)
    give(one, "2026-10-10 09:00")
    close(one, house, "2026-10-20 09:00")
    with on("2026-11-02 09:00"):
        one.refresh_from_db()
        actions.reopen(one, by=house.user(Role.SECRETARY), note="又坏了")
        one.refresh_from_db()
    assert counts(house, NOVEMBER)[-1] == 0
    give(one, "2026-11-12 09:00")
    assert counts(house, OCTOBER) == [1, 1, 0, 0, 0]
    assert counts(house, NOVEMBER) == [1, 1, 0, 0, 1]


def test_a_report_struck_off_bears_no_card_and_had_one(house):
    one = issue(house)
    give(one, "2026-10-10 09:00")
    with on("2026-11-03 09:00"):
        one.refresh_from_db()
        actions.void(one, by=house.user(Role.HEAD), note="重复")
    assert counts(house, OCTOBER) == [1, 1, 0, 0, 1]
    assert counts(house, NOVEMBER) == [0, 0, 0, 0, 0]


def test_while_a_month_runs_what_stands_is_what_stands_now(house):
    card = give(issue(house), "2026-10-10 09:00")
    assert counts(house, OCTOBER, "2026-10-11 09:00") == [1, 1, 0, 0, 1]
    withdraw(card, house, "2026-10-12 09:00")
    assert counts(house, OCTOBER, "2026-10-12 10:00") == [1, 1, 0, 1, 0]


def test_a_quarter_counts_each_card_once(house):
    cards = [give(issue(house), f"2026-{month}-10 09:00") for month in (10, 11, 12)]
    withdraw(cards[0], house, "2026-11-05 09:00")
    quarter = Period.of(date(2026, 11, 1), QUARTER).bounds
    assert counts(house, quarter, "2027-01-10 09:00") == [3, 3, 0, 1, 2]
    assert Card.objects.count() == 3


def test_numbers_split_by_what_the_table_is_split_by(house):
    one = issue(house)
    give(one, "2026-10-10 09:00")
    give(one, "2026-10-14 09:00", CardColour.RED)
    assert f.month.by == ("grid", "colour")
    with on(LATER):
        found = f.given.split(house.community.rows_q(), *OCTOBER, *f.month.by)
    assert found == {(house.near.pk, "yellow"): 1, (house.near.pk, "red"): 1}
