"""Figures of the points: how many entries a month has, how much was given and taken."""

from django.db.models import FloatField, Q, Sum
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from party.models import Point
from portal.figures import Figure, MonthTable

# A lock keeps numbers as JSON has them; points have one decimal.
WORTH = Sum(Cast("points", FloatField()))


def entered_in(start, end):
    """The day of the entry lies within the period."""
    return Q(on__gte=localdate(start), on__lt=localdate(end))


entries = Figure("point.entries", "记入", "日期在本期的积分记录，冲正的也算。", Point, entered_in, unit="笔")
reversals = Figure(
    "point.reversals",
    "其中冲正",
    "日期在本期的冲正记录。",
    Point,
    lambda start, end: entered_in(start, end) & Q(reverses__isnull=False),
    unit="笔",
)
given = Figure(
    "point.given",
    "加分",
    "日期在本期的加分合计，封顶前。",
    Point,
    lambda start, end: entered_in(start, end) & Q(points__gt=0),
    measure=WORTH,
    unit="分",
)
taken = Figure(
    "point.taken",
    "扣分",
    "日期在本期的扣分合计，冲正加分的也在里面。",
    Point,
    lambda start, end: entered_in(start, end) & Q(points__lt=0),
    measure=WORTH,
    unit="分",
)

month = MonthTable(
    "points",
    "积分",
    Point,
    (entries, reversals, given, taken),
    by=("grid", "organisation", "rule"),
    note="按记分日期归期，不含封顶",
    ledger=(
        "code",
        "on",
        "member",
        "organisation",
        "rule",
        "points",
        "basis",
        "source_code",
        "reverses",
        "reviewed_by",
    ),
)
