"""Visits and walks."""

from django.db.models import Q

from grids import forms
from grids.actions import visit as actions
from grids.choices import NodeLevel, VisitState
from grids.models import Visit, VisitRule, Walk
from grids.pages.person import Persons
from grids.pages.unit import GROUP
from portal.clock import today
from portal.pages import Condition, Page
from portal.pages.columns import badge, whole_name

PERSON = whole_name("person__name", "走访对象")


def awaits(user):
    """Planned visits wait for their visitor."""
    return Q(state=VisitState.PLANNED, visitor=user.pk)


class Visits(Page):
    model, actions = Visit, actions
    path, icon, group, order = "visits", "person-walking", GROUP, 46
    subtitle = "入户走访、流动人口核查、电话联系"
    columns = ["code", PERSON, "grid", "kind", "outcome", "visited_at", "visitor", "planned_on", "state"]
    exports = ["code", "person", "grid", "kind", "outcome", "visited_at", "visitor", "findings", "planned_on", "state"]
    filters = ["grid", "kind", "outcome", "state", "visited_at"]
    search = ["code"]
    fields = ["person", "kind", "outcome", "findings", "visited_at", "next_on"]
    facts = ["person", "kind", "outcome", "visited_at", "visitor", "planned_on", "next_on", "findings"]
    opens = ("person",)
    rare = ("planned_on", "next_on", "findings")
    reveals = ("findings",)
    asks = {"record": forms.RecordVisit}
    looks = {
        "state": badge(
            {VisitState.PLANNED: "reported", VisitState.DONE: "closed", VisitState.CANCELLED: "void"},
            dict(VisitState.choices),
        )
    }
    add, change = "make", "revise"
    conditions = {
        "mine": Condition("等我走访", awaits),
        "late": Condition("过了计划日期", lambda user: Q(state=VisitState.PLANNED, planned_on__lt=today())),
    }
    tabs = ("mine", "late")
    awaits, owner, open_q = awaits, "visitor", Q(state=VisitState.PLANNED)
    empty_title, empty_text = "还没有走访", "在居民页点“登记走访”，或从走访表录入。"


class Walks(Page):
    model = Walk
    path, icon, group, order = "visits/walks", "list-ol", GROUP, 47
    subtitle = "打印带走，回来按序号录入"
    columns = ["code", "grid", "walker", "day", "note"]
    filters = ["grid", "day"]
    search = ["code"]
    facts = ["walker", "day", "note"]
    empty_title, empty_text = "还没有走访表", "在“居民 · 走访到期”里生成。"


class VisitRules(Page):
    model = VisitRule
    nodes = Q(level=NodeLevel.COMMUNITY)
    path, icon, group, order = "visits/rules", "calendar-week", "设置", 938
    subtitle = "哪类对象多少天走访一次；没有设过的按默认"
    columns = ["subject", "days", "updated_at"]
    fields = ["grid", "subject", "days"]
    ordering = "subject"
    empty_title, empty_text = "都按默认周期", "要改哪类对象的周期，点“登记走访周期”。"


Persons.child(Visits)
