"""What can be done with a person on the register, and when."""

from grids.choices import PersonState as S
from grids.choices import RelocationKind, RelocationState, Tie
from grids.models.person_holds import still_needed
from portal.moves import Move, Note

# A person who may still be chosen, visited, searched for.
HERE = [S.PRESENT]
# Everybody of whom the register still says who they are.
NAMED = [S.PRESENT, S.AWAY, S.DEAD]

GOINGS = [RelocationKind.LEFT, RelocationKind.DIED]


def resident(person, by):
    """Comings and goings are those of residents."""
    return None if person.tie == Tie.RESIDENT else "关联人不算辖区人口，不办迁入迁出；信息不再需要时由书记删除。"


def housed(person, by):
    """A grid is changed for a whole household."""
    if person.household_id:
        return "住在户里的人随户改网格，请在“住户”里办“改到别的网格”，或办“搬家”。"
    return None


def last_going(person):
    """The line by which somebody left the register of those who live here; None where there is none."""
    goings = person.relocations.filter(kind__in=GOINGS, state=RelocationState.GIVEN)
    return goings.select_related("left").order_by("-pk").first()


def went(person, by):
    """Only what was written down can be taken back."""
    return None if last_going(person) else "没有可以撤销的迁出或死亡登记。"


MOVES = {
    "assign_visit": Move("安排走访", set(HERE), None, icon="calendar-plus", consequence="排到这位网格员的“待走访”里。"),
    "tag": Move("加标签", set(HERE), None, icon="tag"),
    "untag": Move("去标签", set(HERE), None, icon="x-circle"),
    "settle_in": Move(
        "搬家",
        set(HERE),
        None,
        when=resident,
        icon="arrow-left-right",
        consequence="改到新的住户；网格随新住户改，居住变动里留下记录。",
    ),
    "leave": Move(
        "迁出",
        set(HERE),
        S.AWAY,
        when=resident,
        icon="box-arrow-right",
        style="warn",
        consequence="从住户里减去，不再计入人口；资料按保存期限保留。",
    ),
    "die": Move(
        "死亡登记", set(HERE), S.DEAD, icon="flower1", style="warn", consequence="从住户里减去，不再计入人口。"
    ),
    "come_back": Move(
        "迁回",
        {S.AWAY},
        S.PRESENT,
        icon="box-arrow-in-left",
        style="main",
        consequence="重新计入人口，住进选定的住户。",
    ),
    "restore": Move(
        "撤销迁出、死亡登记",
        {S.AWAY, S.DEAD},
        S.PRESENT,
        when=went,
        note=Note.REQUIRED,
        icon="arrow-counterclockwise",
        style="warn",
        consequence="登记错了才用：回到原来的住户，居住变动里那一条作废。真搬回来的请办“迁回”。",
    ),
    "transfer": Move("改到别的网格", set(HERE), None, when=housed, icon="signpost-split"),
    "erase": Move(
        "删除个人信息",
        {S.PRESENT, S.AWAY, S.DEAD},
        S.ERASED,
        when=still_needed,
        note=Note.REQUIRED,
        icon="eraser",
        style="warn",
        consequence="姓名、证件、电话、住址、标签和走访情况全部删去，只留一个编号；不能恢复。",
    ),
}
