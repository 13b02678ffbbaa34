"""A quarter and a year: counted as defined over their whole length, beside what their locked months add up to."""

from datetime import date
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from grids import actions
from grids.choices import CardColour, NodeLevel, Satisfaction
from grids.models import Grid
from portal.models import MonthLock
from reports.actions import lock_month
from tests.reports.conftest import on
from tests.reports.test_workbook import BOOKS, lines, opened

MONTHS = [date(2026, n, 1) for n in (7, 8, 9)]
URL = "/reports/monthly/"
QUARTER, YEAR = "month=2026-08&period=quarter", "month=2026-08&period=year"
LATER = "2026-10-10 09:00"
LABELS = ["上报", "受理", "应结案", "结案", "结案率", "按期结案率", "超期", "满意率"]


@pytest.fixture
def summer(story, house):
    """One issue of June, three of July to September: closed in time, closed in the month after, closed late."""
    story.issue(reported="2026-06-05 09:00", due="2026-06-08 09:00", closed="2026-06-07 09:00")
    story.issue(reported="2026-07-05 09:00", due="2026-07-08 09:00", closed="2026-07-07 09:00")
    story.across = story.issue(reported="2026-07-29 09:00", due="2026-07-31 09:00", closed="2026-08-02 09:00")
    story.late = story.issue(
        reported="2026-09-05 09:00", due="2026-09-08 09:00", closed="2026-09-09 09:00", grid=house.aside
    )
    story.issue(reported="2025-08-05 09:00", due="2025-08-08 09:00", closed="2025-08-07 09:00")


def lock(house, story, months=MONTHS):
    with on("2026-10-03 09:00"):
        for month in months:
            lock_month(house.community, month, by=story.secretary)


def page(browser, query, seen=LATER):
    with on(seen):
        return browser.get(f"{URL}?{query}")


def texts(cells):
    return [cell["rate"] or cell["n"] for cell in cells]


def test_a_quarter_is_counted_over_its_whole_length(story, enter, summer):
    found = page(enter(story.secretary), QUARTER).context
    assert [column.label for column in found["columns"]] == LABELS
    assert texts(found["whole"]["cells"]) == ["3", "3", "3", "3", "100.0%", "33.3%", "2", "—"]
    assert found["beside"] == ["上季度上报", "上季度结案率", "去年同季上报", "去年同季结案率"]
    assert texts(found["whole"]["beside"]) == ["1", "100.0%", "1", "100.0%"]
    assert [texts(row["cells"])[0] for row in found["rows"]] == ["2", "1"]


def test_a_year_is_compared_with_the_year_before_alone(story, enter, summer):
    response = page(enter(story.secretary), YEAR)
    found = response.context
    assert texts(found["whole"]["cells"])[:4] == ["4", "4", "4", "4"]
    assert found["beside"] == ["上年上报", "上年结案率"]
    assert {len(row["then"]) for row in found["against"]} == {1}
    assert "年报 · 2026 年" in response.content.decode()


def test_the_heading_and_the_ways_to_other_periods(story, enter, summer):
    browser = enter(story.secretary)
    response = page(browser, QUARTER)
    text = response.content.decode()
    assert "季报 · 2026 年第三季度" in text
    assert "A社区网格事项季报表（2026年第三季度）" in text
    assert [(one["label"], one["on"]) for one in response.context["periods"]] == [
        ("二季度", False), ("三季度", True), ("四季度 未完", False),
    ]  # fmt: skip
    assert [(one["label"], one["on"]) for one in response.context["kinds"]] == [
        ("月报", False), ("季报", True), ("年报", False),
    ]  # fmt: skip
    with on(LATER):
        for one in (*response.context["periods"], *response.context["kinds"], *response.context["tables"]):
            assert browser.get(URL + one["url"]).status_code == 200
        kinds = [browser.get(URL + one["url"]).context["period"].label for one in response.context["kinds"]]
    assert kinds == ["2026年7月", "2026年第三季度", "2026年"]


