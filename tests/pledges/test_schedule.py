"""When a pledge is to be kept: the periods of each frequency, whatever day they begin and end on."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.choices import Frequency
from pledges.schedule import MOST, spans

DAY = timedelta(days=1)
dates = st.dates(min_value=date(2016, 1, 1), max_value=date(2100, 12, 31))
# What all days of one period have in common; a week has nothing but its length.
ALIKE = {
    Frequency.MONTHLY: lambda day: (day.year, day.month),
    Frequency.QUARTERLY: lambda day: (day.year, (day.month - 1) // 3),
}


def days(frequency, first, last):
    """The periods as pairs such as ("2026-03-02", "2026-03-31")."""
    found = spans(frequency, date.fromisoformat(first), date.fromisoformat(last))
    return [(f"{span.opens_on}", f"{span.due_on}") for span in found]


def test_once_is_one_period_from_the_first_day_to_the_last():
    assert days(Frequency.ONCE, "2026-03-02", "2027-11-30") == [("2026-03-02", "2027-11-30")]


def test_weeks_count_from_the_first_day_and_the_last_may_be_shorter():
    assert days(Frequency.WEEKLY, "2026-03-04", "2026-03-19") == [
        ("2026-03-04", "2026-03-10"),
        ("2026-03-11", "2026-03-17"),
        ("2026-03-18", "2026-03-19"),
    ]


def test_weeks_that_come_out_even_leave_no_day_over():
    assert days(Frequency.WEEKLY, "2026-03-04", "2026-03-17")[-1] == ("2026-03-11", "2026-03-17")


def test_months_are_those_of_the_calendar_with_a_short_first_and_last():
    assert days(Frequency.MONTHLY, "2026-03-30", "2026-06-01") == [
        ("2026-03-30", "2026-03-31"),
        ("2026-04-01", "2026-04-30"),
        ("2026-05-01", "2026-05-31"),
        ("2026-06-01", "2026-06-01"),
    ]


def test_quarters_are_those_of_the_calendar_with_a_short_first_and_last():
    assert days(Frequency.QUARTERLY, "2026-03-31", "2026-10-02") == [
        ("2026-03-31", "2026-03-31"),
        ("2026-04-01", "2026-06-30"),
        ("2026-07-01", "2026-09-30"),
        ("2026-10-01", "2026-10-02"),
    ]


@pytest.mark.parametrize(("year", "last"), [(2027, 28), (2028, 29), (2100, 28)])
def test_february_ends_as_the_year_has_it(year, last):
    found = days(Frequency.MONTHLY, f"{year}-01-31", f"{year}-03-01")
    assert found[1] == (f"{year}-02-01", f"{year}-02-{last}")
    assert (found[0], found[2]) == ((f"{year}-01-31", f"{year}-01-31"), (f"{year}-03-01", f"{year}-03-01"))


def test_a_week_over_the_leap_day_has_seven_days_too():
    assert days(Frequency.WEEKLY, "2028-02-26", "2028-03-04") == [
        ("2028-02-26", "2028-03-03"),
        ("2028-03-04", "2028-03-04"),
    ]


def test_periods_go_on_over_the_end_of_the_year():
    assert days(Frequency.MONTHLY, "2026-12-15", "2027-01-10") == [
        ("2026-12-15", "2026-12-31"),
        ("2027-01-01", "2027-01-10"),
    ]
    assert days(Frequency.QUARTERLY, "2026-12-15", "2027-04-01") == [
        ("2026-12-15", "2026-12-31"),
        ("2027-01-01", "2027-03-31"),
        ("2027-04-01", "2027-04-01"),
    ]
    assert days(Frequency.WEEKLY, "2026-12-29", "2027-01-05") == [
        ("2026-12-29", "2027-01-04"),
        ("2027-01-05", "2027-01-05"),
    ]


@pytest.mark.parametrize("frequency", Frequency)
@pytest.mark.parametrize("day", ["2026-03-02", "2028-02-29", "2026-12-31", "2027-01-01"])
def test_one_day_is_one_period(frequency, day):
    assert days(frequency, day, day) == [(day, day)]


@pytest.mark.parametrize(("year", "many"), [(2026, 53), (2028, 53)])
def test_a_year_of_weeks_is_fifty_three_periods_in_a_leap_year_too(year, many):
    found = spans(Frequency.WEEKLY, date(year, 1, 1), date(year, 12, 31))
    assert len(found) == many == MOST


@pytest.mark.parametrize(
    ("frequency", "last"),
    [(Frequency.WEEKLY, "2027-01-07"), (Frequency.MONTHLY, "2030-06-01"), (Frequency.QUARTERLY, "2039-04-01")],
)
def test_one_period_more_than_a_year_of_weeks_is_refused(frequency, last):
    day = date.fromisoformat(last)
    assert len(spans(frequency, date(2026, 1, 1), day - DAY)) == MOST
    with pytest.raises(ValueError, match="一条承诺最多 53 期，这样排不下；请缩短时间，或改成每月、每季度。"):
        spans(frequency, date(2026, 1, 1), day)


def test_far_too_many_are_refused_and_not_cut():
    with pytest.raises(ValueError, match="最多 53 期"):
        spans(Frequency.WEEKLY, date(2016, 1, 1), date(2100, 12, 31))


@given(st.sampled_from(Frequency), dates, st.integers(min_value=0, max_value=366))
def test_periods_cover_every_day_from_the_first_to_the_last_once(frequency, first, length):
    last = first + length * DAY
    found = spans(frequency, first, last)
    assert (found[0].opens_on, found[-1].due_on) == (first, last)
    assert all(span.opens_on <= span.due_on for span in found)
    assert all(after.opens_on - before.due_on == DAY for before, after in pairwise(found))


@given(st.sampled_from(Frequency), dates, dates)
def test_no_year_has_more_than_fifty_three_and_what_has_is_refused(frequency, one, other):
    first, last = sorted((one, other))
    try:
        found = spans(frequency, first, last)
    except ValueError:
        assert (last - first).days >= 366
    else:
        assert 0 < len(found) <= MOST


@given(st.sampled_from(sorted(ALIKE)), dates, st.integers(min_value=0, max_value=800))
def test_no_period_reaches_over_the_end_of_its_month_or_quarter(frequency, first, length):
    found = spans(frequency, first, first + length * DAY)
    assert all(ALIKE[frequency](span.opens_on) == ALIKE[frequency](span.due_on) for span in found)
    assert all(ALIKE[frequency](before.due_on) != ALIKE[frequency](after.opens_on) for before, after in pairwise(found))


@given(dates, st.integers(min_value=0, max_value=366))
def test_every_week_but_the_last_has_seven_days(first, length):
    *weeks, last = spans(Frequency.WEEKLY, first, first + length * DAY)
    assert all((week.due_on - week.opens_on).days == 6 for week in weeks)
    assert 0 <= (last.due_on - last.opens_on).days <= 6
