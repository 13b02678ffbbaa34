"""What issues name and go by in the demonstration: places of each grid, departments, limits the community set itself."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from grids.choices import Category, Stage, Urgency
from grids.limits import Limits
from grids.models import Department, Limit, Place
from portal.clock import Unit
from reports.demo import words
from reports.demo.departments import DEPARTMENTS
from reports.demo.making import SUFFIX
from reports.demo.register import keep
from reports.demo.story import line, newborn

# (step, urgency, category, amount, unit, why) where the community differs from the defaults.
LIMITS = [
    (Stage.ACCEPT, Urgency.URGENT, Category.EMERGENCY, 1, Unit.HOUR, "突发事件一小时内必须有人接。"),
    (Stage.HANDLE, Urgency.DIFFICULT, Category.HAZARD, 4, Unit.WORKING_DAY, "安全隐患不过周末。"),
    (Stage.TOTAL, Urgency.DIFFICULT, Category.DISPUTE, 10, Unit.WORKING_DAY, "调解要给双方留出商量的时间。"),
]
BEFORE = timedelta(days=26 * 31)


def load(demo):
    """Register them in the week before the first issue."""
    secretary, clerk, community = demo.people["secretary"], demo.people["clerk"], demo.community
    first = timezone.make_aware(datetime.combine(demo.day - BEFORE, time(9)))
    places = [
        Place(grid=grid, name=name, order=n)
        for grid, streets, houses in zip(demo.grids, words.PLACES, words.HOUSES, strict=True)
        for n, name in enumerate([*streets, *houses], 1)
    ]
    for n, (key, (name, duty, contact)) in enumerate(DEPARTMENTS.items()):
        phone = f"154000020{n:02d}"
        demo.departments[key] = Department(
            grid=community, name=name, duty=duty, contact=f"{contact}{SUFFIX}", phone=phone
        )
    limits = [
        Limit(grid=community, stage=stage, urgency=urgency, category=category, amount=amount, unit=unit)
        for stage, urgency, category, amount, unit, _ in LIMITS
    ]
    _register(demo, places, by=clerk, at=first)
    _register(demo, demo.departments.values(), by=clerk, at=first + timedelta(days=1))
    _register(demo, limits, by=secretary, at=first + timedelta(days=2), notes=[why for *_, why in LIMITS])
    demo.limits = Limits.of(community.pk)


def _register(demo, rows, *, by, at, notes=None):
    rows, lines = list(rows), []
    for n, row in enumerate(rows):
        newborn(row, by=by, at=at + timedelta(minutes=3 * n))
        note = notes[n] if notes else ""
        told = line(row, "add", by=by, at=row.created_at, note=note, states=("", getattr(row, "state", "")))
        lines.append((told, row))
    keep(demo, rows, lines)
