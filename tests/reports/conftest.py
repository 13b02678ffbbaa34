"""Issues that live through a month: reported, settled and void at given moments of local time."""

from datetime import date, datetime

import pytest
import time_machine
from django.utils.timezone import make_aware

from accounts.choices import Role
from accounts.models import Post
from grids import actions
from tests.factories.accounts import line_of
from tests.factories.grids import IssueFactory


def at(text):
    """The aware moment of a local time such as 2026-10-05 09:00."""
    return make_aware(datetime.fromisoformat(text))


def on(text):
    """A clock that stands still at a local time."""
    return time_machine.travel(at(text), tick=False)


class Story:
    """Makes issues by the actions of the house, at the moments asked for."""

    def __init__(self, house):
        self.house = house
        self.member, self.head, self.secretary = (self.user(r) for r in (Role.MEMBER, Role.HEAD, Role.SECRETARY))

    def user(self, role, **post):
        """Whoever has the role, in a post held all year."""
        user = self.house.user(role)
        if "lines" in post:
            post["lines"] = [line_of(user.grid, word) for word in post["lines"]]
        Post._base_manager.filter(user=user).update(since=date(2026, 1, 1), **post)
        return user

    def issue(self, *, reported, due, grid=None, taken=None, closed=None, **fields):
        """An issue with its limit at ``due``; taken in hand and closed when a moment is given."""
        with on(reported):
            made = IssueFactory(grid=grid or self.house.near, by=self.member, **fields)
        with on(taken or closed or reported):
            made.due_at = made.first_due_at = at(due)
            made.save(by=None)
            if taken or closed:
                actions.accept(made, by=self.head)
        if closed:
            self.close(made, closed)
        made.refresh_from_db()
        return made

    def close(self, issue, when):
        """Handle, submit and verify at one moment."""
        with on(when):
            for act, by, told in (
                (actions.handle, self.head, {}),
                (actions.submit, self.head, {"result": "好了"}),
                (actions.verify, self.secretary, {}),
            ):
                issue.refresh_from_db()
                act(issue, by=by, **told)
        issue.refresh_from_db()


@pytest.fixture
def story(house):
    """Somebody to report, handle and verify in the house."""
    return Story(house)
