"""Bringing an issue onto the register, mending it, and taking it apart."""

from django.db import transaction

from accounts.models import Line
from accounts.models.line import LineState
from grids.actions.clocks import begin, enter, set_total
from grids.actions.handling import settle
from grids.choices import Category, IssueState, Stage
from grids.limits import Limits
from grids.models import Issue
from grids.models.issue_moves import stands_above
from portal.clock import now
from portal.errors import Refused
from portal.models import Attachment
from portal.moves import moving

# The line of work (by its key) that usually answers for a category; staff may set another. Ours, no rule was found.
USUAL_LINE = {
    Category.RESIDENTS: "civil",
    Category.SANITATION: "sanitation",
    Category.HAZARD: "safety",
    Category.DISPUTE: "mediation",
    Category.ORDER: "security",
    Category.LIVELIHOOD: "civil",
    Category.FACILITY: "sanitation",
    Category.OPINION: "party",
    Category.EMERGENCY: "safety",
    Category.OTHER: "civil",
}
MOST_PARTS = 9
FRESH = (IssueState.REPORTED, IssueState.RETURNED)


def usual_lines(community_id):
    """{key: primary key} of the community's lines in use; one query."""
    rows = Line.objects.filter(community=community_id, state=LineState.OPEN).exclude(key="")
    return dict(rows.values_list("key", "pk"))


def report(issue, *, by, photos=()):
    """Put a new issue on the register: both clocks start, the line follows from the category when none was given."""
    _start(issue, issue.created_at or now())
    with transaction.atomic():
        issue.save(by=by)
        Attachment.keep(issue, photos, by=by)
    return issue


def report_settled(issue, *, by, result, photos=(), after=()):
    """Put a new issue on the register that was put right there and then, and close it; both or neither."""
    with transaction.atomic():
        report(issue, by=by)
        if not Issue.objects.within_reach(by, "settle").filter(pk=issue.pk).exists():
            raise Refused("您的岗位不能在这个网格现场结案，请点“上报”，由网格长办理。")
        # Last, since a file once written is not taken back with the rows.
        Attachment.keep(issue, photos, by=by)
        settle(issue, by=by, result=result, photos=after)
    return issue


def report_many(issues, *, by, note=""):
    """Put the issues of a workbook on the register, all or none."""
    issues, at = list(issues), now()
    known = {grid: (Limits.of(grid), usual_lines(grid)) for grid in {issue.grid.community_id for issue in issues}}
    for issue in issues:
        _start(issue, issue.created_at or at, *known[issue.grid.community_id])
    return Issue.objects.add_many(issues, by=by, note=note)


def _start(issue, at, limits=None, lines=None):
    issue.created_at = at
    if issue.line_id is None:
        lines = usual_lines(issue.grid.community_id) if lines is None else lines
        issue.line_id = lines.get(USUAL_LINE[issue.category])
    begin(issue, at, limits)


def revise(issue, *, by, note=""):
    """Correct an issue; another urgency or category moves the limits that the rules set, counted from where they began.

    Once it is taken up, only the community makes them longer; what passed its limit stays late for the months.
    """
    moved = issue.has_changed("grid_id")
    if issue.has_changed("urgency") or issue.has_changed("category"):
        due, judged = issue.due_at, issue.first_due_at
        retime(issue, Limits.of(issue.community_id))
        if issue.due_at > due and issue.state not in FRESH and not stands_above(issue, by, "edit"):
            raise Refused("受理之后这样改会放宽时限，请社区修改，或点“申请延期”。")
        if judged < now():
            issue.first_due_at = judged
    with transaction.atomic():
        issue.save(by=by, note=note)
        if moved:
            _take_along(issue, by)


def retime(issue, limits):
    """Set anew the limits that follow from rules; what a person set stays."""
    if not issue.due_fixed:
        set_total(issue, limits.due(issue, Stage.TOTAL, issue.clock_from))
    if issue.stage_from:
        enter(issue, issue.state, issue.stage_from, limits)


def _take_along(issue, by):
    """Orders, cards and calls of an issue hang where it hangs."""
    for rows in (issue.orders, issue.extensions, issue.cards, issue.revisits):
        for row in rows.exclude(grid=issue.grid_id):
            row.grid = issue.grid
            row.save(by=by, note="随事项改网格")


def resubmit(issue, *, by, note=""):
    """Send a mended report again; the total clock runs on."""
    with moving(issue, "resubmit", by=by, note=note) as issue:
        enter(issue, "reported", now())


def split(issue, *, by, titles, note=""):
    """Take parts of an issue out as issues of their own, with its limits and whereabouts; returns them."""
    titles = [title.strip() for title in titles if title.strip()]
    if not 1 <= len(titles) <= MOST_PARTS:
        raise Refused(f"请写要拆出的事项，每行一件，1 到 {MOST_PARTS} 件。")
    with moving(issue, "split", by=by, note=note or f"拆出 {len(titles)} 件") as whole:
        parts = [_part(whole, title) for title in titles]
        Issue.objects.add_many(parts, by=by, note=f"拆自 {whole.code}")
    return parts


def _part(whole, title):
    same = (
        "grid", "category", "line", "source", "urgency", "occurred_at", "place", "people", "visit", "description",
        "level", "due_at", "first_due_at", "clock_from", "due_fixed",
    )  # fmt: skip
    part = Issue(title=title, split_from=whole, **{name: getattr(whole, name) for name in same})
    part.relate(concerned=whole.concerned.all())
    enter(part, part.state, now())
    return part
