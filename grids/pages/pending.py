"""Open issues among some rows, as the pages of a grid and of a line of work show them: by step, and the most pressing."""

from django.utils.http import urlencode

from grids.choices import IssueState
from grids.models.issue import OPEN
from grids.pages.issue import Issues
from grids.queries import node as queries


def list_url(**narrowed):
    """The register of issues, narrowed."""
    return f"{Issues.url('list')}?{urlencode(narrowed)}"


def by_state(open_now, narrowed):
    """A line for each step: its badge, how many stand there, how many are overdue, and the list of them."""
    return [
        {
            "label": IssueState(state).label,
            "badge": Issues.looks["state"](state),
            "open": whole,
            "late": late,
            "url": list_url(**narrowed, state=state),
        }
        for state in OPEN
        for whole, late in [open_now.count(state=state)]
    ]


def pressing(rows, in_one_grid=False):
    """The issues due soonest as short lines, each with its grid unless all lie in one; one query."""
    return [
        {
            "issue": one,
            "url": Issues.url("detail", one.pk),
            "state": Issues.state_html(one),
            "due": Issues.due_html(one),
            "where": "" if in_one_grid else str(one.grid),
        }
        for one in queries.pressing(rows)
    ]
