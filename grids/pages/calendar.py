"""The year above the register of the working calendar: its holidays as a list, and twelve months whose days lead to the form."""

import calendar

from grids.queries.calendar import spells
from portal.clock import calendar_confirmed, is_working_day_by_law, marked_days, today
from portal.masks import mask_free_text

WEEK = calendar.Calendar()
OFF, WORK, SET, WEEKEND = "off", "work", "set", "we"
WEEKDAYS = "一二三四五六日"
MARKS = {OFF: "休", WORK: "班"}


def year_of(chosen):
    """What stands above the register: the year asked for, of the last, this and the next one."""
    asked, here = chosen.query.get("year", ""), today()
    years = [here.year - 1, here.year, here.year + 1]
    year = next((one for one in years if str(one) == asked), here.year)
    marked = {day: working for day, working in marked_days().items() if day.year == year}
    found = spells(year)
    kinds = {day: (WORK if one.working else OFF, one.label) for one in found for day in one.dates()}
    rows = chosen.page.rows(chosen.user).filter(date__year=year).values_list("date", "pk", "reason")
    told = {day: (chosen.page.url("detail", pk), mask_free_text(reason)) for day, pk, reason in rows}
    months = [_month(year, number, kinds, marked, told) for number in range(1, 13)]
    return "grids/_year.html", {
        "year": year,
        "wrong": bool(asked) and str(year) != asked,
        "years": [
            {
                "year": one,
                "on": one == year,
                "url": chosen.url(year=one, page=None),
                "confirmed": calendar_confirmed(one),
            }
            for one in years
        ],
        "confirmed": calendar_confirmed(year),
        "lines": sorted([*map(_spell, found), *_corrections(marked, told)], key=lambda line: line["first"]),
        "months": months,
        "worked": sum(month["worked"] for month in months),
        "add_url": f"{chosen.page.url('add')}?date=" if chosen.allowed("add") else "",
        "here": here,
        "here_dates": _dates(here, here),
        "weekdays": WEEKDAYS,
        "here_works": marked_days().get(here, is_working_day_by_law(here)),
    }


def _dates(first, last):
    """One day or several as they are said: 02-15 周日 至 02-23 周一."""
    return " 至 ".join(f"{day:%m-%d} 周{WEEKDAYS[day.weekday()]}" for day in dict.fromkeys((first, last)))


def _spell(one):
    words = f"{one.label}调休，上班" if one.working else f"{one.label}，放假 {one.days} 天"
    css = WORK if one.working else OFF
    dates = _dates(one.first, one.last)
    return {"first": one.first, "dates": dates, "css": css, "mark": MARKS[css], "words": words, "url": ""}


def _corrections(marked, told):
    """The days staff marked; what for is told, and led to, within reach only."""
    for day, working in marked.items():
        url, reason = told.get(day, ("", ""))
        words = f"改为{'上班' if working else '放假'}" + (f"：{reason}" if reason else "")
        yield {"first": day, "dates": _dates(day, day), "css": SET, "mark": "改", "words": words, "url": url}


def _month(year, number, kinds, marked, told):
    weeks = [
        [_day(day, kinds, marked, told) if day.month == number else None for day in week]
        for week in WEEK.monthdatescalendar(year, number)
    ]
    worked = sum(day["works"] for week in weeks for day in week if day)
    return {"number": number, "weeks": weeks, "worked": worked}


def _day(day, kinds, marked, told):
    css, label = kinds.get(day, (WEEKEND if day.weekday() > 4 else "", ""))
    mark, works = MARKS.get(css, ""), marked.get(day, is_working_day_by_law(day))
    if day in marked:
        css, mark, label = SET, f"改{MARKS[WORK if works else OFF]}", told.get(day, ("", ""))[1]
    return {
        "day": day,
        "css": css,
        "mark": mark,
        "says": label,
        "works": works,
        "url": told.get(day, ("", ""))[0],
        "marked": day in marked,
    }
