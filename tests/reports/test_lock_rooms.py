"""What a lock knows nothing about, and what it must not sign."""

from datetime import date

import pytest

from grids.figures import reported
from portal import figures
from portal.errors import Refused
from portal.models import MonthLock
from portal.periods import Period
from reports import actions
from reports.queries.month import MonthReport, tree_of
from tests.reports.conftest import on

OCTOBER = date(2026, 10, 1)


def test_a_table_of_a_later_room_is_counted_in_a_month_locked_before_it(story, house, enter, monkeypatch):
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00")
    with on("2026-11-03 17:20"):
        actions.lock_month(house.community, OCTOBER, by=story.secretary)
    monkeypatch.setattr(figures, "registry", dict(figures.registry))
    monkeypatch.setitem(figures.tables, "later", None)
    later = figures.Figure("later.seen", "看到", "后来才有的指标。", reported.model, reported.where)
    table = figures.MonthTable("later", "后来的表", reported.model, (later,), ("grid", "category", "source"))
    with on("2026-11-10 09:00"):
        report = MonthReport(table, house.community, Period.of(OCTOBER), tree_of([house.community]))
        assert report.locks == []
        assert report.numbers[Period.of(OCTOBER)].total("later.seen") == 1
        page = enter(story.secretary)
        assert page.get("/reports/monthly/?month=2026-10&table=later").status_code == 200
        assert b"".join(page.get("/reports/monthly/export/?month=2026-10").streaming_content)


def test_numbers_that_do_not_fit_their_rows_are_not_signed(story, house, monkeypatch):
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00")
    read = actions.rows_behind

    def torn(*args):
        found = read(*args)
        found["issue.reported"] = {key: pks[:-1] for key, pks in found["issue.reported"].items()}
        return found

    monkeypatch.setattr(actions, "rows_behind", torn)
    with on("2026-11-03 17:20"), pytest.raises(Refused, match="没有锁定"):
        actions.lock_month(house.community, OCTOBER, by=story.secretary)
    assert not MonthLock.objects.exists()


def test_a_number_no_database_holds_is_told(story, enter):
    answer = enter(story.secretary).get(f"/reports/monthly/?node={'1' * 5000}")
    assert answer.status_code == 400
    assert "网格编号不对" in answer.content.decode()
