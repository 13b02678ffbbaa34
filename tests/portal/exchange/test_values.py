from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.exchange import values
from portal.exchange.values import CellError


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 11, 22),
        datetime.fromisoformat("2026-11-22T09:30"),
        46348,
        46348.0,
        "46348",
        20261122,
        20261122.0,
        "2026-11-22",
        "2026/11/22",
        "2026.11.22",
        "2026年11月22日",
        "２０２６－１１－２２",
        " 2026 - 11 - 22 ",
        "20261122",
        "2026-11-22 09:30:00",
    ],
)
def test_a_date_in_any_of_the_usual_ways(cell):
    assert values.day(cell) == date(2026, 11, 22)


@pytest.mark.parametrize("cell", ["2026-02-30", "11月22日", "昨天", "2026-13-01", True, time(9, 30), 3e9, "22/11/2026"])
def test_what_is_no_date_is_told_how_to_write_one(cell):
    with pytest.raises(CellError, match="2026-11-22 这样"):
        values.day(cell)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("2026-11-22 9:30", "09:30:00"),
        ("2026-11-22T09:30:15", "09:30:15"),
        ("2026年11月22日 9时30分", "09:30:00"),
        ("2026年11月22日9点", "09:00:00"),
        ("2026-11-22", "00:00:00"),
        (46348.395833333, "09:30:00"),
    ],
)
def test_a_moment(cell, clock):
    assert f"{timezone.localtime(values.moment(cell)):%Y-%m-%d %H:%M:%S}" == f"2026-11-22 {clock}"


def test_wrong_times_are_told():
    with pytest.raises(CellError, match="时间应写成"):
        values.moment("2026-11-22 25:00")
    with pytest.raises(CellError, match="时间应写成"):
        values.moment("2026-11-22 上午")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (13812345678.0, "13812345678"),
        ("１３８ 1234 5678 ", "13812345678"),
        (" 612725198001011234\n", "612725198001011234"),
        ("", ""),
    ],
)
def test_numbers_of_papers_and_phones(cell, read):
    assert values.code(cell) == read


@pytest.mark.parametrize("cell", [6.12725198001011e17, "6.12725E+17", "1.38e10", 10**15])
def test_scientific_notation_is_refused_because_digits_are_lost(cell):
    with pytest.raises(CellError, match="科学计数"):
        values.code(cell)


def test_text_keeps_its_width_and_loses_outer_blanks():
    assert values.text("  楼道（３ 层）堆物　") == "楼道（３ 层）堆物"
    assert values.text(3.0) == "3"
    assert values.text(3.5) == "3.5"
    assert values.text(True) == "是"
    assert values.text(None) == ""
    assert values.text(datetime.fromisoformat("2026-11-22")) == "2026-11-22"
    with pytest.raises(CellError, match="公式"):
        values.text("#REF!")


@pytest.mark.parametrize(("cell", "read"), [(3.0, 3), ("３", 3), ("1,200", 1200), ("", None), (None, None), ("-2", -2)])
def test_whole_numbers(cell, read):
    assert values.whole(cell) == read


@pytest.mark.parametrize("cell", ["3.5", 3.5, "三", "3人", True, "NaN", "1e30", "--1"])
def test_what_is_no_whole_number_is_told(cell):
    with pytest.raises(CellError, match="应填整数"):
        values.whole(cell)


def test_decimals():
    assert values.decimal(12.3) == Decimal("12.3")
    assert values.decimal("1，234.50") == Decimal("1234.50")
    with pytest.raises(CellError, match=r"12\.50"):
        values.decimal("若干")


def test_yes_and_no():
    assert values.yes_no("是") is True
    assert values.yes_no("√") is True
    assert values.yes_no(0) is False
    assert values.yes_no("") is None
    with pytest.raises(CellError, match="“是”或“否”"):
        values.yes_no("大概")


cells = st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=30), st.dates(), st.times())
cells |= st.from_regex(r"[0-9０-９]{1,6}[-/.年]?[0-9]{1,3}[-/.月]?[0-9]{0,3}日?[ T]?[0-9:时分]{0,8}", fullmatch=True)


@given(
    cells,
    st.sampled_from([values.text, values.code, values.whole, values.decimal, values.day, values.moment, values.yes_no]),
)
def test_any_cell_is_read_or_refused_in_words(cell, way):
    try:
        said = f"{way(cell)}。"
    except CellError as error:
        said = str(error)
    assert said
