"""The way of an issue through the hands of the grid and the community, from taking it up to the call back."""

from django.db import transaction

from grids.actions.clocks import begin, enter, hold_stage, put_off
from grids.choices import ExtensionState, IssueLevel, Satisfaction
from grids.choices import IssueState as S
from grids.models import Extension, Issue, Revisit
from portal.clock import end_of_day, now, start_of_day, today
from portal.errors import Refused
from portal.models import Attachment
from portal.models.attachment import Kind
from portal.moves import moving


def accept(issue, *, by, note=""):
    """Take the issue in hand; who accepts it answers for it."""
    with moving(issue, "accept", by=by, note=note) as issue:
        issue.handler = by
        enter(issue, S.ACCEPTED, now())


def assign(issue, *, by, handler, note=""):
    """Put the issue into somebody's hands; a fresh report is accepted thereby."""
    with transaction.atomic():
        with moving(issue, "assign", by=by, note=note) as issue:
            issue.handler = handler
            if issue.state == S.REPORTED:
                enter(issue, S.ACCEPTED, now())
        if not Issue.objects.within_reach(handler, "submit").filter(pk=issue.pk).exists():
            raise Refused(f"{handler.name}的岗位办不了这件事项，请另选承办人。")


def send_back(issue, *, by, note):
    """Return a report that lacks something to its reporter, or one sent up without need to its grid."""
    with moving(issue, "send_back", by=by, note=note) as issue:
        if issue.level == IssueLevel.COMMUNITY:
            issue.level = IssueLevel.GRID
            state = S.HANDLING if issue.handler_id else S.REPORTED
        else:
            state = S.RETURNED
        enter(issue, state, now())


def handle(issue, *, by, note=""):
    """Begin to handle; whoever begins answers for it from here."""
    with moving(issue, "handle", by=by, note=note) as issue:
        issue.handler = by
        enter(issue, S.HANDLING, now())


def progress(issue, *, by, note, photos=()):
    """Say how far it has come, with pictures; nothing else changes."""
    with transaction.atomic():
        with moving(issue, "progress", by=by, note=note):
            pass
        Attachment.keep(issue, photos, by=by, kind=Kind.AFTER)


def urge(issue, *, by, note=""):
    """Remind whoever has it."""
    with moving(issue, "urge", by=by, note=note):
        pass


def settle(issue, *, by, result, note="", photos=()):
    """Close what was put right there and then, on the day it was reported."""
    with transaction.atomic():
        with moving(issue, "settle", by=by, note=note) as issue:
            issue.handler, issue.result, issue.closed_at = by, result, now()
            _finish(issue)
        Attachment.keep(issue, photos, by=by, kind=Kind.AFTER)


def submit(issue, *, by, result, note="", photos=()):
    """Say what was done, with pictures, and ask the community to check it."""
    with transaction.atomic():
        with moving(issue, "submit", by=by, note=note) as issue:
            issue.result = result
            _drop_request(issue, by)
            enter(issue, S.CHECKING, now())
        Attachment.keep(issue, photos, by=by, kind=Kind.AFTER)


def verify(issue, *, by, note=""):
    """Close the issue after checking; it counts from this moment."""
    with moving(issue, "verify", by=by, note=note) as issue:
        issue.closed_at = now()
        _finish(issue)


def _finish(issue):
    """What is closed has no step, no card and no wish for more time left."""
    enter(issue, S.CLOSED, now())
    issue.supervision = ""
    _drop_request(issue, None)


def _drop_request(issue, by, why="事项已办"):
    """A request for more time that was never answered falls with the reason for it."""
    if not issue.asked_until:
        return
    issue.asked_until = None
    for extension in Extension.objects.filter(issue=issue, state=ExtensionState.PENDING).select_for_update():
        extension.state = ExtensionState.REFUSED
        extension.save(by=by, verb="lapse", note=f"{why}，不再需要延期。", from_state=ExtensionState.PENDING)


