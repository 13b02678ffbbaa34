"""A year of days as a calendar: a column a week, a square a day, darker where more was reported."""

from math import ceil

SIDE, GAP, LEFT, TOP, STEPS = 10, 2, 26, 16, 4
# The name of a month that begins in the last week reaches beyond it.
RIGHT = 16


def heatmap(days):
    """Squares and words of the drawing from [(date, number)] that begins on a Monday; the busiest day is the darkest."""
    most = max((number for _, number in days), default=0)
    squares, months = [], []
    for n, (day, number) in enumerate(days):
        week, weekday = divmod(n, 7)
        x, y = LEFT + week * (SIDE + GAP), TOP + weekday * (SIDE + GAP)
        heat = ceil(STEPS * number / most) if number else 0
        squares.append({"x": x, "y": y, "heat": heat, "says": f"{day:%Y-%m-%d} 上报 {number} 件"})
        if day.day <= 7 and weekday == 0:
            months.append({"x": x, "text": f"{day.month}月"})
    weeks = ceil(len(days) / 7)
    return {
        "squares": squares,
        "months": months,
        "weekdays": [{"y": TOP + n * (SIDE + GAP) + 9, "text": text} for n, text in ((0, "一"), (2, "三"), (4, "五"))],
        "side": SIDE,
        "width": LEFT + weeks * (SIDE + GAP) + RIGHT,
        "height": TOP + 7 * (SIDE + GAP),
        "total": sum(number for _, number in days),
        "busiest": [(day, number) for day, number in sorted(days, key=lambda pair: (-pair[1], pair[0]))[:12] if number],
    }
