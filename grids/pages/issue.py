"""The register of issues: what it shows, asks and allows."""

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import path

from accounts.models import Post
from accounts.models.user import AccountState
from grids import actions, forms
from grids.choices import Category, IssueLevel, Source, Urgency
from grids.choices import IssueState as S
from grids.models import Issue
from grids.models.issue import UNSETTLED, late_q, overdue_q
from grids.models.issue_moves import stands_above
from grids.pages import standing
from grids.pages.concerned import CONCERNED, found_on
from grids.pages.similar import Similar
from grids.pages.standing import CARD, LIMIT, STATE
from grids.pages.told import TELLS, concerns
from portal.clock import now, today
from portal.models.attachment import Kind
from portal.pages import Condition, Page
from portal.pages.columns import badge, bars
from portal.pages.widgets import Chips, Tiles
from portal.reach import Reach, condition

ICONS = {
    Category.RESIDENTS: "house",
    Category.SANITATION: "recycle",
    Category.HAZARD: "cone-striped",
    Category.DISPUTE: "people",
    Category.ORDER: "shield",
    Category.LIVELIHOOD: "heart-pulse",
    Category.FACILITY: "signpost-split",
    Category.OPINION: "chat-left-dots",
    Category.EMERGENCY: "lightning-charge",
    Category.OTHER: "three-dots",
}
WORDS = {
    "card": "挂牌",
    "card_withdrawn": "撤牌",
    "answered": "部门回复",
    "extended": "延期获批",
    "not_extended": "延期未批",
    "merge": "并入",
    "retimed": "按日历重算时限",
}


def awaits(user):
    """What waits for a user: an own grid's reports for its head, what went up and what is to be checked for the community,
    work for whoever has it in hand, returns for the reporter, or for the grid where that person works here no more."""
    q = Q(state=S.RETURNED, created_by=user.pk)
    # What a department has waits for its order, see Orders.
    at_work = Q(state=S.HANDLING) & ~Q(level=IssueLevel.DEPARTMENT)
    q |= Q(handler=user.pk) & (Q(state=S.ACCEPTED) | at_work | Q(state=S.SUSPENDED, look_on__lte=today()))
    for grant in _subtrees(user, "resubmit"):
        here = Post.objects.current().filter(user=OuterRef("created_by"), user__state=AccountState.ACTIVE)
        q |= Q(state=S.RETURNED) & ~Exists(here) & condition(grant, user, Issue)
    for grant in _subtrees(user, "accept"):
        level = IssueLevel.COMMUNITY if grant.wide else IssueLevel.GRID
        q |= Q(state=S.REPORTED, level=level) & condition(grant, user, Issue)
    for grant in _subtrees(user, "verify"):
        q |= Q(state=S.CHECKING) & ~Q(handler=user.pk) & condition(grant, user, Issue)
    return UNSETTLED & q


def _subtrees(user, verb):
    return [grant for grant in user.grants(verb, Issue) if grant.reach == Reach.SUBTREE]


