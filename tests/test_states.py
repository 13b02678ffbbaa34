"""The drawn states are those of the move tables, and what depends on the record leads where it says."""

import pytest

from accounts.choices import Role
from grids import actions
from grids.choices import IssueState as S
from grids.models import Issue
from portal.checks import targets_are_declared
from portal.moves import Move
from scripts import states
from tests.acid.models import Diary, DiaryState
from tests.factories.grids import IssueFactory


def test_the_document_is_what_the_tables_say():
    assert states.DOCUMENT.read_text(encoding="utf-8") == states.document(), "run: python scripts/states.py"


def test_every_register_of_the_trade_is_in_it():
    names = {page.model.__name__ for page in states.registers()}
    assert {"Issue", "Order", "Extension", "Card", "Place", "Department", "User", "Post"} <= names
    assert "Diary" not in names


def test_an_arrow_for_each_outcome_and_who_may():
    drawn = {(source, target): words for source, target, words in states.arrows(Issue)}
    assert drawn[S.REPORTED, S.ACCEPTED] == ["受理", "指派承办人"]
    assert "退回" in drawn[S.REPORTED, S.RETURNED]
    assert "退回" in drawn[S.REPORTED, S.HANDLING]
    lines = states.table(Issue)
    assert "| 待核查 | 核查结案 | 书记、工作人员 | 已结案 |" in lines
    assert "| 作废 | — | — | — |" in lines
    assert "| 已上报 | 退回 | 书记、工作人员、网格长 | 退回 或 处置中 或 不变 |" in lines


def test_a_target_that_says_nothing_stops_the_house(monkeypatch):
    assert targets_are_declared(None) == []
    monkeypatch.setitem(Diary.MOVES, "close", Move("合上", {DiaryState.OPEN}, lambda diary: DiaryState.CLOSED))
    assert [error.id for error in targets_are_declared(None)] == ["portal.E006"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raised", "taken", "lands"),
    [(False, False, S.RETURNED), (True, False, S.REPORTED), (True, True, S.HANDLING)],
)
def test_a_return_leads_where_it_says(house, raised, taken, lands):
    issue, clerk = IssueFactory(grid=house.near), house.user(Role.CLERK)
    if taken:
        actions.accept(issue, by=house.user(Role.HEAD))
        issue.refresh_from_db()
    if raised:
        actions.escalate(issue, by=house.user(Role.HEAD), note="办不了")
        issue.refresh_from_db()
    actions.send_back(issue, by=clerk, note="网格能办")
    issue.refresh_from_db()
    assert issue.state == lands
    assert lands in Issue.MOVES["send_back"].outcomes(S.REPORTED)


@pytest.mark.django_db
@pytest.mark.parametrize("begun", [False, True])
def test_an_assignment_leads_where_it_says(house, begun):
    issue, head = IssueFactory(grid=house.near), house.user(Role.HEAD)
    if begun:
        actions.accept(issue, by=head)
        issue.refresh_from_db()
        actions.handle(issue, by=head)
        issue.refresh_from_db()
    before = issue.state
    actions.assign(issue, by=head, handler=house.user(Role.MEMBER))
    issue.refresh_from_db()
    assert [issue.state] == Issue.MOVES["assign"].outcomes(before)
