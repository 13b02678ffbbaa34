"""The acts of ``grids.actions`` told in the past: the same effects and lines, on a story instead of the register.

tests/reports/test_demo_acts.py replays the stories by the real actions and must find no difference.
"""

from grids.actions.clocks import begin, enter, hold_stage, put_off, set_total
from grids.actions.report import retime
from grids.choices import CardColour, CardState, ExtensionState, IssueLevel, Satisfaction
from grids.choices import IssueState as S
from grids.models import Card, Extension, Issue, Revisit
from grids.models.issue import OPEN
from portal.clock import end_of_day, start_of_day


def accept(story, *, by, at, note=""):
    with story.moving("accept", by=by, at=at, note=note) as issue:
        issue.handler = by
        _enter(story, S.ACCEPTED, at)


def assign(story, *, by, at, handler, note=""):
    with story.moving("assign", by=by, at=at, note=note) as issue:
        issue.handler = handler
        if issue.state == S.REPORTED:
            _enter(story, S.ACCEPTED, at)


def send_back(story, *, by, at, note):
    with story.moving("send_back", by=by, at=at, note=note) as issue:
        state = S.RETURNED
        if issue.level == IssueLevel.COMMUNITY:
            issue.level = IssueLevel.GRID
            state = S.HANDLING if issue.handler else S.REPORTED
        _enter(story, state, at)


def resubmit(story, *, by, at, note=""):
    with story.moving("resubmit", by=by, at=at, note=note):
        _enter(story, S.REPORTED, at)


def handle(story, *, by, at, note=""):
    with story.moving("handle", by=by, at=at, note=note) as issue:
        issue.handler = by
        _enter(story, S.HANDLING, at)


def progress(story, *, by, at, note):
    with story.moving("progress", by=by, at=at, note=note):
        pass


def urge(story, *, by, at, note=""):
    with story.moving("urge", by=by, at=at, note=note):
        pass


def settle(story, *, by, at, result, note=""):
    with story.moving("settle", by=by, at=at, note=note) as issue:
        issue.handler, issue.result, issue.closed_at = by, result, at
        _finish(story, at)


def submit(story, *, by, at, result, note=""):
    with story.moving("submit", by=by, at=at, note=note) as issue:
        issue.result = result
        _drop_request(story, by, at)
        _enter(story, S.CHECKING, at)


def verify(story, *, by, at, note=""):
    with story.moving("verify", by=by, at=at, note=note) as issue:
        issue.closed_at = at
        _finish(story, at)


def reject(story, *, by, at, note):
    with story.moving("reject", by=by, at=at, note=note):
        _enter(story, S.HANDLING, at)


def revisit(story, *, by, at, satisfaction, channel, words, note=""):
    with story.moving("revisit", by=by, at=at, note=note) as issue:
        issue.satisfaction = satisfaction
        made = Revisit(issue=issue, grid=issue.grid, channel=channel, satisfaction=satisfaction, words=words)
        story.added(made, by=by, at=at, note=Satisfaction(satisfaction).label)


def reopen(story, *, by, at, note):
    with story.moving("reopen", by=by, at=at, note=note) as issue:
        issue.redone += 1
        issue.closed_at = None
        issue.state = S.HANDLING
        if issue.level == IssueLevel.DEPARTMENT:
            issue.level = IssueLevel.COMMUNITY
        begin(issue, at, story.demo.limits)


def escalate(story, *, by, at, note):
    with story.moving("escalate", by=by, at=at, note=note) as issue:
        issue.level = IssueLevel.COMMUNITY
        _drop_request(story, by, at, "事项已升级")
        _enter(story, S.REPORTED, at)


def suspend(story, *, by, at, look_on, note):
    with story.moving("suspend", by=by, at=at, note=note) as issue:
        moment = end_of_day(start_of_day(look_on))
        issue.look_on = look_on
        _drop_request(story, by, at, "事项已挂账")
        if issue.due_at >= at:
            put_off(issue, moment - at)
        hold_stage(issue, moment)


def resume(story, *, by, at, note=""):
    with story.moving("resume", by=by, at=at, note=note) as issue:
        moment = end_of_day(start_of_day(issue.look_on))
        issue.look_on = None
        if issue.due_at >= moment > at:
            put_off(issue, at - moment)
        _enter(story, S.HANDLING, at)