class Issues(Page):
    model, actions, form = Issue, actions, forms.Report
    title, icon, group, order = "事项台账", "grid-3x3-gap", "五微服务", 10
    nav_label = "微服务 · 事项"
    on_phone, phone_label, keeps_draft, begins_at = True, "事项", True, ("visit",)
    subtitle = "微服务 · 人名、电话默认脱敏"
    columns = ["code", "title", CARD, "grid", "category", "urgency", STATE, LIMIT, "handler", "created_at"]
    exports = [
        "code", "title", "category", "line", "source", "urgency", "grid", "occurred_at", "place", "people", CONCERNED,
        "description", "state", "created_by", "handler", "created_at", "due_at", "closed_at", "result", "satisfaction",
    ]  # fmt: skip
    filters = [
        "grid",
        "category",
        "line",
        "state",
        "level",
        "urgency",
        "source",
        "supervision",
        "created_at",
        "overdue",
    ]
    search = ["code", "title", "place"]
    fields = [
        "category", "title", "description", "photos", "grid", "place", "urgency", "concerned", "line", "source", "people",
        "occurred_at", "visit",
    ]  # fmt: skip
    imports = [
        "category", "title", "description", "grid", "place", "urgency", "line", "source", "people", "occurred_at",
    ]  # fmt: skip
    facts = [
        "place", "occurred_at", "category", "line", "source", "urgency", "concerned", "people", "level", "handler",
        "created_by", "satisfaction", "visit", "description", "result",
    ]  # fmt: skip
    opens, reveals = ("line", "concerned", "visit"), ("description", "result")
    rare = (
        "concerned",
        "visit",
        "people",
        "handler",
        "satisfaction",
        "duplicate_of",
        "split_from",
        "description",
        "result",
    )
    asks = {
        "submit": forms.Submit, "settle": forms.Submit, "progress": forms.Progress, "assign": forms.Assign,
        "dispatch": forms.Dispatch, "extend": forms.Extend, "suspend": forms.Suspend, "void": forms.Void,
        "revisit": forms.CallBack, "split": forms.Split,
    }  # fmt: skip
    seldom = ("split", "urge", "suspend", "void", "assign", "send_back", "escalate", "reopen")
    add, add_many, change, add_label, add_title = "report", "report_many", "revise", "上报", "上报事项"
    photo_kinds = {Kind.BEFORE: "处置前", Kind.AFTER: "处置后"}
    folded = ("concerned", "line", "source", "people", "occurred_at")
    words = WORDS
    tiles = {
        "category": Tiles("cats", icons=ICONS),
        "urgency": Tiles("pick"),
        "place": Chips("place-chips", beside="grid", label="常用地点"),
    }
    looks = {
        "state": badge(standing.BADGES, dict(S.choices)),
        "urgency": bars(
            {Urgency.ORDINARY: 1, Urgency.DIFFICULT: 2, Urgency.URGENT: 3}, dict(Urgency.choices), Urgency.URGENT
        ),
    }
    conditions = {
        "open": Condition("未结案", lambda user: UNSETTLED),
        "mine": Condition("等我办", awaits),
        "overdue": Condition("超期", lambda user: overdue_q(now())),
        "late": Condition("环节超期", lambda user: late_q(now())),
        "carded": Condition("红黄牌", lambda user: UNSETTLED & ~Q(supervision="")),
        "suspended": Condition("挂账", lambda user: UNSETTLED & Q(state=S.SUSPENDED)),
        "revisit": Condition("待回访", lambda user: Q(state=S.CLOSED) & ~Q(handler=user.pk)),
        "reported": Condition("我上报的", lambda user: Q(created_by=user.pk)),
    }
    tabs = ("open", "mine", "overdue", "carded", "suspended", "revisit", "reported")
    bulk, keeps_views = ("accept", "assign", "verify", "urge"), True
    board = (S.REPORTED, S.RETURNED, S.ACCEPTED, S.HANDLING, S.SUSPENDED, S.CHECKING)
    board_order = ("due_at", "pk")
    empty_title = "还没有事项"
    empty_text = "网格员在手机上点“上报”，写一句话、拍张照，就会列在这里。"
    awaits = awaits
    concerns, follows, tells = concerns, "duplicate_of", TELLS
    owner = "handler"
    open_q = UNSETTLED

    @classmethod
    def urls(cls):
        yield path(f"{cls.path}/similar/", Similar.as_view(page=cls), name="issue-similar")
        yield from super().urls()

    @classmethod
    def edit_refusal(cls, record, user):
        if record.state in (S.CLOSED, S.VISITED, S.VOID):
            done = record.get_state_display().removeprefix("已")
            return f"这件事项已{done}，内容不再改动；没有办好的请点“重新办理”，有出入的请另报一件并写明关联编号。"
        if (
            record.state not in (S.REPORTED, S.RETURNED)
            and record.handler_id != user.pk
            and not stands_above(record, user, "edit")
        ):
            return "受理之后由承办人或社区修改；需要补充请告诉承办人。"
        return None

    @classmethod
    def judged(cls, rows):
        # A return is mended by its reporter as long as that person works here.
        posts = Post.objects.current().filter(user__state=AccountState.ACTIVE).select_related("grid").order_by("pk")
        return super().judged(rows).prefetch_related(Prefetch("created_by__posts", posts, to_attr="posts_now"))

    @classmethod
    def sub(cls, record):
        parts = [str(record.grid), record.get_category_display(), f"来源 {record.get_source_display()}"]
        return " · ".join(parts)

    @classmethod
    def state_html(cls, record):
        return standing.badge(record.state, record.level, record.asked_until)

    notice = staticmethod(standing.notice)
    due_html = staticmethod(standing.due_html)
    stepper = staticmethod(standing.stepper)
    clocks = staticmethod(standing.clocks)

    @classmethod
    def initial(cls, user, asked):
        node = user.home_grid
        usual = {"grid": node.pk if node else None, "source": Source.HEAD if user.is_head else Source.MEMBER}
        return usual | found_on(user, asked.get("visit", ""))

    @classmethod
    def board_card(cls, record):
        return {
            "title": record.card,
            "url": cls.url("detail", record.pk),
            "code": record.code,
            "cells": [str(record.grid), cls.looks["urgency"](record.urgency), cls.due_html(record)],
        }
