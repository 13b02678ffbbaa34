"""The register of people."""

from datetime import timedelta

from django.db.models import Q

from grids import forms
from grids.actions import person as actions
from grids.choices import PersonState as S
from grids.choices import Residence, Tie
from grids.exchange.columns import export_columns, import_columns
from grids.exchange.planner import RegisterPlanner
from grids.identity import age_on
from grids.models import Person
from grids.models.person_moves import HERE
from grids.pages.unit import GROUP
from grids.queries.person import seek
from portal.clock import today
from portal.pages import Column, Condition, Page
from portal.pages.columns import badge, whole_name

SOON = timedelta(days=7)
NAME = whole_name()
AGE = Column("age", "年龄", ("birth",), lambda birth: "" if birth is None else str(age_on(birth, today())),
             lambda birth: age_on(birth, today()), css="r num", sort="birth", kind="number", width=6)  # fmt: skip
POPULATION = Q(tie=Tie.RESIDENT, state=S.PRESENT)


def due_q(by):
    """Condition: somebody is due for a visit by the day."""
    return POPULATION & Q(visit_due_on__lte=by)


class Persons(Page):
    model, actions, form = Person, actions, forms.Register
    path, icon, group, order = "people", "people", GROUP, 42
    subtitle = "证件、电话、户籍地址默认脱敏，看完整的要写明理由"
    columns = [NAME, "household", "grid", "sex", AGE, "residence", "care", "phone", "visit_due_on", "state"]
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
    rare = ("registered", "occupation", "support", "care", "visited_on", "visit_due_on", "relation", "residence")
    looks = {
        "state": badge(
            {S.PRESENT: "handling", S.AWAY: "void", S.DEAD: "void", S.MERGED: "void", S.ERASED: "void"}, dict(S.choices)
        )
    }
    asks = {
        "tag": forms.Care, "untag": forms.Care, "settle_in": forms.Dwelling, "leave": forms.Leave, "die": forms.Die,
        "come_back": forms.Return, "transfer": forms.Regrid, "assign_visit": forms.AssignVisit,
    }  # fmt: skip
    seldom = ("leave", "die", "transfer", "erase", "untag")
    add, add_many, change = "register", "register_many", "revise"
    conditions = {
        "here": Condition("在册", lambda user: POPULATION),
        "due": Condition("走访到期", lambda user: due_q(today() + SOON)),
        "cared": Condition("有标签", lambda user: POPULATION & ~Q(care="")),
        "floating": Condition("流动", lambda user: POPULATION & Q(residence=Residence.FLOATING)),
        "gone": Condition("已迁出、已故", lambda user: Q(state__in=[S.AWAY, S.DEAD])),
    }
    tabs = ("here", "due", "cared", "floating", "gone")
    bulk, keeps_views = ("assign_visit", "tag", "untag", "transfer"), True
    seek, beside, pickable = staticmethod(seek), ("household__door", "birth"), Q(state__in=HERE)
    empty_title, empty_text = "还没有居民", "在住户页点“登记居民”，或从 Excel 整份导入。"

    @classmethod
    def import_columns(cls):
        return import_columns()

    @classmethod
    def heading(cls, record):
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
        return {"grid": node.pk if node else None}
