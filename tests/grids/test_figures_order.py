"""The month's figures of the orders to departments, counted by hand: due, answered, in time, after how long, how it was liked."""

from datetime import date

import pytest

from accounts.choices import Role
from grids import actions
from grids.choices import Outcome, Satisfaction
from grids.figures import order as f
from grids.models import Order
from portal.clock import month_bounds
from portal.periods import QUARTER, Period
from tests.factories.grids import IssueFactory, department
from tests.reports.conftest import at, on

SEPTEMBER, OCTOBER, NOVEMBER = (month_bounds(date(2026, n, 1)) for n in (9, 10, 11))
LATER = "2026-12-20 09:00"


@pytest.fixture
def desk(house):
    """A community that sends orders to one department and writes down what it answers."""
    return Desk(house)


class Desk:
    def __init__(self, house):
        self.house = house
        with on("2026-09-01 08:00"):
            self.by, self.department = house.user(Role.SECRETARY), department(house.community, name="供水公司")

    def send(self, when, due):
        """An order of a moment with its limit."""
        with on(when):
            issue = IssueFactory(grid=self.house.near)
            return actions.dispatch(
                issue, by=self.by, department=self.department, request="请修水管", reply_due_at=at(due)
            )

    def reply(self, order, when, written=None):
        """The department's answer of a moment, written down then or later."""
        with on(written or when):
            order.refresh_from_db()
            actions.reply(order, by=self.by, outcome=Outcome.PARTLY, text="修了一半", replied_at=at(when))

    def rate(self, order, rating, when):
        with on(when):
            order.refresh_from_db()
            actions.rate(order, by=self.by, rating=rating)

    def counts(self, month, *names, seen=LATER):
        with on(seen):
            return [getattr(f, name).count(self.house.community.rows_q(), *month) for name in names]


def test_the_month_as_the_departments_answered(desk):
    orders = [desk.send("2026-10-12 09:00", "2026-10-15 09:00") for _ in range(4)]
    desk.reply(orders[0], "2026-10-15 09:00:00")
    desk.reply(orders[1], "2026-10-15 09:00:01")
    desk.reply(orders[2], "2026-11-02 09:00")
    assert desk.counts(OCTOBER, "sent", "due", "replied", "on_time") == [4, 4, 2, 1]
    assert desk.counts(NOVEMBER, "sent", "due", "replied", "on_time") == [0, 0, 0, 0]
    assert f.on_time_rate.share(1, 4) == 25.0
    assert f.on_time_rate.denominator is f.due


def test_the_average_is_of_the_replies_of_the_month(desk):
    first, second, third = (desk.send("2026-10-12 09:00", "2026-10-15 09:00") for _ in range(3))
    desk.reply(first, "2026-10-13 09:30")
    desk.reply(second, "2026-10-15 15:59")
    desk.reply(third, "2026-11-01 00:00")
    assert desk.counts(OCTOBER, "took", "answers") == [24 + 78, 2]
    assert desk.counts(NOVEMBER, "took", "answers") == [471, 1]
    assert f.mean_reply.share(102, 2) == 2.1
    assert f.mean_reply.words(f.mean_reply.share(102, 2)) == "2.1 天"
    assert (f.mean_reply.share(0, 0), f.mean_reply.words(None)) == (None, "—")


def test_a_month_begins_at_local_midnight(desk):
    desk.send("2026-09-30 23:59:59", "2026-10-31 23:59:59")
    desk.send("2026-10-01 00:00", "2026-11-01 00:00")
    assert desk.counts(SEPTEMBER, "sent", "due") == [1, 0]
    assert desk.counts(OCTOBER, "sent", "due") == [1, 1]
    assert desk.counts(NOVEMBER, "sent", "due") == [0, 1]


