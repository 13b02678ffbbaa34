"""The month's figures of the issues: 结案率 is of what was due, and the past does not move."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.choices import Role
from grids import actions, figures
from grids.choices import Satisfaction
from grids.models import Issue
from portal.clock import month_bounds
from tests.factories.grids import IssueFactory, department, revisit

HERE = ZoneInfo("Asia/Shanghai")
OCTOBER = month_bounds(date(2026, 10, 1))
NOVEMBER = month_bounds(date(2026, 11, 1))


def at(month, day, hour=10):
    return datetime(2026, month, day, hour, tzinfo=HERE)


@pytest.fixture
def when(time_machine):
    def move(*moment):
        time_machine.move_to(at(*moment), tick=False)

    return move


def close(issue, house, when, *moment):
    """Handle and close an issue at a moment."""
    when(*moment)
    head = house.user(Role.HEAD)
    for act, words in ((actions.accept, {}), (actions.handle, {}), (actions.submit, {"result": "好"})):
        issue.refresh_from_db()
        act(issue, by=head, **words)
    issue.refresh_from_db()
    actions.verify(issue, by=house.user(Role.SECRETARY))


@pytest.fixture
def october(house, when):
    """Four issues of October: closed in time, closed late, open, void; seen from 22 November."""
    when(9, 1)
    house.user(Role.HEAD), house.user(Role.SECRETARY)
    when(10, 12)
    issues = [IssueFactory(grid=house.near) for _ in range(4)]
    close(issues[0], house, when, 10, 13)
    close(issues[1], house, when, 10, 20)
    actions.void(issues[3], by=house.user(Role.HEAD), note="重复")
    when(11, 22)
    return issues


def counts(house, month, *names):
    return [getattr(figures, name).count(house.community.rows_q(), *month) for name in names]


def test_the_month_as_reported(house, october):
    names = ("reported", "accepted", "due", "closed", "closed_on_time", "overdue", "unsettled", "unsettled_late")
    assert counts(house, OCTOBER, *names) == [3, 2, 3, 2, 1, 2, 1, 1]
    assert counts(house, NOVEMBER, *names) == [0, 0, 0, 0, 0, 0, 1, 1]


def test_rates_are_of_what_was_due(house, october):
    closed, due = counts(house, OCTOBER, "closed", "due")
    assert figures.closing_rate.share(closed, due) == 66.7
    assert (figures.closing_rate.denominator, figures.on_time_rate.denominator) == (figures.due, figures.due)


def test_a_close_after_the_month_does_not_change_it(house, october, when):
    close(october[2], house, when, 11, 20)
    when(11, 22)
    assert counts(house, OCTOBER, "closed", "overdue", "unsettled") == [2, 2, 1]
    assert counts(house, NOVEMBER, "closed", "accepted", "unsettled") == [0, 1, 0]


def test_a_later_voiding_corrects_the_month(house, october, when):
    when(11, 20)
    october[2].refresh_from_db()
    actions.void(october[2], by=house.user(Role.HEAD), note="误报")
    assert counts(house, OCTOBER, "reported", "due", "unsettled") == [2, 2, 0]


def test_in_the_running_month_only_what_is_due_by_now_counts(house, october, when):
    when(11, 19)
    early, late = IssueFactory(grid=house.near), IssueFactory(grid=house.near)
    assert counts(house, NOVEMBER, "due") == [0]
    close(early, house, when, 11, 20)
    assert counts(house, NOVEMBER, "due", "closed", "closed_on_time", "overdue") == [1, 1, 1, 0]
    when(11, 26)
    assert late.due_at < at(11, 26)
    assert counts(house, NOVEMBER, "due", "closed", "overdue") == [2, 1, 1]


def test_content_is_who_was_asked_and_never_dissatisfied_in_the_month(house, october, when):
    first, second, *_ = october
    asked = (
        (first, 10, 21, Satisfaction.GOOD),
        (second, 10, 22, Satisfaction.FAIR),
        (second, 10, 23, Satisfaction.POOR),
        (first, 11, 3, Satisfaction.POOR),
        (second, 11, 4, Satisfaction.FAIR),
    )
    for issue, *moment, answer in asked:
        when(*moment)
        revisit(house.near, issue=issue, satisfaction=answer)
    when(11, 22)
    assert counts(house, OCTOBER, "visited", "content") == [2, 1]
    assert counts(house, NOVEMBER, "visited", "content") == [2, 1]
    assert figures.content.rows(house.community.rows_q(), *OCTOBER).get() == first
    assert figures.content.rows(house.community.rows_q(), *NOVEMBER).get() == second


def test_what_is_due_today(house, when):
    when(11, 18)
    IssueFactory(grid=house.near)
    assert counts(house, NOVEMBER, "unsettled_today") == [0]
    when(11, 23, 8)
    assert counts(house, NOVEMBER, "unsettled_today", "unsettled_late") == [1, 0]
    when(11, 23, 12)
    assert counts(house, NOVEMBER, "unsettled_today", "unsettled_late") == [0, 1]


def test_numbers_split_by_what_the_table_is_split_by(house, october):
    assert figures.month.by == ("grid", "category", "source")
    for dimension in figures.month.by:
        assert sum(figures.due.split(house.community.rows_q(), *OCTOBER, dimension).values()) == 3
    assert Issue.objects.count() == 4


def test_taken_up_counts_once_however_it_was_and_however_often(tale, when):
    whole = tale.house.community.rows_q()

    def taken(month):
        return figures.accepted.count(whole, *month)

    when(10, 12)
    tale.report()
    tale.act("escalate", "head", note="办不了")
    tale.act("dispatch", "clerk", department=department(tale.house.community), request="请修")
    assert taken(OCTOBER) == 1
    tale.act("recall", "clerk", note="自己办")
    when(11, 2)
    tale.act("assign", "clerk", handler=tale.head)
    assert (taken(OCTOBER), taken(NOVEMBER)) == (1, 0)
