"""Figures of the test-only room."""

from django.db.models import Q, Sum

from portal.figures import Figure, Rate, moved, stood
from tests.acid.models import Activity, Case, CaseState, Stamp

opened = Figure(
    "acid.opened",
    "受理",
    "本月立的案。",
    Case,
    lambda start, end: Q(created_at__gte=start, created_at__lt=end),
    sealed=True,
)
settled = Figure(
    "acid.settled", "了结", "本月了结的案。", Case, lambda start, end: moved(Case, "settle", start, end), sealed=True
)
open_cases = Figure(
    "acid.open_cases",
    "在办",
    "月底未了的案。",
    Case,
    lambda start, end: stood(Case, [CaseState.OPEN], end),
    sealed=True,
)
held = Figure(
    "acid.held",
    "活动",
    "本月办的活动。",
    Activity,
    lambda start, end: Q(held_on__gte=start.date(), held_on__lt=end.date()),
)
points = Figure(
    "acid.points",
    "积分",
    "本月登记的分值，冲正相抵。",
    Stamp,
    lambda start, end: Q(created_at__gte=start, created_at__lt=end),
    measure=Sum("amount"),
    unit="分",
)
settling = Rate("acid.settling", "了结率", "了结 ÷ 受理。", settled, opened)
