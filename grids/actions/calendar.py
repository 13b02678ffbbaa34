"""The working calendar: a day marked otherwise sets the running limits anew, each with its line of history."""

from django.db import transaction

from grids.actions.report import retime
from grids.limits import Limits
from grids.models import Issue
from grids.models.issue import UNSETTLED
from portal import clock
from portal.clock import start_of_day


def mark(day, *, by):
    """Say that a day is worked, or is not, otherwise than the calendar has it."""
    return _kept(day, by, "")


def remark(day, *, by, note=""):
    """Correct what was said of a day."""
    return _kept(day, by, note)


def _kept(day, by, note):
    with transaction.atomic():
        day.save(by=by, note=note)
        clock.forget_calendar()
        _retime(day, by)
    transaction.on_commit(clock.forget_calendar)
    return day


def _retime(day, by):
    """Limits that the rules set and that had not run out before the day."""
    word = "上班" if day.working else "放假"
    known = {}
    for issue in Issue.objects.filter(UNSETTLED, clock_from__lt=start_of_day(day.date) + clock.timedelta(days=1)):
        before = issue.due_at, issue.stage_due_at
        limits = known.setdefault(issue.community_id, Limits.of(issue.community_id))
        retime(issue, limits)
        if (issue.due_at, issue.stage_due_at) != before:
            issue.save(by=by, verb="retimed", note=f"{day.date:%Y-%m-%d} 改为{word}（{day.reason}）")
