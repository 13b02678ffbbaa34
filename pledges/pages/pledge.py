"""The register of pledges."""

from datetime import timedelta

from django.db.models import Q
from django.urls import path

from accounts.choices import Role
from party.choices import MemberState
from party.models import Member
from party.pages.member import Members
from party.queries.member import FoundByName
from pledges import forms
from pledges.actions import pledge as actions
from pledges.choices import PledgeState
from pledges.models import Pledge
from pledges.models.pledge import OPEN, PUBLISHED, RUNNING
from pledges.models.pledge_moves import secretaries
from pledges.pages import looks
from pledges.pages.book import Book
from pledges.pages.desk import Desk
from pledges.pages.overview import Overview
from pledges.pages.wording import Wording
from portal.clock import today
from portal.pages import Condition, Page
from portal.pages.columns import whole_name
from portal.reach import NOTHING, may

S = PledgeState
NAME = whole_name("member__person__name")
# Nobody keeps it any more, and nobody closed it.
ORPHANED = Q(state__in=OPEN, member__state=MemberState.LEFT)
LATE = Q(state__in=[*RUNNING, S.REVIEWING])


def to_review(user):
    """Pledges wait for whoever reviews them, never for their own member."""
    if not may(user, "approve", Pledge):
        return NOTHING
    waits = Q(state=S.PENDING) & ~mine(user)
    if any(post.role == Role.SECRETARY for post in user.posts_now):
        return waits
    # A clerk reviews the secretary's alone.
    return waits & Q(member__person__user__in=secretaries().values("user"))


def mine(user):
    """The user's own."""
    return Q(member__person__user=user.pk)


def awaits(user):
    """Reviews and verdicts for those who give them, with what members who left have left open; what came back for its member."""
    to_judge = Q(state=S.REVIEWING) if may(user, "close", Pledge) else NOTHING
    to_clear = ORPHANED if may(user, "void", Pledge) else NOTHING
    return to_review(user) | to_judge | to_clear | (Q(state=S.RETURNED) & mine(user))


def overdue(user):
    """Running pledges of which a period waits beyond its day."""
    return LATE & Q(next_due_on__lt=today())


def at_risk(user):
    """Those not overdue yet whose next period ends within days."""
    last = today() + timedelta(days=looks.SOON_DAYS)
    return Q(state__in=RUNNING, next_due_on__gte=today(), next_due_on__lte=last)


