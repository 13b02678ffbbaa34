"""Writes on dwellings: correcting an address, changing the grid; who lives there goes along."""

from django.db import transaction

from grids.actions.open_matters import carry
from grids.actions.setup import reuse, shut
from grids.choices import UseState
from grids.models import Household
from portal.errors import Refused
from portal.moves import moving

__all__ = ["correct", "held", "insist_near", "insist_open", "regrid", "reuse", "shut"]
WITH_HOUSEHOLD = "随住户改"
SHUT = "这一户已停用，请另选住户，或先重新启用。"
FAR = "不在同一个社区，不能这样改。请在原社区办“迁出”，再到新社区登记。"


def correct(household, *, by, note=""):
    """Correct a dwelling; people are found by its address and counted in its grid, so theirs follow."""
    insist_near(household, household.grid)
    with transaction.atomic():
        household.save(by=by, note=note)
        _take_along(household, by)


def regrid(household, *, by, to, note=""):
    """Put a dwelling into another grid of the same community, with all who live there."""
    insist_near(household, to)
    with transaction.atomic():
        with moving(household, "regrid", by=by, note=note) as moved:
            moved.grid = to
        _take_along(Household.objects.get(pk=household.pk), by)


def _take_along(household, by):
    people = list(household.people.select_for_update(of=("self",)).order_by("pk"))
    for person in people:
        person.household = household
        words, grid = person.search, person.grid_id
        person.settle_keys()
        if (person.search, person.grid_id) != (words, grid):
            person.save(by=by, verb="edit", note=WITH_HOUSEHOLD)
    carry(people, by=by)


def held(*households):
    """{key: row} of dwellings as they stand now, locked in the order of their keys; always before the people in them."""
    # Rows that merely name a dwelling do not wait for the lock. Nothing is joined: PostgreSQL, woken with a row that has got
    # another grid meanwhile, would join it to the old one and find nothing.
    rows = Household.objects.select_for_update(of=("self",), no_key=True).prefetch_related("grid")
    return {row.pk: row for row in rows.filter(pk__in={one.pk for one in households}).order_by("pk")}


def insist_open(household):
    """Refuse a dwelling nobody may move into."""
    if household.state != UseState.OPEN:
        raise Refused(SHUT)


def insist_near(record, grid):
    """Refuse another community: every community keeps its own register."""
    if grid.community_id != record._loaded["community_id"]:
        raise Refused(FAR)
