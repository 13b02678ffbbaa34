"""What issues name and go by in the demonstration: places, departments, limits and working days the community set itself."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from grids.choices import Category, Stage, Urgency, UseState
from grids.limits import Limits
from grids.models import CalendarDay, Department, Limit, Place
from portal.clock import Unit, forget_calendar, is_working_day_by_law
from reports.demo import words
from reports.demo.departments import DEPARTMENTS
from reports.demo.making import SUFFIX
from reports.demo.register import keep
from reports.demo.story import newborn, saved

DAYS = Unit.WORKING_DAY
# (step, urgency, category, amount, unit, why, amount it had at first) where the community differs from the defaults.
LIMITS = [
    (Stage.ACCEPT, Urgency.URGENT, Category.EMERGENCY, 1, Unit.HOUR, "突发事件一小时内必须有人接。", None),
    (Stage.HANDLE, Urgency.DIFFICULT, Category.HAZARD, 4, DAYS, "安全隐患不过周末。", None),
    (Stage.TOTAL, Urgency.DIFFICULT, Category.DISPUTE, 10, DAYS, "调解要给双方留出商量的时间。", 9),
    (Stage.ACCEPT, Urgency.ORDINARY, "", 2, DAYS, "晚上巡查上报的多，网格长第二天才看得到。", 1),
    (Stage.START, Urgency.ORDINARY, "", 2, DAYS, "小件材料隔天到社区库房领。", 1),
    (Stage.CHECK, Urgency.ORDINARY, "", 2, DAYS, "核查要到现场，一天跑不完七个网格。", 1),
    (Stage.CHECK, Urgency.DIFFICULT, "", 2, DAYS, "较难的事项两个人一起核查。", None),
]
BEFORE, ASKED = timedelta(days=26 * 31), timedelta(days=3)
# How long ago the weekend was that was worked in the rains, and how long before it was announced and confirmed.
RAINS, ANNOUNCED, CONFIRMED = timedelta(days=120), timedelta(days=33), timedelta(days=29)


def load(demo):
    """Register them in the week before the first issue, the days some weeks before they came."""
    first = timezone.make_aware(datetime.combine(demo.day - BEFORE, time(9)))
    _places(demo, first)
    _departments(demo, first + timedelta(days=1))
    _limits(demo, first + timedelta(days=2))
    _days(demo)
    demo.limits = Limits.of(demo.community.pk)
    forget_calendar()


def _places(demo, at):
    clerk, lines = demo.people["clerk"], []
    places = [
        Place(grid=grid, name=name, order=n)
        for grid, streets, houses in zip(demo.grids, words.PLACES, words.HOUSES, strict=True)
        for n, name in enumerate([*streets, *houses], 1)
    ]
    gone = [Place(grid=demo.grids[number - 1], name=name) for number, name, _ in words.GONE]
    for place in [*places, *gone]:
        lines.append((newborn(place, by=clerk, at=(at := at + timedelta(minutes=3))), place))
    for place, (_, _, why) in zip(gone, words.GONE, strict=True):
        place.state = UseState.SHUT
        lines.append((saved(place, "shut", by=clerk, at=at + ASKED, note=why, from_state=UseState.OPEN), place))
    keep(demo, [*places, *gone], lines)


def _departments(demo, at):
    lines = []
    for n, (key, (name, duty, contact)) in enumerate(DEPARTMENTS.items()):
        phone = f"154000020{n:02d}"
        one = Department(grid=demo.community, name=name, duty=duty, contact=f"{contact}{SUFFIX}", phone=phone)
        lines.append((newborn(one, by=demo.people["clerk"], at=at + timedelta(minutes=3 * n)), one))
        demo.departments[key] = one
    keep(demo, demo.departments.values(), lines)


def _limits(demo, at):
    secretary, limits, lines = demo.people["secretary"], [], []
    for n, (stage, urgency, category, amount, unit, why, before) in enumerate(LIMITS):
        kind = {"stage": stage, "urgency": urgency, "category": category, "unit": unit}
        limit = Limit(grid=demo.community, amount=before or amount, **kind)
        moment = at + timedelta(minutes=4 * n)
        lines.append((newborn(limit, by=secretary, at=moment, note="" if before else why), limit))
        if before:
            limit.amount = amount
            lines.append((saved(limit, "edit", by=secretary, at=moment + ASKED, note=why), limit))
        limits.append(limit)
    keep(demo, limits, lines)


def _days(demo):
    """A Saturday worked in the rains and the Monday off for it: announced, then confirmed, before any limit reached them."""
    saturday = demo.day - RAINS
    while saturday.weekday() != 5 or is_working_day_by_law(saturday) or not is_working_day_by_law(_monday(saturday)):
        saturday += timedelta(days=1)
    days, lines = [], []
    for day, working, word in ((saturday, True, "周六上班"), (_monday(saturday), False, "周一补休")):
        if CalendarDay.objects.filter(date=day).exists():
            continue
        one = CalendarDay(grid=demo.community, date=day, working=working, reason=f"防汛值守，{word}（待街道通知）")
        told = timezone.make_aware(datetime.combine(saturday - ANNOUNCED, time(9, 30 + len(days))))
        confirmed = timezone.make_aware(datetime.combine(saturday - CONFIRMED, time(16, 10 + len(days))))
        lines.append((newborn(one, by=demo.people["secretary"], at=told), one))
        one.reason = f"防汛值守，{word}（演示）"
        lines.append(
            (saved(one, "edit", by=demo.people["secretary"], at=confirmed, note="已按街道书面通知核对。"), one)
        )
        days.append(one)
    keep(demo, days, lines)


def _monday(saturday):
    return saturday + timedelta(days=2)
