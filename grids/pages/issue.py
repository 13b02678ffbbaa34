"""The register of issues: what it shows, asks and allows."""

from django.db.models import Q
from django.utils import timezone

from grids import actions, forms
from grids.choices import Category, Source, Urgency
from grids.choices import IssueState as S
from grids.limits import in_words
from grids.models import Issue
from grids.models.issue import OPEN
from portal.clock import due_words, now
from portal.models import Entry
from portal.models.attachment import Kind
from portal.pages import Condition, Page
from portal.pages.columns import badge, bars, due
from portal.pages.widgets import Tiles
from portal.reach import Reach, condition

BADGES = {
    S.REPORTED: "reported",
    S.RETURNED: "returned",
    S.ACCEPTED: "accepted",
    S.HANDLING: "handling",
    S.CHECKING: "check",
    S.CLOSED: "closed",
    S.VOID: "void",
}
WAY = [S.REPORTED, S.ACCEPTED, S.HANDLING, S.CHECKING, S.CLOSED]
MADE_BY = {S.ACCEPTED: "accept", S.HANDLING: "handle", S.CHECKING: "submit", S.CLOSED: "verify", S.REPORTED: "add"}
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


LIMIT = due(settled={S.VOID: "已作废"})


def awaits(user):
    """What waits for a user: reports and work of an own grid for its head, checks for the community, returns for the reporter."""
    q = Q(state=S.RETURNED, created_by=user.pk)
    for state, move in ((S.REPORTED, "accept"), (S.ACCEPTED, "handle"), (S.HANDLING, "submit"), (S.CHECKING, "verify")):
        for grant in user.grants(move, Issue):
            if grant.reach == Reach.SUBTREE and (state == S.CHECKING or not grant.wide):
                q |= Q(state=state) & condition(grant, user, Issue)
    return q


def oversees(user, record):
    """Whether a post above the grid, not any other post of the user, lets them correct this issue."""
    wide = [grant for grant in user.grants("edit", Issue) if grant.wide and grant.reach == Reach.SUBTREE]
    return any(Issue.objects.filter(condition(grant, user, Issue), pk=record.pk).exists() for grant in wide)


