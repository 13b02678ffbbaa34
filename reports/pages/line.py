"""This month's numbers of a line of work, on the page of the line."""

from django.db.models import Q

from accounts.pages import Lines
from grids import figures as issues
from grids.models import Issue
from portal.clock import today
from portal.figures import Ratio, parts, tally
from portal.periods import Period
from portal.reach import Reach, grants
from reports.pages.shown import cell

SHOWN = (issues.reported, issues.closed, issues.closed_on_time, issues.closing_rate, issues.on_time_rate)


def reads_all(user, line):
    """Whether the reader may open every issue of the line, so that a number can lead to just the rows it counts."""
    return any(
        grant.reach == Reach.SUBTREE
        and line.grid.path.startswith(grant.node.path)
        and (not grant.lines or line.pk in grant.lines)
        for grant in grants(user, "view", Issue)
    )


def month(line, user):
    """The figures of the month's report, of the whole community's issues on the line, whoever asks; one query."""
    period = Period.of(today())
    figures = {figure.name: figure for shown in SHOWN for figure in parts(shown)}
    found = tally(list(figures.values()), [(line.grid.rows_q() & Q(line=line.pk), *period.bounds)])
    link = {"node": line.grid_id, "line": line.pk} if reads_all(user, line) else {}

    def value(shown):
        numbers = tuple(found.get((figure.name, 0), 0) for figure in parts(shown))
        return numbers if isinstance(shown, Ratio) else numbers[0]

    return {
        "period": period,
        "whole": line.grid,
        "lines": [
            {
                "label": shown.label,
                "definition": shown.definition,
                "unit": shown.unit,
                "cell": cell(shown, value(shown), period, link),
            }
            for shown in SHOWN
        ],
    }


Lines.panel("month", "本月", "reports/_line.html", month, model=Issue)
