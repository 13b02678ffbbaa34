"""The ledger of comings and goings, as staff read it."""

from grids.choices import RelocationState
from grids.models import Relocation
from grids.pages.about import AboutPerson, person_column
from grids.pages.person import Persons
from grids.pages.unit import GROUP
from portal.pages import Page
from portal.pages.columns import badge

PERSON = person_column()


class Relocations(AboutPerson, Page):
    model = Relocation
    path, icon, group, order = "people/relocations", "arrow-left-right", GROUP, 48
    subtitle = "迁入、出生、搬家、迁出、死亡；由办理时自动登记"
    columns = ["code", PERSON, "kind", "on", "grid", "left", "entered", "place", "state"]
    exports = ["code", "person", "kind", "on", "grid", "left", "entered", "place", "state", "created_by"]
    facts = ["person", "kind", "on", "left", "entered", "place", "state", "created_by"]
    filters = ["kind", "grid", "state", "on"]
    looks = {"state": badge({RelocationState.VOID: "void"}, dict(RelocationState.choices))}
    opens = ("person",)
    ordering = "-on"
    empty_title, empty_text = "还没有居住变动", "登记迁入、搬家、迁出以后列在这里。"


Persons.child(Relocations)
