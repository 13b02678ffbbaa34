"""The periods of pledges, reviews and stock phrases."""

from datetime import timedelta

from django.db.models import Q

from grids.choices import NodeLevel
from grids.pages.setup import IN_USE
from party.queries.member import FoundByName
from pledges import forms
from pledges.actions import fulfilment as actions
from pledges.actions import phrase, review
from pledges.choices import RUNNING, FulfilmentState, PledgeState, Reviewer
from pledges.models import Fulfilment, Pledge, Review, StockPhrase
from pledges.models.fulfilment import COUNTED
from pledges.models.pledge import OPEN
from pledges.models.pledge_moves import is_own
from pledges.pages import looks
from pledges.pages.pledge import Pledges
from pledges.pages.stock import built_in
from portal.clock import today
from portal.models.attachment import Kind
from portal.pages import Column, Condition, Page
from portal.pages.columns import whole_name

S = FulfilmentState
NUMBER = Column(
    "number", "期次", ("number",), lambda n: f"第 {n} 期", lambda n: n, css="nw", sort="number", kind="number", width=7
)
NAME = whole_name("pledge__member__person__name")
LIVE = Q(state=S.WAITING, pledge__state__in=[*RUNNING, PledgeState.REVIEWING])


def awaits(user):
    """The user's own periods that have begun."""
    mine = Q(pledge__member__person__user=user.pk, pledge__state__in=RUNNING)
    return mine & Q(state=S.WAITING, opens_on__lte=today())


def late(user):
    """Those whose day has passed."""
    return LIVE & Q(due_on__lt=today())


def soon(user):
    """Those whose day comes within a week."""
    return LIVE & Q(due_on__gte=today(), due_on__lte=today() + timedelta(days=looks.SOON_DAYS))


def unconfirmed(user):
    """Kept, of a pledge that is not settled, and nobody has asked whoever was helped."""
    return Q(state=S.DONE, confirmed_how="", pledge__state__in=OPEN)


class Fulfilments(FoundByName, Page, member_path="pledge__member"):
    model, actions = Fulfilment, actions
    path, title, icon, group, order = "pledges/fulfilments", "兑现台账", "calendar-check", "五微服务", 21
    subtitle = "每条承诺的每一期：哪天到期、做了没有、核实没有"
    columns = ["pledge", NUMBER, NAME, "organisation", "grid", looks.DUE, "kept_on", "confirmed_how", "state"]
    exports = [
        "code", "pledge", "pledge__member", "organisation", "grid", "number", "opens_on", "due_on", "kept_on", "note",
        "confirmed_how", "confirmed_on", "confirmed_words", "excuse", "state",
    ]  # fmt: skip
    filters = ["organisation", "grid", "state", "confirmed_how", "due_on", "kept_on"]
    facts = [
        "pledge", NAME, "organisation", NUMBER, "opens_on", "due_on", "kept_on", "note", "confirmed_how", "confirmed_by",
        "confirmed_on", "confirmed_words", "excuse",
    ]  # fmt: skip
    opens = ("pledge",)
    rare = ("kept_on", "note", "confirmed_how", "confirmed_by", "confirmed_on", "confirmed_words", "excuse")
    photo_kinds = {Kind.BEFORE: "兑现", Kind.AFTER: "签字单"}
    looks = {"state": looks.PERIOD}
    asks = {"fulfil": forms.Fulfil, "confirm": forms.Confirm}
    seldom = ("undo", "excuse")
    words = {"drop": "取消这一期"}
    conditions = {
        "mine": Condition("等我兑现", awaits),
        "late": Condition("逾期", late),
        "soon": Condition("快到期", soon),
        "unconfirmed": Condition("待核实", unconfirmed),
        "counted": Condition("计入兑现率的", lambda user: COUNTED),
        "excused": Condition("客观原因", lambda user: Q(state=S.EXCUSED)),
    }
    tabs = ("mine", "late", "soon", "unconfirmed", "excused")
    awaits, open_q, board_order = awaits, Q(state=S.WAITING, pledge__state__in=OPEN), ("due_on", "pk")
    ordering = "due_on"
    lifted = {"fulfil": "兑现了", "confirm": "核实"}
    news = ("confirm", "undo")
    empty_title, empty_text = "还没有兑现期", "承诺通过审诺以后，每一期的应兑现日期会列在这里。"

    @classmethod
    def asks_photos(cls):
        return True

    @classmethod
    def title_of(cls, record):
        return f"第 {record.number} 期：{record.pledge.card}"

    @classmethod
    def sub(cls, record):
        return " · ".join(
            [record.pledge.member.person.name, record.pledge.code, f"{record.opens_on} 至 {record.due_on}"]
        )

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("pledge__member__person")

    @classmethod
    def due_html(cls, record):
        return looks.due_cell(record.due_on, record.state) if record.state == S.WAITING else ""


class Reviews(FoundByName, Page, member_path="pledge__member"):
    model, actions, form = Review, review, forms.Say
    path, title, icon, group, order = "pledges/reviews", "评诺台账", "chat-square-text", "五微服务", 22
    subtitle = "自评、党员互评、组织评、群众评"
    columns = ["side", "rating", "pledge", NAME, "way", "words", "said_on", "created_by"]
    exports = ["code", "pledge", "pledge__member", "side", "rating", "way", "words", "said_on", "created_by"]
    filters = ["side", "rating", "way", "grid", "said_on"]
    fields = ["pledge", "side", "rating", "way", "words", "said_on"]
    facts = ["pledge", NAME, "side", "rating", "way", "words", "said_on", "created_by"]
    opens, rare = ("pledge",), ("words",)
    add = change = "say"
    lies_with = "pledge"
    empty_title, empty_text = "还没有评议", "承诺转入评诺以后，四方的评议登记在这里。"

    @classmethod
    def edit_refusal(cls, record, user):
        if record.side != Reviewer.SELF and is_own(record.pledge, user):
            return "这是别人对您的承诺的评议，不能由您来改。"
        if record.pledge.state == PledgeState.REVIEWING:
            return None
        return "这条承诺已经评完；要改评议，请先在承诺上点“撤销结论”。"

    @classmethod
    def title_of(cls, record):
        return f"{record.get_side_display()}：{record.get_rating_display()}"


class StockPhrases(Page):
    model, actions = StockPhrase, phrase
    nodes = Q(level=NodeLevel.COMMUNITY)
    path, icon, group, order = "pledges/phrases", "chat-quote", "设置", 942
    subtitle = "用语检查认的套话；自带的可以停用，也可以加自己的"
    columns = ["text", "grid", "state", "updated_at"]
    filters, search = ["state"], ["text"]
    fields = ["text", "grid"]
    looks = {"state": IN_USE}
    intro = staticmethod(built_in)
    ordering = "text"
    empty_title, empty_text = "只用自带的套话", "要加一句，点“登记套话”；要停用自带的，登记同样的字再点“停用”。"


def review_url(pledge):
    """Where a review of a pledge is entered; nowhere while it is not being judged."""
    return f"{Reviews.url('add')}?pledge={pledge.pk}" if pledge.state == PledgeState.REVIEWING else ""


Pledges.child(Fulfilments, whole=True)
Pledges.child(Reviews)
Pledges.button("登记评议", "chat-square-text", review_url, "add", Review)
Fulfilments.button("看承诺", "vector-pen", lambda row: Pledges.url("detail", row.pledge_id), "view", Pledge)
