"""What becomes of an issue: the ways it can take, each so often, and how long each step of them is waited for."""

from dataclasses import dataclass

from grids.choices import IssueState as S


@dataclass(frozen=True)
class Step:
    """A line of history: where it leaves the issue (None: where it was), who does it, after how many hours in the mean."""

    state: S | None
    by: str
    hours: float


HANDS, CHECKER, REPORTER = "hands", "checker", "reporter"
STEPS = {
    "accept": Step(S.ACCEPTED, HANDS, 3),
    "send_back": Step(S.RETURNED, HANDS, 4),
    "resubmit": Step(S.REPORTED, REPORTER, 8),
    "settle": Step(S.CLOSED, HANDS, 1),
    "void": Step(S.VOID, HANDS, 5),
    "escalate": Step(S.REPORTED, HANDS, 8),
    "dispatch": Step(S.HANDLING, HANDS, 6),
    "answered": Step(S.HANDLING, HANDS, 70),
    "handle": Step(S.HANDLING, HANDS, 6),
    "extend": Step(None, HANDS, 12),
    "extended": Step(None, CHECKER, 12),
    "suspend": Step(S.SUSPENDED, HANDS, 12),
    "resume": Step(S.HANDLING, HANDS, 24 * 25),
    "submit": Step(S.CHECKING, HANDS, 24),
    "verify": Step(S.CLOSED, CHECKER, 8),
    "revisit": Step(S.VISITED, CHECKER, 60),
    "reopen": Step(S.HANDLING, CHECKER, 12),
}
# Out of a hundred issues so many go this way, each as far as the time since its report allows.
WAYS = {
    "settle": 6,
    "settle revisit": 6,
    "accept handle submit verify": 22,
    "accept handle submit verify revisit": 29,
    "accept handle submit verify revisit reopen submit verify": 3,
    "send_back resubmit accept handle submit verify revisit": 6,
    "accept escalate accept handle submit verify revisit": 9,
    "accept escalate dispatch answered submit verify revisit": 9,
    "accept handle extend extended submit verify": 5,
    "accept handle suspend resume submit verify": 3,
    "void": 2,
}
# How many times slower than the mean: most in time, some late, one in two hundred forgotten for months.
PACES = {0.6: 50, 1.2: 37.5, 6: 12, 150: 0.5}


def life(dice):
    """[(verb, step, hours after the one before)] of one issue."""
    way, pace = (dice.choices(list(odds), odds.values())[0] for odds in (WAYS, PACES))
    if way.startswith("settle"):
        pace = 1
    return [(verb, STEPS[verb], STEPS[verb].hours * pace * dice.uniform(0.3, 1.7)) for verb in way.split()]
