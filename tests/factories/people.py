"""Households, people, units and visits to test with; everybody is made up."""

from datetime import date, timedelta
from itertools import count

from grids.actions import care, person, privacy, visit
from grids.choices import (
    ConsentWay,
    KeptKind,
    ManagedKind,
    Purpose,
    Relation,
    RelocationKind,
    RequestKind,
    Residence,
    Tie,
    UnitKind,
    VisitOutcome,
    VisitState,
    VisitSubject,
)
from grids.identity import check_digit
from grids.models import (
    Consent,
    DataRequest,
    Household,
    ManagedCare,
    Merge,
    Person,
    Relocation,
    Retention,
    Unit,
    Visit,
    VisitRule,
    Walk,
)
from portal.clock import now, today
from tests.factories.accounts import UserFactory
from tests.factories.grids import saved

numbers = count(1)


def id_number(birth=date(1960, 1, 1), male=True, n=None):
    """A right number of a county that does not exist."""
    n = next(numbers) if n is None else n
    first = f"6190{n // 100 % 100:02d}{birth:%Y%m%d}{n % 100:02d}{n * 2 % 10 + male}"
    return first + check_digit(first)


def household(grid, **fields):
    """A flat in a grid."""
    made = {"building": str(Household.objects.count() + 1), "entrance": "1", "room": "101", **fields}
    return saved(Household(grid=grid, **made))


def resident(grid, by=None, **fields):
    """Somebody who lives in a flat of the grid."""
    n = next(numbers)
    made = {
        "name": f"王演{n}",
        "household": fields.pop("household", None) or household(grid),
        "relation": Relation.OTHER,
        "residence": Residence.SETTLED,
        "grid": grid,
        **fields,
    }
    return person.register(Person(**made), by=by)


def associate(grid, **fields):
    """Somebody from outside who has to do with the community."""
    made = {"name": f"李演{next(numbers)}", "tie": Tie.ASSOCIATE, "grid": grid.community, **fields}
    return person.register(Person(**made), by=None)


def unit(grid, **fields):
    """A shop."""
    return saved(Unit(grid=grid, **{"name": f"小卖部 {next(numbers)}", "kind": UnitKind.TRADER, **fields}))


def visit_to(grid, own=None, given=None, **fields):
    """A visit that met somebody; with ``given`` one planned for that person."""
    somebody = fields.pop("person", None) or resident(grid)
    if given:
        planned = {"visitor": given, "planned_on": today(), "state": VisitState.PLANNED}
        return saved(Visit(person=somebody, grid=somebody.grid, **planned), own)
    made = {"outcome": VisitOutcome.MET, "visited_at": now(), **fields}
    return visit.make(Visit(person=somebody, **made), by=own)


def walk(grid, own=None, given=None, **fields):
    """A sheet without lines."""
    walker = given or own or UserFactory(grid=grid)
    return saved(Walk(grid=grid, walker=walker, day=today(), **fields), own)


def managed(grid, **fields):
    """Somebody under managed care, in the line of health."""
    made = {"person": resident(grid), "kind": ManagedKind.MENTAL, "since": today(), **fields}
    return care.take_on(ManagedCare(**made), by=None)


def consent(grid, **fields):
    """A consent given on paper."""
    made = {
        "person": resident(grid),
        "purpose": Purpose.REGISTER,
        "way": ConsentWay.SIGNED,
        "given_on": today(),
        **fields,
    }
    return privacy.agree(Consent(**made), by=None)


def request(grid, **fields):
    """Somebody asks to see the own data."""
    made = {"person": resident(grid), "kind": RequestKind.ACCESS, "asked_on": today(), **fields}
    return privacy.ask(DataRequest(**made), by=None)


def rule(grid, **fields):
    """An interval the community set itself, the next that is free."""
    taken = set(VisitRule.objects.filter(community=grid.community_id).values_list("subject", flat=True))
    subject = next(one for one in VisitSubject if one not in taken)
    return saved(VisitRule(grid=grid, **{"subject": subject, "days": 20, **fields}))


def retention(grid, **fields):
    """A time the community set itself, the next that is free."""
    taken = set(Retention.objects.filter(community=grid.community_id).values_list("kind", flat=True))
    kind = next(one for one in KeptKind if one not in taken)
    return saved(Retention(grid=grid, **{"kind": kind, "months": 24, **fields}))


def relocation(grid, **fields):
    """Somebody came."""
    somebody = fields.pop("person", None) or resident(grid)
    made = {"kind": RelocationKind.ARRIVED, "on": today() - timedelta(days=1), "entered": somebody.household, **fields}
    return saved(Relocation(person=somebody, grid=somebody.grid, **made))


def merged(grid, **fields):
    """Two rows made one."""
    kept, gone = resident(grid), resident(grid)
    return saved(Merge(kept=kept, gone=gone, grid=kept.grid, was=gone.state, **fields))
