"""What the tests of the party room share: a day in November, a member, and rooms above that say nothing."""

import pytest

from party import evaluating
from tests.factories import party


@pytest.fixture
def november(time_machine):
    time_machine.move_to("2026-11-20T10:00:00+08:00")


@pytest.fixture
def no_reviews(monkeypatch):
    """Rooms above say nothing unless a test lets them."""
    monkeypatch.setattr(evaluating, "REVIEWS", [])


@pytest.fixture
def member(house):
    return party.member(house.near)


@pytest.fixture
def week_later(time_machine):
    """``week_later()``: the publicity has run."""
    return lambda: time_machine.move_to("2026-11-27T10:00:00+08:00")