def test_what_was_called_back_was_sent_and_is_not_due(desk):
    order = desk.send("2026-10-12 09:00", "2026-10-15 09:00")
    with on("2026-10-14 09:00"):
        order.issue.refresh_from_db()
        actions.recall(order.issue, by=desk.by, note="自己能办")
    assert desk.counts(OCTOBER, "sent", "due", "replied", "on_time", "answers") == [1, 0, 0, 0, 0]


def test_while_a_month_runs_only_what_is_due_by_now_counts(desk):
    early, silent, _ = (desk.send("2026-10-12 09:00", due) for due in ("2026-10-28", "2026-10-15", "2026-10-30"))
    desk.reply(early, "2026-10-13 09:00")
    assert desk.counts(OCTOBER, "sent", "due", "replied", "on_time", seen="2026-10-20 09:00") == [3, 2, 1, 1]
    assert desk.counts(OCTOBER, "due", "replied", "on_time", seen="2026-11-20 09:00") == [3, 1, 1]
    assert silent.pk


def test_a_reply_written_down_late_counts_when_it_was_given(desk):
    order = desk.send("2026-10-12 09:00", "2026-10-15 09:00")
    assert desk.counts(OCTOBER, "replied", "on_time", "took") == [0, 0, 0]
    desk.reply(order, "2026-10-14 09:00", written="2026-11-05 09:00")
    assert desk.counts(OCTOBER, "replied", "on_time", "took") == [1, 1, 48]
    assert desk.counts(NOVEMBER, "answers", "took") == [0, 0]


def test_ratings_count_when_they_are_given(desk):
    orders = [desk.send("2026-10-12 09:00", "2026-10-15 09:00") for _ in range(4)]
    for order in orders:
        desk.reply(order, "2026-10-14 09:00")
    for order, rating in zip(orders, (Satisfaction.GOOD, Satisfaction.FAIR, Satisfaction.POOR), strict=False):
        desk.rate(order, rating, "2026-10-20 09:00")
    desk.rate(orders[3], Satisfaction.GOOD, "2026-11-03 09:00")
    assert desk.counts(OCTOBER, "rated", "content") == [3, 2]
    assert desk.counts(NOVEMBER, "rated", "content") == [1, 1]
    assert f.content_rate.share(2, 3) == 66.7


def test_a_later_turn_of_the_issue_changes_no_order(desk):
    order = desk.send("2026-10-12 09:00", "2026-10-15 09:00")
    desk.reply(order, "2026-10-14 09:00")
    before = desk.counts(OCTOBER, "sent", "due", "replied", "on_time", "answers", "took")
    with on("2026-11-05 09:00"):
        issue = order.issue
        issue.refresh_from_db()
        actions.submit(issue, by=desk.by, result="好了")
        issue.refresh_from_db()
        actions.verify(issue, by=None)
        issue.refresh_from_db()
        actions.reopen(issue, by=desk.by, note="又坏了")
    assert desk.counts(OCTOBER, "sent", "due", "replied", "on_time", "answers", "took") == before == [1, 1, 1, 1, 1, 48]


def test_a_quarter_is_counted_over_its_whole_length(desk):
    order = desk.send("2026-10-28 09:00", "2026-10-31 09:00")
    desk.reply(order, "2026-11-03 09:00")
    assert desk.counts(OCTOBER, "due", "replied", seen="2027-01-10 09:00") == [1, 0]
    quarter = Period.of(date(2026, 10, 1), QUARTER).bounds
    assert desk.counts(quarter, "due", "replied", "on_time", seen="2027-01-10 09:00") == [1, 1, 0]


def test_numbers_split_by_what_the_table_is_split_by(desk, house):
    desk.reply(desk.send("2026-10-12 09:00", "2026-10-15 09:00"), "2026-10-13 09:00")
    assert f.month.by == ("grid", "department")
    with on(LATER):
        found = f.took.split(house.community.rows_q(), *OCTOBER, *f.month.by)
    assert found == {(house.near.pk, desk.department.pk): 24}
    assert Order.objects.count() == 1
