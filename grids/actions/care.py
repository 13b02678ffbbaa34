"""Writes on managed care."""

from accounts.models import Line
from grids.choices import ManagedKind
from portal.moves import moving

# The line of work (by its key) that answers for a kind.
USUAL_LINE = {
    ManagedKind.MENTAL: "health",
    ManagedKind.CORRECTION: "security",
    ManagedKind.DRUGS: "security",
    ManagedKind.RELEASED: "security",
}


def line_of(kind, community):
    """The line of work of a community that usually answers for a kind; None where it has no such line."""
    return Line.objects.filter(community=community, key=USUAL_LINE[kind]).first()


def take_on(care, *, by, note=""):
    """Put somebody under managed care; the line follows from the kind when none was given."""
    care.grid = care.person.grid
    if care.line_id is None:
        care.line = line_of(care.kind, care.grid.community_id)
    care.save(by=by, note=note)
    return care


def look(care, *, by, look_on=None, note):
    """Say how the person was found, and when to look again."""
    with moving(care, "look", by=by, note=note) as care:
        care.look_on = look_on


def release(care, *, by, note):
    """End the care."""
    with moving(care, "release", by=by, note=note) as care:
        care.look_on = None
