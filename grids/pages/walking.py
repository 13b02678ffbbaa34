"""The sheets of walks: made from a list of people, printed, taken along, typed in again by numbers."""

from django.db.models import Q
from django.urls import path

from grids import forms
from grids.actions import walk as actions
from grids.choices import NodeLevel, VisitOutcome
from grids.models import Issue, Walk
from grids.pages.person import Persons
from grids.pages.sheet import Paper, Workbook, lines_of
from grids.pages.unit import GROUP
from grids.pages.visit import Visits, report_url
from portal.clock import today
from portal.pages import Page
from portal.reach import may


class Walks(Page):
    model, actions, form = Walk, actions, forms.Sheet
    nodes = Q(level=NodeLevel.GRID)
    path, icon, group, order = "visits/walks", "list-ol", GROUP, 47
    add_title = "做走访表"
    subtitle = "打印带走，回来按序号录入"
    columns = ["code", "grid", "walker", "day", "note"]
    filters = ["grid", "day"]
    search = ["code"]
    fields = ["grid", "walker", "day", "note"]
    facts = ["grid", "walker", "day", "note"]
    rare = ("note",)
    asks, move_templates = {"enter": forms.Enter}, {"enter": "grids/walk_enter.html"}
    empty_title, empty_text = "还没有走访表", "在“走访到期”里点“做走访表”，或在“居民”里勾选后做。"

    @classmethod
    def urls(cls):
        yield path(f"{cls.path}/<int:pk>/sheet/", Paper.as_view(page=cls), name="walk-sheet")
        yield path(f"{cls.path}/<int:pk>/sheet.xlsx", Workbook.as_view(page=cls), name="walk-workbook")
        yield from super().urls()

    @classmethod
    def people(cls, user):
        """The people who may stand on a sheet of this user's."""
        return Persons.rows(user)

    @classmethod
    def initial(cls, user, asked):
        node = user.home_grid
        return {"grid": node.pk if node else None, "walker": user.pk, "day": today()}

    @classmethod
    def title_of(cls, record):
        return f"{record.grid} {record.day:%m-%d} 走访表"

    @classmethod
    def sub(cls, record):
        return f"走访人 {record.walker.name} · {record.code}"

    @classmethod
    def move_context(cls, move, record, user):
        return {"lines": lines_of(record, user), "facts": []}


def told(walk, user):
    """The lines of a sheet on its page: whom they name and what came of each."""
    may_report = may(user, "add", Issue)
    lines = lines_of(walk, user)
    for line in lines:
        line["report_url"] = report_url(line["visit"]) if may_report and line["visit"] and line["findings"] else ""
        line["visit_url"] = Visits.url("detail", line["visit"].pk) if line["visit"] else ""
    done = [line for line in lines if line["visit"]]
    met = sum(line["visit"].outcome in (VisitOutcome.MET, VisitOutcome.FAMILY) for line in done)
    return {"lines": lines, "done": len(done), "met": met, "left": len(lines) - len(done)}


Walks.panel("lines", "名单", "grids/_walk_lines.html", told, model=Walk)
Walks.button("打印走访表", "printer", lambda walk: Walks.url("sheet", walk.pk), "view", Walk)
Persons.gather("做走访表", "list-ol", "person-walk", "add", Walk)
