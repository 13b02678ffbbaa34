"""The ledger of points and the rules of the year."""

from django.db.models import Q

from grids.choices import NodeLevel
from party import forms
from party.actions import points as actions
from party.actions import rule
from party.models import Point, PointRule
from party.pages.member import Members
from party.pages.organisation import GROUP
from party.pages.rules import in_force
from party.queries.member import FoundByName
from portal.pages import Condition, Page
from portal.pages.columns import whole_name

NAME = whole_name("member__person__name")


class Points(FoundByName, Page):
    model, actions, form = Point, actions, forms.Enter
    path, title, icon, group, order = "points", "积分台账", "plus-slash-minus", GROUP, 26
    subtitle = "只增不改；记错了点“冲正”，另记一笔相反的数"
    columns = ["code", "on", NAME, "rule", "points", "basis", "source_code"]
    exports = [
        "code", "on", "member", "organisation", "grid", "rule", "points", "basis", "source_code", "reverses", "created_by",
        "reviewed_by",
    ]  # fmt: skip
    filters = ["organisation", "rule", "grid", "on"]
    fields = ["member", "on", "rule", "points", "basis", "reviewed_by"]
    facts = [
        NAME,
        "organisation",
        "on",
        "rule",
        "points",
        "basis",
        "source_code",
        "reverses",
        "created_by",
        "reviewed_by",
    ]
    opens, rare = ("member", "reverses"), ("source_code", "reverses", "reviewed_by")
    words, news = {"reverse": "冲正"}, ("add", "reverse")
    add, add_label, add_title, lies_with = "enter", "", "记一笔积分", "member"
    conditions = {
        "plus": Condition("加分", lambda user: Q(points__gt=0)),
        "minus": Condition("扣分", lambda user: Q(points__lt=0)),
        "reversals": Condition("冲正", lambda user: ~Q(reverses=None)),
    }
    tabs = ("plus", "minus", "reversals")
    ordering = "-on"
    empty_title, empty_text = "还没有积分", "承诺销号会自动加分；会议、表彰、缺席在这里记。"

    @classmethod
    def edit_refusal(cls, record, user):
        return "台账只增不改。记错了请点“冲正”，再记一笔正确的。"

    @classmethod
    def notice(cls, record):
        back = Point.objects.filter(reverses=record.pk).values_list("code", flat=True).first()
        return f"这一笔已经由 {back} 冲正。" if back else ""

    @classmethod
    def title_of(cls, record):
        return f"{record.get_rule_display()} {record.points:+} 分"

    @classmethod
    def sub(cls, record):
        return " · ".join([record.member.person.name, str(record.on), record.code])

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("member__person")


class PointRules(Page):
    model, actions = PointRule, rule
    nodes = Q(level=NodeLevel.COMMUNITY)
    path, icon, group, order = "points/rules", "list-ol", "设置", 940
    subtitle = "没有设过的按默认；设了从那一年起用，本年积分马上重算"
    columns = ["year", "key", "points", "most", "cap", "updated_at"]
    filters = ["year", "key"]
    fields = ["grid", "year", "key", "points", "most", "cap"]
    add = change = "set_rule"
    intro = staticmethod(in_force)
    ordering = "-year"
    empty_title, empty_text = "都按默认分值", "要改哪条规则，在上面点它的分值。"

    @classmethod
    def title_of(cls, record):
        return f"{record.year} 年起：{record.get_key_display()}"


Members.child(Points)
