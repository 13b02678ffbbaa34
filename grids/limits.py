"""How long an issue may take. Source: domain.md, 'Issues' (default limits, published practice of 凤县)."""

from grids.choices import Urgency
from portal.clock import Unit, deadline

# TOTAL[urgency] = (amount, unit) from the report to the close.
TOTAL = {
    Urgency.ORDINARY: (3, Unit.WORKING_DAY),
    Urgency.DIFFICULT: (7, Unit.WORKING_DAY),
    Urgency.URGENT: (24, Unit.HOUR),
}


def total_due(urgency, since):
    """The moment by which an issue reported at ``since`` must be closed."""
    return deadline(since, *TOTAL[urgency])


def in_words(urgency):
    """The limit as staff say it: 3 个工作日, 24 小时."""
    amount, unit = TOTAL[urgency]
    return f"{amount} {Unit(unit).label}"
