"""The register of wishes."""

from django.db.models import Q
from django.urls import path

from grids.choices import ConsentState
from grids.pages.about import AboutPerson, person_column
from grids.pages.person import Persons
from portal.models.attachment import Kind
from portal.pages import Condition, Page
from portal.reach import NOTHING, may
from wishes import forms
from wishes.actions import wish as actions
from wishes.choices import OPEN, SHOWN, TAKEN
from wishes.choices import WishState as S
from wishes.models import Campaign, Wish
from wishes.pages import looks
from wishes.pages.board import Board
from wishes.queries.board import STEPS, unclaimed
from wishes.queries.screening import current_consent
from wishes.queries.wall import running

PERSON = person_column("申请人")
NOT_AGREED = "已核实，还没有本人的公示同意：请先点“登记公示同意”（学生由监护人同意），再由工作人员“公示上墙”。"
# Verified, and not on the wall yet.
TO_SHOW = Q(state=S.PENDING, verified_on__isnull=False)


def mine(user):
    """Those the user holds."""
    return Q(claimant__person__user=user.pk)


def awaits(user):
    """To verify and to ask about for those who do; what nobody comes for; one's own that is not done yet."""
    found = mine(user) & Q(state__in=TAKEN)
    if may(user, "verify", Wish):
        found |= Q(state=S.PENDING, verified_on=None)
    if may(user, "publish", Wish):
        found |= TO_SHOW
    if may(user, "follow_up", Wish):
        found |= Q(state=S.REALISED)
    return found | (unclaimed() if may(user, "take_over", Wish) else NOTHING)


class Wishes(AboutPerson, Page):
    model, actions, form = Wish, actions, forms.Collect
    path, title, icon, group, order = "wishes", "微心愿台账", "heart", "五微服务", 30
    nav_label = "微心愿"
    subtitle = "征集、核实、公示、认领、实现、回访；排名按已实现"
    on_phone, phone_order, phone_label, phone_icon = True, 60, "心愿", "heart"
    keeps_draft = True
    columns = ["sentence", PERSON, "group", "category", "grid", looks.WAITED, "state"]
    exports = [
        "code", "campaign", "person", "group", "category", "sentence", "amount", "grid", "source", "verified_how",
        "verified_on", "published_on", "claimed_on", "realised_on", "how", "spent", "answer", "closed_on", "state",
    ]  # fmt: skip
    filters = ["campaign", "group", "category", "grid", "state", "source", "published_on", "realised_on"]
    fields = ["person", "group", "category", "sentence", "amount", "over_reason", "campaign"]
    imports = ["person", "group", "category", "sentence", "amount", "over_reason"]
    folded = ("over_reason", "campaign")
    tiles = {"category": forms.CATEGORY}
    facts = [
        "sentence", "person", "group", "category", "amount", "over_reason", "campaign", "source", "verified_how",
        "verified_on", "verified_by", "published_on", "claimed_on", "realised_on", "how", "spent", "answer", "feedback",
        "thanks", "closed_on",
    ]  # fmt: skip
    rare = (
        "amount", "over_reason", "campaign", "verified_how", "verified_on", "verified_by", "published_on", "claimed_on",
        "realised_on", "how", "spent", "answer", "feedback", "thanks", "closed_on",
    )  # fmt: skip
    photo_kinds = {Kind.AFTER: "实现"}
    looks = {"state": looks.STATE}
    asks = {
        "verify": forms.Verify, "claim": forms.TakeOn, "realise": forms.Realise,
        "follow_up": forms.FollowUp,
    }  # fmt: skip
    seldom = ("republish", "withdraw", "to_project", "decline", "release")
    add, change = "collect", "revise"
    add_label, add_title = "登记心愿", "登记一个心愿"
    hints = ("一句话说清要什么", "不写姓名、电话、门牌：会公示在墙上", "500 元以内为宜，学生 200 元以内")
    conditions = {
        "verify": Condition("待核实", lambda user: Q(state=S.PENDING, verified_on=None)),
        "show": Condition("待公示", lambda user: TO_SHOW),
        "open": Condition("等人认领", lambda user: Q(state=S.PUBLISHED)),
        "unclaimed": Condition("30 天没人认领", lambda user: unclaimed()),
        "taken": Condition("认领和实现中", lambda user: Q(state__in=TAKEN)),
        "ask": Condition("待回访", lambda user: Q(state=S.REALISED)),
        "done": Condition("已实现", lambda user: STEPS["done"]),
        "collected": Condition("征集的", lambda user: STEPS["collected"]),
        "published": Condition("公示过的", lambda user: STEPS["published"]),
        "claimed": Condition("有人认领的", lambda user: STEPS["claimed"]),
        "mine": Condition("我认领的", mine),
        "waiting": Condition("等我办的", awaits),
    }
    tabs = ("verify", "show", "open", "unclaimed", "taken", "ask", "done", "mine")
    awaits, open_q, board_order = awaits, Q(state__in=OPEN), ("created_at", "pk")
    keeps_views = True
    concerns = staticmethod(lambda user: Q(claimant__person__user=user.pk))
    news = ("claim", "realise", "follow_up")
    empty_title, empty_text = "还没有心愿", "走访时听到的小需要，点“登记心愿”记下来。"

    @classmethod
    def urls(cls):
        yield path(f"{cls.path}/board/", Board.as_view(page=cls), name="wish-board")
        yield from super().urls()

    @classmethod
    def list_acts(cls, user):
        if not may(user, "export", Wish):
            return []
        return [{"label": "点亮微心愿", "url": cls.url("board"), "icon": "bar-chart-line", "main": False}]

    @classmethod
    def asks_photos(cls):
        return False

    @classmethod
    def title_of(cls, record):
        return record.card

    @classmethod
    def sub(cls, record):
        return " · ".join([record.get_group_display(), record.get_category_display(), str(record.grid), record.code])

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("person", "consent", "claimant__person")

    @classmethod
    def due_html(cls, record):
        return looks.waited_cell(record.published_on, record.state)

    @classmethod
    def initial(cls, user, asked):
        round_ = running(Campaign.objects.within_reach(user, "refer"))
        return {"campaign": round_ and round_.pk}

    @classmethod
    def edit_refusal(cls, record, user):
        if record.state in (S.PENDING, S.PUBLISHED):
            return None
        return actions.FIXED

    @classmethod
    def notice(cls, record):
        if record.state in SHOWN and record.consent.state != ConsentState.GIVEN:
            return "本人撤回了公示同意，墙上已看不到。又同意的先登记新的同意，再点“重新公示”。"
        if record.state == S.PENDING and record.verified_on:
            agreed = current_consent(record.person, record.group)
            return f"已核实，公示同意 {agreed.code} 已登记，请工作人员“公示上墙”。" if agreed else NOT_AGREED
        return ""


def collect_url(person):
    """Where a wish of a resident is entered."""
    return f"{Wishes.url('add')}?person={person.pk}" if person.state == "present" else ""


Persons.child(Wishes, path="person")
Persons.button("登记心愿", "heart", collect_url, "add", Wish)
