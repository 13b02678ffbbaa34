"""The main path of an issue: seen, taken, handled, checked, closed."""

from django.db import transaction

from accounts.choices import Line
from grids.choices import Category
from grids.limits import total_due
from grids.models import Issue
from portal.clock import now
from portal.models import Attachment
from portal.models.attachment import Kind
from portal.moves import moving

# The line of work that usually answers for a category; staff may set another. Ours, no rule was found.
USUAL_LINE = {
    Category.RESIDENTS: Line.CIVIL,
    Category.SANITATION: Line.SANITATION,
    Category.HAZARD: Line.SAFETY,
    Category.DISPUTE: Line.MEDIATION,
    Category.ORDER: Line.SECURITY,
    Category.LIVELIHOOD: Line.CIVIL,
    Category.FACILITY: Line.SANITATION,
    Category.OPINION: Line.PARTY,
    Category.EMERGENCY: Line.SAFETY,
    Category.OTHER: Line.CIVIL,
}


def report(issue, *, by, photos=()):
    """Put a new issue on the register: the total clock starts, the line follows from the category when none was given."""
    _start(issue)
    with transaction.atomic():
        issue.save(by=by)
        Attachment.keep(issue, photos, by=by)
    return issue


def report_many(issues, *, by, note=""):
    """Put the issues of a workbook on the register, all or none."""
    for issue in issues:
        _start(issue)
    return Issue.objects.add_many(issues, by=by, note=note)


def _start(issue):
    issue.line = issue.line or USUAL_LINE[issue.category]
    issue.due_at = total_due(issue.urgency, issue.created_at or now())


def revise(issue, *, by, note=""):
    """Correct an issue; a change of urgency moves the limit, counted from the report."""
    if issue.has_changed("urgency"):
        issue.due_at = total_due(issue.urgency, issue.created_at)
    issue.save(by=by, note=note)


def accept(issue, *, by, note=""):
    """Take the issue in hand; who accepts it answers for it."""
    with moving(issue, "accept", by=by, note=note) as issue:
        issue.handler = by


def send_back(issue, *, by, note):
    """Return a report that lacks something to the one who made it."""
    with moving(issue, "send_back", by=by, note=note):
        pass


def resubmit(issue, *, by, note=""):
    """Send a mended report again; the total clock runs on."""
    with moving(issue, "resubmit", by=by, note=note):
        pass


def handle(issue, *, by, note=""):
    """Begin to handle; whoever begins answers for it from here."""
    with moving(issue, "handle", by=by, note=note) as issue:
        issue.handler = by


def submit(issue, *, by, result, note="", photos=()):
    """Say what was done, with pictures, and ask the community to check it."""
    with transaction.atomic():
        with moving(issue, "submit", by=by, note=note) as issue:
            issue.result = result
        Attachment.keep(issue, photos, by=by, kind=Kind.AFTER)


def verify(issue, *, by, note=""):
    """Close the issue after checking; it counts from this moment."""
    with moving(issue, "verify", by=by, note=note) as issue:
        issue.closed_at = now()


def reject(issue, *, by, note):
    """Send the issue back into handling because the check found something missing."""
    with moving(issue, "reject", by=by, note=note):
        pass


def void(issue, *, by, note):
    """Strike a report off that should not be on the register; it stays readable."""
    with moving(issue, "void", by=by, note=note):
        pass
