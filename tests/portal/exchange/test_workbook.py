import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from portal.errors import Refused
from portal.exchange import workbook
from portal.exchange.sheets import Band, Sheet, SheetColumn
from portal.exchange.workbook import content_disposition, sheet_name, write_workbook

COLUMNS = [
    SheetColumn("编号"),
    SheetColumn("标题", 30),
    SheetColumn("发生日期", kind="date"),
    SheetColumn("上报时间", kind="datetime"),
    SheetColumn("涉及人数", kind="number", total=True),
    SheetColumn("电话"),
]
ROW = ("SX20261122-0001", "楼道堆物", date(2026, 11, 22), datetime(2026, 11, 22, 2, 30, tzinfo=UTC), 3, "138****5678")


def written(*sheets):
    out = io.BytesIO()
    write_workbook(out, sheets)
    return out


def sheet(rows, columns=COLUMNS, **options):
    return Sheet("事项台账（2026 年 11 月）", "杨园则社区", columns, rows, at="2026-11-22 18:00", **options)


def cells(out):
    out.seek(0)
    return CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python(skip_empty_area=False)


def part(out, name="xl/worksheets/sheet1.xml"):
    with zipfile.ZipFile(out) as book:
        return book.read(name).decode()


def test_the_layout_is_what_staff_expect():
    out = written(sheet([ROW, (*ROW[:4], 2, "")]))
    title, unit, header, first, second, total, signoff = cells(out)
    assert title[0] == "事项台账（2026 年 11 月）"
    assert (unit[0], unit[4]) == ("填报单位：杨园则社区", "填报时间：2026-11-22 18:00")
    assert header == ["序号", "编号", "标题", "发生日期", "上报时间", "涉及人数", "电话", "备注"]
    assert first == [
        1,
        ROW[0],
        ROW[1],
        date(2026, 11, 22),
        datetime.fromisoformat("2026-11-22T10:30"),
        3,
        "138****5678",
        "",
    ]
    assert second[0] == 2
    assert (total[0], total[1], total[5]) == ("合计", "2 条", 5)
    assert [words for words in signoff if words] == ["制表人：", "审核人：", "负责人："]


def test_it_prints_on_a4_one_page_wide_with_repeated_heads():
    out = written(sheet([ROW]))
    page = part(out)
    assert 'orientation="landscape"' in page
    assert 'paperSize="9"' in page
    assert 'fitToHeight="0"' in page
    assert "第&amp;P页 共&amp;N页" in page
    assert 'ySplit="3"' in page
    assert "$3:$3" in part(out, "xl/workbook.xml")
    assert "yyyy-mm-dd" in part(out, "xl/styles.xml")


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A0", "{=1}", "http://a.example", "00123", "1e5"]
)
def test_text_stays_text_whatever_it_begins_with(text):
    out = written(sheet([("1", text, None, None, 1, text)], name=text[:20]))
    assert cells(out)[3][2] == text
    page = part(out)
    assert "<f>" not in page
    assert "hyperlink" not in page


@given(st.text(max_size=40) | st.sampled_from(["<r>a</r>", "_x0041_", " a ", "a\r\nb", "&amp;", "]]>"]))
def test_any_text_comes_back(text):
    out = written(sheet([(text, text, text, text, 1, text)], columns=COLUMNS))
    ElementTree.fromstring(part(out))
    expected = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if not workbook_forbids(c))
    assert cells(out)[3][2] == expected


def workbook_forbids(c):
    return (ord(c) < 32 and c not in "\t\n") or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff"


def test_text_too_long_for_a_cell_is_cut_in_sight():
    out = written(sheet([("1", "长" * 40_000, None, None, 1, "😀" * 20_000)]))
    row = cells(out)[3]
    assert row[2].endswith("…（过长，后略）")
    assert len(row[2].encode("utf-16-le")) // 2 == 32_767
    assert len(row[6].encode("utf-16-le")) // 2 <= 32_767


def test_odd_values_do_no_harm():
    columns = [
        SheetColumn("数", kind="decimal", total=True),
        SheetColumn("日", kind="date"),
        SheetColumn("时", kind="datetime"),
    ]
    rows = [
        (Decimal("12.30"), "不详", date(2026, 1, 2)),
        (None, datetime(2026, 11, 22, 17, tzinfo=UTC), "不详"),
        (Decimal("0.5"), None, None),
    ]
    one, two, three, total, _ = cells(written(sheet(rows, columns)))[3:]
    assert one[1:4] == [12.3, "不详", date(2026, 1, 2)]
    assert two[1:4] == ["", date(2026, 11, 23), "不详"]
    assert three[1] == 0.5
    assert total[1] == 12.8
    assert cells(written(sheet([(float("nan"), None, None)], columns, total_label="")))[3][1] == "nan"


def test_no_rows_still_make_a_sheet():
    assert cells(written(sheet([])))[3][:2] == ["合计", "0 条"]


def test_a_remark_column_of_its_own_is_the_last():
    columns = [SheetColumn("标题"), SheetColumn("备注")]
    rows = cells(written(sheet([("甲", "已办")], columns)))
    assert rows[2] == ["序号", "标题", "备注"]
    assert rows[3] == [1, "甲", "已办"]


def test_bands_part_the_rows_and_rates_are_not_added_up():
    columns = [SheetColumn("项目"), SheetColumn("结案率", kind="percent")]
    rows = [Band("按网格"), ("第一网格", 0.5), ("第二网格", 1.0), Band("按类别"), ("治安", 0.75)]
    table = cells(written(sheet(rows, columns, totals={"结案率": 0.75})))[3:]
    assert [row[0] for row in table] == ["按网格", 1, 2, "按类别", 1, "合计", "制表人："]
    assert table[5][1:3] == ["3 条", 0.75]


def test_charts_are_drawn_where_the_rows_lie():
    areas = []

    def decorate(book, page, area):
        areas.append(area)
        chart = book.add_chart({"type": "column"})
        n = area.columns["涉及人数"]
        chart.add_series({"values": [area.sheet, area.first, n, area.last, n]})
        page.insert_chart(area.last + 4, 1, chart)

    out = written(sheet([ROW, ROW], name="台账", decorate=decorate))
    assert "$F$4:$F$5" in part(out, "xl/charts/chart1.xml")
    assert areas[0].first == 3


def test_more_rows_than_a_sheet_holds_are_refused_and_never_cut(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 10)
    with pytest.raises(Refused, match="分次导出"):
        written(sheet([ROW] * 20))


def test_sheet_names_are_legal():
    assert sheet_name("a/b[c]:*?'" + "长" * 40, 1).startswith("a b c")
    assert len(sheet_name("长" * 40, 1)) == 31
    assert sheet_name("[]", 2) == "表2"


def test_a_chinese_file_name_reaches_the_browser():
    header = content_disposition('事项台账 2026-11 / "全部".xlsx')
    assert header.startswith("attachment; filename*=utf-8''%E4%BA%8B%E9%A1%B9")
    assert "/" not in header
    assert "\n" not in content_disposition("a\nb.xlsx")


def test_rows_stream_and_memory_stays_small():
    rows = (ROW for _ in range(20_000))
    tracemalloc.start()
    try:
        written(sheet(rows))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
