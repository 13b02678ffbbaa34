"""Writes on people: coming onto the register, being corrected, tagged; moving house and leaving are told next door."""

from django.db import transaction

from grids.actions.erase import erase
from grids.actions.household import held, insist_near, insist_open
from grids.actions.moving_house import come_back, die, leave, restore, settle_in, tell, transfer
from grids.actions.open_matters import carry
from grids.actions.visit import assign_visit, settle
from grids.choices import PersonState, RelocationKind
from grids.models import Household, Person
from grids.visiting import Intervals
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
    "restore",
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
        _lodge([person])
        person.visit_due_on = Intervals.of(_community(person)).due(person)
        person.save(by=by)
        if arrival in ARRIVALS:
            tell(person, arrival, by=by, on=on, entered=person.household, place=place)
    return person


def register_many(people, *, by, note=""):
    """Put the people of a workbook on the register, their new dwellings first; all or none."""
    people = list(people)
    with transaction.atomic():
        doors = {id(one.household): one.household for one in people if one.household and not one.household.pk}
        Household.objects.add_many(doors.values(), by=by, note=note)
        _lodge(people)
        known = {}
        for person in people:
            community = _community(person)
            known[community] = known.get(community) or Intervals.of(community)
            person.visit_due_on = known[community].due(person)
        return Person.objects.add_many(people, by=by, note=note)


def _lodge(people):
    """Give people their dwellings as these stand now: since the form was opened one may have been shut or put elsewhere."""
    homes = held(*(person.household for person in people if person.household))
    for person in people:
        if person.household:
            person.household = homes[person.household.pk]
            insist_open(person.household)


def _community(person):
    return (person.household or person).grid.community_id


def revise(person, *, by, note=""):
    """Correct what is said of somebody; another dwelling is a move, not a correction."""
    if person.has_changed("household_id") and person._loaded["household_id"]:
        raise Refused("换住户请点“搬家”，居住变动里才有记录。")
    if person.household_id and person.state != PersonState.PRESENT:
        raise Refused("不在册的人没有住户；回来住的请点“迁回”。")
    with transaction.atomic():
        if person.has_changed("household_id"):
            _lodge([person])
        insist_near(person, (person.household or person).grid)
        moves = person.has_changed("grid_id")
        person.save(by=by, note=note)
        # Visits made since the form was opened are not on the row that was read then.
        settle(Person.objects.select_for_update(of=("self",)).get(pk=person.pk))
        if moves:
            carry([person], by=by)


def tag(person, *, by, care, note=""):
    """Give somebody a care tag; one borne already stays, and nothing is written."""
    if care in person.care:
        return
    with moving(person, "tag", by=by, note=note) as person:
        person.care = [*person.care, care]
        person.care = Person._meta.get_field("care").sorted(person.care)
        _settle_due(person)


def untag(person, *, by, care, note=""):
    """Take a care tag away; from who bears none, nothing is taken and nothing written."""
    if care not in person.care:
        return
    with moving(person, "untag", by=by, note=note) as person:
        person.care = [one for one in person.care if one != care]
        _settle_due(person)


def _settle_due(person):
    person.visit_due_on = Intervals.of(person.community_id).due(person)
