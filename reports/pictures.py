"""Shapes of the home page's small drawings: the seven-grid plan and a line of twelve months. Source: look.md."""

import re
from math import ceil

from grids.plan import in_rows, usual

LEFT, RIGHT, TOP, GAP, LAST_GAP = 44, 376, 39.1, 14, 30
SLOPE = 10.5 / 192  # the plan leans as the street does
PLAN = [(74, (192, 126)), (68, (106, 98, 100)), (72, (124, 194))]
MAP = [width for _, widths in PLAN for width in widths]
SHAPE = [2, 3, 2]
HEIGHT = 72
SIDE = re.compile(r"([东西南北])至?([^，,。；;：:、]+)")
STEPS = 4


def rows_of(count):
    """[(height, widths)] of the rows of a plan nobody drew: the map's own for seven, those of ``grids.plan`` otherwise."""
    if count == len(MAP):
        return PLAN
    places = dict(enumerate(usual(count)))
    return _shapes([[places[key][2] for key in row] for row in in_rows(places)])


def drawn(places):
    """(places in the order of the plan, its rows): as staff laid them, or by their own order where one is not laid."""
    if not places or not all(one.plan_row and one.plan_order and one.plan_width for one in places):
        return sorted(places, key=lambda one: (one.order, one.path)), rows_of(len(places))
    inside = sorted(places, key=lambda one: one.path)
    rows = in_rows({one: (one.plan_row, one.plan_order, one.plan_width) for one in inside})
    return [one for row in rows for one in row], _shapes([[one.plan_width for one in row] for row in rows])


def _shapes(rows):
    """[(height, widths)] of rows of shares."""
    heights = [height for height, _ in PLAN] if [len(row) for row in rows] == SHAPE else [HEIGHT] * len(rows)
    shapes = []
    for height, row in zip(heights, rows, strict=True):
        room, whole = RIGHT - LEFT - GAP * (len(row) - 1), sum(row)
        shapes.append((height, tuple(room * share / whole for share in row)))
    return shapes


def has_road(rows):
    """Whether the plan is the mark's own, two, three and two, between whose last rows the road runs."""
    return [len(widths) for _, widths in rows] == SHAPE


def plan(rows):
    """Corners and places of the words of each tile, and how high the whole drawing is."""
    tiles, top = [], TOP
    for number, (height, widths) in enumerate(rows):
        left = LEFT
        for width in widths:
            tiles.append(_tile(left, left + width, top, height))
            left += width + GAP
        last_but_one = has_road(rows) and number == len(rows) - 2
        top += height + (LAST_GAP if last_but_one else GAP)
    return tiles, round(top + 6)


def _tile(left, right, top, height):
    def down(x, y=0.0):
        return round(top + y - (x - LEFT) * SLOPE, 1)

    corners = [(left, down(left)), (right, down(right)), (right, down(right, height)), (left, down(left, height))]
    return {
        "points": " ".join(f"{round(x, 1)},{y}" for x, y in corners),
        "left": round(left + 8, 1),
        "right": round(right - 4, 1),
        "name_y": down(left, 19.6),
        "alias_y": down(right, 20.2),
        "number_y": down(left, height - 6.4),
        "late_y": down(right, height - 6.8),
        "width": right - left,
    }


def heat(number, most):
    """0 to 4: how much of the largest number this one is."""
    return 0 if not number else ceil(STEPS * number / most)


def sides(boundary):
    """What lies in each direction, from words such as 东至梁家湾山顶，西至步行街."""
    return {side: place[:8] for side, place in SIDE.findall(boundary)}


def upright(side, around, height):
    """Letters of what lies on a side, one under the other around the middle; none where nothing is said."""
    if not (place := around.get(side)):
        return []
    letters = [side, "·", *place]
    top = height / 2 - 7 * len(letters) + 10
    return [{"text": letter, "y": round(top + 14 * n)} for n, letter in enumerate(letters)]


def spark(values):
    """Line and area of a row of numbers on a field of 120 × 30, the smallest at the bottom; gaps keep the last height."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return {"line": "", "area": ""}
    low, span = min(known), (max(known) - min(known)) or 1
    points, last = [], known[0]
    for n, value in enumerate(values):
        last = last if value is None else value
        points.append(f"{2 + 115 * n / (len(values) - 1):.1f},{26 - 21 * (last - low) / span:.1f}")
    line = " ".join(points)
    return {"line": line, "area": f"2,30 {line} 117,30"}
