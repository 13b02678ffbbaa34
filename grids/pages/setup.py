"""Registers of what issues name and what their clocks go by: places, departments, limits, the calendar."""

from html import escape

from django.db.models import Q
from django.shortcuts import render
from django.urls import path

from grids.actions import calendar, setup
from grids.choices import NodeLevel, UseState
from grids.models import CalendarDay, Department, Limit, Place
from grids.pages.calendar import year_of
from grids.pages.limits import in_force
from portal.keys import key_of
from portal.pages import Page
from portal.pages.columns import badge
from portal.pages.views.base import PageView

OFFERED = 12

# What belongs to the community as a whole hangs on its node.
WHOLE = Q(level=NodeLevel.COMMUNITY)
IN_USE = badge({UseState.OPEN: "handling", UseState.SHUT: "void"}, dict(UseState.choices))


def dial(number):
    """The number of an office, to be tapped on a phone; it is nobody's own, so it is shown whole."""
    return f'<a href="tel:{escape(number)}">{escape(number)}</a>' if number else ""


class PlaceChips(PageView):
    """The places of one grid, to tap instead of typing; part of a form."""

    verb = "refer"

    def get(self, request):
        grid = key_of(request.GET.get("grid", ""))
        rows = self.page.rows(request.user, self.verb).filter(self.page.pickable)
        here = rows.filter(grid=grid)
        names = here.order_by("order", "pk").values_list("name", flat=True)[:OFFERED]
        return render(request, "grids/_places.html", {"names": names})


class Places(Page):
    model, actions = Place, setup
    path, title, icon, group, order = "places", "地点", "geo-alt", "设置", 930
    subtitle = "各网格常用的地点，上报时一点就填好"
    columns = ["name", "grid", "note", "order", "state"]
    filters = ["grid", "state"]
    search = ["name", "note"]
    fields = ["grid", "name", "note", "order"]
    looks = {"state": IN_USE}
    ordering = "order"
    pickable = Q(state=UseState.OPEN)
    empty_title, empty_text = "还没有地点", "登记楼号、路口、公厕这样的地点，网格员上报时不用打字。"

    @classmethod
    def urls(cls):
        yield from super().urls()
        yield path(f"{cls.path}/chips/", PlaceChips.as_view(page=cls), name="place-chips")


class Departments(Page):
    model, actions = Department, setup
    nodes = WHOLE
    path, title, icon, group, order = "departments", "部门", "building", "设置", 932
    subtitle = "交办单发给谁；部门不登录，回复由社区登记"
    columns = ["name", "duty", "contact", "phone", "state"]
    filters = ["state"]
    search = ["name", "duty"]
    fields = ["grid", "name", "duty", "contact", "phone"]
    looks = {"state": IN_USE, "phone": dial}
    pickable = Q(state=UseState.OPEN)
    empty_title, empty_text = "还没有部门", "登记住建、城管、供水这样的单位，事项才能交办。"


class Limits(Page):
    model = Limit
    nodes = WHOLE
    path, title, icon, group, order = "limits", "办理时限", "stopwatch", "设置", 934
    subtitle = "没有设过的按默认；改动只管以后，已经在走的时限不变"
    columns = ["stage", "urgency", "category", "amount", "unit", "updated_at"]
    filters = ["stage", "urgency", "category"]
    fields = ["grid", "stage", "urgency", "category", "amount", "unit"]
    intro = staticmethod(in_force)
    ordering = "stage"
    empty_title, empty_text = "都按默认时限", "要改哪个环节的时限，点“登记办理时限”。"


class Calendar(Page):
    model, actions = CalendarDay, calendar
    nodes = WHOLE
    path, title, icon, group, order = "calendar", "工作日历", "calendar3", "设置", 936
    subtitle = "节假日和调休由系统算好，与通知不一样的日子登记在这里"
    columns = ["date", "working", "reason", "updated_at"]
    fields = ["grid", "date", "working", "reason"]
    add, change = "mark", "remark"
    intro = staticmethod(year_of)
    ordering = "-date"
    empty_title, empty_text = "没有改过的日子", "放假安排与系统不一致时，登记那一天上班还是放假。"