def test_the_running_quarter_leads_to_the_running_month(story, enter):
    found = page(enter(story.secretary), "period=quarter").context
    assert found["period"].label == "2026年第四季度"
    assert "month=2026-10&" in found["kinds"][0]["url"]
    assert "period" not in found["kinds"][0]["url"]
    assert "本季度未完" in page(enter(story.secretary), "period=quarter").content.decode()


def test_every_number_opens_its_rows(story, house, enter, summer):
    with on("2026-09-20 09:00"):
        actions.give(story.across, colour=CardColour.YELLOW, reason="返工")
    browser = enter(story.secretary)
    for query in (QUARTER, YEAR, f"{QUARTER}&table=cards"):
        found = page(browser, query).context
        rows = [cell for row in (*found["rows"], found["whole"]) for cell in row["cells"]]
        rows += [cell for row in found["against"] for cell, _ in row["then"]]
        doors = [
            one for cell in rows for one in ((cell["over"], cell["under"]) if cell["rate"] else (cell,)) if one["url"]
        ]
        assert doors
        with on(LATER):
            for one in doors:
                assert browser.get(one["url"]).context["table"]["count"] == int(one["n"])


def test_locked_months_are_added_up_beside_it_and_the_difference_told(story, house, enter, summer):
    browser = enter(story.secretary)
    lock(house, story, MONTHS[:2])
    assert page(browser, QUARTER).context["signed"] is None
    lock(house, story, MONTHS[2:])
    rows = lines(opened(enter(story.secretary), f"{URL}export/?{QUARTER}")[1]["网格事项汇总"])["各月锁定"]
    assert [rows[name]["结案"] for name in ("各月锁定数之和", "调整")] == [2, 1]
    assert (rows["各月锁定数之和"]["结案率"], rows["调整"]["结案率"]) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert rows["调整"]["上季度\n结案"] is None
    browser = enter(story.secretary)
    response = page(browser, QUARTER)
    signed = response.context["signed"]
    assert texts(signed["cells"]) == ["3", "3", "3", "2", "66.7%", "33.3%", "2", "—"]
    assert signed["adjusted"] == ["0", "0", "0", "+1", "+33.3", "0", "0", "—"]
    assert all(not one["url"] for cell in signed["cells"] for one in ([cell] if not cell["rate"] else [cell["over"]]))
    assert "各月锁定数之和" in response.content.decode()
    assert "跨月才办完的" in response.content.decode()
    with on(LATER):
        story.late.refresh_from_db()
        story.late.category = "other"
        story.late.grid = house.near
        story.late.save(by=story.secretary)
    assert texts(page(enter(story.head), QUARTER).context["signed"]["cells"])[0] == "2"
    assert page(enter(story.head), QUARTER).context["signed"]["adjusted"][0] == "+1"


def test_a_stock_is_what_the_last_month_signed(story, house, enter, summer):
    with on("2026-07-20 09:00"):
        card = actions.give(
            story.issue(reported="2026-07-10 09:00", due="2026-07-15 09:00"), colour="yellow", reason="超期"
        )
    lock(house, story)
    found = page(enter(story.secretary), f"{QUARTER}&table=cards").context
    assert texts(found["signed"]["cells"]) == texts(found["whole"]["cells"]) == ["1", "1", "0", "0", "1"]
    with on("2026-10-04 09:00"):
        card.refresh_from_db()
        actions.withdraw(card, by=story.secretary, note="停水")
    assert page(enter(story.secretary), f"{QUARTER}&table=cards").context["signed"]["adjusted"] == ["0"] * 5


def test_a_call_back_in_two_months_is_one_in_the_quarter(story, house, enter, summer):
    for when, said in (("2026-08-03 09:00", Satisfaction.GOOD), ("2026-09-03 09:00", Satisfaction.FAIR)):
        with on(when):
            story.across.refresh_from_db()
            actions.revisit(story.across, by=story.secretary, channel="phone", satisfaction=said)
            story.across.refresh_from_db()
            actions.reopen(story.across, by=story.secretary, note="又坏了")
        story_close(story, when.replace("09:00", "12:00"))
    lock(house, story)
    found = page(enter(story.secretary), QUARTER).context
    assert found["whole"]["cells"][-1]["under"]["n"] == "1"
    assert found["signed"]["cells"][-1]["under"]["n"] == "2"


