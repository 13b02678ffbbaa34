"""How long an issue may take. Source: domain.md, 'Issues' (default limits, published practice of 凤县; the rest are ours).

The community's own limits stand before the defaults, and one for a category before one for all.
"""

from dataclasses import dataclass

from grids.choices import Stage, Urgency
from grids.models import Limit
from portal.clock import Unit, deadline

HOUR, DAY = Unit.HOUR, Unit.WORKING_DAY
# DEFAULTS[stage][urgency] = (amount, unit); 0 is the end of the same day.
DEFAULTS = {
    Stage.TOTAL: {Urgency.ORDINARY: (3, DAY), Urgency.DIFFICULT: (7, DAY), Urgency.URGENT: (24, HOUR)},
    Stage.ACCEPT: {Urgency.ORDINARY: (1, DAY), Urgency.DIFFICULT: (1, DAY), Urgency.URGENT: (2, HOUR)},
    Stage.MEND: {Urgency.ORDINARY: (1, DAY), Urgency.DIFFICULT: (1, DAY), Urgency.URGENT: (2, HOUR)},
    Stage.START: {Urgency.ORDINARY: (1, DAY), Urgency.DIFFICULT: (1, DAY), Urgency.URGENT: (2, HOUR)},
    Stage.HANDLE: {Urgency.ORDINARY: (2, DAY), Urgency.DIFFICULT: (5, DAY), Urgency.URGENT: (16, HOUR)},
    Stage.CHECK: {Urgency.ORDINARY: (1, DAY), Urgency.DIFFICULT: (1, DAY), Urgency.URGENT: (4, HOUR)},
    Stage.REPLY: {Urgency.ORDINARY: (3, DAY), Urgency.DIFFICULT: (5, DAY), Urgency.URGENT: (12, HOUR)},
    Stage.EXTENSION: {Urgency.ORDINARY: (15, DAY), Urgency.DIFFICULT: (15, DAY), Urgency.URGENT: (3, DAY)},
}


def words(amount, unit):
    """A limit as staff say it: 3 个工作日, 24 小时, 当日."""
    return f"{amount} {Unit(unit).label}" if amount else "当日"


@dataclass(frozen=True)
class Limits:
    """The limits of one community, read once: {(stage, urgency, category): (amount, unit)}."""

    own: dict

    @classmethod
    def of(cls, community_id):
        """What holds in a community now; one query."""
        rows = Limit.objects.filter(community=community_id).values_list(
            "stage", "urgency", "category", "amount", "unit"
        )
        return cls({row[:3]: row[3:] for row in rows})

    def limit(self, stage, urgency, category=""):
        """(amount, unit) of a step."""
        for key in ((stage, urgency, category), (stage, urgency, "")):
            if key in self.own:
                return self.own[key]
        return DEFAULTS[stage][urgency]

    def due(self, issue, stage, since):
        """The moment the step of an issue must be done that began at ``since``."""
        return deadline(since, *self.limit(stage, issue.urgency, issue.category))

    def in_words(self, stage, urgency, category=""):
        """The limit of a step as staff say it."""
        return words(*self.limit(stage, urgency, category))
