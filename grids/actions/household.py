"""Writes on dwellings: correcting an address, changing the grid; who lives there goes along."""

from django.db import transaction

from grids.actions.setup import reuse, shut
from grids.models import Household
from portal.moves import moving

__all__ = ["correct", "regrid", "reuse", "shut"]
WITH_HOUSEHOLD = "随住户改"


def correct(household, *, by, note=""):
    """Correct a dwelling; people are found by its address and counted in its grid, so theirs follow."""
    with transaction.atomic():
        household.save(by=by, note=note)
        _take_along(household, by)


def regrid(household, *, by, to, note=""):
    """Put a dwelling into another grid of the same community, with all who live there."""
    with transaction.atomic():
        with moving(household, "regrid", by=by, note=note) as moved:
            moved.grid = to
        _take_along(Household.objects.get(pk=household.pk), by)


def _take_along(household, by):
    for person in household.people.select_for_update(of=("self",)).order_by("pk"):
        person.household = household
        words, grid = person.search, person.grid_id
        person.settle_keys()
        if (person.search, person.grid_id) != (words, grid):
            person.save(by=by, verb="edit", note=WITH_HOUSEHOLD)
