"""What a line of work has in hand, on the page of the line: its open issues by step and the most pressing of them."""

from accounts.pages import Lines
from grids.models import Issue
from grids.pages.issue import Issues
from grids.pages.pending import by_state, list_url, pressing
from grids.queries.node import OpenNow


def standing(line, user):
    """How many of the line's issues within reach are open and overdue, and at which step they stand."""
    states = by_state(OpenNow(Issues.rows(user).filter(line=line.pk)), {"line": line.pk})
    return {
        "states": states,
        "open": sum(one["open"] for one in states),
        "late": sum(one["late"] for one in states),
        "open_url": list_url(line=line.pk, tab="open"),
        "late_url": list_url(line=line.pk, tab="overdue"),
    }


def urgent(line, user):
    """The ten of them that are due soonest."""
    return {"pressing": pressing(Issues.rows(user).filter(line=line.pk))}


Lines.panel("now", "现在", "grids/_line.html", standing, model=Issue)
Lines.panel("pressing", "最要紧的", "grids/_pressing.html", urgent, model=Issue)
