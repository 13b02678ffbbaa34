"""Where an issue stands, for the eye: badge, steps, two clocks, what to read first."""

from html import escape

from django.utils import timezone

from grids.actions.clocks import STAGES
from grids.choices import CardColour, IssueLevel
from grids.choices import IssueState as S
from grids.models import Issue
from portal.clock import due_words, now
from portal.models import Entry
from portal.pages import Column
from portal.pages.columns import due

BADGES = {
    S.REPORTED: "reported",
    S.RETURNED: "returned",
    S.ACCEPTED: "accepted",
    S.HANDLING: "handling",
    S.SUSPENDED: "hold",
    S.CHECKING: "check",
    S.CLOSED: "closed",
    S.VISITED: "visited",
    S.VOID: "void",
}
WAY = [S.REPORTED, S.ACCEPTED, S.HANDLING, S.CHECKING, S.CLOSED, S.VISITED]
# The verbs that bring an issue to each step of the way.
MADE_BY = {
    S.REPORTED: ("add",),
    S.ACCEPTED: ("accept", "assign"),
    S.HANDLING: ("handle", "dispatch", "reject", "reopen", "resume", "send_back"),
    S.CHECKING: ("submit",),
    S.CLOSED: ("verify", "settle"),
    S.VISITED: ("revisit",),
}
KARDS = {CardColour.YELLOW: ("y", "黄"), CardColour.RED: ("r", "红")}


def words(state, level, asked_until):
    """(class of the badge, words) of where an issue stands; a pending wish for more time and a step up show instead."""
    if asked_until:
        return "extend", "延期待批"
    if level == IssueLevel.DEPARTMENT and state == S.HANDLING:
        return "up", "部门办理"
    if level == IssueLevel.COMMUNITY and state == S.REPORTED:
        return "up", "升级待受理"
    return BADGES[S(state)], S(state).label


def badge(*standing):
    """The badge itself."""
    css, label = words(*standing)
    return f'<span class="st st-{css}">{escape(str(label))}</span>'


STATE = Column(
    "state",
    "状态",
    ("state", "level", "asked_until"),
    badge,
    lambda *standing: str(words(*standing)[1]),
    css="nw",
    sort="state",
)


def kard(colour):
    """The little card an issue bears; nothing where it bears none."""
    css, word = KARDS.get(colour, ("", ""))
    if not css:
        return ""
    return f'<span class="kard {css}" role="img" aria-label="{CardColour(colour).label}">{word}</span>'


CARD = Column(
    "supervision", "督办", ("supervision",), kard, lambda colour: CardColour(colour).label if colour else "", width=6
)
LIMIT = due(settled={S.VOID: "已作废"})


def due_html(issue):
    """How much time the whole has left, and the card it bears."""
    if issue.state == S.SUSPENDED and issue.look_on:
        return f'<span class="due ok">{issue.look_on:%m-%d} 再看</span>{kard(issue.supervision)}'
    return LIMIT.html(issue.due_at, issue.created_at, issue.closed_at, issue.state) + kard(issue.supervision)


def stepper(issue):
    """The steps of the way, done, now and later; a side path takes the place of the step it interrupts."""
    verbs = {verb: state for state, verbs in MADE_BY.items() for verb in verbs}
    made = {}
    for entry in Entry.objects.filter(model="grids.issue", object_id=issue.pk, verb__in=verbs).order_by("at", "pk"):
        if entry.to_state == verbs[entry.verb] or entry.verb == "add":
            made[verbs[entry.verb]] = entry
    here = _here(issue, made)
    steps = []
    for n, state in enumerate(WAY):
        css = "now" if n == here else "done" if n < here else "later"
        if n == here and (state == S.VISITED or issue.state == S.CLOSED):
            css = "done"
        entry = made.get(state) if n <= here else None
        sub = f"{timezone.localtime(entry.at):%m-%d %H:%M}" if entry else ""
        steps.append({"label": state.label, "sub": sub, "css": css})
    if issue.state in (S.RETURNED, S.SUSPENDED):
        steps[here] |= {"label": S(issue.state).label, "sub": ""}
    if issue.state == S.VOID:
        steps = [*steps[: here + 1], {"label": S.VOID.label, "sub": "", "css": "now"}]
        steps[here]["css"] = "done"
    return steps


def _here(issue, made):
    if issue.state in WAY:
        return WAY.index(issue.state)
    if issue.state == S.RETURNED:
        return 0
    if issue.state == S.SUSPENDED:
        return WAY.index(S.HANDLING)
    return max(WAY.index(state) for state in [*made, S.REPORTED])


def clocks(issue):
    """The clock of the step at hand and that of the whole."""
    if issue.state == S.VOID:
        return []
    shown = []
    if issue.stage_due_at:
        stage = STAGES.get(issue.state)
        label = "部门回复" if issue.level == IssueLevel.DEPARTMENT else stage.label if stage else "再看日期"
        begun = issue.stage_from or issue.updated_at
        shown.append(_clock(f"本阶段 · {label}", begun, issue.stage_due_at, None))
    label = f"全程 · {issue.get_urgency_display()}" + (" · 时限另定" if issue.due_fixed else "")
    shown.append(_clock(label, issue.clock_from, issue.due_at, issue.closed_at))
    return shown


def _clock(label, since, due_at, closed_at):
    end = closed_at or now()
    css, told = due_words(due_at, end, since=since)
    if closed_at:
        told = "超期办结" if css == "late" else "按期办结"
        css = css if css == "late" else "done"
    whole = due_at - since
    return {
        "label": label,
        "due_at": f"到期 {timezone.localtime(due_at):%m-%d %H:%M}",
        "words": told,
        "css": css,
        "value": 100 if end >= due_at else max(0, round(100 * (end - since) / whole)),
        "max": 100,
    }


# What whoever acts next must read first: the verb that brought the issue here, and what to do.
TOLD = {
    S.RETURNED: {"send_back": "请先点“修改”补好，再点“补正重报”。"},
    S.HANDLING: {
        "reject": "请按此继续处置后再提交。",
        "reopen": "请按此重新办理。",
        "send_back": "社区退回网格，请继续办理。",
        "answered": "部门没有办成，请社区接着处置。",
        "resume": "",
    },
    S.REPORTED: {"escalate": "请社区受理，或退回网格。", "send_back": "社区退回网格，请受理。"},
    S.SUSPENDED: {"suspend": "到了再看日期会回到承办人的“等我办”。"},
    S.VOID: {"void": ""},
}


def notice(issue):
    """Why the issue came back or went up, in the words of whoever sent it."""
    verbs = TOLD.get(issue.state)
    if not verbs:
        return ""
    lines = Entry.objects.filter(model="grids.issue", object_id=issue.pk)
    last = lines.order_by("-at", "-pk")
    last = next((line for line in last[:10] if line.verb in verbs or line.from_state != line.to_state), None)
    if last is None or last.verb not in verbs or not last.reason:
        return ""
    label = Issue.MOVES[last.verb].label if last.verb in Issue.MOVES else "部门回复"
    into = f"已并入 {issue.duplicate_of.code}，以后看那一件。" if issue.duplicate_of_id else ""
    return f"{label}：{last.reason}　{into or verbs[last.verb]}"
