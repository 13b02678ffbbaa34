"""The year above the register of the working calendar: its holidays as a list, and twelve months whose days lead to the form."""

import calendar
from html import escape

from django.utils.safestring import mark_safe

from grids.queries.calendar import spells
from portal.clock import calendar_confirmed, is_working_day, is_working_day_by_law, marked_days, today
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
    rows = chosen.page.rows(chosen.user).filter(date__year=year).values_list("date", "pk", "reason")
    told = {day: (chosen.page.url("detail", pk), mask_free_text(reason)) for day, pk, reason in rows}
    add_url = f"{chosen.page.url('add')}?date=" if chosen.allowed("add") else ""
    found = spells(year)
    months = _months(year, _looks(found, marked, told), marked, {day: url for day, (url, _) in told.items()}, add_url)
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
        "may_add": bool(add_url),
        "here": here,
        "here_dates": _dates(here, here),
        "here_works": is_working_day(here),
        "weekdays": WEEKDAYS,
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


def _looks(found, marked, told):
    """{date: (class, mark, what it is)} of every day that is neither an ordinary working day nor an ordinary weekend."""
    looks = {}
    for one in found:
        css = WORK if one.working else OFF
        looks |= dict.fromkeys(one.dates(), (css, MARKS[css], one.label))
    for day, working in marked.items():
        looks[day] = SET, f"改{MARKS[WORK if working else OFF]}", told.get(day, ("", ""))[1]
    return looks


def _months(year, looks, marked, urls, add_url):
    """Twelve months; their days are joined here, for a loop of a template would take longer than all else on the page."""
    here, found = today(), []
    for number in range(1, 13):
        body, worked = [], 0
        for week in WEEK.monthdatescalendar(year, number):
            body.append("<tr>")
            for day in week:
                if day.month != number:
                    body.append("<td></td>")
                    continue
                worked += marked.get(day, is_working_day_by_law(day))
                url = urls.get(day, "") if day in marked else add_url and f"{add_url}{day}"
                body.append(
                    _cell(day, *looks.get(day, (WEEKEND if day.weekday() > 4 else "", "", "")), url, day == here)
                )
            body.append("</tr>")
        found.append({"number": number, "worked": worked, "body": mark_safe("".join(body))})
    return found


def _cell(day, css, mark, says, url, is_today):
    """One day, its number over its mark; a link where it leads somewhere."""
    title = f' title="{escape(says)}"' if says else ""
    inner = f"{day.day}<b>{mark}</b>" if mark else day.day
    shown = f'<a href="{url}"{title}>{inner}</a>' if url else f"<span{title}>{inner}</span>"
    return f'<td class="{css}"{" aria-current=date" if is_today else ""}>{shown}</td>'
