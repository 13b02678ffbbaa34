"""What is still open about people goes where they go; whoever answers for the new grid goes on with it."""

from grids.choices import ConsentState, ManagedState, RequestState, VisitState
from grids.models import Consent, DataRequest, ManagedCare, Visit
from portal.moves import moving

WITH_PERSON = "随本人改网格"
OPEN = {
    Visit: VisitState.PLANNED,
    ManagedCare: ManagedState.ACTIVE,
    Consent: ConsentState.GIVEN,
    DataRequest: RequestState.OPEN,
}


def carry(people, *, by):
    """Put what is open about people into their grids; what was done stays where it was done."""
    grids = {person.pk: person.grid for person in people}
    for model, state in OPEN.items():
        rows = model.objects.filter(person__in=grids, state=state).select_for_update(of=("self",)).order_by("pk")
        for row in rows:
            row.grid = grids[row.person_id]
            row.save(by=by, note=WITH_PERSON)


def call_off(visits, *, by, note):
    """Take planned visits back that nobody will make any more."""
    for visit in visits:
        with moving(visit, "cancel", by=by, note=note):
            pass


def planned(people):
    """The visits that were planned to people and not made."""
    return Visit.objects.filter(person__in=people, state=VisitState.PLANNED).order_by("pk")
