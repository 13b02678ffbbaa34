"""Who is looked after by law; for the secretary and the clerks of the line."""

from grids import forms
from grids.actions import care as actions
from grids.choices import ManagedState
from grids.models import ManagedCare
from grids.pages.about import AboutPerson, person_column
from grids.pages.person import Persons
from grids.pages.unit import GROUP
from portal.pages import Page
from portal.pages.columns import badge

PERSON = person_column("对象")


class ManagedCares(AboutPerson, Page):
    model, actions, form = ManagedCare, actions, forms.TakeOn
    path, icon, group, order = "people/managed", "shield-lock", GROUP, 60
    subtitle = "只有书记和管这个条线的工作人员看得到"
    columns = ["code", PERSON, "kind", "line", "grid", "since", "until", "look_on", "state"]
    exports = ["code", "person", "kind", "line", "grid", "since", "until", "look_on", "state"]
    filters = ["kind", "line", "grid", "state"]
    fields = ["person", "kind", "line", "since", "until", "measures", "look_on"]
    facts = ["person", "kind", "line", "since", "until", "look_on", "measures"]
    opens = ("person",)
    rare = ("until", "look_on", "measures")
    asks = {"look": forms.Look}
    looks = {"state": badge({ManagedState.ACTIVE: "handling", ManagedState.ENDED: "void"}, dict(ManagedState.choices))}
    add = "take_on"
    empty_title, empty_text = "没有管理对象", "在这里登记的内容，网格员看不到。"


Persons.child(ManagedCares)
