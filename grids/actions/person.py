"""Writes on people: coming onto the register, being corrected, tagged, moving house, leaving."""

from django.db import transaction

from grids.actions.erase import erase
from grids.actions.visit import assign_visit
from grids.choices import PersonState, RelocationKind
from grids.models import Household, Person, Relocation
from grids.visiting import Intervals
from portal.clock import today
from portal.errors import Refused
from portal.moves import moving

__all__ = [
    "assign_visit",
    "come_back",
    "die",
    "erase",
    "leave",
    "register",
    "register_many",
    "revise",
    "settle_in",
    "tag",
    "transfer",
    "untag",
]
ARRIVALS = (RelocationKind.ARRIVED, RelocationKind.BORN)


def register(person, *, by, arrival="", on=None, place=""):
    """Put somebody on the register; whoever has just come or was born leaves a line in the ledger of comings and goings."""
    with transaction.atomic():
        person.visit_due_on = Intervals.of(_community(person)).due(person)
        person.save(by=by)
        if arrival in ARRIVALS:
            _tell(person, arrival, by=by, on=on, entered=person.household, place=place)
    return person


def register_many(people, *, by, note=""):
    """Put the people of a workbook on the register, their new dwellings first; all or none."""
    people = list(people)
    with transaction.atomic():
        doors = {id(one.household): one.household for one in people if one.household and not one.household.pk}
        Household.objects.add_many(doors.values(), by=by, note=note)
        known = {}
        for person in people:
            # Set anew, a dwelling that was written just now has its key.
            person.household = person.household
            community = _community(person)
            known[community] = known.get(community) or Intervals.of(community)
            person.visit_due_on = known[community].due(person)
        return Person.objects.add_many(people, by=by, note=note)


def _community(person):
    return (person.household or person).grid.community_id


def revise(person, *, by, note=""):
    """Correct what is said of somebody; another dwelling is a move, not a correction."""
    if person.has_changed("household_id") and person._loaded["household_id"]:
        raise Refused("换住户请点“搬家”，居住变动里才有记录。")
    if person.household_id and person.state != PersonState.PRESENT:
        raise Refused("不在册的人没有住户；回来住的请点“迁回”。")
    person.visit_due_on = Intervals.of(person.community_id).due(person)
    person.save(by=by, note=note)


def tag(person, *, by, care, note=""):
    """Give somebody a care tag; one borne already stays."""
    with moving(person, "tag", by=by, note=note) as person:
        person.care = [*person.care, care]
        person.care = Person._meta.get_field("care").sorted(person.care)
        _settle_due(person)


def untag(person, *, by, care, note=""):
    """Take a care tag away."""
    with moving(person, "untag", by=by, note=note) as person:
        person.care = [one for one in person.care if one != care]
        _settle_due(person)


def _settle_due(person):
    person.visit_due_on = Intervals.of(person.community_id).due(person)


def settle_in(person, *, by, household, relation, on=None, note=""):
    """Move somebody to another dwelling of the community."""
    _insist_open(household)
    with transaction.atomic():
        with moving(person, "settle_in", by=by, note=note) as person:
            if household.pk == person.household_id:
                raise Refused("已经住在这一户，请另选住户。")
            left, person.household, person.relation = person.household, household, relation
        _tell(person, RelocationKind.MOVED, by=by, on=on, left=left, entered=household)


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
        _tell(person, kind, by=by, on=on, left=left, place=place)


def come_back(person, *, by, household, relation, on=None, place="", note=""):
    """Somebody who left lives here again."""
    _insist_open(household)
    with transaction.atomic():
        with moving(person, "come_back", by=by, note=note) as person:
            person.household, person.relation = household, relation
            person.state = PersonState.PRESENT
            _settle_due(person)
        _tell(person, RelocationKind.ARRIVED, by=by, on=on, entered=household, place=place)


def transfer(person, *, by, to, note=""):
    """Put somebody without a household into another grid."""
    with moving(person, "transfer", by=by, note=note) as person:
        person.grid = to


def _insist_open(household):
    if household.state != "open":
        raise Refused("这一户已停用，请另选住户，或先重新启用。")


def _tell(person, kind, *, by, on, left=None, entered=None, place=""):
    made = Relocation(
        person=person, grid=person.grid, kind=kind, on=on or today(), left=left, entered=entered, place=place
    )
    made.save(by=by)