class Issues(Page):
    model, actions = Issue, actions
    title, icon, group, order = "事项台账", "grid-3x3-gap", "五微服务", 10
    nav_label = "微服务 · 事项"
    on_phone, phone_label = True, "事项"
    subtitle = "微服务 · 人名、电话默认脱敏"
    columns = ["code", "title", "grid", "category", "urgency", "state", LIMIT, "handler", "created_at"]
    exports = [
        "code", "title", "category", "line", "source", "urgency", "grid", "occurred_at", "place", "people", "parties",
        "description", "state", "created_by", "handler", "created_at", "due_at", "closed_at", "result",
    ]  # fmt: skip
    filters = ["grid", "category", "line", "state", "urgency", "source", "created_at", "overdue"]
    search = ["code", "title", "place"]
    fields = [
        "category", "title", "description", "photos", "grid", "place", "urgency", "line", "source", "parties", "people",
        "occurred_at",
    ]  # fmt: skip
    facts = [
        "place", "occurred_at", "category", "line", "source", "urgency", "parties", "people", "handler", "created_by",
        "description", "result",
    ]  # fmt: skip
    asks = {"submit": forms.Submit}
    add, add_many, change, add_label, add_title = "report", "report_many", "revise", "上报", "上报事项"
    photo_kinds = {Kind.BEFORE: "处置前", Kind.AFTER: "处置后"}
    folded = ("line", "source", "parties", "people", "occurred_at")
    tiles = {
        "category": Tiles("cats", icons=ICONS),
        "urgency": Tiles("pick", hints={urgency: in_words(urgency) for urgency in Urgency}),
    }
    looks = {
        "state": badge(BADGES, dict(S.choices)),
        "urgency": bars(
            {Urgency.ORDINARY: 1, Urgency.DIFFICULT: 2, Urgency.URGENT: 3}, dict(Urgency.choices), Urgency.URGENT
        ),
    }
    conditions = {
        "open": Condition("未结案", lambda user: Q(state__in=OPEN)),
        "mine": Condition("等我办", awaits),
        "overdue": Condition("超期", lambda user: Q(state__in=OPEN, due_at__lt=now())),
        "reported": Condition("我上报的", lambda user: Q(created_by=user.pk)),
    }
    tabs = ("open", "mine", "overdue", "reported")
    board, board_related, board_order = (
        (S.REPORTED, S.RETURNED, S.ACCEPTED, S.HANDLING, S.CHECKING),
        ("grid",),
        ("due_at", "pk"),
    )
    empty_title = "还没有事项"
    empty_text = "网格员在手机上点“上报”，写一句话、拍张照，就会列在这里。"
    awaits = awaits
    owner = "handler"
    open_q = Q(state__in=OPEN)

    @classmethod
    def edit_refusal(cls, record, user):
        if record.state in (S.CLOSED, S.VOID):
            return f"这件事项已{record.get_state_display().removeprefix('已')}，内容不再改动；有出入请另报一件并写明关联编号。"
        if record.state not in (S.REPORTED, S.RETURNED) and record.handler_id != user.pk and not oversees(user, record):
            return "受理之后由承办人或社区修改；需要补充请告诉承办人。"
        return None

    @classmethod
    def sub(cls, record):
        parts = [str(record.grid), record.get_category_display(), f"来源 {record.get_source_display()}"]
        return " · ".join(parts)

    @classmethod
    def notice(cls, record):
        verb = {S.RETURNED: "send_back", S.HANDLING: "reject"}.get(record.state)
        lines = Entry.objects.filter(model="grids.issue", object_id=record.pk, to_state=record.state) if verb else None
        last = lines.order_by("-at", "-pk").first() if verb else None
        if last is None or last.verb != verb:
            return ""
        todo = "请先点“修改”补好，再点“补正重报”。" if verb == "send_back" else "请按此继续处置后再提交。"
        return f"{Issue.MOVES[verb].label}：{last.reason}　{todo}"

    @classmethod
    def due_html(cls, record):
        return LIMIT.html(record.due_at, record.created_at, record.closed_at, record.state)

    @classmethod
    def initial(cls, user):
        node = user.home_grid
        return {"grid": node.pk if node else None, "source": Source.HEAD if user.is_head else Source.MEMBER}

    @classmethod
    def stepper(cls, record):
        entries = Entry.objects.filter(model="grids.issue", object_id=record.pk, verb__in=MADE_BY.values())
        made = {e.verb: e for e in entries.order_by("at")}
        reached = [state for state in WAY if MADE_BY[state] in made or state == S.REPORTED]
        if record.state in WAY:
            reached = WAY[: WAY.index(record.state) + 1]
        elif record.state == S.RETURNED:
            reached = WAY[:1]
        steps = []
        for n, state in enumerate(WAY):
            entry = made.get(MADE_BY[state]) if state in reached else None
            here = n == len(reached) - 1 and state != S.CLOSED and record.state != S.VOID
            css = "now" if here else "done" if state in reached else "later"
            label = S.RETURNED.label if record.state == S.RETURNED and here else state.label
            sub = f"{timezone.localtime(entry.at):%m-%d %H:%M}" if entry else ""
            steps.append({"label": label, "sub": sub, "css": css})
        if record.state == S.VOID:
            # A side path takes the place of the step it interrupted.
            steps = [*steps[: len(reached)], {"label": S.VOID.label, "sub": "", "css": "now"}]
        return steps

    @classmethod
    def clocks(cls, record):
        if record.state == S.VOID:
            return []
        end = record.closed_at or now()
        css, words = due_words(record.due_at, end, since=record.created_at)
        whole, used = record.due_at - record.created_at, end - record.created_at
        if record.closed_at:
            words = "超期办结" if css == "late" else "按期办结"
            css = css if css == "late" else "done"
        return [
            {
                "label": f"全程 · {record.get_urgency_display()} · 限 {in_words(record.urgency)}",
                "limit": in_words(record.urgency),
                "due_at": f"到期 {timezone.localtime(record.due_at):%m-%d %H:%M}",
                "words": words,
                "css": css,
                "value": min(100, max(0, round(100 * used / whole))) if whole else 100,
                "max": 100,
            }
        ]

    @classmethod
    def board_card(cls, record):
        return {
            "title": record.card,
            "url": cls.url("detail", record.pk),
            "code": record.code,
            "cells": [str(record.grid), cls.looks["urgency"](record.urgency), cls.due_html(record)],
        }
