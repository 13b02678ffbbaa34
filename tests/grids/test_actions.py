"""The main path of an issue, step by step, and who is refused with which words."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.choices import LINES, Role
from grids import actions
from grids.actions.report import USUAL_LINE
from grids.choices import Category, IssueState, Urgency
from grids.models import Issue
from portal.errors import Refused
from portal.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory

HERE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def people(house):
    """Member, head, another head and secretary."""
    return (
        house.user(Role.MEMBER),
        house.user(Role.HEAD),
        UserFactory(grid=house.near, role=Role.HEAD),
        house.user(Role.SECRETARY),
    )


@pytest.fixture
def issue(house, people):
    return IssueFactory(grid=house.near, by=people[0], concerned=["王小明"])


def made(issue):
    issue.refresh_from_db()
    return issue


def checked(issue, head):
    """The issue handled by the head and handed over for checking."""
    actions.accept(issue, by=head)
    actions.handle(made(issue), by=head)
    actions.submit(made(issue), by=head, result="换了井盖")
    return made(issue)


def test_from_report_to_close(issue, people):
    _, head, _, secretary = people
    issue = checked(issue, head)
    assert (issue.state, issue.result, issue.handler) == (IssueState.CHECKING, "换了井盖", head)
    actions.verify(issue, by=secretary)
    issue = made(issue)
    assert issue.state == IssueState.CLOSED
    assert issue.closed_at is not None
    verbs = list(Entry.objects.own(issue).order_by("pk").values_list("verb", "to_state"))
    assert verbs == [
        ("add", "reported"),
        ("accept", "accepted"),
        ("handle", "handling"),
        ("submit", "checking"),
        ("verify", "closed"),
    ]


def test_who_begins_answers_for_it(issue, people):
    _, head, other, _ = people
    actions.accept(issue, by=head)
    actions.handle(made(issue), by=other)
    assert made(issue).handler == other


def test_nobody_checks_own_work(issue, people):
    issue = checked(issue, people[1])
    for act in (actions.verify, actions.reject):
        with pytest.raises(Refused, match="承办人不能核查自己办的事项"):
            act(issue, by=people[1], note="好")
    assert made(issue).state == IssueState.CHECKING


def test_a_failed_check_goes_back_to_the_hands_it_came_from(issue, people):
    issue = checked(issue, people[1])
    with pytest.raises(Refused, match="理由"):
        actions.reject(issue, by=people[3], note="")
    actions.reject(issue, by=people[3], note="没有压实")
    issue = made(issue)
    assert (issue.state, issue.handler, issue.closed_at) == (IssueState.HANDLING, people[1], None)


def test_a_returned_report_is_mended_by_who_made_it(issue, people):
    member, head, _, _ = people
    actions.send_back(issue, by=head, note="缺照片")
    with pytest.raises(Refused, match="原上报人"):
        actions.resubmit(made(issue), by=head)
    due = issue.due_at
    actions.resubmit(made(issue), by=member)
    assert (made(issue).state, issue.due_at) == (IssueState.REPORTED, due)


def test_a_void_report_stays_readable_and_is_the_end(issue, people):
    with pytest.raises(Refused, match="理由"):
        actions.void(issue, by=people[1], note=None)
    actions.void(issue, by=people[1], note="重复")
    assert made(issue).state == IssueState.VOID
    with pytest.raises(Refused, match="现在是“作废”"):
        actions.accept(issue, by=people[1])
    assert Issue.objects.count() == 1


@pytest.mark.parametrize(
    ("urgency", "start", "due"),
    [
        (Urgency.ORDINARY, datetime(2026, 11, 18, 10, tzinfo=HERE), datetime(2026, 11, 23, 10, tzinfo=HERE)),
        (Urgency.DIFFICULT, datetime(2026, 11, 18, 10, tzinfo=HERE), datetime(2026, 11, 27, 10, tzinfo=HERE)),
        (Urgency.URGENT, datetime(2026, 11, 21, 10, tzinfo=HERE), datetime(2026, 11, 22, 10, tzinfo=HERE)),
    ],
)
def test_the_limit_follows_from_the_urgency(house, time_machine, urgency, start, due):
    time_machine.move_to(start, tick=False)
    assert IssueFactory(grid=house.near, urgency=urgency).due_at == due


def test_a_change_of_urgency_moves_the_limit_from_the_report(house, issue, time_machine):
    issue = made(issue)
    limit = issue.due_at
    issue.place = "西口"
    actions.revise(issue, by=None)
    assert made(issue).due_at == limit
    issue.urgency = Urgency.URGENT
    actions.revise(issue, by=None, note="有人摔了")
    assert (made(issue).due_at - issue.created_at).total_seconds() == 24 * 3600
    assert set(Entry.objects.own(issue).first().changes) == {"urgency", "due_at"}


def test_the_line_follows_from_the_category_unless_given(house):
    assert IssueFactory(grid=house.near, category=Category.HAZARD).line.key == "safety"
    assert IssueFactory(grid=house.near, category=Category.HAZARD, line="party").line.key == "party"
    assert set(USUAL_LINE) == set(Category)
    assert set(USUAL_LINE.values()) <= {key for key, _ in LINES}


def test_a_workbook_of_reports_is_put_on_the_register_like_any(house):
    rows = [Issue(grid=house.near, title=f"第 {n} 件", category=Category.OTHER, place="东口") for n in range(3)]
    made = actions.report_many(rows, by=house.user(Role.CLERK), note="导入 a.xlsx")
    assert {issue.line.key for issue in made} == {"civil"}
    assert all(issue.due_at > issue.created_at for issue in made)
    assert Entry.objects.filter(model="grids.issue", to_state="reported").count() == 3
