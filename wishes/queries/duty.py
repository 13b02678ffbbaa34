"""Who is on duty near by: in the grid itself, else in one it borders on, else anywhere in the community."""

from grids.models import Grid
from party.choices import MemberState
from wishes.choices import DutyState
from wishes.models import Duty


def on_duty(day, **where):
    """The roster of a day, members who have left since taken out."""
    return Duty.objects.filter(on=day, state=DutyState.ON, member__state=MemberState.ACTIVE, **where)


def near(errand):
    """Members an errand is offered to, by the day it is wanted on; nobody is asked to help themselves. Two queries or three."""
    grid = Grid.objects.get(pk=errand.grid_id)
    rows = on_duty(errand.wanted_on, community=grid.community_id).exclude(member__person=errand.person_id)
    rows = list(rows.select_related("member").order_by("pk"))
    found = _at(rows, [grid.pk])
    if rows and not found:
        found = _at(rows, grid.neighbours.order_by().values_list("pk", flat=True))
    return found or [row.member for row in rows]


def _at(rows, grids):
    grids = set(grids)
    return [row.member for row in rows if row.grid_id in grids]


def days_taken(member, days):
    """Those of the days on which a member is on duty already, in order."""
    rows = Duty.objects.filter(member=member.pk, on__in=days, state=DutyState.ON)
    return list(rows.order_by("on").values_list("on", flat=True))
