"""Line numbers as somebody types them in a hurry, in either width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grids.numbering import read_notes, read_numbers

SEPARATORS = st.sampled_from([" ", "，", ",", "、", "；", "\n", " ， ", "\u3000"])


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("", []),
        ("1-5 8，10", [1, 2, 3, 4, 5, 8, 10]),
        ("１－３、７", [1, 2, 3, 7]),
        ("1—3；9。", [1, 2, 3, 9]),
        ("1 - 3, 2", [1, 2, 3]),
        ("1到3 5号", [1, 2, 3, 5]),
        ("007", [7]),
    ],
)
def test_numbers_and_spans(typed, numbers):
    assert read_numbers(typed) == (numbers, [])


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1 x", "“x”不是序号"),
        ("5-1", "请写成 1-5"),
        ("1-9999", "没有这么多行"),
        ("1-2-3", "不是序号"),
        ("12345", "不是序号"),
        ("-3", "不是序号"),
        ("²", ""),
    ],
)
def test_what_is_no_number_is_named(typed, why):
    _, wrong = read_numbers(typed)
    assert not why or [one for one in wrong if why in one]


@given(numbers=st.lists(st.integers(1, 400), unique=True, max_size=30), between=SEPARATORS)
def test_whatever_stands_between_them_the_numbers_are_read(numbers, between):
    assert read_numbers(between.join(map(str, numbers))) == (numbers, [])


@given(st.text(max_size=60))
def test_nothing_typed_breaks_it(typed):
    numbers, wrong = read_numbers(typed)
    assert all(0 <= number <= 9999 for number in numbers)
    assert all(isinstance(one, str) for one in wrong)
    notes, wrong = read_notes(typed)
    assert all(words.strip() for words in notes.values())


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("7 下水道堵，要报事项", {7: "下水道堵，要报事项"}),
        ("7号下水道堵\n\n12、灯坏", {7: "下水道堵", 12: "灯坏"}),
        ("１０：老人住院", {10: "老人住院"}),
        ("3.5 楼有积水", {3: "5 楼有积水"}),
    ],
)
def test_notes_are_lines_that_begin_with_a_number(typed, notes):
    assert read_notes(typed) == (notes, [])


def test_notes_without_a_number_or_twice_are_named():
    _, wrong = read_notes("下水道堵\n7 灯坏\n7 门坏\n8")
    assert len(wrong) == 3
    assert "7 号写了两行情况" in wrong[1]
