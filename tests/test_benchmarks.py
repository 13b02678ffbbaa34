"""The benchmark's community is one the portal could have made, and its pages open; speed itself is no test."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import pages, seed, wall
from benchmarks.opening import browser, opens
from grids.choices import IssueState
from grids.models import Card, Extension, Issue, Order, Revisit
from grids.models.issue import OPEN
from portal.models import Entry
from portal.pages import registry
from wishes.choices import SHOWN, WishState
from wishes.models import Wish
from wishes.public.wall import PER_PAGE
from wishes.queries.wall import on_wall

MANY = 600


@pytest.fixture
def town(db):
    town = seed.settle()
    seed.issues(MANY, town, days=20)
    return town


def test_the_rows_are_such_as_the_portal_makes(town):
    states = Counter(Issue.objects.values_list("state", flat=True))
    assert sum(states.values()) == MANY
    assert set(states) == set(IssueState)
    assert MANY / 10 < sum(states[state] for state in OPEN) < MANY / 2
    assert Order.objects.filter(state="replied").exists()
    assert Extension.objects.filter(state="approved").exists()
    assert Card.objects.filter(colour="red").exists()
    assert Revisit.objects.count() == Issue.objects.exclude(satisfaction="").count() > states["visited"]


def test_every_issue_has_its_history_in_the_order_of_time(town):
    lines = list(Entry.objects.filter(model="grids.issue").order_by("pk"))
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    last = {line.object_id: line.to_state for line in lines if line.to_state}
    assert last == dict(Issue.objects.values_list("pk", "state"))
    assert sum(line.verb == "add" for line in lines) == MANY


def test_every_page_measured_opens_within_its_queries(town):
    people = pages.people(town)
    for name, (url, most, who, *sent) in pages.addresses(town).items():
        for one in who:
            page = opens(browser(people[one]), url, *sent)
            page()
            with CaptureQueriesContext(connection) as caught:
                page()
            assert len(caught) <= (most or 40), (name, one)


def test_there_is_work_for_the_head_and_the_secretary(town):
    page = registry[Issue]
    for user in (town.secretary, *town.heads):
        assert page.rows(user).filter(page.open_q).exists()
    assert page.waiting(town.secretary).exists()


def test_on_the_wall_hang_those_that_are_to_be_measured(client, db):
    wall.settle(60, people=80, shown=20)
    assert on_wall().count() == 20
    assert set(on_wall().values_list("state", flat=True)) == set(SHOWN)
    assert set(Wish.objects.values_list("state", flat=True)) == set(WishState)
    assert client.get(wall.WALL).content.count(b'<article class="slip') == PER_PAGE
