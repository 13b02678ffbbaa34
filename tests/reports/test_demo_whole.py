"""The demonstration shows everything the grids know, gives everybody something to do, and stands the day it was loaded."""

from datetime import date, timedelta

import pytest
import time_machine

from accounts.choices import Role
from grids.choices import (
    CardColour,
    CardState,
    ExtensionState,
    IssueLevel,
    IssueState,
    OrderState,
    Outcome,
    Satisfaction,
    Urgency,
    UseState,
)
from grids.models import CalendarDay, Card, Department, Extension, Issue, Limit, Order, Place, Revisit
from grids.models.issue import OPEN
from portal import news
from portal.clock import is_working_day, is_working_day_by_law, now, start_of_day
from portal.models import Entry, Reading
from portal.work import make_rounds
from reports import demo, pictures
from reports.demo import acts, issues, standing, stories
from reports.demo import pictures as photos
from reports.demo.clearing import clear
from reports.queries.home import waiting
from tests.reports.hamlet import shrink

DAY = date(2026, 11, 22)
# A week of days on which somebody may load it, one of them off.
DAYS = [date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 27), date(2026, 10, 3)]
BUSY = {Role.HEAD, Role.MEMBER, Role.CLERK, Role.SECRETARY}
pytestmark = pytest.mark.django_db


def load(monkeypatch, day, many):
    shrink(monkeypatch)
    monkeypatch.setattr(issues, "CURVE", [many] * 12)
    monkeypatch.setattr(photos, "MANY", 2)
    return demo.load(day=day, password="Demo-pass-2026")


@pytest.fixture
def bare(monkeypatch):
    """What stands on purpose, with next to nothing that came by the dice."""
    with time_machine.travel(start_of_day(DAY) + timedelta(hours=10), tick=False):
        yield load(monkeypatch, DAY, 1)


def late_for_what_was_done(hands):
    """Accepted twice, which the rules refuse."""
    hands.take()
    acts.accept(hands.story, by=hands.head, at=hands.after(1, 2))


def values(rows, *fields):
    return set(rows.order_by().values_list(*fields, flat=len(fields) == 1))


def test_every_state_of_every_register_is_there(bare):
    assert values(Issue.objects, "state") == set(IssueState.values)
    assert values(Issue.objects.filter(state__in=OPEN), "level") == set(IssueLevel.values)
    assert Issue.objects.filter(duplicate_of__isnull=False).exists()
    assert Issue.objects.filter(state=IssueState.VOID, duplicate_of=None).exists()
    assert Issue.objects.filter(split_from__isnull=False).count() >= 2
    assert Issue.objects.filter(redone__gt=0, state=IssueState.HANDLING).exists()
    assert values(Order.objects, "state") == set(OrderState.values)
    assert values(Order.objects.exclude(outcome=""), "outcome") == set(Outcome.values)
    assert values(Order.objects.exclude(rating=""), "rating") == set(Satisfaction.values)
    assert Order.objects.filter(state=OrderState.REPLIED, rating="").exists()
    assert Order.objects.filter(state=OrderState.SENT, reply_due_at__lt=now(), chased__gt=0).exists()
    assert Order.objects.filter(state=OrderState.SENT, reply_due_at__gt=now()).exists()
    assert values(Extension.objects, "state") == set(ExtensionState.values)
    assert values(Card.objects.filter(state=CardState.GIVEN), "colour") == set(CardColour.values)
    assert Card.objects.filter(state=CardState.WITHDRAWN).exists()
    assert values(Issue.objects.filter(state__in=OPEN), "supervision") == {"", *CardColour.values}
    assert values(Revisit.objects, "satisfaction") == set(Satisfaction.values)
    assert values(Place.objects, "state") == set(UseState.values)


def test_what_issues_name_and_go_by_is_there(bare):
    for grid in bare.grids:
        assert Place.objects.filter(grid=grid, state=UseState.OPEN).count() == 12
        assert grid.boundary
        assert grid.party_group
        assert grid.neighbours.exists()
    assert Department.objects.count() >= 6
    edited = Entry.objects.filter(verb="edit", model__in=["grids.limit", "grids.calendarday"])
    assert values(edited, "model") == {"grids.limit", "grids.calendarday"}
    assert all(line.reason and line.changes for line in edited.order_by("pk"))
    assert Limit.objects.filter(category="").exists()
    assert Limit.objects.exclude(category="").exists()
    for day in CalendarDay.objects.order_by("date"):
        assert is_working_day(day.date) == day.working != is_working_day_by_law(day.date)
    assert pictures.has_road(pictures.drawn(list(bare.community.grids))[1])


def test_everybody_whose_post_awaits_something_finds_something(bare):
    for user in bare.people.values():
        found = {one.page.model for one in waiting(user) if one.rows}
        role = user.posts_now[0].role
        assert (Issue in found) == (role in BUSY), user.username
        if role in (Role.CLERK, Role.SECRETARY):
            assert found >= {Issue, Extension, Order}, user.username


def test_the_bell_tells_of_the_last_day(bare):
    for username in ("head3", "member7", "secretary", "clerk"):
        lines = news.lines(user := bare.people[username], after=news.read_up_to(user))
        assert 1 <= lines.count() <= 40, username
        assert all(line.at >= start_of_day(DAY) - timedelta(days=1) for line in lines)
    clear()
    assert not Reading.objects.exists()


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_clock_finds_little_to_do_on_the_day_it_was_loaded(monkeypatch, day):
    with time_machine.travel(start_of_day(day) + timedelta(minutes=1), tick=False):
        load(monkeypatch, day, 20)
        before = Entry.objects.count()
        make_rounds()
        assert Entry.objects.count() - before <= 6
    with time_machine.travel(start_of_day(day) + timedelta(hours=23, minutes=50), tick=False):
        make_rounds()
        assert Entry.objects.count() - before <= 20


def test_what_the_rules_refuse_is_left_out_of_the_story(monkeypatch):
    monkeypatch.setattr(stories, "KINDS", [(late_for_what_was_done, 1, {"urgency": Urgency.DIFFICULT})])
    monkeypatch.setattr(standing, "tell", lambda demo, dice: [])
    with time_machine.travel(start_of_day(DAY), tick=False):
        made = load(monkeypatch, DAY, 2)
    assert {issue.state for issue in made.issues} == {IssueState.ACCEPTED}
    assert not Entry.objects.filter(model="grids.issue").exclude(verb__in=("add", "accept", "card", "photo")).exists()
