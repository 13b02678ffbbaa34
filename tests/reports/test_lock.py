"""A month signed off stays as it was signed; what would be different now is told as 调整, with the rows that came and went."""

from datetime import date
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from accounts.choices import Role
from grids import actions
from grids.choices import NodeLevel
from grids.models import Grid
from portal.errors import Refused
from portal.models import Entry, MonthLock
from reports.actions import lock_month
from tests.factories.accounts import line_of
from tests.factories.house import build
from tests.portal.test_concurrency import at_once
from tests.reports.conftest import Story, at, on

OCTOBER = date(2026, 10, 1)
LOCKED, LATER = "2026-11-03 17:20", "2026-11-10 09:00"
URL = "/reports/monthly/?month=2026-10"
LOCK = "/reports/monthly/lock/"
EXPORT = "/reports/monthly/export/?month=2026-10"


@pytest.fixture
def signed(story, house):
    """October with three issues, one closed in time, one closed late and one open; signed off in November."""
    story.first = story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-07 09:00")
    story.late = story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-09 09:00")
    story.open = story.issue(
        reported="2026-10-05 09:00", due="2026-10-08 09:00", taken="2026-10-06 09:00", grid=house.aside
    )
    with on(LOCKED):
        return lock_month(house.community, OCTOBER, by=story.secretary)


def changes(story, enter, query=""):
    """{(line, figure): (locked, change, now, codes that came, codes that went)} as the page tells them."""
    with on(LATER):
        page = enter(story.secretary).get(URL + query)
    return {
        (one["place"], one["label"]): (
            one["locked"], one["delta"], one["now"], [r["code"] for r in one["came"]], [r["code"] for r in one["went"]],
        )
        for one in page.context["changes"]
    }  # fmt: skip


def numbers(story, enter):
    with on(LATER):
        page = enter(story.secretary).get(URL)
    return [cell["rate"] or cell["n"] for cell in page.context["whole"]["cells"]]


def test_it_keeps_numbers_rows_and_workbook(story, house, enter, signed):
    assert signed.values["issue.closed"] == {f"{house.near.pk}|facility|member": 2}
    kept = MonthLock.objects.get().rows["issues"]
    assert kept["keys"]["issue.overdue"][f"{house.aside.pk}|facility|member"] == [story.open.pk]
    assert story.first.code in kept["shown"][str(story.first.pk)]
    entry = Entry.objects.get(verb="lock")
    assert (entry.actor, entry.community) == (story.secretary, house.community)
    assert changes(story, enter) == {}
    with on(LATER):
        page = enter(story.secretary).get(URL).content.decode()
    assert "已锁定" in page
    assert "与锁定时完全相同" in page


def test_a_late_entry_is_a_correction(story, house, enter, signed):
    before = numbers(story, enter)
    late = story.issue(reported="2026-11-05 09:00", due="2026-10-20 09:00", created_at=at("2026-10-18 09:00"))
    assert numbers(story, enter) == before
    assert changes(story, enter) == {
        ("A1网格", "上报"): (2, "+1", 3, [late.code], []),
        ("A1网格", "应结案"): (2, "+1", 3, [late.code], []),
        ("A1网格", "超期"): (1, "+1", 2, [late.code], []),
    }


def test_voiding_is_a_correction_and_says_who_and_why(story, house, enter, signed):
    with on("2026-11-05 09:00"):
        actions.void(story.open, by=story.head, note="重复登记")
    assert changes(story, enter)["A2网格", "应结案"] == (1, "-1", 0, [], [story.open.code])
    with on(LATER):
        page = enter(story.secretary).get(URL).content.decode()
    assert "11-05 作废：重复登记" in page


def test_an_edit_that_moves_a_row_shows_on_both_sides(story, house, enter, signed):
    with on("2026-11-05 09:00"):
        story.first.grid = house.aside
        story.first.save(by=story.secretary)
    found = changes(story, enter)
    assert found["A1网格", "结案"] == (2, "-1", 1, [], [story.first.code])
    assert found["A2网格", "结案"] == (0, "+1", 1, [story.first.code], [])
    assert changes(story, enter, "&by=source") == {}


def test_an_edit_within_a_grid_shows_in_its_own_column(story, house, enter, signed):
    with on("2026-11-05 09:00"):
        story.first.category = "other"
        story.first.save(by=story.secretary)
    assert changes(story, enter) == {}
    assert changes(story, enter, "&by=category")["其他", "上报"] == (0, "+1", 1, [story.first.code], [])


def test_a_later_close_or_reopening_is_no_correction(story, house, enter, signed):
    story.close(story.open, "2026-11-05 09:00")
    with on("2026-11-06 09:00"):
        story.first.state, story.first.closed_at = "handling", None
        story.first.save(by=story.secretary, verb="reopen", from_state="closed", note="又坏了")
    assert changes(story, enter) == {}


def test_the_signed_file_is_what_is_downloaded(story, house, enter, signed):
    with signed.file.open("rb") as file:
        stored = file.read()
    with on("2026-11-05 09:00"):
        actions.void(story.open, by=story.head, note="重复登记")
    with on(LATER):
        for user in (story.secretary, story.user(Role.CLERK)):
            assert enter(user).get(EXPORT).getvalue() == stored
        mine = load_workbook(BytesIO(enter(story.head).get(EXPORT).content))
    codes = [row[1] for row in mine["事项台账"].iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]
    assert codes == [story.first.code, story.late.code]


