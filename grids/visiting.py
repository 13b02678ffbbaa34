"""How often people are visited: the intervals of a community and the day somebody is due next."""

from datetime import timedelta

from django.utils.timezone import localdate

from grids.choices import PersonState, Residence, Tie
from grids.choices import VisitSubject as V
from grids.models import VisitRule

# Days between two visits. Ours, no rule was found: staff may set others.
DEFAULTS = {
    V.ALONE: 14,
    V.LIVES_ALONE: 14,
    V.AGED: 30,
    V.EMPTY_NEST: 30,
    V.BEREFT: 30,
    V.LEFT_BEHIND: 30,
    V.DISABLED: 60,
    V.ALLOWANCE: 90,
    V.JOBLESS: 90,
    V.ONE_PARENT: 90,
    V.POOR_STUDENT: 90,
    V.VETERAN: 180,
    V.FLOATING: 90,
}


class Intervals:
    """The days that may pass between visits, by subject; 0 means no regular visits."""

    def __init__(self, days):
        self.days = {**DEFAULTS, **days}

    @classmethod
    def of(cls, community_id):
        """Those of a community; one query."""
        return cls(dict(VisitRule.objects.filter(community=community_id).order_by().values_list("subject", "days")))

    def every(self, person):
        """The shortest interval that holds for a person; None for those who are not visited regularly."""
        if person.state != PersonState.PRESENT or person.tie != Tie.RESIDENT:
            return None
        subjects = [*person.care, *([V.FLOATING] if person.residence == Residence.FLOATING else [])]
        return min((self.days[one] for one in subjects if self.days[one]), default=None)

    def due(self, person):
        """The day of the next visit: as agreed, or so long after the last one, or after the person came onto the register."""
        if person.state != PersonState.PRESENT:
            return None
        if person.visit_next_on:
            return person.visit_next_on
        days = self.every(person)
        if days is None:
            return None
        since = person.visited_on or (localdate(person.created_at) if person.created_at else localdate())
        return since + timedelta(days=days)
