from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import Refused
from portal.exchange import guard
from portal.exchange.reader import read
from tests.portal.exchange.files import merged, repacked, upload, workbook

LABELS = ["编号", "标题", "网格", "发生日期", "人数"]
HEAD = ["序号", "编号", "标题", "网格", "发生日期", "人数", "备注"]
SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def sheet(*rows):
    return SHEET % b"".join(rows)


def test_a_sheet_as_it_is_exported_is_read_back():
    table = read(
        workbook(
            [
                ["事项台账（2026 年 11 月）"],
                ["填报单位：杨园则社区", None, None, "填报时间：2026-11-22"],
                [],
                HEAD,
                [1, "SX1", "堆物", "第一网格", (date(2026, 11, 22), "yyyy-mm-dd"), 3, "说明"],
                [],
                [2, "", "漏水", "第二网格", "2026-11-22", "3"],
                ["合计", "2 条", None, None, None, 6],
                ["制表人：", None, "审核人：", None, "负责人：张"],
            ]
        ),
        LABELS,
    )
    assert table.labels == LABELS
    assert table.unknown == []
    assert table.rows == [
        (5, {"编号": "SX1", "标题": "堆物", "网格": "第一网格", "发生日期": date(2026, 11, 22), "人数": 3.0}),
        (7, {"编号": "", "标题": "漏水", "网格": "第二网格", "发生日期": "2026-11-22", "人数": "3"}),
    ]


def test_columns_come_in_any_order_with_odd_heads_and_strangers():
    table = read(workbook([["人 数", " 标题＊", "领导批示", "网格（必填）："], [3, "堆物", "阅", "一"]]), LABELS)
    assert table.rows == [(2, {"人数": 3.0, "标题": "堆物", "网格": "一"})]
    assert table.unknown == ["领导批示"]


def test_the_sheet_with_most_heads_counts_and_hidden_ones_do_not():
    table = read(
        workbook(
            [["说明"], ["请先读"]],
            [HEAD, [1, "SX1", "堆物"]],
            名单=[["标题", "网格", "编号", "人数", "发生日期"], ["乙"]],
        ),
        LABELS,
    )
    assert table.sheet == "Sheet2"
    assert table.rows[0][1]["标题"] == "堆物"


def test_a_head_printed_again_and_totals_between_are_left_out():
    table = read(workbook([HEAD, [1, "a", "甲"], ["小计", "1"], HEAD, [2, "b", "乙"], ["合 计：", 2]]), LABELS)
    assert [values["标题"] for _, values in table.rows] == ["甲", "乙"]


def test_a_cell_merged_downwards_holds_for_each_row():
    table = read(
        merged([["标题", "网格"], ["甲"], ["乙"], ["丙", "二"]], (1, 1, 2, 1, "一"), (5, 0, 5, 1, "合计")), LABELS
    )
    assert [values["网格"] for _, values in table.rows] == ["一", "一", "二"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["姓名", "电话"], ["王", "1"]], "没有找到表头"),
        ([["标题", "网格", "标 题"], ["王", "1", "2"]], "“标题”这一列出现了两次"),
        ([["标题", "网格"], []], "没有一行内容"),
        ([], "没有找到表头"),
    ],
)
def test_a_sheet_that_says_nothing_is_refused_in_words(rows, sentence):
    with pytest.raises(Refused, match=sentence):
        read(workbook(rows), LABELS)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空文件"),
        ("编号,标题\n1,甲".encode("gbk"), "CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 .xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"PK\x03\x04 and nothing more", "已损坏"),
        (b"%PDF-1.7", "不是 .xlsx"),
        (b"0" * (guard.MAX_BYTES + 1), "20 MB"),
    ],
)
def test_other_files_are_refused_in_words(content, sentence):
    with pytest.raises(Refused, match=sentence):
        read(upload(content), LABELS)


def test_half_a_workbook_is_refused():
    whole = workbook([HEAD, *[[n, n, "标题"] for n in range(200)]]).read()
    with pytest.raises(Refused, match="已损坏"):
        read(upload(whole[: len(whole) // 2]), LABELS)


def test_another_kind_of_archive_is_refused():
    with pytest.raises(Refused, match="不是 .xlsx"):
        read(repacked(workbook([HEAD]), **{"content.xml": b"<a/>"}), LABELS)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([b'<row r="1"><c r="XFD1"><v>1</v></c></row>'], "200 列"),
        ([b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'], "20,000 行"),
        ([b'<row r="1048576"><c><v>1</v></c></row>'], "20,000 行"),
        ([b"<row><c r='A9999999' ><v>1</v></c></row>"], "20,000 行"),
        ([b"<row/>" * 1_048_575, b"<row><c><v>1</v></c></row>"], "20,000 行"),
        ([b'<x:row r="1"><x:c x:r="A1"\n r = "XFD1"><x:v>1</x:v></x:c></x:row>'], "200 列"),
    ],
)
def test_a_cell_far_out_is_refused_before_the_grid_is_made(rows, sentence):
    with pytest.raises(Refused, match=sentence):
        read(repacked(workbook([HEAD]), sheet1=sheet(*rows)), LABELS)


def test_formats_far_out_without_values_are_no_harm():
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    with pytest.raises(Refused, match="没有找到表头"):
        read(repacked(workbook([HEAD]), sheet1=sheet(far)), LABELS)


def test_what_unpacks_to_too_much_is_refused():
    with pytest.raises(Refused, match="解压后过大"):
        read(repacked(workbook([HEAD]), zeros=b"0" * (guard.MAX_UNPACKED + 1)), LABELS)


def test_one_long_text_used_again_and_again_is_refused():
    strings = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>"
    cells = b"".join(b'<row><c t="s"><v>0</v></c></row>' for _ in range(500))
    with pytest.raises(Refused, match="解压后过大"):
        read(repacked(workbook([HEAD]), sharedStrings=strings, sheet1=sheet(cells)), LABELS)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(guard, "MAX_ROWS", 3)
    with pytest.raises(Refused, match="行，请按网格或年份分成"):
        read(workbook([HEAD, *[[n, n, "标题"] for n in range(4)]]), LABELS)


WHOLE = workbook([HEAD, [1, "SX1", "堆物", "第一网格", (datetime.fromisoformat("2026-11-22"), "yyyy-mm-dd"), 3]]).read()


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=20))
def test_damage_anywhere_is_refused_in_words_or_read(where, damage):
    content = bytearray(WHOLE)
    content[where : where + len(damage)] = damage
    try:
        said = read(upload(bytes(content)), LABELS).sheet + "。"
    except Refused as refusal:
        said = str(refusal)
    assert said.endswith("。")


def test_of_several_heads_of_one_column_its_own_comes_first_then_the_leftmost():
    others = {"手机": "电话", "联系方式": "电话"}
    head, row = ["手机", "标题", "联系方式", "电话"], ["1", "甲", "2", "3"]
    table = read(workbook([head, row]), ["标题", "电话"], others)
    assert (table.rows, table.unknown) == ([(2, {"标题": "甲", "电话": "3"})], ["手机", "联系方式"])
    table = read(workbook([head[:3], row[:3]]), ["标题", "电话"], others)
    assert (table.rows, table.unknown) == ([(2, {"标题": "甲", "电话": "1"})], ["联系方式"])
