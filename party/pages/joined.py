"""On a member's page: the year's points rule by rule, and what rooms above counted of the member."""

from datetime import date
from decimal import Decimal

from party.joined import tallied
from party.models import Point
from party.pages.member import Members
from party.pages.point import Points
from party.queries.member import own_member
from party.queries.points import balance
from party.rules import Rules
from portal.clock import today
from portal.pages import mine
from portal.reach import may


def points(member, user):
    """The balance of the running year, each rule with what its cap cuts off."""
    year = today().year
    told, rules = balance(member, year), Rules.of(member.community_id, year)
    around = f"{Points.url('list')}?q={member.code}&on_from={year}-01-01&on_to={year}-12-31"
    lines = [
        {
            "label": line.label,
            "many": line.many,
            "total": line.total,
            "counted": line.counted,
            "is_capped": line.is_capped,
            "rule": rules[line.rule].words,
            "url": f"{around}&rule={line.rule}",
        }
        for line in told.lines
    ]
    return {"lines": lines, "score": told.score, "is_vetoed": told.is_vetoed, "year": year, "url": around}


def deeds(member, user):
    """Numbers of this year and the last, each with the way to its rows; None where no room counts anything yet."""
    year = today().year
    spans = [(n, date(n, 1, 1), date(n, 12, 31)) for n in (year, year - 1)]
    found = {n: tallied([member.pk], first, last) for n, first, last in spans}
    lines = [
        {
            "label": tally.label,
            "unit": tally.unit,
            "cells": [
                {
                    "many": found[n][at][1].get(member.pk, 0),
                    "url": tally.url(member, n) if may(user, "view", tally.model) else "",
                }
                for n, _, _ in spans
            ],
        }
        for at, (tally, _) in enumerate(found[year])
    ]
    return {"lines": lines, "years": [n for n, _, _ in spans]} if lines else None


def own_year(user):
    """At the head of a member's own home: the points of the year, and what was done in it."""
    member, year = own_member(user), today().year
    if member is None:
        return None
    score = member.score if member.score_year == year else Decimal(0)
    numbers = [{"label": "积分", "many": score, "unit": "分", "url": f"{Points.url('list')}?q={member.code}"}]
    for tally, found in tallied([member.pk], date(year, 1, 1), date(year, 12, 31)):
        numbers.append(
            {
                "label": tally.label,
                "many": found.get(member.pk, 0),
                "unit": tally.unit,
                "url": tally.url(member, year) if may(user, "view", tally.model) else "",
            }
        )
    return {"title": f"我的 {year} 年", "url": Members.url("detail", member.pk), "numbers": numbers}


mine.append(own_year)
Members.panel("points-of-year", "本年积分", "party/_points.html", points, model=Point, order=10)
Members.panel("deeds", "做了什么", "party/_deeds.html", deeds, order=5)
