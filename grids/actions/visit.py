"""Writes on visits: made, planned, typed in after a walk; each settles when the person is due next."""

from django.db import transaction
from django.utils.timezone import localdate

from grids.choices import PersonState, VisitOutcome, VisitState
from grids.models import Person, Visit
from grids.visiting import Intervals
from portal.clock import now, today
from portal.errors import Refused
from portal.moves import moving

# Who was not met is not visited: the person stays due.
SEEN = (VisitOutcome.MET, VisitOutcome.FAMILY)


def make(visit, *, by, note=""):
    """Write down a visit that was made."""
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=visit.person_id)
        if person.state != PersonState.PRESENT:
            raise Refused("这个人已不在册，不能再登记走访。")
        visit.person, visit.grid, visit.state = person, person.grid, VisitState.DONE
        visit.visitor = visit.visitor or by
        visit.visited_at = visit.visited_at or now()
        visit.save(by=by, note=note)
        settle(person, by)
    return visit


def revise(visit, *, by, note=""):
    """Correct what was written of a visit."""
    with transaction.atomic():
        visit.save(by=by, note=note)
        if visit.state == VisitState.DONE:
            person = Person.objects.select_for_update(of=("self",)).get(pk=visit.person_id)
            settle(person, by)


def assign_visit(person, *, by, visitor, planned_on, note=""):
    """Plan a visit to somebody for a member of the grid."""
    with moving(person, "assign_visit", by=by, note=note) as person:
        if planned_on < today():
            raise Refused("计划日期不能早于今天。")
        if Visit.objects.filter(person=person, visitor=visitor, state=VisitState.PLANNED).exists():
            raise Refused("已经给这位网格员安排过，还没有走访。")
        planned = _planned(person, by, visitor, planned_on)
        if not Visit.objects.within_reach(visitor, "record").filter(pk=planned.pk).exists():
            raise Refused(f"{visitor.name}的岗位走访不了这一户，请另选走访人。")


def _planned(person, by, visitor, day):
    visit = Visit(person=person, grid=person.grid, visitor=visitor, planned_on=day, state=VisitState.PLANNED)
    visit.save(by=by)
    return visit


def record(visit, *, by, outcome, findings="", kind="", visited_at=None, next_on=None, note=""):
    """Write down that a planned visit was made."""
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=visit.person_id)
        with moving(visit, "record", by=by, note=note) as visit:
            visit.outcome, visit.findings, visit.next_on = outcome, findings, next_on
            visit.kind = kind or visit.kind
            visit.visited_at = visited_at or now()
            visit.visitor = by or visit.visitor
        settle(person, by)


def cancel(visit, *, by, note):
    """Take a planned visit back."""
    with moving(visit, "cancel", by=by, note=note):
        pass


def settle(person, by):
    """When the person was seen last and is due next; the newest visit that met somebody tells."""
    seen = Visit.objects.filter(person=person, state=VisitState.DONE, outcome__in=SEEN).order_by("-visited_at", "-pk")
    last = seen.first()
    before = person.visited_on, person.visit_due_on
    person.visited_on = localdate(last.visited_at) if last else None
    person.visit_due_on = (last.next_on if last else None) or Intervals.of(person.community_id).due(person)
    if before != (person.visited_on, person.visit_due_on):
        person.save(by=by, verb="visited")
