"""The register of units."""

from grids import forms
from grids.actions import setup
from grids.models import Unit
from grids.pages.kinds import kinds
from grids.pages.setup import IN_USE, dial
from portal.pages import Page

GROUP = "住户与居民"


class Units(Page):
    model, actions, form = Unit, setup, forms.UnitForm
    path, icon, group, order = "units", "shop", GROUP, 44
    subtitle = "事业单位、企业、个体户、医院、幼儿园"
    columns = ["name", "kind", "grid", "address", "contact", "phone", "state"]
    filters = ["kind", "grid", "state"]
    search = ["code", "name", "address"]
    fields = ["name", "kind", "grid", "address", "contact", "phone", "note"]
    reveals = ("note",)
    exports = ["code", "name", "kind", "grid", "address", "contact", "phone", "state", "note"]
    facts = ["kind", "grid", "address", "contact", "phone", "note"]
    opens, rare = ("contact",), ("address", "contact", "phone", "note")
    looks = {"state": IN_USE, "phone": dial}
    ordering = "name"
    empty_title, empty_text = "还没有辖区单位", "登记单位以后，资源、项目和党组织都从这里选。"

    @classmethod
    def intro(cls, chosen):
        return kinds(chosen)