def test_a_head_downloads_the_own_grid_as_it_was_signed(story, house, enter, signed):
    with on("2026-11-05 09:00"):
        story.first.title = "改过的标题"
        story.first.save(by=story.secretary)
    with on(LATER):
        mine = load_workbook(BytesIO(enter(story.head).get(EXPORT).content))
    assert "改过的标题" not in [row[2] for row in mine["事项台账"].iter_rows(min_row=4, values_only=True)]


def test_a_head_reads_the_own_grid_of_a_locked_month(story, enter, signed):
    with on(LATER):
        page = enter(story.head).get(URL)
    assert [cell["n"] for cell in page.context["whole"]["cells"] if not cell["rate"]] == ["2", "2", "2", "2", "1"]


def test_a_clerk_of_one_line_gets_that_line_of_the_signed_rows(story, house, enter, signed):
    clerk = story.user(Role.CLERK, lines=["safety"])
    with on("2026-11-05 09:00"):
        story.first.line_id = line_of(house.near, "safety")
        story.first.save(by=story.secretary)
    with on(LATER):
        book = load_workbook(BytesIO(enter(clerk).get(EXPORT).content))
    rows = [row for row in book["事项台账"].iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]
    assert [row[1] for row in rows] == [story.first.code]


def test_rows_out_of_reach_are_counted_and_not_named(story, house, enter, signed):
    with on("2026-11-05 09:00"):
        actions.void(story.open, by=story.head, note="重复登记")
    with on(LATER):
        page = enter(story.user(Role.CLERK, lines=["safety"])).get(URL)
    assert [(one["went"], one["hidden"]) for one in page.context["changes"]][:1] == [([], 1)]
    assert story.open.code not in page.content.decode()


def test_the_observer_adds_up_what_was_signed_and_what_was_not(story, house, enter, signed):
    other = Grid.plant(Grid.objects.get_parent(house.community), name="另一社区", code="A-o", level=NodeLevel.COMMUNITY)
    there = Grid.plant(other, name="另一网格", code="A-o-1", level=NodeLevel.GRID)
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", grid=there)
    with on("2026-11-05 09:00"):
        actions.void(story.open, by=story.head, note="重复登记")
    with on(LATER):
        page = enter(story.user(Role.OBSERVER)).get(URL)
        book = load_workbook(BytesIO(enter(story.user(Role.OBSERVER)).get(EXPORT).content))
    assert [(row["label"], row["cells"][0]["n"]) for row in page.context["rows"]] == [("A社区", "3"), ("另一社区", "1")]
    assert [one["community"] for one in page.context["locks"]] == ["A社区"]
    assert len([row for row in book["事项台账"].iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]) == 4


def test_the_secretary_is_asked_then_locks(story, house, enter):
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00")
    data = {"month": "2026-10", "node": house.community.pk}
    with on(LOCKED):
        browser = enter(story.secretary)
        assert "不能撤销" in browser.get(f"{LOCK}?month=2026-10").content.decode()
        assert not MonthLock.objects.exists()
        page = browser.post(LOCK, data, follow=True)
        assert "已锁定" in page.content.decode()
        again = browser.post(LOCK, data, follow=True)
        assert "不用再锁" in again.content.decode()
        assert "不用再锁" in browser.get(f"{LOCK}?month=2026-10").content.decode()
    assert MonthLock.objects.count() == 1


def test_a_month_that_runs_is_not_locked(story, house, enter):
    with on("2026-10-31 23:59"):
        page = enter(story.secretary).post(LOCK, {"month": "2026-10", "node": house.community.pk})
        assert page.status_code == 409
        assert "还没有结束" in page.content.decode()
    with on("2026-11-01 00:00"):
        assert enter(story.secretary).post(LOCK, {"month": "2026-10", "node": house.community.pk}).status_code == 302
    assert MonthLock.objects.get().month == OCTOBER


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.MEMBER, Role.OBSERVER, Role.ADMIN])
def test_nobody_else_locks(story, house, enter, role):
    with on(LOCKED):
        page = enter(story.user(role)).post(LOCK, {"month": "2026-10", "node": house.community.pk})
    assert page.status_code == 403
    assert not MonthLock.objects.exists()


def test_only_the_own_community_can_be_locked(story, house, enter):
    with on(LOCKED):
        for node in (house.away, house.away.community, house.near):
            assert enter(story.secretary).post(LOCK, {"month": "2026-10", "node": node.pk}).status_code == 404
    assert not MonthLock.objects.exists()


def test_a_lock_is_never_changed(signed):
    with pytest.raises(TypeError):
        signed.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthLock.objects.update(month=date(2026, 9, 1))
    with pytest.raises(DatabaseError), transaction.atomic():
        MonthLock.objects.all().delete()


def test_a_lock_that_fails_leaves_no_file(story, house, settings, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("portal.history.log", fail)
    with on(LOCKED), pytest.raises(RuntimeError):
        lock_month(house.community, OCTOBER, by=story.secretary)
    assert not MonthLock.objects.exists()
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_locks_and_the_other_is_told():
    story = Story(build())
    month = date(2025, 1, 1)
    results = at_once(*[lambda: lock_month(story.house.community, month, by=story.secretary)] * 2)
    assert sorted(type(one).__name__ for one in results) == ["MonthLock", "Refused"]
    assert "不用再锁" in str(next(one for one in results if isinstance(one, Refused)))
    assert MonthLock.objects.count() == 1
