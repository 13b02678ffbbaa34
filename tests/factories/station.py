"""Duties and errands of the help station to test with."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

from party.models import Member
from portal.clock import today
from tests.factories.party import member
from tests.factories.people import resident
from tests.factories.wishes import fresh
from wishes.actions import duty as duties
from wishes.actions import errand as actions
from wishes.choices import ErrandKind, Heard
from wishes.models import Duty, Errand

numbers = count(0)
HOUR = Decimal(1)


def duty(grid, *, own=None, by=None, until=None, **fields):
    """Somebody on duty in the grid: today, or on the next day that is free."""
    whom = fields.pop("member", None) or member(grid, user=own)
    day = fields.pop("on", None) or today()
    while Duty.objects.filter(member=whom.pk, on=day, state="on").exists():
        day += timedelta(days=1)
    return duties.enter(Duty(grid=grid, member=Member.objects.get(pk=whom.pk), on=day, **fields), by=by, until=until)


def asked(grid, *, by=None, given=None, **fields):
    """An errand nobody has taken; with ``given`` offered to that user."""
    made = {
        "person": fields.pop("person", None) or resident(grid),
        "kind": ErrandKind.FETCH,
        "sentence": f"想请人取一次药（{next(numbers)}）",
        "wanted_on": today(),
        **fields,
    }
    errand = actions.ask(Errand(**made), by=by)
    if given:
        actions.offer(fresh(errand), by=by, member=Member.objects.get(pk=member(grid, user=given).pk))
    return fresh(errand)


def taken(grid, *, own=None, **fields):
    """One that a member took: that of the user where there is one."""
    whom = Member.objects.get(pk=(fields.pop("member", None) or member(grid, user=own)).pk)
    errand = asked(grid, **fields)
    if whom not in errand.offered.order_by("pk"):
        actions.offer(errand, by=None, member=whom)
    actions.accept(fresh(errand), by=None, member=whom)
    return fresh(errand)


def done(grid, *, hours=HOUR, **fields):
    """One that was done today."""
    errand = taken(grid, **fields)
    actions.finish(errand, by=None, how="药取回来了", hours=hours)
    return fresh(errand)


def thanked(grid, **fields):
    """One for which thanks were said."""
    errand = done(grid, **fields)
    actions.thank(errand, by=None, answer=Heard.HAPPY, hours=errand.hours)
    return fresh(errand)


def errand(grid, *, own=None, given=None, **fields):
    """One in somebody's hands, or one offered to somebody."""
    return taken(grid, own=own, **fields) if own else asked(grid, given=given, **fields)
