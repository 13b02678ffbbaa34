"""Writes on visits: made, planned, typed in after a walk; each settles when the person is due next."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate

from grids.actions.open_matters import call_off, planned
from grids.choices import PersonState, VisitOutcome, VisitState
from grids.models import Person, Visit
from grids.visiting import Intervals
from portal.clock import now, today
from portal.errors import Refused
from portal.moves import moving

# Who was not met is not visited: the person stays due.
SEEN = (VisitOutcome.MET, VisitOutcome.FAMILY)
GONE = "这个人已不在册，不能再登记走访。"
A_CLOCK_OFF = timedelta(minutes=10)


def make(visit, *, by, note=""):
    """Write down a visit that was made."""
    with transaction.atomic():
        person = _locked(visit.person_id)
        if person.state != PersonState.PRESENT:
            raise Refused(GONE)
        visit.person, visit.grid, visit.state = person, person.grid, VisitState.DONE
        visit.visitor = visit.visitor or by
        visit.visited_at = visit.visited_at or now()
        _insist(visit)
        visit.due_on = _was_due(visit, person)
        visit.save(by=by, note=note)
        _close_plans([visit], by)
        settle(person)
    return visit


def make_together(visit, *, by, also=(), note=""):
    """Write down one visit, and the same for others at the same door; all or none."""
    others = list(also)
    with transaction.atomic():
        keys = [visit.person_id, *(one.pk for one in others)]
        # In the order of their keys, so that two who call at one door do not wait for each other.
        list(Person.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        make(visit, by=by, note=note)
        same = ("kind", "outcome", "visited_at", "next_on", "visitor")
        make_many([Visit(person=one, **{name: getattr(visit, name) for name in same}) for one in others], by=by)
    return visit


def make_many(visits, *, by, note=""):
    """Write down the visits of a walk, one a person, all or none; the people are locked in the order of their keys."""
    visits = list(visits)
    with transaction.atomic():
        keys = {visit.person_id for visit in visits}
        rows = Person.objects.select_for_update(of=("self",)).prefetch_related("grid").filter(pk__in=keys)
        people = {one.pk: one for one in rows.order_by("pk")}
        if any(one.state != PersonState.PRESENT for one in people.values()):
            raise Refused(GONE)
        for visit in visits:
            visit.person = person = people[visit.person_id]
            visit.grid, visit.state = person.grid, VisitState.DONE
            _insist(visit)
            visit.due_on = _was_due(visit, person)
        Visit.objects.add_many(visits, by=by, note=note)
        _close_plans(visits, by)
        settle(*people.values())
    return visits


def _close_plans(visits, by):
    """Who has been there need not go there again: a plan older than the visit is done with."""
    made = {(visit.person_id, visit.visitor_id): visit for visit in visits}
    for plan in planned([visit.person_id for visit in visits]):
        visit = made.get((plan.person_id, plan.visitor_id))
        if visit and localdate(visit.visited_at) >= localdate(plan.created_at):
            call_off([plan], by=by, note=f"已另外登记走访 {visit.code}")


def revise(visit, *, by, note=""):
    """Correct what was written of a visit."""
    with transaction.atomic():
        person = _locked(visit.person_id)
        if visit.state == VisitState.DONE:
            _insist(visit)
            visit.due_on = _was_due(visit, person)
        visit.save(by=by, note=note)
        settle(person)


def assign_visit(person, *, by, visitor, planned_on, note=""):
    """Plan a visit to somebody for a member of the grid; one planned for the same member already gets the new day."""
    with moving(person, "assign_visit", by=by, note=note) as person:
        if planned_on < today():
            raise Refused("计划日期不能早于今天。")
        # Whoever is given a visit may record it anywhere; but nobody calls upon people they may not look up.
        if not Person.objects.within_reach(visitor, "view").filter(pk=person.pk).exists():
            raise Refused(f"{visitor.name}的岗位走访不了这一户，请另选走访人。")
        waiting = Visit.objects.select_for_update(of=("self",)).filter(person=person, visitor=visitor)
        visit = waiting.filter(state=VisitState.PLANNED).order_by("pk").first()
        visit = visit or Visit(person=person, grid=person.grid, visitor=visitor, state=VisitState.PLANNED)
        visit.planned_on = planned_on
        visit.save(by=by)


def record(visit, *, by, outcome, findings="", kind="", visited_at=None, next_on=None, note=""):
    """Write down that a planned visit was made."""
    with transaction.atomic():
        person = _locked(visit.person_id)
        if person.state != PersonState.PRESENT:
            raise Refused("这个人已不在册，不能再登记走访；请点“取消”并写明原因。")
        with moving(visit, "record", by=by, note=note) as visit:
            visit.outcome, visit.findings, visit.next_on = outcome, findings, next_on
            visit.kind = kind or visit.kind
            visit.visited_at = visited_at or now()
            visit.visitor = by or visit.visitor
            _insist(visit)
            visit.due_on = _was_due(visit, person)
        settle(person)


def cancel(visit, *, by, note):
    """Take a planned visit back."""
    with moving(visit, "cancel", by=by, note=note):
        pass


def settle(*people):
    """When each was met last, how often nobody was met since, and the day of the next visit; the rows are held locked."""
    made = Visit.objects.filter(person__in=[one.pk for one in people], state=VisitState.DONE)
    visits, intervals = defaultdict(list), {}
    for key, *told in made.order_by("-visited_at", "-pk").values_list("person", "visited_at", "outcome", "next_on"):
        visits[key].append(told)
    for person in people:
        community = person.community_id
        intervals[community] = intervals.get(community) or Intervals.of(community)
        _reckon(person, visits[person.pk])
        person.visit_due_on = intervals[community].due(person)
    Person.objects.derive(people, *sorted(Person.DERIVED))


def _reckon(person, visits):
    """What the visits tell, the newest first."""
    person.visited_on = person.visit_next_on = None
    person.visit_missed = 0
    for visited_at, outcome, next_on in visits:
        if outcome in SEEN:
            person.visited_on, person.visit_next_on = localdate(visited_at), next_on
            return
        person.visit_missed += outcome == VisitOutcome.ABSENT


def resettle(community_id):
    """Reckon anew when the people of a community are due, by the intervals that hold now; returns how many days changed."""
    intervals = Intervals.of(community_id)
    with transaction.atomic():
        here = Person.objects.filter(community=community_id, state=PersonState.PRESENT)
        people = list(here.select_for_update(of=("self",)).order_by("pk"))
        for person in people:
            person.visit_due_on = intervals.due(person)
        return len(Person.objects.derive(people, "visit_due_on"))


def _locked(key):
    return Person.objects.select_for_update(of=("self",)).get(pk=key)


def _insist(visit):
    """What a form tells beside the field, and a workbook or a walk must hear too."""
    if visit.visited_at > now() + A_CLOCK_OFF:
        raise Refused("走访时间不能晚于现在，请核对日期和上午下午。")
    if visit.next_on and visit.outcome not in SEEN:
        raise Refused("没见到人就不用约下次，到期日不变，会一直列在“走访到期”里。")
    if visit.next_on and visit.next_on <= localdate(visit.visited_at):
        raise Refused("下次走访要晚于这一次，请核对日期。")


def _was_due(visit, person):
    """The day by which the person was to be visited; None where nobody was met, or a later visit is on the register already."""
    if visit.outcome not in SEEN:
        return None
    if visit.due_on:
        return visit.due_on
    return None if person.visited_on and localdate(visit.visited_at) < person.visited_on else person.visit_due_on
