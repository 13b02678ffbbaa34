"""Writes on where people live: moving house, leaving, dying, coming back; each leaves a line in the ledger."""

from django.db import transaction

from grids.actions.household import held, insist_near, insist_open
from grids.actions.open_matters import call_off, carry, planned
from grids.choices import PersonState, RelocationKind, RelocationState, Tie
from grids.models import Person, Relocation
from grids.models.person_moves import last_going
from grids.registering import wrong_day
from grids.visiting import Intervals
from portal.clock import today
from portal.errors import Refused
from portal.moves import moving


def settle_in(person, *, by, household, relation, on=None, note=""):
    """Move somebody to another dwelling of the community."""
    with transaction.atomic():
        household = _locked(household)
        with moving(person, "settle_in", by=by, note=note) as person:
            insist_near(person, household.grid)
            if household.pk == person.household_id:
                raise Refused("已经住在这一户，请另选住户。")
            left, person.household, person.relation = person.household, household, relation
        carry([person], by=by)
        tell(person, RelocationKind.MOVED, by=by, on=on, left=left, entered=household)


def leave(person, *, by, place="", on=None, note=""):
    """Somebody has moved away: no member of a household, no visits due."""
    _go(person, "leave", RelocationKind.LEFT, by=by, note=note, on=on, place=place)


def die(person, *, by, on=None, note=""):
    """Somebody has died."""
    _go(person, "die", RelocationKind.DIED, by=by, note=note, on=on)


def _go(person, name, kind, *, by, note, on, place=""):
    with transaction.atomic():
        with moving(person, name, by=by, note=note) as person:
            left, person.household, person.relation = person.household, None, ""
            person.visit_due_on = None
        call_off(planned([person]), by=by, note=Person.MOVES[name].label)
        tell(person, kind, by=by, on=on, left=left, place=place)


def come_back(person, *, by, household, relation, on=None, place="", note=""):
    """Somebody who left lives here again."""
    with transaction.atomic():
        household = _locked(household)
        with moving(person, "come_back", by=by, note=note) as person:
            insist_near(person, household.grid)
            person.household, person.relation = household, relation
            person.state = PersonState.PRESENT
            person.visit_due_on = Intervals.of(person.community_id).due(person)
        carry([person], by=by)
        tell(person, RelocationKind.ARRIVED, by=by, on=on, entered=household, place=place)


def restore(person, *, by, household=None, relation="", note=""):
    """Somebody never left, or never died: back into a dwelling, and the line that told it is void."""
    with transaction.atomic():
        household = _locked(household) if household else None
        with moving(person, "restore", by=by, note=note) as person:
            if household:
                insist_near(person, household.grid)
            elif person.tie == Tie.RESIDENT:
                raise Refused("请选住户。")
            person.household, person.relation = household, relation
            person.state = PersonState.PRESENT
            person.visit_due_on = Intervals.of(person.community_id).due(person)
            line = last_going(person)
        line.state = RelocationState.VOID
        line.save(by=by, note=note)
        carry([person], by=by)


def transfer(person, *, by, to, note=""):
    """Put somebody without a household into another grid."""
    with transaction.atomic():
        with moving(person, "transfer", by=by, note=note) as person:
            insist_near(person, to)
            person.grid = to
        carry([person], by=by)


def _locked(household):
    """The dwelling as it stands now, held until the move is made."""
    household = held(household)[household.pk]
    insist_open(household)
    return household


def tell(person, kind, *, by, on, left=None, entered=None, place=""):
    """A line in the ledger of comings and goings."""
    on = on or today()
    if wrong := wrong_day(on, person.birth, today()):
        raise Refused(f"{wrong}。")
    made = Relocation(person=person, grid=person.grid, kind=kind, on=on, left=left, entered=entered, place=place)
    made.save(by=by)
