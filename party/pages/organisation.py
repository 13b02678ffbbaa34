"""The register of party organisations."""

from django.db.models import Q
from django.urls import path

from grids.choices import UseState
from grids.pages.setup import IN_USE, dial
from party.actions import organisation as actions
from party.models import Organisation, Point
from party.pages.papers import HOMES
from party.pages.reply import Reply
from portal.pages import Page

GROUP = "党组织与党员"


class Organisations(Page):
    model, actions = Organisation, actions
    path, icon, group, order = "organisations", "diagram-3", GROUP, 20
    subtitle = "社区党支部、网格党小组、报到单位和非公企业的党组织"
    columns = ["name", "kind", "grid", "parent", "checked_in_on", "phone", "state"]
    filters = ["kind", "grid", "state"]
    search = ["code", "name"]
    fields = ["name", "kind", "grid", "parent", "unit", "lead", "phone", "checked_in_on", "note"]
    exports = ["code", "name", "kind", "grid", "parent", "unit", "lead", "phone", "checked_in_on", "note", "state"]
    facts = ["kind", "grid", "parent", "unit", "lead", "phone", "checked_in_on", "note"]
    opens, rare = ("parent", "unit", "lead"), ("parent", "unit", "lead", "phone", "checked_in_on", "note")
    looks = {"state": IN_USE, "phone": dial}
    pickable = Q(state=UseState.OPEN)
    ordering = "name"
    empty_title, empty_text = "还没有党组织", "先登记社区党支部，再登记网格党小组和报到单位的党组织。"

    @classmethod
    def urls(cls):
        at = f"{cls.path}/<int:pk>/reply"
        yield path(f"{at}/", Reply.as_view(page=cls), name=f"{cls.name}-reply")
        yield path(f"{at}.docx", Reply.as_view(page=cls, word=True), name=f"{cls.name}-reply-word")
        yield from super().urls()


# Shown to whoever gets the letter, see Reply: to see an organisation is not enough.
Organisations.button(
    "季度反馈函",
    "envelope-paper",
    lambda row: Organisations.url("reply", row.pk) if row.kind in HOMES else "",
    "export",
    Point,
)