def story_close(story, when):
    with on(when):
        for act, by, told in ((actions.submit, story.head, {"result": "好了"}), (actions.verify, story.secretary, {})):
            story.across.refresh_from_db()
            act(story.across, by=by, **told)


def test_the_observer_needs_every_community_locked(story, house, enter, summer):
    street = Grid.objects.get_parent(house.community)
    other = Grid.plant(street, name="另一社区", code="A-other", level=NodeLevel.COMMUNITY)
    lock(house, story)
    observer = enter(story.user(Role.OBSERVER))
    assert page(observer, QUARTER).context["signed"] is None
    with on("2026-10-03 09:00"):
        for month in MONTHS:
            lock_month(other, month, by=story.secretary)
    assert texts(page(observer, QUARTER).context["signed"]["cells"])[0] == "3"


def test_only_a_month_is_locked(story, house, enter, summer):
    browser = enter(story.secretary)
    assert page(browser, QUARTER).context["lock"] is None
    assert page(browser, "month=2026-08").context["lock"]
    with on(LATER):
        asked = browser.get(f"{URL}lock/?{QUARTER}")
        sent = browser.post(f"{URL}lock/", {"month": "2026-08", "period": "quarter", "node": house.community.pk})
    assert (asked.status_code, sent.status_code) == (400, 400)
    assert "锁定按月进行" in asked.content.decode()
    assert not MonthLock.objects.exists()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("month=2026-08&period=week", "只有月、季度和年"),
        ("month=2026-13&period=quarter", "2026-11"),
        ("month=2027-01&period=quarter", "2027年第一季度还没有到"),
        ("month=2027-01&period=year", "2027年还没有到"),
        ("month=2026-11", "2026年11月还没有到"),
    ],
)
def test_a_wrong_period_is_told(story, enter, query, words):
    with on(LATER):
        browser = enter(story.secretary)
        for url in (URL, f"{URL}export/"):
            answer = browser.get(f"{url}?{query}")
            assert answer.status_code == 400
            assert words in answer.content.decode()


def test_a_later_month_of_the_running_quarter_names_it(story, enter):
    assert page(enter(story.secretary), "month=2026-12&period=quarter").context["period"].label == "2026年第四季度"


def test_its_workbook_has_the_same_sheets_under_its_own_name(story, enter, summer):
    response, book = opened(enter(story.secretary), f"{URL}export/?{QUARTER}")
    year, annual = opened(enter(story.secretary), f"{URL}export/?{YEAR}")
    assert "A社区2026年第三季度工作季报.xlsx" in unquote(response["Content-Disposition"])
    assert "A社区2026年工作年报.xlsx" in unquote(year["Content-Disposition"])
    assert set(book.sheetnames) == set(annual.sheetnames) == BOOKS
    sheet = book["网格事项汇总"]
    assert sheet["A1"].value == "A社区网格事项季报表（2026年第三季度）"
    whole = lines(sheet)["合计"]["全部"]
    assert (whole["上报"], whole["结案"], whole["上季度\n上报"], whole["去年同季\n上报"]) == (3, 3, 1, 1)
    whole = lines(annual["网格事项汇总"])["合计"]["全部"]
    assert (whole["上报"], whole["上年\n上报"]) == (4, 1)
    assert not [name for name in whole if name and name.startswith("去年")]
    assert book["事项台账"]["A1"].value == "A社区事项台账（2026年第三季度）"
    rows = [row for row in book["事项台账"].iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]
    assert len(rows) == 3


def test_a_quarter_takes_few_queries(story, house, enter, summer):
    lock(house, story)
    browser = enter(story.secretary)
    with on(LATER):
        browser.get("/")
        for query in (QUARTER, f"{QUARTER}&table=orders&by=department", YEAR):
            with CaptureQueriesContext(connection) as queries:
                browser.get(f"{URL}?{query}")
            assert len(queries) <= 9
