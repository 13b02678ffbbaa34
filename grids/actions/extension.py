"""More time for an issue: asked for, granted, refused."""

from django.db import transaction
from django.utils.timezone import localtime

from grids.actions.clocks import hold_stage, set_total
from grids.actions.lock import locked_issue
from grids.choices import Stage
from grids.limits import Limits
from grids.models import Extension
from portal.errors import Refused
from portal.moves import moving


def longest(issue):
    """The latest moment the whole may be put off to, counted from where its clock began."""
    return Limits.of(issue.community_id).due(issue, Stage.EXTENSION, issue.clock_from)


def extend(issue, *, by, until, note):
    """Ask for more time; the limit stays until the community answers."""
    with moving(issue, "extend", by=by, note=note) as issue:
        _check(issue, until)
        issue.asked_until = until
        Extension(issue=issue, grid=issue.grid, until=until, reason=note).save(by=by)


def _check(issue, until):
    if until <= issue.due_at:
        raise Refused(f"申请的时间要晚于现在的时限 {localtime(issue.due_at):%m-%d %H:%M}。")
    last = longest(issue)
    if until > last:
        raise Refused(f"连同延期全程最长到 {localtime(last):%Y-%m-%d %H:%M}，请改早一些；实在办不了的请升级或挂账。")


def approve(extension, *, by, note=""):
    """Grant the time; months judge the issue by the new limit."""
    with transaction.atomic():
        issue = locked_issue(extension.issue_id)
        with moving(extension, "approve", by=by, note=note) as extension:
            until = extension.until
        issue.asked_until = None
        set_total(issue, max(until, issue.due_at), by_hand=True)
        if issue.stage_due_at:
            hold_stage(issue, max(until, issue.stage_due_at))
        issue.save(by=by, verb="extended", note=note)


def refuse(extension, *, by, note):
    """Refuse it; the limit stands."""
    with transaction.atomic():
        issue = locked_issue(extension.issue_id)
        with moving(extension, "refuse", by=by, note=note) as extension:
            pass
        issue.asked_until = None
        issue.save(by=by, verb="not_extended", note=note)
