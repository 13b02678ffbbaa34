"""The portal's clock: the working calendar of the State Council, deadlines, and how long is left in words.

Moments are aware, in the time zone of the settings. A working day is one on which offices are open: not a weekend or
public holiday, or a weekend day worked in exchange for one.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.utils import timezone

MARKED = "clock.marked"


class Unit(models.TextChoices):
    """What a limit is counted in."""

    HOUR = "hour", "小时"
    DAY = "day", "天"
    WORKING_DAY = "working_day", "个工作日"


def now():
    """This moment, in local time."""
    return timezone.localtime()


def today():
    """The date on the wall here."""
    return timezone.localdate()


def moment_words(moment):
    """A moment as papers have it: 2026 年 11 月 25 日 17:30."""
    here = timezone.localtime(moment)
    return f"{here.year} 年 {here.month} 月 {here.day} 日 {here:%H:%M}"


def month_bounds(day):
    """The first moment of the month and that of the next, so a month is start <= moment < end."""
    first = day.replace(day=1)
    return start_of_day(first), start_of_day((first + timedelta(days=31)).replace(day=1))


def start_of_day(day):
    """Midnight as the date begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of_day(moment):
    """The last second of the moment's local date: what is settled on the spot is due then."""
    return timezone.localtime(moment).replace(hour=23, minute=59, second=59, microsecond=0)


@lru_cache(maxsize=32)
def _calendar(year):
    # The notice for a year can move a working day into December of the year before.
    return holidays.country_holidays("CN", years=[year, year + 1], expand=False, language="zh_CN")


@lru_cache(maxsize=4096)
def is_working_day_by_law(day):
    """Whether offices are open on the date by the State Council's calendar, make-up weekends counted."""
    return _calendar(day.year).is_working_day(date(day.year, day.month, day.day))


def is_working_day(day):
    """The same, as staff corrected it for the house."""
    return _is_worked(date(day.year, day.month, day.day), marked_days())


def _is_worked(day, marked):
    return marked[day] if day in marked else is_working_day_by_law(day)


def marked_days():
    """{date: worked} of the days staff marked otherwise; read from the register named in the settings, kept for a minute."""
    found = cache.get(MARKED)
    if found is None:
        found = dict(apps.get_model(settings.PORTAL_CALENDAR).objects.values_list("date", "working"))
        cache.set(MARKED, found, 60)
    return found


def forget_calendar():
    """Read the marked days anew."""
    cache.delete(MARKED)


def calendar_confirmed(year):
    """Whether the year's make-up days are known; until the notice in November before, holidays are estimates."""
    return any(day.year == year for day in _calendar(year).weekend_workdays)


def lent_days(year):
    """{weekday off: weekend day worked for it} by the year's notice; empty until it is out."""
    found = {}
    for month, day, *worked in _calendar(year).special_public_holidays.get(year, ()):
        if len(worked) > 1:  # a day given once has a name instead
            found[date(year, month, day)] = date(*(worked[2:] or [year]), *worked[:2])
    return found


def holidays_named(year):
    """{date: name} of the year's statutory holidays, days off in exchange for a weekend day left out."""
    lent = lent_days(year)
    return {
        # The notices count the eve to the festival.
        day: "、".join(name.partition("（")[0].replace("农历除夕", "春节") for name in names.split("; "))
        for day, names in sorted(_calendar(year).items())
        if day.year == year and day not in lent
    }


def next_working_day(day):
    """The first working day after the date."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(start, days):
    """The same time of day so many working days later.

    From a moment on a day off the count starts with the next working day and ends with the last second of the last one.
    """
    start = timezone.localtime(start)
    day, clock = start.date(), start.timetz()
    if not is_working_day(day):
        while not is_working_day(day + timedelta(days=1)):
            day += timedelta(days=1)
        clock = time(23, 59, 59, tzinfo=start.tzinfo)
    for _ in range(days):
        day = next_working_day(day)
    return datetime.combine(day, clock)


def add_hours(start, hours):
    """So many hours later by the wall clock, nights and days off counted."""
    return start + timedelta(hours=hours)


def deadline(start, amount, unit):
    """The moment a limit of so many units runs out; a limit of none means the end of the same day."""
    if not amount:
        return end_of_day(start)
    if unit == Unit.WORKING_DAY:
        return add_working_days(start, amount)
    return add_hours(timezone.localtime(start), amount * (24 if unit == Unit.DAY else 1))


def working_days_between(start, end):
    """Working days after the first date up to and with the second; none when it is not later."""
    marked = marked_days()
    return sum(_is_worked(start + timedelta(days=n), marked) for n in range(1, (end - start).days + 1))


def due_words(due_at, at, *, since=None):
    """How a deadline stands at a moment: (css class of .due, words).

    "late" once it has passed, "soon" when it is due today or three quarters of the time since `since` are used.
    """
    if due_at is None:
        return "", "不限时"
    due_at, at = timezone.localtime(due_at), timezone.localtime(at)
    if due_at < at:
        return "late", f"超期 {_span(at - due_at)}"
    if due_at.date() == at.date():
        return "soon", f"今日 {due_at:%H:%M} 止"
    used = (at - since) / (due_at - since) if since and since < due_at else 0
    css = "soon" if used >= 0.75 else ""
    if due_at - at < timedelta(hours=24):
        return css, f"余 {_span(due_at - at)}"
    if days := working_days_between(at.date(), due_at.date()):
        return css, f"余 {days} 个工作日"
    return css, f"余 {_span(due_at - at)}"


def _span(span):
    """A length of time in its largest whole unit."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 1440:
        return f"{minutes // 1440} 天"
    return f"{minutes // 60} 小时" if minutes >= 60 else f"{max(minutes, 1)} 分钟"
