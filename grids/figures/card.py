"""Figures of the supervision cards. Source: domain.md, 'Issues', supervision.

A card given is a fact, withdrawn later or not. It stands until it is withdrawn or its issue is closed or struck off; an issue
done anew begins a new round without cards.
"""

from django.db.models import Q

from grids.choices import CardColour
from grids.figures.issue import CLOSING
from grids.models import Card, Issue
from portal.figures import Figure, MonthTable, ever, moved

ENDED = (*CLOSING, "void")


def given_in(start, end, **which):
    """Given within the period."""
    return Q(created_at__gte=start, created_at__lt=end, **which)


def standing_at(end):
    """Given before ``end`` and still there then."""
    over = ever(Issue, ENDED, end, of="issue_id", since="created_at")
    return Q(created_at__lt=end) & ~ever(Card, "withdraw", end) & ~over


given = Figure("card.given", "挂牌", "本期挂出的黄牌和红牌，后来撤了的也算。", Card, given_in, unit="张")
yellow = Figure(
    "card.yellow",
    "黄牌",
    "本期挂出的黄牌，后来撤了的也算。",
    Card,
    lambda start, end: given_in(start, end, colour=CardColour.YELLOW),
    unit="张",
)
red = Figure(
    "card.red",
    "红牌",
    "本期挂出的红牌，后来撤了的也算。",
    Card,
    lambda start, end: given_in(start, end, colour=CardColour.RED),
    unit="张",
)
withdrawn = Figure(
    "card.withdrawn",
    "撤牌",
    "本期写明理由撤下的牌，不论何时挂的。",
    Card,
    lambda start, end: moved(Card, "withdraw", start, end),
    unit="张",
    keyed=True,
)
standing = Figure(
    "card.standing",
    "仍在挂",
    "期末（本期未完时为此刻）没有撤、事项也没有结案或作废的牌；重新办理的从头算，不带原来的牌。",
    Card,
    lambda start, end: standing_at(end),
    unit="张",
    stock=True,
)

month = MonthTable(
    "cards", "督办", Card, (given, yellow, red, withdrawn, standing), by=("grid", "colour"), note="按挂牌日期归期"
)
