"""One page for each shape of register; nothing here overrides the layer."""

from django.db.models import Q

from portal.pages import Condition, Page
from tests.acid import actions, forms
from tests.acid.models import Activity, Care, Case, Diary, DiaryState, Member, Notice, Referral, Stamp, Venue


class Members(Page):
    model = Member
    name = "acid-member"
    path = "acid/members"
    columns, filters = ["code", "name", "phone", "grid", "user"], ["grid"]
    fields, search = ["name", "phone", "grid", "user"], ["code"]


class Diaries(Page):
    model, actions = Diary, actions
    path = "acid/diaries"
    columns, filters = ["code", "title", "member", "state", "written_at"], ["member", "state", "title", "written_at"]
    fields, search = ["title", "member", "grid", "text", "written_at", "photos"], ["code", "title"]
    board = [DiaryState.OPEN]


class Cases(Page):
    model, actions = Case, actions
    name = "acid-case"
    path = "acid/cases"
    columns, filters, search = ["code", "grid", "summary", "state"], ["grid", "state", "mine"], ["code", "summary"]
    fields, facts = ["grid", "summary"], ["summary", "mediators"]
    asks, bulk = {"assign": forms.Assign}, ("assign", "settle")
    conditions = {"mine": Condition("我办的", lambda user: Q(mediators=user.pk))}
    tabs = ["mine"]


class Referrals(Page):
    model = Referral
    path = "acid/referrals"
    columns, filters = ["code", "case", "case__state", "why"], ["case"]
    fields = ["case", "grid", "why"]


class Notices(Page):
    model, actions = Notice, actions
    path = "acid/notices"
    columns, filters, search = ["code", "title", "author", "grid", "state"], ["grid", "state"], ["title"]
    fields, public, bulk, keeps_views = ["title", "author", "grid"], ["code", "title", "author"], ("publish",), True


class Cares(Page):
    model = Care
    path = "acid/cares"
    columns, filters = ["code", "member", "kind", "grid"], ["kind"]
    fields = ["member", "kind", "grid"]


def how_many(chosen):
    """How many venues there are within reach, whatever the list is narrowed to."""
    count = chosen.rows_in_reach.count()
    return ("portal/_notice.html", {"notice": f"全社区共 {count} 处场地"}) if count else None


class Venues(Page):
    model = Venue
    path = "acid/venues"
    columns, filters, search = ["code", "name", "grid", "seats"], ["grid"], ["name"]
    fields = ["name", "grid", "seats"]
    intro = staticmethod(how_many)


class Stamps(Page):
    model, actions = Stamp, actions
    path = "acid/stamps"
    columns, filters = ["code", "member", "amount", "why", "reverses", "created_at"], ["member"]
    fields, opens = ["member", "amount", "why", "grid"], ("member",)


class Activities(Page):
    model = Activity
    name = "acid-activity"
    path = "acid/activities"
    columns, filters, search = ["code", "name", "grid", "held_on"], ["grid", "held_on"], ["name"]
    fields = ["name", "grid", "grids", "held_on"]


Members.child(Cares)
