"""The month's workbook as the reader opens it: its numbers are the list's, its rows are masked and within reach."""

from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook

from accounts.choices import Role
from grids.choices import Category, Source
from portal.models import Entry
from tests.factories.accounts import UserFactory
from tests.reports.conftest import on

URL = "/reports/monthly/export/?month=2026-10"
LATER = "2026-11-10 09:00"
BOOKS = {
    "网格事项汇总", "事项台账", "督办汇总", "督办台账", "部门交办汇总", "交办台账", "走访汇总", "走访", "走访对象汇总", "居民",
    "积分汇总", "积分台账", "微承诺汇总", "承诺登记册", "承诺兑现汇总", "兑现台账", "微心愿汇总", "微心愿台账",
    "爱心资金汇总", "爱心资金台账",
}  # fmt: skip


@pytest.fixture
def october(story, house):
    """Issues of October with all a row can hold, one of September, and one of another community."""
    private = {"concerned": ["王小明", "李四"], "title": "=1+1", "line": "civil", "source": Source.HOTLINE}
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-07 09:00", **private)
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", category=Category.OTHER, line="safety")
    story.issue(reported="2026-10-30 09:00", due="2026-11-03 09:00", taken="2026-10-30 10:00", grid=house.aside)
    story.issue(reported="2026-09-05 09:00", due="2026-09-08 09:00", closed="2026-09-07 09:00")
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", grid=house.away)


def opened(browser, url=URL):
    with on(LATER):
        response = browser.get(url)
    content = response.getvalue() if response.streaming else response.content
    return response, load_workbook(BytesIO(content))


def lines(sheet):
    """{band: {label: {column: value}}} of a sheet 汇总."""
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    head, found, band = rows[0], {}, None
    for row in rows[1:]:
        if row[0] and row[1] is None:
            band = row[0]
        elif row[1]:
            found.setdefault("合计" if row[0] == "合计" else band, {})[row[1]] = dict(zip(head, row, strict=True))
    return found


def test_it_is_laid_out_as_staff_expect(story, enter, october):
    response, book = opened(enter(story.secretary))
    assert set(book.sheetnames) == BOOKS
    assert "A社区2026年10月工作月报.xlsx" in unquote(response["Content-Disposition"])
    sheet = book["网格事项汇总"]
    assert sheet["A1"].value == "A社区网格事项月报表（2026年10月）"
    assert sheet["A2"].value == "填报单位：A社区"
    head = [cell.value for cell in sheet[3]]
    assert head[:10] == ["序号", "项目", "上报", "受理", "应结案", "结案", "结案率", "按期结案", "按期结案率", "超期"]
    assert head[-1] == "备注"
    assert {"上月\n上报", "上月\n结案率", "去年同月\n上报", "去年同月\n按期结案率"} <= set(head)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert len(sheet._charts) == 4
    assert [cell.value for cell in sheet[sheet.max_row] if cell.value] == ["制表人：", "审核人：", "负责人："]


def test_its_numbers_are_those_of_the_lists(story, house, enter, october):
    _, book = opened(enter(story.secretary))
    found = lines(book["网格事项汇总"])
    assert list(found) == ["按网格", "按类别", "按来源", "合计"]
    whole = found["合计"]["全部"]
    assert (whole["上报"], whole["受理"], whole["应结案"], whole["结案"], whole["超期"]) == (3, 2, 2, 1, 1)
    assert (whole["结案率"], whole["按期结案率"], whole["上月\n上报"], whole["去年同月\n上报"]) == (0.5, 0.5, 1, 0)
    names = {
        "上报": "reported",
        "受理": "accepted",
        "应结案": "due",
        "结案": "closed",
        "按期结案": "closed_on_time",
        "超期": "overdue",
    }
    with on(LATER):
        for label, name in names.items():
            for band, row, more in (
                ("按网格", "A1网格", f"&node={house.near.pk}"),
                ("按类别", "其他", f"&node={house.community.pk}&category=other"),
                ("按来源", "热线", f"&node={house.community.pk}&source=hotline"),
            ):
                page = enter(story.secretary).get(f"/issues/?figure=issue.{name}&month=2026-10{more}")
                assert page.context["table"]["count"] == found[band][row][label]
    for band in ("按网格", "按类别", "按来源"):
        assert sum(row["上报"] for row in found[band].values()) == 3


def test_the_register_lists_every_row_behind_a_number_masked(story, enter, october):
    _, book = opened(enter(story.user(Role.CLERK)))
    sheet = book["事项台账"]
    assert sheet["A1"].value == "A社区事项台账（2026年10月）"
    head = [cell.value for cell in sheet[3]]
    rows = [dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=4, max_row=6, values_only=True)]
    assert [row["序号"] for row in rows] == [1, 2, 3]
    assert rows[0]["当事人"] == "王某、李某"
    assert rows[0]["标题"] == "=1+1"
    assert sheet.cell(4, head.index("标题") + 1).data_type != "f"
    text = "".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "小明" not in text


def test_rows_stay_within_reach_while_numbers_are_the_nodes(story, house, enter, october):
    _, book = opened(enter(story.head))
    assert lines(book["网格事项汇总"])["合计"]["全部"]["上报"] == 2
    assert book["事项台账"].max_row == 3 + 2 + 2
    clerk = UserFactory(grid=house.community, role=Role.CLERK, lines=["civil"])
    type(clerk.posts.get())._base_manager.filter(user=clerk).update(since="2026-01-01")
    _, book = opened(enter(clerk))
    assert lines(book["网格事项汇总"])["合计"]["全部"]["上报"] == 3
    rows = list(book["事项台账"].iter_rows(min_row=4, values_only=True))
    assert [row[4] for row in rows if isinstance(row[0], int)] == ["民政"]


def test_taking_it_away_is_written_down(story, enter, october):
    opened(enter(story.secretary))
    entry = Entry.objects.get(verb="export")
    assert (entry.actor, entry.community) == (story.secretary, story.house.community)
    assert "2026年10月" in entry.reason


def test_a_month_without_rows_still_opens(story, enter):
    _, book = opened(enter(story.secretary))
    assert lines(book["网格事项汇总"])["合计"]["全部"]["上报"] == 0
    assert lines(book["网格事项汇总"])["合计"]["全部"]["结案率"] is None
