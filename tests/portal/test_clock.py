from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.clock import Unit

HERE = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db  # the days staff marked are read from their register
moments = st.builds(lambda minutes: at("2026-01-01T00:00") + timedelta(minutes=minutes), st.integers(0, 480_000))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-20", True),  # an ordinary Friday
        ("2026-11-22", False),  # an ordinary Sunday
        ("2026-10-01", False),  # National Day
        ("2026-02-20", False),  # Friday off in exchange for a Saturday
        ("2026-02-14", True),  # that Saturday
        ("2026-10-10", True),
    ],
)
def test_working_days_follow_the_notice(day, works):
    assert clock.is_working_day(date.fromisoformat(day)) is works


def test_years_without_a_notice_are_not_confirmed():
    assert clock.calendar_confirmed(2025)
    assert clock.calendar_confirmed(2026)
    assert not clock.calendar_confirmed(2040)


def test_the_notice_names_the_holidays_and_what_is_worked_for_them():
    lent = clock.lent_days(2026)
    assert lent[date(2026, 2, 20)] == date(2026, 2, 14)
    assert len(lent) == 6
    named = clock.holidays_named(2026)
    assert (named[date(2026, 2, 16)], named[date(2026, 4, 6)]) == ("春节", "清明节")
    assert not set(lent) & set(named)
    assert clock.lent_days(2002)[date(2002, 1, 2)] == date(2001, 12, 29)
    assert clock.lent_days(2040) == {}


@pytest.mark.parametrize("year", range(2001, 2031))
def test_a_day_lent_is_off_and_the_day_it_is_taken_from_is_worked(year):
    for off, worked in clock.lent_days(year).items():
        assert not clock.is_working_day_by_law(off)
        assert clock.is_working_day_by_law(worked)
        assert worked.weekday() > 4


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-16T10:30", 3, "2026-11-19T10:30:00"),
        ("2026-11-20T10:30", 1, "2026-11-23T10:30:00"),  # over a weekend
        ("2026-11-21T10:30", 1, "2026-11-23T23:59:59"),  # from a Saturday: all of Monday
        ("2026-09-30T17:00", 1, "2026-10-08T17:00:00"),  # over National Day
        ("2026-10-03T09:00", 2, "2026-10-09T23:59:59"),
        ("2026-10-09T09:00", 1, "2026-10-10T09:00:00"),  # a Saturday worked
    ],
)
def test_working_days_are_added(start, days, due):
    assert clock.add_working_days(at(start), days) == at(due)


@given(moments, moments, st.integers(1, 15))
def test_who_starts_later_is_not_due_earlier(one, two, days):
    early, late = sorted([one, two])
    assert clock.add_working_days(early, days) <= clock.add_working_days(late, days)


@given(moments, st.integers(1, 15))
def test_a_deadline_is_on_a_working_day_with_so_many_working_days_before(start, days):
    due = clock.add_working_days(start, days)
    assert clock.is_working_day(due.date())
    assert clock.working_days_between(start.date(), due.date()) == days


def test_limits_in_every_unit():
    start = at("2026-11-20T10:00")
    assert clock.deadline(start, 2, Unit.HOUR) == at("2026-11-20T12:00")
    assert clock.deadline(start, 1, Unit.DAY) == at("2026-11-21T10:00")
    assert clock.deadline(start, 1, Unit.WORKING_DAY) == at("2026-11-23T10:00")
    assert clock.deadline(start, 0, Unit.DAY) == at("2026-11-20T23:59:59")


def test_a_month_runs_to_the_first_moment_of_the_next():
    assert clock.month_bounds(date(2026, 12, 31)) == (at("2026-12-01T00:00"), at("2027-01-01T00:00"))
    assert clock.month_bounds(date(2026, 2, 1)) == (at("2026-02-01T00:00"), at("2026-03-01T00:00"))


def test_now_and_today_are_local(time_machine):
    time_machine.move_to("2026-11-22T17:30:00+00:00", tick=False)
    assert clock.now() == at("2026-11-23T01:30")
    assert clock.now().utcoffset().total_seconds() == 8 * 3600
    assert clock.today() == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("due", "now", "since", "said"),
    [
        (None, "2026-11-20T10:00", None, ("", "不限时")),
        ("2026-11-18T10:00", "2026-11-20T10:00", None, ("late", "超期 2 天")),
        ("2026-11-20T05:00", "2026-11-20T10:00", None, ("late", "超期 5 小时")),
        ("2026-11-20T09:59:30", "2026-11-20T10:00", None, ("late", "超期 1 分钟")),
        ("2026-11-20T18:00", "2026-11-20T10:00", None, ("soon", "今日 18:00 止")),
        ("2026-11-25T10:00", "2026-11-20T10:00", None, ("", "余 3 个工作日")),
        ("2026-11-23T10:00", "2026-11-20T09:00", "2026-11-10T09:00", ("soon", "余 1 个工作日")),
        ("2026-11-21T09:00", "2026-11-20T10:00", None, ("", "余 23 小时")),
        ("2026-10-06T10:00", "2026-10-02T10:00", None, ("", "余 4 天")),
    ],
)
def test_how_a_deadline_is_put_in_words(due, now, since, said):
    assert clock.due_words(due and at(due), at(now), since=since and at(since)) == said
