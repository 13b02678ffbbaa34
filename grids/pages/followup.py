"""Registers of what belongs to an issue: orders, requests for time, cards, calls back."""

from django.db.models import F, Q

from grids import forms
from grids.actions import extension, order, supervision
from grids.choices import CardState, ExtensionState, IssueLevel, OrderState
from grids.models import Card, Extension, Issue, Order, Revisit
from grids.models.issue import OPEN
from grids.pages import papers
from grids.pages.issue import Issues
from grids.pages.standing import kard
from portal.clock import now
from portal.pages import Column, Condition, Page, PaperOf
from portal.pages.columns import badge, due

REPLY_DUE = due("reply_due_at", "created_at", "replied_at", settled={OrderState.WITHDRAWN: "已收回"}, label="回复时限")


SENT, REPLIED = Q(state=OrderState.SENT), Q(state=OrderState.REPLIED)
PENDING = Q(state=ExtensionState.PENDING)


def silent(user):
    """Departments that keep silent wait for whoever answers for the issue."""
    return SENT & Q(reply_due_at__lt=now(), issue__handler=user.pk)


class Orders(Page):
    model, actions = Order, order
    path, title, icon, group, order = "orders", "交办台账", "send-arrow-up", "五微服务", 12
    subtitle = "交给部门的事项：编号、要求、回复"
    columns = ["number", "issue", "grid", "department", "state", REPLY_DUE, "chased", "outcome", "rating"]
    exports = [
        "number", "issue", "grid", "department", "request", "created_at", "reply_due_at", "chased", "state", "outcome",
        "reply_text", "replied_at", "took_hours", "rating",
    ]  # fmt: skip
    filters = ["grid", "department", "state", "outcome", "rating", "created_at"]
    search = ["number", "code", "request", "issue__title", "issue__code"]
    facts = [
        "issue", "department", "created_at", "reply_due_at", "chased", "outcome", "replied_at", "rating", "request",
        "reply_text",
    ]  # fmt: skip
    asks = {"reply": forms.Reply, "rate": forms.Rate}
    looks = {
        "state": badge(
            {OrderState.SENT: "up", OrderState.REPLIED: "closed", OrderState.WITHDRAWN: "void"},
            dict(OrderState.choices),
        )
    }
    words = {"withdraw": "收回"}
    # A reply is told by the line of the issue.
    news = ("chase", "rate")
    lifted = {"reply": "登记部门回复", "chase": "催办部门", "rate": "评价部门回复"}
    papers = {"paper": PaperOf("打印交办单", papers.order)}
    conditions = {
        "sent": Condition("待回复", lambda user: SENT),
        "silent": Condition("等我催的", silent),
        "overdue": Condition("超期未回复", lambda user: SENT & Q(reply_due_at__lt=now())),
        "unrated": Condition("待评价", lambda user: REPLIED & Q(rating="")),
    }
    tabs = ("sent", "silent", "overdue", "unrated")
    awaits, open_q = silent, SENT
    board_order = ("reply_due_at", "pk")
    empty_title, empty_text = "还没有交办单", "社区办不了的事项点“交办部门”，会在这里编号列出。"

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("department")

    @classmethod
    def sub(cls, record):
        return f"{record.number} · {record.department.name} · {record.grid}"


def undecided(user):
    """Requests for time wait for the community, not for whoever asked or has the issue."""
    own = Q(created_by=user.pk) | Q(issue__handler=user.pk)
    return PENDING & ~own if user.grants("approve", Extension) else Q(pk__in=[])


class Extensions(Page):
    model, actions = Extension, extension
    path, title, icon, group, order = "extensions", "延期申请", "clock-history", "五微服务", 13
    news = ()
    columns = ["code", "issue", "grid", "until", "reason", "state", "created_by", "created_at"]
    filters = ["grid", "state"]
    search = ["code", "issue__title", "issue__code"]
    facts = ["issue", "issue__due_at", "until", "created_by", "created_at", "reason"]
    looks = {
        "state": badge(
            {
                ExtensionState.PENDING: "extend",
                ExtensionState.APPROVED: "closed",
                ExtensionState.REFUSED: "returned",
            },
            dict(ExtensionState.choices),
        )
    }
    words = {"lapse": "不再需要"}
    conditions = {"pending": Condition("待批", lambda user: PENDING), "mine": Condition("等我批的", undecided)}
    tabs = ("pending", "mine")
    awaits, open_q = undecided, PENDING
    empty_title, empty_text = "没有延期申请", "时限内办不完的事项点“申请延期”，会在这里等社区批。"
    lifted = {"approve": "批准延期", "refuse": "不批准延期"}


COLOUR = Column("colour", "牌", ("colour",), kard, lambda colour: {"yellow": "黄牌", "red": "红牌"}[colour], width=6)


# A card falls with its issue, and an issue done anew begins without.
STANDING = Q(state=CardState.GIVEN, round=F("issue__redone"), issue__state__in=OPEN)


class Cards(Page):
    model, actions, news = Card, supervision, ()
    path, title, icon, group, order = "cards", "督办台账", "exclamation-diamond", "五微服务", 14
    subtitle = "超期和退回由系统挂牌，有客观原因可撤"
    columns = ["code", COLOUR, "issue", "grid", "reason", "stage", "handler", "state", "created_at"]
    exports = ["code", COLOUR, "issue", "grid", "reason", "stage", "handler", "created_at", "state"]
    filters = ["grid", "colour", "state", "stage", "created_at"]
    search = ["code", "issue__title", "issue__code"]
    facts = [COLOUR, "issue", "reason", "stage", "handler", "created_at"]
    conditions = {"standing": Condition("仍在挂", lambda user: STANDING)}
    tabs = ("standing",)
    looks = {
        "state": badge({CardState.GIVEN: "check", CardState.WITHDRAWN: "void"}, dict(CardState.choices)),
        "colour": kard,
    }
    empty_title, empty_text = "没有督办牌", "有事项超期或退回两次，系统会在这里挂牌。"


class Revisits(Page):
    model = Revisit
    path, title, icon, group, order = "revisits", "回访台账", "telephone", "五微服务", 16
    subtitle = "结案后问居民满意不满意"
    columns = ["code", "issue", "grid", "channel", "satisfaction", "words", "created_by", "created_at"]
    filters = ["grid", "channel", "satisfaction", "created_at"]
    search = ["code", "issue__title", "issue__code"]
    facts = ["issue", "channel", "satisfaction", "created_by", "created_at", "words"]
    empty_title, empty_text = "还没有回访", "在已结案的事项上点“回访”，会列在这里。"


for page in (Orders, Extensions, Cards, Revisits):
    Issues.child(page)
    page.button("看事项", "grid-3x3-gap", lambda row: Issues.url("detail", row.issue_id), "view", Issue)


def _open_order_paper(issue):
    """The paper of the order a department has in hand."""
    sent = issue.orders.filter(state=OrderState.SENT).first() if issue.level == IssueLevel.DEPARTMENT else None
    return Orders.url("paper", sent.pk) if sent else ""


Issues.button("交办单", "file-earmark-text", _open_order_paper, "view", Order)
