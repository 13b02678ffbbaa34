"""The register of dwellings: who lives where."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from grids import forms
from grids.actions import household as actions
from grids.choices import NodeLevel, PersonState, Relation, Residence, UseState
from grids.models import Household, Person
from grids.pages.unit import GROUP
from grids.queries.household import seek, with_number
from grids.queries.person import number
from portal.pages import Column, Condition, Page
from portal.pages.columns import badge, whole_name
from portal.pages.widgets import Tiles

# Who lives in a dwelling now.
HERE = Person.objects.filter(household=OuterRef("pk"), state=PersonState.PRESENT).order_by()
MANY = Subquery(HERE.values("household").annotate(many=Count("pk")).values("many"))
HEAD = Subquery(HERE.filter(relation=Relation.HEAD).values("name")[:1])
HEAD_NAME = whole_name("head_name", "户主")
PEOPLE = Column("people_now", "人数", ("people_now",), css="r num", sort="people_now", kind="number", width=6)


class Households(Page):
    model, actions, form = Household, actions, forms.Home
    nodes = Q(level=NodeLevel.GRID)
    path, icon, group, order = "households", "house-door", GROUP, 40
    subtitle = "一处住房一户；住的人在户里登记"
    columns = ["door", HEAD_NAME, PEOPLE, "grid", "tenure", "state"]
    exports = ["code", "grid", "building", "entrance", "room", "address", "tenure", PEOPLE, "state", "note"]
    filters = ["grid", "tenure", "state"]
    number, with_number = staticmethod(number), staticmethod(with_number)
    seek, search_hint = staticmethod(seek), "住址、编号、住的人"
    fields = ["grid", "address", "building", "entrance", "room", "tenure", "note"]
    facts = ["door", "tenure", "grid", "note"]
    rare = ("note",)
    looks = {"state": badge({UseState.SHUT: "void"}, dict(UseState.choices))}
    tiles = {"tenure": Tiles("pick")}
    folded = ("note",)
    reveals = ("note",)
    asks = {"regrid": forms.Regrid}
    change = "correct"
    conditions = {
        "settled": Condition("有户籍人口", lambda user: Q(Exists(HERE.filter(residence=Residence.SETTLED)))),
        "floating": Condition("有流动人口", lambda user: Q(Exists(HERE.filter(residence=Residence.FLOATING)))),
        "cared": Condition("有关爱对象", lambda user: Q(Exists(HERE.exclude(care="")))),
        "empty": Condition("没有登记人", lambda user: Q(state=UseState.OPEN) & ~Q(Exists(HERE))),
    }
    tabs = ("settled", "floating", "cared", "empty")
    bulk = ("regrid",)
    ordering = "door"
    pickable = Q(state=UseState.OPEN)
    empty_title, empty_text = "还没有住户", "先登记住址，再在户里登记人；也可以在“居民”里整份导入 Excel。"

    @classmethod
    def notice(cls, record):
        here = record.people.filter(state=PersonState.PRESENT)
        if here.exists() and not here.filter(relation=Relation.HEAD).exists():
            return "这一户没有户主了。请点开其中一位，把“与户主关系”改成户主，其他人照新户主改。"
        return ""

    @classmethod
    def initial(cls, user, asked):
        node = user.home_grid
        return {"grid": node.pk if node else None}

    @classmethod
    def rows(cls, user, verb="view"):
        return super().rows(user, verb).annotate(people_now=MANY, head_name=HEAD)
