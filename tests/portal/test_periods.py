"""Months, quarters and years of the calendar: where they begin, what is beside them, how they are called and addressed."""

from datetime import date

import pytest
import time_machine

from portal.figures import period_named
from portal.periods import MONTH, QUARTER, YEAR, Period
from tests.reports.conftest import at


@pytest.mark.parametrize(
    ("kind", "first", "start", "end"),
    [
        (MONTH, date(2026, 12, 1), "2026-12-01", "2027-01-01"),
        (QUARTER, date(2026, 10, 1), "2026-10-01", "2027-01-01"),
        (YEAR, date(2026, 1, 1), "2026-01-01", "2027-01-01"),
    ],
)
def test_a_day_lies_in_one_period_of_each_kind(kind, first, start, end):
    period = Period.of(date(2026, 12, 31), kind)
    assert (period.first, period.bounds) == (first, (at(start), at(end)))


@pytest.mark.parametrize(
    ("kind", "before", "after", "ago"),
    [
        (MONTH, date(2025, 12, 1), date(2026, 2, 1), date(2025, 1, 1)),
        (QUARTER, date(2025, 10, 1), date(2026, 4, 1), date(2025, 1, 1)),
        (YEAR, date(2025, 1, 1), date(2027, 1, 1), date(2025, 1, 1)),
    ],
)
def test_what_is_beside_a_period(kind, before, after, ago):
    period = Period.of(date(2026, 1, 31), kind)
    assert [one.first for one in (period.before(), period.after(), period.year_before())] == [before, after, ago]
    assert [one.first for one in period.compared()] == list(dict.fromkeys([date(2026, 1, 1), before, ago]))
    assert {one.kind for one in period.compared()} == {kind}


def test_a_quarter_and_a_year_have_months():
    assert Period.of(date(2026, 8, 9), QUARTER).months == (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1))
    assert len(Period.of(date(2026, 8, 9), YEAR).months) == 12
    assert Period.of(date(2026, 8, 9)).months == (date(2026, 8, 1),)


def test_a_period_runs_until_its_last_second():
    quarter = Period.of(date(2026, 8, 9), QUARTER)
    with time_machine.travel(at("2026-09-30 23:59:59"), tick=False):
        assert quarter.is_running
    with time_machine.travel(at("2026-10-01"), tick=False):
        assert not quarter.is_running
        assert Period.of(date(2026, 8, 9), YEAR).is_running


def test_how_it_is_called_and_addressed():
    month, quarter, year = (Period.of(date(2026, 8, 9), kind) for kind in (MONTH, QUARTER, YEAR))
    assert [one.label for one in (month, quarter, year)] == ["2026年8月", "2026年第三季度", "2026年"]
    assert [one.heading for one in (month, quarter, year)] == ["2026 年 8 月", "2026 年第三季度", "2026 年"]
    assert [one.short for one in (month, quarter, year)] == ["8 月", "三季度", "2026 年"]
    assert month.query == {"month": "2026-08"}
    assert quarter.query == {"month": "2026-07", "period": "quarter"}
    assert year.query == {"month": "2026-01", "period": "year"}


def test_any_month_names_the_period_it_lies_in():
    assert period_named("2026-08", "") == period_named("2026-08", "month") == Period.of(date(2026, 8, 1))
    assert period_named("2026-08", "quarter") == Period.of(date(2026, 7, 1), QUARTER)
    assert period_named("2026-12", "year") == Period.of(date(2026, 1, 1), YEAR)
    for month, kind in (("2026-08", "week"), ("2026-08", "季度"), ("2026-13", "quarter"), ("", "year")):
        with pytest.raises(ValueError, match="2026-11|期间"):
            period_named(month, kind)
