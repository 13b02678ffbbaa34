"""The registers of the help fund: purses, whom they help, and every entry."""

from django.db.models import Q

from grids.choices import NodeLevel, UseState
from grids.pages.about import AboutPerson, person_column
from grids.pages.person import Persons
from grids.pages.setup import IN_USE
from portal.pages import Condition, Page
from portal.pages.columns import badge
from wishes import forms
from wishes.actions import aid as actions
from wishes.choices import Help, RecipientState, Way
from wishes.models import Aid, Fund, Recipient
from wishes.pages.wish import Wishes

GROUP = "爱心资金"
PERSON = person_column("帮扶对象")
HELPED = badge({RecipientState.ACTIVE: "handling", RecipientState.ENDED: "void"}, dict(RecipientState.choices))


class Funds(Page):
    model, actions = Fund, actions
    nodes = Q(level=NodeLevel.COMMUNITY)
    path, icon, group, order = "aid/funds", "wallet2", GROUP, 37
    subtitle = "捐赠、计生协会、政府救助分开记；结余不会是负数"
    columns = ["name", "source", "balance", "state"]
    filters, search = ["source", "state"], ["name", "note"]
    fields = ["grid", "name", "source", "note"]
    facts, rare = ["name", "source", "balance", "note"], ("note",)
    looks = {"state": IN_USE}
    pickable, beside = Q(state=UseState.OPEN), ("balance",)
    ordering = "name"
    empty_title, empty_text = "还没有资金", "先按来源登记，如“爱心助学金”“计生协会救助”，再记收支。"


class Recipients(AboutPerson, Page):
    model, actions = Recipient, actions
    path, icon, group, order = "aid/recipients", "person-hearts", GROUP, 36
    subtitle = "资助的学生、临时救助和困难帮扶"
    columns = ["code", PERSON, "kind", "grid", "organisation", "yearly", "since", "state"]
    exports = ["code", "person", "kind", "grid", "member", "organisation", "yearly", "since", "until", "state"]
    filters = ["kind", "organisation", "grid", "state"]
    fields = ["person", "kind", "reason", "member", "organisation", "yearly", "since", "until"]
    facts = ["person", "kind", "reason", "member", "organisation", "yearly", "since", "until"]
    opens, rare = ("person",), ("reason", "member", "organisation", "yearly", "until")
    folded = ("member", "organisation", "yearly", "until")
    looks = {"state": HELPED}
    add, change = "take_in", "revise"
    conditions = {
        "active": Condition("帮扶中", lambda user: Q(state=RecipientState.ACTIVE)),
        "students": Condition("长期资助学生", lambda user: Q(state=RecipientState.ACTIVE, kind=Help.STUDENT)),
    }
    tabs, pickable = ("active", "students"), Q(state=RecipientState.ACTIVE)
    empty_title, empty_text = "还没有帮扶对象", "从“居民”里选人登记，再到台账记支出。"

    @classmethod
    def title_of(cls, record):
        return f"{record.card} · {record.get_kind_display()}"

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("person", "organisation")


class Aids(Page):
    model, actions, form = Aid, actions, forms.EnterAid
    path, title, icon, group, order = "aid", "爱心资金台账", "cash-coin", GROUP, 35
    subtitle = "只增不改；记错了点“冲正”，另记一笔相反的数"
    columns = ["code", "on", "fund", "way", "amount", "giver", "recipient", "wish", "receipt"]
    exports = [
        "code", "on", "fund", "way", "amount", "giver", "recipient", "wish", "receipt", "purpose", "reverses", "created_by",
        "reviewed_by",
    ]  # fmt: skip
    filters = ["fund", "way", "on"]
    fields = ["fund", "way", "on", "amount", "purpose", "giver", "recipient", "wish", "receipt", "reviewed_by"]
    facts = [
        "fund", "way", "on", "amount", "purpose", "giver", "recipient", "wish", "receipt", "reverses", "created_by",
        "reviewed_by",
    ]  # fmt: skip
    opens = ("fund", "recipient", "wish", "reverses")
    rare = ("giver", "recipient", "wish", "receipt", "reverses", "reviewed_by")
    words = {"reverse": "冲正"}
    add, add_title, lies_with = "enter", "记一笔收支", "fund"
    conditions = {
        "in": Condition("收入", lambda user: Q(way=Way.IN)),
        "out": Condition("支出", lambda user: Q(way=Way.OUT)),
        "reversals": Condition("冲正", lambda user: ~Q(reverses=None)),
    }
    tabs, ordering = ("in", "out", "reversals"), "-on"
    empty_title, empty_text = "还没有收支", "先在“爱心资金”登记资金，再记收到的捐赠和发出的救助。"

    @classmethod
    def edit_refusal(cls, record, user):
        return "台账只增不改。记错了请点“冲正”，再记一笔正确的。"

    @classmethod
    def title_of(cls, record):
        return f"{record.get_way_display()} {record.amount} 元"

    @classmethod
    def sub(cls, record):
        return " · ".join([record.fund.name, str(record.on), record.code])

    @classmethod
    def notice(cls, record):
        back = Aid.objects.filter(reverses=record.pk).values_list("code", flat=True).first()
        return f"这一笔已经由 {back} 冲正。" if back else ""

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("fund", "recipient__person", "wish")


Funds.child(Aids)
Recipients.child(Aids)
Wishes.child(Aids)
Persons.child(Recipients)
