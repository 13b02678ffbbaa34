"""Cells and columns: what a value looks like in a list and in a workbook."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.safestring import SafeString

from portal.pages import columns
from portal.pages.columns import Column
from portal.pages.table import body, plain_rows, spans
from tests.acid.models import Case, Diary, Member, Referral, Stamp
from tests.factories import acid

EVIL = '<script>"&'


def test_every_cell_escapes_its_value():
    text = Column("a", 'A"<', ("a",))
    html = body([text], [(EVIL,), (None,)])
    assert isinstance(html, SafeString)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'data-label="A&quot;&lt;"' in html
    assert html.count("<tr>") == html.count("</tr>") == 2


@pytest.mark.parametrize("name", ["code", "title", "text", "state", "member"])
def test_columns_of_fields_escape_too(name):
    column = columns.column(Diary, name)
    assert "<script>" not in column.html(EVIL)


def test_rows_are_numbered_from_where_the_page_starts():
    html = body([Column("a", "A", ("a",))], [("x",), ("y",)], first=51)
    assert '<td class="po">51</td>' in html
    assert '<td class="po">52</td>' in html


def test_columns_read_the_paths_they_name_in_one_row():
    pair = Column("b", "B", ("b", "c"), html=lambda b, c: f"{b}{c}", plain=lambda b, c: b)
    found = [Column("a", "A", ("a",)), pair]
    assert spans(found) == (["a", "b", "c"], [(0, 1), (1, 3)])
    assert list(plain_rows(found, [(1, 2, 3)])) == [[1, 2]]
    assert "23" in body(found, [(1, 2, 3)])


def test_the_opening_cell_keeps_the_look_of_its_column():
    masked = columns.link(columns.column(Member, "name"), "/acid/members/0/")
    assert masked.paths == ("name", "pk")
    assert masked.html("王小明", 7) == '<a class="t clip" href="/acid/members/7/"><span class="msk">王某</span></a>'
    assert masked.plain("王小明", 7) == "王某"
    plain = columns.link(columns.column(Diary, "title"), "/a0/0/")
    assert plain.html(EVIL, 7).startswith('<a class="t clip" href="/a0/7/">&lt;script')


def test_personal_data_is_masked_along_every_path():
    for column in (columns.column(Member, "phone"), columns.column(Stamp, "member__phone")):
        assert (column.plain("13800001234"), column.sort) == ("138****1234", None)
        assert "13800001234" not in column.html("13800001234")
        assert column.html("") == column.plain("") == ""
    card = columns.column(Stamp, "member")
    assert (card.paths, card.plain("王小明"), card.sort) == (("member__name",), "王某", None)


def test_a_related_row_shows_its_card_and_a_path_its_end():
    assert columns.column(Referral, "case").paths == ("case__code",)
    state = columns.column(Referral, "case__state")
    assert (state.label, state.html("open"), state.plain("settled")) == ("案件状态", "未了", "已了")


def test_several_related_rows_are_one_text(house):
    case, person = acid.case(house.near), acid.member(house.near)
    column = columns.column(Case, "mediators")
    assert column.many
    assert column.html(case.pk) == ""
    assert person.card == "王某"


def test_values_read_as_people_write_them():
    moment = datetime(2025, 11, 22, 16, 5, tzinfo=UTC)
    column = columns.column(Diary, "written_at")
    assert (column.html(moment), column.plain(moment)) == ("2025-11-23 00:05", datetime(2025, 11, 23, 0, 5))  # noqa: DTZ001
    assert column.html(None) == column.plain(None) == ""
    amount = columns.column(Stamp, "amount")
    assert (amount.html(Decimal("-2.5")), amount.plain(Decimal("-2.5")), amount.kind) == (
        "-2.5",
        Decimal("-2.5"),
        "decimal",
    )
    assert columns.column(Stamp, "created_at").kind == "datetime"


def test_a_demonstration_name_is_marked():
    person = columns.column(Member, "user")
    assert person.html("王五（演示）") == '王五<i class="demo">演示</i>'


def test_limits_are_told_by_time_left_or_taken():
    limit = columns.due(settled={"gone": "已作废"})
    start = datetime(2026, 11, 2, 1, tzinfo=UTC)
    end, late = datetime(2026, 11, 3, 1, tzinfo=UTC), datetime(2026, 11, 5, 1, tzinfo=UTC)
    assert "用时 1 天" in limit.html(end, start, end, "")
    assert "超期" in limit.html(end, start, late, "")
    assert 'class="due late"' in limit.html(end, start, late, "")
    assert "当日办结" in limit.html(end, start, start, "")
    assert limit.plain(end, start, None, "").date() == date(2026, 11, 3)
    assert limit.html(end, start, None, "gone") == '<span class="due done">已作废</span>'
    assert "不限时" in limit.html(None, start, None, "")


def test_signs_know_only_their_values():
    sign = columns.badge({"a": "closed"}, {"a": EVIL})
    assert sign("a") == f'<span class="st st-closed">{columns._text(EVIL)}</span>'
    assert sign("b") == ""
    pressing = columns.bars({"high": 3, "low": 1}, {"high": "急", "low": "缓"}, "high")
    assert pressing("high").count('class="on"') == 3
    assert pressing("other") == ""
