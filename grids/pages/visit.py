"""The register of visits."""

from datetime import timedelta

from django.db.models import Q
from django.urls import path
from django.utils.html import format_html

from grids import forms
from grids.actions import visit as actions
from grids.choices import PersonState, Tie, VisitOutcome, VisitState
from grids.forms.visit import KIND, OUTCOME
from grids.models import Issue, Person, Visit
from grids.models.issue_moves import stands_above
from grids.pages.about import AboutPerson, person_column
from grids.pages.due import Due
from grids.pages.issue import Issues
from grids.pages.person import Persons
from grids.pages.unit import GROUP
from portal.clock import now, today
from portal.pages import Condition, Page
from portal.pages.columns import badge

PERSON = person_column("走访对象")
# How long the visitor may mend the own words; afterwards whoever stands above does.
OWN_TIME = timedelta(days=2)
STATE = badge(
    {VisitState.PLANNED: "reported", VisitState.DONE: "closed", VisitState.CANCELLED: "void"}, dict(VisitState.choices)
)


def awaits(user):
    """Planned visits wait for their visitor."""
    return Q(state=VisitState.PLANNED, visitor=user.pk)


class Visits(AboutPerson, Page):
    model, actions, form = Visit, actions, forms.Visited
    path, icon, group, order = "visits", "person-walking", GROUP, 46
    on_phone, phone_label, phone_icon, phone_kind, phone_adds = True, "走访", "person-walking", "due", False
    subtitle = "入户走访、流动人口核查、电话联系"
    columns = ["code", PERSON, "grid", "kind", "outcome", "visited_at", "visitor", "planned_on", "state"]
    exports = ["code", "person", "grid", "kind", "outcome", "visited_at", "visitor", "findings", "planned_on", "state"]
    filters = ["grid", "kind", "outcome", "state", "visited_at"]
    fields = ["person", "outcome", "kind", "findings", "visited_at", "next_on"]
    folded = ("visited_at", "next_on")
    tiles = {"outcome": OUTCOME, "kind": KIND}
    facts = ["person", "kind", "outcome", "visited_at", "visitor", "planned_on", "due_on", "next_on", "findings"]
    opens = ("person",)
    reveals = ("findings",)
    rare = ("planned_on", "due_on", "next_on", "findings", "outcome", "visited_at")
    asks = {"record": forms.RecordVisit}
    looks = {"state": STATE}
    words = {"add": "登记"}
    add, add_many, change = "make", "make_many", "revise"
    conditions = {
        "mine": Condition("等我走访", awaits),
        "late": Condition("过了计划日期", lambda user: Q(state=VisitState.PLANNED, planned_on__lt=today())),
        "absent": Condition("没见到人", lambda user: Q(state=VisitState.DONE, outcome=VisitOutcome.ABSENT)),
    }
    tabs = ("mine", "late", "absent")
    awaits, owner, open_q = awaits, "visitor", Q(state=VisitState.PLANNED)
    news = ("record", "cancel")
    board_order = ("planned_on", "pk")
    empty_title, empty_text = "还没有走访", "在居民页点“登记走访”，或从走访表录入。"

    @classmethod
    def urls(cls):
        yield path(f"{cls.path}/due/", Due.as_view(page=cls), name="visit-due")
        yield from super().urls()

    @classmethod
    def list_acts(cls, user):
        return [{"label": "走访到期", "url": cls.url("due"), "icon": "calendar-week", "main": False}]

    @classmethod
    def title_of(cls, record):
        return record.card

    @classmethod
    def sub(cls, record):
        door = record.person.household.door if record.person.household_id else ""
        return " · ".join(filter(None, [str(record.grid), door, record.code]))

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("person__household")

    @classmethod
    def due_html(cls, record):
        if record.state != VisitState.PLANNED:
            return ""
        late = record.planned_on < today()
        return format_html('<span class="due {}">计划 {}</span>', "late" if late else "ok", record.planned_on)

    @classmethod
    def notice(cls, record):
        missed = record.person.visit_missed
        if missed >= 2 and record.person.state == PersonState.PRESENT:
            return f"已经连续 {missed} 次家中无人，请换个时间，或先打电话。"
        return ""

    @classmethod
    def edit_refusal(cls, record, user):
        if record.state == VisitState.PLANNED:
            return "还没有走访，请点“登记走访”；不去了请点“取消”。"
        if record.state == VisitState.CANCELLED:
            return "已取消的走访不再改动，请另登记一次。"
        if record.created_at < now() - OWN_TIME and not stands_above(record, user, "edit"):
            return "登记两天后由社区修改；有补充请再登记一次走访。"
        return None


def visit_url(person):
    """Where a visit to somebody on the register is written down."""
    return f"{Visits.url('add')}?person={person.pk}" if person.state == PersonState.PRESENT else ""


def report_url(visit):
    """Where an issue is reported that a visit brought to light."""
    return f"{Issues.url('add')}?visit={visit.pk}" if visit.state == VisitState.DONE else ""


def leave_url(visit):
    """Where it is written down that somebody moved away, once a visitor was told so."""
    gone = visit.outcome == VisitOutcome.GONE and visit.person.state == PersonState.PRESENT
    return Persons.url("leave", visit.person_id) if gone and visit.person.tie == Tie.RESIDENT else ""


# A visit stays where it was made; whoever looks after the person now is to know when somebody was there last.
Persons.child(Visits, whole=True)
Persons.button("登记走访", "journal-check", visit_url, "add", Visit, style="main")
Visits.button("据此上报事项", "megaphone", report_url, "add", Issue)
Visits.button("办理迁出", "box-arrow-right", leave_url, "leave", Person)
