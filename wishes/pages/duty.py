"""The roster of the help station."""

from django.db.models import Q

from grids.choices import NodeLevel
from party.queries.member import FoundByName
from portal.clock import today
from portal.pages import Column, Condition, Page
from portal.pages.columns import badge, whole_name
from wishes import forms
from wishes.actions import duty as actions
from wishes.choices import DutyState
from wishes.models import Duty

NAME = whole_name("member__person__name", "党员")
STATE = badge({DutyState.ON: "handling", DutyState.OFF: "void"}, dict(DutyState.choices))
ON = Q(state=DutyState.ON)
WEEK = "一二三四五六日"


def with_weekday(day):
    """A day of a roster as people say it."""
    return f"{day} 周{WEEK[day.weekday()]}"


DAY = Column("on", "日期", ("on",), with_weekday, css="code nw", sort="on", kind="date", width=12)


class Duties(FoundByName, Page):
    model, actions, form = Duty, actions, forms.OnDuty
    nodes = Q(level=NodeLevel.GRID)
    path, title, icon, group, order = "help/duties", "微帮值班表", "calendar2-week", "五微服务", 35
    subtitle = "哪天哪个网格由哪位党员值班；有人求助就派给他们"
    columns = [DAY, NAME, "grid", "note", "state"]
    exports = ["code", "on", NAME, "grid", "note", "state"]
    filters = ["grid", "state", "on"]
    fields = ["member", "grid", "on", "note"]
    facts, rare = [DAY, NAME, "grid", "note"], ("note",)
    looks = {"state": STATE}
    add, add_title = "enter", "排值班"
    conditions = {
        "today": Condition("今天", lambda user: ON & Q(on=today())),
        "coming": Condition("今天以后", lambda user: ON & Q(on__gt=today())),
        "past": Condition("以前", lambda user: ON & Q(on__lt=today())),
    }
    tabs, ordering = ("today", "coming", "past"), "-on"
    empty_title, empty_text = "还没有排班", "按网格排党员值班；每周固定的填“一直排到”，一次排好。"

    @classmethod
    def title_of(cls, record):
        return f"{record.on:%m-%d} {record.grid}值班：{record.member.person.name}"

    @classmethod
    def sub(cls, record):
        return record.code

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("member__person")

    @classmethod
    def initial(cls, user, asked):
        return {"grid": user.home_grid.pk if user.home_grid else None}
