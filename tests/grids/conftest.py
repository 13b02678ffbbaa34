"""An issue of the first grid, the people around it, and a clock that can be set."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.choices import Role
from accounts.models import Post
from grids import actions
from tests.factories.grids import IssueFactory

HERE = ZoneInfo("Asia/Shanghai")


def at(month, day, hour=10, minute=0):
    """A moment of 2026, local time."""
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


@pytest.fixture
def when(time_machine):
    """``when(11, 18, 9)`` sets the clock."""

    def move(*moment):
        time_machine.move_to(at(*moment), tick=False)

    return move


class Tale:
    """An issue and who deals with it; ``act("accept", "head")`` makes a move with the row as it is."""

    def __init__(self, house):
        self.house = house
        for role in (Role.MEMBER, Role.HEAD, Role.CLERK, Role.SECRETARY):
            setattr(self, role.value, house.user(role))
        Post._base_manager.update(since="2026-01-01")
        self.issue = None

    def report(self, by="member", **fields):
        """A fresh issue of the first grid."""
        self.issue = IssueFactory(grid=self.house.near, by=getattr(self, by), **fields)
        return self.fresh()

    def fresh(self):
        self.issue.refresh_from_db()
        return self.issue

    def act(self, move, by, **answers):
        """Make a move and read the issue again."""
        made = getattr(actions, move)(self.fresh(), by=by and getattr(self, by), **answers)
        self.fresh()
        return made

    def upto(self, state):
        """Lead the issue along the main path to a state."""
        for name, move, by, answers in (
            ("accepted", "accept", "head", {}),
            ("handling", "handle", "head", {}),
            ("checking", "submit", "head", {"result": "修好了"}),
            ("closed", "verify", "clerk", {}),
        ):
            self.act(move, by, **answers)
            if name == state:
                break
        return self.issue


@pytest.fixture
def tale(house):
    return Tale(house)
