"""How often the demonstration community visits whom, and how long it keeps what, where that is not the house's default."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from grids.choices import KeptKind, VisitSubject
from grids.models import Retention, VisitRule
from reports.demo.register import keep
from reports.demo.setup import BEFORE
from reports.demo.story import newborn

# (subject, days, why).
VISITS = [
    (VisitSubject.FLOATING, 180, "流动人口三千多人，一年核查两遍。"),
    (VisitSubject.ALLOWANCE, 60, "民政要求每两个月核一次。"),
    (VisitSubject.VETERAN, 365, "每年八一前后走访一遍。"),
]
KEPT = [(KeptKind.VISIT, 36, "走访记录存三年，够对账。")]


def load(demo):
    """Set them on the third day, as the limits were."""
    at = timezone.make_aware(datetime.combine(demo.day - BEFORE + timedelta(days=3), time(9)))
    told = [(VisitRule(subject=subject, days=days), why) for subject, days, why in VISITS]
    told += [(Retention(kind=kind, months=months), why) for kind, months, why in KEPT]
    lines = []
    for n, (row, why) in enumerate(told):
        row.grid = demo.community
        lines.append((newborn(row, by=demo.people["secretary"], at=at + timedelta(minutes=6 * n), note=why), row))
    for model in (VisitRule, Retention):
        keep(demo, [row for row, _ in told if type(row) is model])
    keep(demo, [], lines)
    demo.intervals = {subject: days for subject, days, _ in VISITS}
