"""The registers of claims and of rounds of collecting."""

from django.db.models import Q

from grids.choices import NodeLevel, UseState
from grids.pages.setup import IN_USE
from party.queries.member import FoundByName
from portal.pages import Condition, Page
from portal.reach import NOTHING, may
from wishes import forms
from wishes.actions import campaign, claim
from wishes.choices import HOLDING, ClaimState
from wishes.models import Campaign, Claim
from wishes.pages import looks
from wishes.pages.wish import Wishes

CONTACT = ("contact__name", "contact__phone")


def unconfirmed(user):
    """Left on the wall: somebody calls back."""
    return Q(state=ClaimState.WAITING) if may(user, "confirm", Claim) else NOTHING


class Claims(FoundByName, Page):
    model, actions = Claim, claim
    path, title, icon, group, order = "claims", "认领台账", "hand-thumbs-up", "五微服务", 31
    subtitle = "谁认领了哪个心愿；墙上留下的认领要打电话确认"
    columns = ["code", "wish", "kind", "member", "organisation", "claimed_on", "promised_on", "state"]
    exports = ["code", "wish", "kind", "member", "organisation", "claimed_on", "promised_on", "state"]
    filters = ["kind", "organisation", "grid", "state", "claimed_on", "wish__campaign"]
    facts = ["wish", "kind", "member", "organisation", *CONTACT, "claimed_on", "promised_on"]
    opens, rare = ("wish",), ("member", "organisation", *CONTACT, "promised_on")
    reveals, words = CONTACT, {"realise": "已实现", "release": "取消认领"}
    looks = {"state": looks.CLAIM}
    asks = {"confirm": forms.Confirm}
    conditions = {
        "waiting": Condition("待确认", lambda user: Q(state=ClaimState.WAITING)),
        "live": Condition("认领中", lambda user: Q(state=ClaimState.LIVE)),
        "done": Condition("已实现", lambda user: Q(state=ClaimState.DONE)),
        "kept": Condition("没有取消的", lambda user: Q(state__in=HOLDING)),
        "mine": Condition("等我办的", unconfirmed),
    }
    tabs = ("waiting", "live", "done")
    awaits, open_q = unconfirmed, Q(state=ClaimState.WAITING)
    empty_title, empty_text = "还没有认领", "心愿公示以后，党员在手机上、居民在心愿墙上都可以认领。"

    @classmethod
    def addable(cls):
        return False

    @classmethod
    def title_of(cls, record):
        return f"{record.get_kind_display()}认领：{record.wish.card}"

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("wish", "member__person", "organisation", "contact")


class Campaigns(Page):
    model, actions = Campaign, campaign
    nodes = Q(level=NodeLevel.COMMUNITY)
    path, icon, group, order = "wishes/campaigns", "calendar-heart", "五微服务", 33
    subtitle = "每一轮征集从哪天到哪天、活动怎么办；预案公示在心愿墙上"
    columns = ["name", "starts_on", "ends_on", "state"]
    filters, search = ["state"], ["name", "plan"]
    fields = ["grid", "name", "starts_on", "ends_on", "plan"]
    facts = ["name", "starts_on", "ends_on", "plan"]
    rare = ("plan",)
    looks = {"state": IN_USE}
    pickable = Q(state=UseState.OPEN)
    ordering = "-starts_on"
    empty_title, empty_text = "还没有征集活动", "先登记一轮，再收心愿：墙上“本轮”的数字按它算。"


Wishes.child(Claims)
Campaigns.child(Wishes, path="campaign")