class Pledges(FoundByName, Page):
    model, actions, form = Pledge, actions, forms.Propose
    path, title, icon, group, order = "pledges", "承诺登记册", "vector-pen", "五微服务", 20
    nav_label = "微承诺"
    subtitle = "承诺一件、登记一件、兑现一件、销号一件"
    # Who walks a grid has issues and visits at hand first.
    on_phone, phone_order, phone_label, phone_icon = True, 50, "承诺", "vector-pen"
    keeps_draft = True
    columns = ["sentence", NAME, "organisation", "grid", "frequency", looks.KEPT, looks.NEXT, "state"]
    exports = [
        "code", "member", "organisation", "grid", "year", "kind", "sentence", "frequency", "starts_on", "ends_on", "draft",
        "flags", "approved_on", "due", "kept", "closed_on", "fault", "state",
    ]  # fmt: skip
    filters = ["year", "organisation", "grid", "kind", "frequency", "state", "flags", "fault"]
    fields = ["member", "sentence", "frequency", "starts_on", "ends_on", "kind", "beneficiary"]
    imports = ["member", "kind", "sentence", "frequency", "starts_on", "ends_on"]
    folded = ("kind", "beneficiary")
    facts = [
        "sentence", NAME, "organisation", "year", "kind", "frequency", "starts_on", "ends_on", looks.KEPT, looks.NEXT,
        "draft", "approved_on", "public_until", "advice", "suggestion", "fault", "closed_on",
    ]  # fmt: skip
    rare = ("next_due_on", "approved_on", "public_until", "advice", "suggestion", "fault", "closed_on")
    looks = {"state": looks.STATE, "flags": looks.flags}
    asks = {
        "approve": forms.Approve, "send_back": forms.SendBack, "change_rule": forms.ChangeRule, "fail": forms.Fail,
        "name_whom": forms.NameWhom,
    }  # fmt: skip
    seldom = ("begin", "change_rule", "name_whom", "void", "recall", "resume", "conclude")
    words = {"merge": "改指向合并后的记录"}
    add, add_many, change, lies_with = "propose", "propose_many", "revise", "member"
    add_label, add_title = "提诺", "提一条承诺"
    hints = ("写清对谁、做什么、多久一次、到什么时候", "一句话说完，10 到 60 字", "做得到、查得到")
    conditions = {
        "mine": Condition("我的", mine),
        "review": Condition("等我审诺", to_review),
        "keeping": Condition("践诺中", lambda user: Q(state__in=RUNNING)),
        "overdue": Condition("逾期", overdue),
        "risk": Condition("快到期", at_risk),
        "judge": Condition("评诺中", lambda user: Q(state=S.REVIEWING)),
        "closed": Condition("已销号", lambda user: Q(state=S.CLOSED)),
        "published": Condition("公示的", lambda user: Q(state__in=PUBLISHED)),
        "formal": Condition("用语有提示", lambda user: Q(state__in=OPEN) & ~Q(flags="")),
        "orphaned": Condition("党员已转出的", lambda user: ORPHANED),
        "waiting": Condition("等我办的", awaits),
        "standing": Condition("未作废的", lambda user: ~Q(state=S.VOID)),
    }
    tabs = ("mine", "review", "keeping", "overdue", "risk", "judge", "closed")
    bulk, keeps_views = ("approve",), True
    awaits, open_q, board_order = awaits, Q(state__in=OPEN), ("created_at", "pk")
    news = ("approve", "send_back", "recall", "close", "fail", "reopen", "void", "change_rule")
    empty_title, empty_text = "还没有承诺", "党员在手机上点“提诺”，写一句做得到的话。"

    @classmethod
    def urls(cls):
        yield path(f"{cls.path}/desk/", Desk.as_view(page=cls), name="pledge-desk")
        yield path(f"{cls.path}/overview/", Overview.as_view(page=cls), name="pledge-overview")
        yield path(f"{cls.path}/book/", Book.as_view(page=cls), name="pledge-book")
        yield path(f"{cls.path}/wording/", Wording.as_view(page=cls), name="pledge-wording")
        yield from super().urls()

    @classmethod
    def list_acts(cls, user):
        acts = [{"label": "登记册", "url": cls.url("book"), "icon": "journal-text", "main": False}]
        if may(user, "approve", Pledge):
            acts.insert(0, {"label": "逐条审诺", "url": cls.url("desk"), "icon": "check2-square", "main": False})
        if may(user, "export", Pledge):
            acts.insert(0, {"label": "总览", "url": cls.url("overview"), "icon": "bar-chart-line", "main": False})
        return acts

    @classmethod
    def title_of(cls, record):
        return record.card

    @classmethod
    def sub(cls, record):
        return " · ".join([record.member.person.name, record.organisation.name, record.code, f"第 {record.draft} 稿"])

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("member__person__user", "organisation")

    @classmethod
    def due_html(cls, record):
        return looks.due_cell(record.next_due_on) if record.state in RUNNING else ""

    @classmethod
    def initial(cls, user, asked):
        return {"starts_on": today(), "ends_on": forms.year_end(today())}

    @classmethod
    def edit_refusal(cls, record, user):
        if record.state in (S.PENDING, S.RETURNED):
            return None
        return "审诺通过以后不能再改字句；要改请书记撤回公示，改频次请点“改频次或截止日期”。"

    @classmethod
    def notice(cls, record):
        if record.state in OPEN and record.member.state == MemberState.LEFT:
            return "这位党员已经转出，承诺还没有了结：做完了的请“转入评诺”，不做了的请“作废”。"
        if record.state == S.RETURNED and record.advice:
            tail = f" 建议写法：{record.suggestion}" if record.suggestion else ""
            return f"审诺意见：{record.advice}{tail}"
        return ""


def propose_url(member):
    """Where a pledge of a member is entered."""
    return f"{Pledges.url('add')}?member={member.pk}" if member.state == "active" else ""


Members.child(Pledges)
Members.button("提诺", "vector-pen", propose_url, "add", Pledge)
Pledges.button("看党员", "person-badge", lambda row: Members.url("detail", row.member_id), "view", Member)
