"""The register of party members; one page joins what each did, and rooms above add to it."""

from django.db.models import Q

from grids.models import Person
from grids.models.person import PersonState
from grids.pages.person import Persons
from party import forms
from party.actions import member as actions
from party.choices import Category, MemberState
from party.models import Member
from party.pages import papers
from party.pages.organisation import GROUP
from party.queries.member import FoundByName
from portal.keys import key_of
from portal.pages import Condition, Page, PaperOf
from portal.pages.columns import badge, related, whole_name

NAME = whole_name("person__name")
ACCOUNT = related(Member, "person__user", label="账号")
STATE = badge({MemberState.ACTIVE: "handling", MemberState.LEFT: "void"}, dict(MemberState.choices))
HERE = Q(state=MemberState.ACTIVE)


def of(category):
    """Condition for a tab: members here of one of the three kinds."""
    return Condition(category.label, lambda user: HERE & Q(category=category))


class Members(FoundByName, Page, member_path=""):
    model, actions, form = Member, actions, forms.Register
    path, icon, group, order = "members", "person-badge", GROUP, 22
    subtitle = "社区党员、在职报到党员、流动或年老体弱党员"
    columns = [NAME, "organisation", "category", "duty", "grid", "score", "state"]
    exports = [
        "code", "person", "organisation", "category", "duty", "grid", "joined_on", "checked_in_on", "skills", "offers",
        "hours", "activities", "score", "state",
    ]  # fmt: skip
    filters = ["organisation", "category", "duty", "grid", "state"]
    fields = [
        "person", "organisation", "category", "duty", "grid", "joined_on", "checked_in_on", "skills", "offers", "hours",
        "activities",
    ]  # fmt: skip
    folded = ("skills", "offers", "hours", "activities")
    facts = [
        NAME, "organisation", "category", "duty", "grid", "joined_on", "checked_in_on", "skills", "offers", "hours",
        "activities", "score", ACCOUNT, "left_on",
    ]  # fmt: skip
    opens = ("organisation",)
    rare = ("joined_on", "checked_in_on", "skills", "offers", "left_on", "person__user")
    looks = {"state": STATE}
    asks = {"transfer": forms.Transfer, "link": forms.Link}
    seldom = ("link", "unlink", "leave")
    add, change = "register", "revise"
    papers = {
        "report": PaperOf("报到单", papers.report, when=papers.has_home),
        "card": PaperOf("登记卡", papers.card),
        "service": PaperOf("服务记录卡", papers.service),
    }
    conditions = {
        "here": Condition("在册", lambda user: HERE),
        **{category.value: of(category) for category in Category},
        "low": Condition("本年积分不足 60", lambda user: HERE & Q(score__lt=60)),
    }
    tabs = ("here", *Category.values, "low")
    pickable, beside = HERE, ("organisation__name",)
    keeps_views = True
    # What becomes of somebody's pledges and points is told to that one.
    concerns, news = staticmethod(lambda user: Q(person__user=user.pk)), ("transfer",)
    empty_title, empty_text = "还没有党员", "先在“居民”登记本人（外单位的选“关联人”），再到这里登记为党员。"

    @classmethod
    def title_of(cls, record):
        return record.person.name

    @classmethod
    def sub(cls, record):
        return " · ".join([record.organisation.name, record.get_category_display(), str(record.grid), record.code])

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("organisation")

    @classmethod
    def initial(cls, user, asked):
        person = Persons.rows(user, "refer").filter(pk=key_of(asked.get("person", ""))).first()
        lives_at = person.grid_id if person and person.household_id else None
        return {"grid": lives_at or (user.home_grid.pk if user.home_grid else None)}


def add_url(person):
    """Where somebody on the register is written down as a member; nowhere once they are one."""
    if person.state != PersonState.PRESENT or person.memberships.filter(HERE).exists():
        return ""
    return f"{Members.url('add')}?person={person.pk}"


def membership(person, user):
    """On a person's page: of which organisation; None for who is no member, or is out of the reader's reach."""
    rows = Members.rows(user).filter(person=person).select_related("organisation").order_by("-pk")
    found = [
        {"url": Members.url("detail", row.pk), "where": row.organisation.name, "as": row.get_category_display(),
         "state": row.get_state_display(), "is_here": row.state == MemberState.ACTIVE}
        for row in rows
    ]  # fmt: skip
    return {"rows": found} if found else None


Persons.panel("membership", "党员", "party/_membership.html", membership, model=Member, order=30)
Persons.button("登记为党员", "person-badge", add_url, "add", Member)
Members.button(
    "看居民信息",
    "person-vcard",
    lambda member: Persons.url("detail", member.person_id),
    "view",
    Person,
)
