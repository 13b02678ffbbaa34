"""How pledges look: their badges, how far they are, what the check said."""

from html import escape

from pledges.choices import Finding, FulfilmentState, PledgeState
from portal.clock import today
from portal.pages import Column
from portal.pages.columns import badge, due_mark

S, F = PledgeState, FulfilmentState
STATE = badge(
    {
        S.PENDING: "reported",
        S.RETURNED: "returned",
        S.PUBLIC: "accepted",
        S.KEEPING: "handling",
        S.REVIEWING: "check",
        S.CLOSED: "closed",
        S.UNMET: "hold",
        S.VOID: "void",
    },
    dict(S.choices),
)
PERIOD = badge({F.WAITING: "reported", F.DONE: "closed", F.EXCUSED: "hold", F.DROPPED: "void"}, dict(F.choices))
SOON_DAYS = 7


def kept(kept, due):
    """Periods kept of those there are."""
    return f"{kept} / {due}" if due else "—"


KEPT = Column("kept", "兑现", ("kept", "due"), kept, kept, css="r num nw", sort="kept", width=9)


def flags(values):
    """What the check found, as quiet tags."""
    return " ".join(f'<span class="tag amber">{escape(Finding(one).label)}</span>' for one in values)


def pressing(due_on, state):
    """(css of .due, words) of a day by which something is to be kept."""
    if state not in (F.WAITING, None) or due_on is None:
        return "", f"{due_on or ''}"
    left = (due_on - today()).days
    if left < 0:
        return "late", f"逾期 {-left} 天"
    if left <= SOON_DAYS:
        return "soon", "今天止" if not left else f"余 {left} 天"
    return "", f"{due_on}"


def due_cell(due_on, state=None):
    """The same as a cell."""
    return due_mark(*pressing(due_on, state))


NEXT = Column("next_due_on", "下一期", ("next_due_on",), due_cell, lambda on: on, sort="next_due_on", kind="date")
DUE = Column("due_on", "应兑现", ("due_on", "state"), due_cell, lambda on, _: on, sort="due_on", kind="date")