def void(story, *, by, at, note, duplicate_of=None):
    """``duplicate_of`` is the story the issue is put together with; the line there comes when that story gets so far."""
    with story.moving("void", by=by, at=at, note=note) as issue:
        issue.duplicate_of, issue.supervision = duplicate_of and duplicate_of.issue, ""
        _drop_request(story, by, at, "事项已作废")
        _enter(story, S.VOID, at)
    if duplicate_of is not None:
        other = duplicate_of.issue
        told = {"by": by, "note": lambda: f"{issue.code} 并入这一件：{note}"}
        duplicate_of.asides.append((at, lambda at: duplicate_of.saved(other, "merge", at=at, **told)))


def split(story, *, by, at, titles):
    """Take parts out; returns their stories."""
    with story.moving("split", by=by, at=at, note=f"拆出 {len(titles)} 件") as whole:
        told = {"by": by, "at": at, "note": lambda: f"拆自 {whole.code}"}
        return [type(story)(story.demo, _part(whole, title, at, story.demo.limits), **told) for title in titles]


def _part(whole, title, at, limits):
    same = (
        "grid", "category", "line", "source", "urgency", "occurred_at", "place", "people", "visit", "description",
        "level", "due_at", "first_due_at", "clock_from", "due_fixed",
    )  # fmt: skip
    part = Issue(title=title, split_from=whole, **{name: getattr(whole, name) for name in same})
    enter(part, part.state, at, limits)
    return part


def revise(story, *, by, at, note="", **fields):
    """Correct an issue that is under way; another urgency moves the limits."""
    story.reach(at)
    for name, value in fields.items():
        setattr(story.issue, name, value)
    retime(story.issue, story.demo.limits)
    story.saved(story.issue, "edit", by=by, at=at, note=note)


def extend(story, *, by, at, until, note):
    with story.moving("extend", by=by, at=at, note=note) as issue:
        issue.asked_until = until
        return story.added(Extension(issue=issue, grid=issue.grid, until=until, reason=note), by=by, at=at)


def approve(story, extension, *, by, at, note=""):
    with story.moving("approve", by=by, at=at, note=note, record=extension):
        pass
    issue = story.issue
    issue.asked_until = None
    set_total(issue, max(extension.until, issue.due_at), by_hand=True)
    if issue.stage_due_at:
        hold_stage(issue, max(extension.until, issue.stage_due_at))
    story.saved(issue, "extended", by=by, at=at, note=note)


def refuse(story, extension, *, by, at, note):
    with story.moving("refuse", by=by, at=at, note=note, record=extension):
        pass
    story.issue.asked_until = None
    story.saved(story.issue, "not_extended", by=by, at=at, note=note)


def give(story, *, at, colour, reason, stage):
    issue = story.issue
    card = Card(
        issue=issue, grid=issue.grid, colour=colour, reason=reason, stage=stage, handler=issue.handler,
        round=issue.redone,
    )  # fmt: skip
    story.added(card, by=None, at=at, note=reason)
    issue.supervision = colour
    story.saved(issue, "card", by=None, at=at, note=f"{CardColour(colour).label}：{reason}")


def withdraw(story, card, *, by, at, note):
    with story.moving("withdraw", by=by, at=at, note=note, record=card):
        pass
    standing = {
        one.colour
        for one in story.rows
        if isinstance(one, Card) and one.round == story.issue.redone and one.state != CardState.WITHDRAWN
        if one is not card and story.issue.state in OPEN
    }
    story.issue.supervision = next((c for c in (CardColour.RED, CardColour.YELLOW) if c in standing), "")
    story.saved(story.issue, "card_withdrawn", by=by, at=at, note=note)


def _enter(story, state, at):
    enter(story.issue, state, at, story.demo.limits)


def _finish(story, at):
    _enter(story, S.CLOSED, at)
    story.issue.supervision = ""
    _drop_request(story, None, at)


def _drop_request(story, by, at, why="事项已办"):
    if not story.issue.asked_until:
        return
    story.issue.asked_until = None
    for row in story.rows:
        if isinstance(row, Extension) and row.state == ExtensionState.PENDING:
            row.state = ExtensionState.REFUSED
            story.saved(row, "lapse", by=by, at=at, note=f"{why}，不再需要延期。", from_state=ExtensionState.PENDING)
