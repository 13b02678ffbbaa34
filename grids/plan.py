"""The schematic plan of a community's grids: how one that nobody drew is laid out, and which grids touch on it.

A place is (row, order in the row, share of its width), each counted from 1; none of it is a measured boundary.
"""

from math import ceil

MOST_IN_A_ROW = 3
# Shares of the width in each row of the mark, which is the map of seven grids. Source: look.md.
MARK = ((3, 2), (1, 1, 1), (2, 3))
# Corners that meet do not make neighbours.
CORNER = 0.01


def usual(count):
    """The places of so many grids, from the first to the last: the mark's own for seven, even rows otherwise."""
    rows = MARK if count == sum(map(len, MARK)) else _even(count)
    return [(n, order, width) for n, row in enumerate(rows, 1) for order, width in enumerate(row, 1)]


def _even(count):
    rows = ceil(count / MOST_IN_A_ROW)
    return [(1,) * (count // rows + (row < count % rows)) for row in range(rows)]


def in_rows(places):
    """[[key, …], …] of {key: place}, from the top row to the last, from left to right."""
    rows = {}
    for key, place in sorted(places.items(), key=lambda pair: pair[1]):
        rows.setdefault(place[0], []).append(key)
    return list(rows.values())


def touching(places):
    """{key: [keys it touches]} of {key: place}: side by side in a row, or one above the other for more than a corner."""
    spans = {}
    for n, row in enumerate(in_rows(places)):
        whole, left = sum(places[key][2] for key in row), 0
        for order, key in enumerate(row):
            right = left + places[key][2]
            spans[key] = n, order, left / whole, right / whole
            left = right
    return {key: [other for other in spans if _touch(spans[key], spans[other])] for key in spans}


def _touch(one, other):
    if one[0] == other[0]:
        return abs(one[1] - other[1]) == 1
    return abs(one[0] - other[0]) == 1 and min(one[3], other[3]) - max(one[2], other[2]) > CORNER
