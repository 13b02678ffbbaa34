"""How wishes look: their badges, how long they wait, what they may cost."""

from portal.clock import today
from portal.pages import Column
from portal.pages.columns import badge, due_mark
from wishes.choices import ClaimState
from wishes.choices import WishState as S
from wishes.models.wish_moves import WAITS

STATE = badge(
    {
        S.PENDING: "reported",
        S.PUBLISHED: "accepted",
        S.CLAIMED: "handling",
        S.UNDER_WAY: "check",
        S.REALISED: "closed",
        S.CLOSED: "closed",
        S.DECLINED: "void",
        S.WITHDRAWN: "void",
        S.TRANSFERRED: "hold",
    },
    dict(S.choices),
)
CLAIM = badge(
    {
        ClaimState.WAITING: "reported",
        ClaimState.LIVE: "handling",
        ClaimState.DONE: "closed",
        ClaimState.RELEASED: "void",
        ClaimState.REFUSED: "void",
    },
    dict(ClaimState.choices),
)


def waited(published_on, state):
    """(css of .due, words) of how long a wish hangs there and nobody came."""
    if state != S.PUBLISHED or published_on is None:
        return "", ""
    days = (today() - published_on).days
    return ("late" if days >= WAITS.days else "", f"等 {days} 天")


def waited_cell(published_on, state):
    """The same as a cell."""
    return due_mark(*waited(published_on, state))


WAITED = Column(
    "published_on",
    "等了多久",
    ("published_on", "state"),
    waited_cell,
    lambda on, state: waited(on, state)[1],
    css="nw",
    sort="published_on",
    width=10,
)


def took(wish):
    """Days from the wall until it came true, as words."""
    if not wish.realised_on or not wish.published_on:
        return ""
    return f"用时 {(wish.realised_on - wish.published_on).days} 天"