def reject(issue, *, by, note):
    """Send the issue back into handling because the check found something missing."""
    with moving(issue, "reject", by=by, note=note) as issue:
        enter(issue, S.HANDLING, now())


def revisit(issue, *, by, satisfaction, channel="phone", words="", note=""):
    """Ask the resident how it turned out; the answer counts towards the rate of satisfaction."""
    with moving(issue, "revisit", by=by, note=note) as issue:
        issue.satisfaction = satisfaction
        made = Revisit(issue=issue, grid=issue.grid, channel=channel, satisfaction=satisfaction, words=words)
        made.save(by=by, note=Satisfaction(satisfaction).label)


def reopen(issue, *, by, note):
    """Take a closed issue up again: it goes to who had it, with the reason, and both clocks start anew."""
    with moving(issue, "reopen", by=by, note=note) as issue:
        issue.redone += 1
        issue.closed_at = None
        issue.state = S.HANDLING
        if issue.level == IssueLevel.DEPARTMENT:
            issue.level = IssueLevel.COMMUNITY
        begin(issue, now())
        if not Issue.objects.within_reach(issue.handler, "submit").filter(pk=issue.pk).exists():
            # Whoever had it works here no more: it must not come back to nobody.
            issue.handler = by or issue.handler


def escalate(issue, *, by, note):
    """Hand the issue one level up; the stage clock restarts, the total clock runs on."""
    with moving(issue, "escalate", by=by, note=note) as issue:
        issue.level = IssueLevel.COMMUNITY
        _drop_request(issue, by, "事项已升级")
        enter(issue, S.REPORTED, now())


def suspend(issue, *, by, look_on, note):
    """Lay aside what cannot be solved now; the clock that still ran stands still until the day of the next look."""
    if look_on <= today():
        raise Refused("再看日期要晚于今天。")
    with moving(issue, "suspend", by=by, note=note) as issue:
        moment = _look(look_on)
        issue.look_on = look_on
        _drop_request(issue, by, "事项已挂账")
        if issue.due_at >= now():
            put_off(issue, moment - now())
        hold_stage(issue, moment)


def resume(issue, *, by, note=""):
    """Take it up again; where the total limit had not passed, the days it lay aside do not count."""
    with moving(issue, "resume", by=by, note=note) as issue:
        at, moment = now(), _look(issue.look_on)
        issue.look_on = None
        if issue.due_at >= moment > at:
            put_off(issue, at - moment)
        enter(issue, S.HANDLING, at)


def _look(day):
    """The moment until which an issue laid aside stands still."""
    return end_of_day(start_of_day(day))


def void(issue, *, by, note, duplicate_of=None):
    """Strike off a report that should not be there, or put it together with the one it repeats; it stays readable."""
    with transaction.atomic():
        twin = _locked_twin(issue, duplicate_of)
        with moving(issue, "void", by=by, note=note) as issue:
            if twin is None and (merged := issue.duplicates.order_by("pk").first()):
                raise Refused(f"{merged.code} 已并入这一件，作废后那一件就没人办了。请并入另一件，或办结。")
            issue.duplicate_of, issue.supervision = twin, ""
            _drop_request(issue, by, "事项已作废")
            enter(issue, S.VOID, now())
        if twin is not None:
            twin.save(by=by, verb="merge", note=f"{issue.code} 并入这一件：{note}")


def _locked_twin(issue, twin):
    """The one an issue is merged into, both locked in the order of their keys, so that two mergers at once wait in line."""
    if twin is None:
        return None
    both = Issue.objects.select_for_update(of=("self",)).filter(pk__in=[issue.pk, twin.pk]).order_by("pk")
    twin = {row.pk: row for row in both}[twin.pk]
    if twin.pk == issue.pk:
        raise Refused("不能并入自己，请选另一件。")
    if twin.state == S.VOID:
        raise Refused(f"{twin.code} 已作废，请并入还在办的那一件。")
    if twin.community_id != issue.community_id:
        raise Refused("只能并入本社区的事项。")
    return twin
