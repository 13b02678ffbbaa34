"""Figures of the population, its dwellings, its units, its comings and goings.

Source: domain.md, 'Units, households and residents'. A stock of people is told for any month from the history; what people
are like (registration, tags) is as the register says today. Households and units are counted as they stand now. None of these
makes a month's table: a lock keeps the rows behind its numbers as they were shown, and a list of residents by name must not
outlive its retention in a locked month.
"""

from django.db.models import Q
from django.utils.timezone import localdate

from grids.choices import PersonState as S
from grids.choices import RelocationKind, RelocationState, Residence, ServiceTag, UnitKind, UseState
from grids.models import Household, Person, Relocation, Unit
from grids.models.person import POPULATION, RESIDENTS, lived_in
from portal.clock import now, today
from portal.figures import Figure, stood
from portal.tags import tagged

PERSON, DOOR, UNIT, TIMES = "人", "户", "个", "人次"
ALL = Q()


def here_at(end):
    """A resident who lives here as the period ends, or now while it runs."""
    return POPULATION if end > now() else RESIDENTS & stood(Person, [S.PRESENT], end)


def _people(name, label, definition, which=ALL):
    return Figure(
        f"person.{name}", label, definition, Person, lambda start, end: here_at(end) & which, unit=PERSON, stock=True
    )


def _doors(name, label, definition, *residences):
    def where(start, end):
        found = Q() if residences else lived_in()
        for one in residences:
            found &= lived_in(residence=one)
        return found

    told = f"{definition}，按此刻在册的人数。"
    return Figure(f"household.{name}", label, told, Household, where, unit=DOOR, stock=True)


present = _people("present", "总人口", "期末（本期未完时为此刻）在册的居民，关联人不算。")
settled = _people("settled", "户籍人口", "总人口中户籍在本社区的。", Q(residence=Residence.SETTLED))
floating = _people("floating", "流动人口", "总人口中户籍不在本社区的。", Q(residence=Residence.FLOATING))
cared = _people("cared", "有关爱标签", "总人口中至少有一个关爱标签的，几个标签也算一人。", ~Q(care=""))
tags = {
    tag: _people(tag.value, tag.label, f"总人口中有“{tag.label}”标签的。", tagged("care", tag)) for tag in ServiceTag
}
overdue = Figure(
    "person.overdue",
    "走访超期",
    "此刻在册的居民中，走访到期日在今天以前、还没有走访的。",
    Person,
    lambda start, end: POPULATION & Q(visit_due_on__lt=today()),
    unit=PERSON,
    stock=True,
)

lived = _doors("lived", "总户数", "有居民住的户")
settled_doors = _doors("settled", "居民户", "至少有一个户籍人口的户", Residence.SETTLED)
floating_doors = _doors("floating", "流动人口户", "至少有一个流动人口的户", Residence.FLOATING)
mixed_doors = _doors(
    "mixed", "两种人都有的户", "既有户籍人口又有流动人口的户，在居民户和流动人口户里各算一次", *Residence
)

units = {
    kind: Figure(
        f"unit.{kind.value}",
        kind.label,
        f"此刻在用的辖区单位中，类型是“{kind.label}”的。",
        Unit,
        lambda start, end, kind=kind: Q(kind=kind, state=UseState.OPEN),
        unit=UNIT,
        stock=True,
    )
    for kind in UnitKind
}


def on_within(kind, start, end):
    """Comings or goings of a kind dated within the period, those taken back left out."""
    return Q(kind=kind, state=RelocationState.GIVEN, on__gte=localdate(start), on__lt=localdate(end))


relocations = {
    kind: Figure(
        f"relocation.{kind.value}",
        kind.label,
        f"居住变动里日期在本期的“{kind.label}”。",
        Relocation,
        lambda start, end, kind=kind: on_within(kind, start, end),
        unit=TIMES,
    )
    for kind in RelocationKind
}
