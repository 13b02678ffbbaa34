"""The register of people."""

from datetime import timedelta

from django.db.models import Q
from django.urls import path

from grids import forms
from grids.actions import person as actions
from grids.choices import PersonState as S
from grids.choices import Relation, Residence, Tenure
from grids.exchange.columns import export_columns, import_columns
from grids.exchange.planner import RegisterPlanner
from grids.identity import age_on
from grids.models import Person, Visit
from grids.models.person import POPULATION
from grids.models.person_moves import HERE
from grids.pages.access import Access
from grids.pages.gather import Gather
from grids.pages.household import Households
from grids.pages.merging import Duplicates, Merging
from grids.pages.overview import Overview
from grids.pages.unit import GROUP
from grids.queries.person import number, seek, with_number
from portal.clock import today
from portal.keys import key_of
from portal.pages import Column, Condition, Page
from portal.pages.columns import badge, due_mark, whole_name
from portal.pages.revealing import call_column
from portal.pages.widgets import Tiles

SOON = timedelta(days=7)
NAME = whole_name()
AGE = Column("age", "年龄", ("birth",), lambda birth: "" if birth is None else str(age_on(birth, today())),
             lambda birth: age_on(birth, today()), css="r num", sort="birth", kind="number", width=6)  # fmt: skip
# Being here is the rule, and said of nobody.
STATE = badge({S.AWAY: "up", S.DEAD: "void", S.MERGED: "void", S.ERASED: "void"}, dict(S.choices))
CALL = call_column(Person)


def due_html(day):
    """When somebody is due for a visit; what has passed says so in words."""
    if day is None:
        return ""
    late, near = (today() - day).days, day <= today() + SOON
    if late > 0:
        return due_mark("late", f"过期 {late} 天")
    told = f"{day:%m-%d}" if day.year == today().year else f"{day:%Y-%m-%d}"
    return f'<span class="due {"soon" if near else "ok"}">{told} 前</span>'


DUE = Column("visit_due_on", "走访", ("visit_due_on",), due_html, css="nw", sort="visit_due_on", kind="date")


def due_q(by):
    """Condition: somebody is due for a visit by the day."""
    return POPULATION & Q(visit_due_on__lte=by)


def concerns(user):
    """The people whose news somebody gets: those they were given to call upon, and those they gave to others."""
    planned = Visit.objects.filter(planned_on__isnull=False).filter(Q(visitor=user.pk) | Q(created_by=user.pk))
    return Q(pk__in=planned.order_by().values("person"))


class Persons(Page):
    model, actions, form = Person, actions, forms.Register
    path, icon, group, order = "people", "people", GROUP, 42
    subtitle = "证件、电话、户籍地址默认脱敏，看完整的要写明理由"
    columns = [NAME, "household", "grid", "sex", AGE, "residence", "care", CALL, DUE, "state"]
    exports, planner = export_columns(), RegisterPlanner
    # Families together, as on the sheet they came from.
    sheet_order = ("grid__order", "household__door", "pk")
    filters = ["grid", "residence", "care", "sex", "tie", "state", "relation", "birth"]
    fields = [
        "household", "name", "relation", "residence", "id_number", "phone", "sex", "birth", "care", "registered",
        "occupation", "support", "tie", "grid",
    ]  # fmt: skip
    folded = ("sex", "birth", "registered", "occupation", "support", "tie", "grid")
    facts = [
        "household", "relation", "residence", "sex", "birth", AGE, "id_number", "phone", "registered", "occupation", "care",
        "support", "tie", "visited_on", "visit_due_on",
    ]  # fmt: skip
    opens = ("household",)
    words = {"merge": "合并", "unmerge": "撤销合并"}
    reveals = ("id_number", "phone", "registered", "support")
    rare = ("registered", "occupation", "support", "care", "visited_on", "visit_due_on", "relation", "residence")
    looks = {"state": STATE}
    asks = {
        "tag": forms.Care, "untag": forms.Care, "settle_in": forms.Dwelling, "leave": forms.Leave, "die": forms.Die,
        "come_back": forms.Return, "restore": forms.Restore, "transfer": forms.Regrid, "assign_visit": forms.AssignVisit,
    }  # fmt: skip
    tiles = {"residence": Tiles("pick"), "sex": Tiles("pick")}
    seldom = ("leave", "die", "restore", "transfer", "erase", "untag")
    add, add_many, change = "register", "register_many", "revise"
    conditions = {
        "here": Condition("在册", lambda user: POPULATION),
        "due": Condition("走访到期", lambda user: due_q(today() + SOON)),
        "cared": Condition("有标签", lambda user: POPULATION & ~Q(care="")),
        "floating": Condition("流动", lambda user: POPULATION & Q(residence=Residence.FLOATING)),
        "undated": Condition("缺性别或出生日期", lambda user: POPULATION & (Q(sex="") | Q(birth=None))),
        "gone": Condition("已迁出、已故", lambda user: Q(state__in=[S.AWAY, S.DEAD])),
    }
    tabs = ("here", "due", "cared", "floating", "gone")
    bulk, keeps_views = ("assign_visit", "tag", "untag", "transfer"), True
    number, with_number, bears_numbers = staticmethod(number), staticmethod(with_number), True
    seek, search_hint = staticmethod(seek), "姓名、拼音、住址、电话后四位"
    beside, pickable = ("household__door", "birth"), Q(state__in=HERE)
    concerns, news = concerns, ("assign_visit",)
    empty_title, empty_text = "还没有居民", "在住户页点“登记居民”，或从 Excel 整份导入。"

    @classmethod
    def urls(cls):
        yield path(f"{cls.path}/overview/", Overview.as_view(page=cls), name="person-overview")
        yield path(f"{cls.path}/walk/", Gather.as_view(page=cls), name="person-walk")
        yield path(f"{cls.path}/duplicates/", Duplicates.as_view(page=cls), name="person-duplicates")
        yield path(f"{cls.path}/<int:pk>/merge/", Merging.as_view(page=cls), name="person-merge")
        yield path(f"{cls.path}/<int:pk>/access/", Access.as_view(page=cls), name="person-access")
        yield from super().urls()

    @classmethod
    def import_columns(cls):
        return import_columns()

    @classmethod
    def title_of(cls, record):
        return record.name

    @classmethod
    def sub(cls, record):
        door = record.household.door if record.household_id else ""
        return " · ".join(filter(None, [str(record.grid), door, record.code]))

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("household")

    @classmethod
    def edit_refusal(cls, record, user):
        if record.state in (S.MERGED, S.ERASED):
            return f"这条记录{record.get_state_display()}，不能再改。"
        return None

    @classmethod
    def initial(cls, user, asked):
        node = user.home_grid
        begun = {"grid": node.pk if node else None}
        home = Households.rows(user, "refer").filter(Households.pickable, pk=key_of(asked.get("household", ""))).first()
        if home is None:
            return begun
        # The first to be entered in a dwelling is mostly its head; who rents is mostly registered elsewhere.
        headless = not home.people.filter(relation=Relation.HEAD, state=S.PRESENT).exists()
        settled = home.tenure == Tenure.OWNED
        return begun | {
            "household": home.pk,
            "relation": Relation.HEAD if headless else "",
            "residence": Residence.SETTLED if settled else Residence.FLOATING,
        }

    @classmethod
    def notice(cls, record):
        if record.state == S.MERGED:
            return f"这条记录已并入 {record.merged_into.code}，以后看那一条。"
        if record.state == S.ERASED:
            return "个人信息已按规定删除，只留编号。"
        return ""


Persons.button("谁看过", "eye", lambda person: Persons.url("access", person.pk), "access", Person)
