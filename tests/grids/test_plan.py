"""How grids are laid on the schematic plan, and which of them touch there."""

import pytest

from grids.plan import in_rows, touching, usual


def laid(*rows):
    """Places of rows of shares, the grids called by letters."""
    places = [(n, order, width) for n, row in enumerate(rows, 1) for order, width in enumerate(row, 1)]
    return dict(zip("abcdefgh", places, strict=False))


@pytest.mark.parametrize(
    ("count", "rows"),
    [
        (0, []),
        (1, [1]),
        (3, [3]),
        (4, [2, 2]),
        (5, [3, 2]),
        (6, [3, 3]),
        (7, [2, 3, 2]),
        (8, [3, 3, 2]),
        (10, [3, 3, 2, 2]),
    ],
)
def test_grids_nobody_drew_lie_in_rows_of_at_most_three(count, rows):
    places = usual(count)
    assert [len(row) for row in in_rows(dict(enumerate(places)))] == rows
    assert places == sorted(places)
    assert all(1 <= number <= 9 for place in places for number in place)


def test_next_in_a_row_and_above_or_below_is_a_neighbour():
    assert touching(laid((1, 1, 1), (2, 1))) == {
        "a": ["b", "d"], "b": ["a", "c", "d"], "c": ["b", "e"], "d": ["a", "b", "e"], "e": ["c", "d"],
    }  # fmt: skip


def test_a_row_between_keeps_apart():
    assert touching(laid((1,), (1,), (1,))) == {"a": ["b"], "b": ["a", "c"], "c": ["b"]}


def test_corners_that_meet_do_not_touch():
    assert touching(laid((1, 1), (1, 1))) == {"a": ["b", "c"], "b": ["a", "d"], "c": ["a", "d"], "d": ["b", "c"]}


def test_a_gap_in_the_numbers_of_rows_parts_nothing():
    assert touching({"a": (2, 1, 1), "b": (5, 4, 1)}) == {"a": ["b"], "b": ["a"]}
    assert touching({}) == {}
