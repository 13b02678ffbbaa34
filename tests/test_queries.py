"""A page asks the database as often for three rows as for one, and a list never more than eight times, three of them for what
stands above it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.roles import reaches
from grids.choices import PersonState, RequestState, ServiceTag
from grids.models import Person
from portal.clock import now
from portal.history import log
from portal.pages import registry
from portal.reach import Reach
from tests.factories import people
from tests.factories.accounts import UserFactory
from tests.factories.house import ROWS

PAGES = sorted(registry, key=lambda page: page.model._meta.label)
MOST, MOST_ABOVE = 8, 3
WIDE = {Reach.SUBTREE, Reach.COMMUNITY}


def reader(house, page):
    """Somebody who may see rows of the register and do as much to them as anybody."""
    verbs = ["view", "add", "edit", "export", *page.model.MOVES]

    def power(role):
        return sum(bool(WIDE & set(reaches(role, verb, page.model))) for verb in verbs) if held(role) else -1

    def held(role):
        return WIDE & set(reaches(role, "view", page.model))

    return house.user(max(Role, key=power))


def asked(client, url, **how):
    """The queries of the second visit: the first may write the session."""
    client.get(url, **how)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        response = client.get(url, **how)
    assert response.status_code == 200
    return [query["sql"] for query in caught.captured_queries]


def told(queries):
    return f"{len(queries)} queries:\n" + "\n".join(queries)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.model._meta.label)
def test_three_rows_cost_no_more_queries_than_one(page, house, enter):
    client = enter(reader(house, page))
    rows = [ROWS[page.model](house.near)]
    urls = [page.url("list"), page.url("detail", rows[0].pk)]
    if page.board:
        urls.append(page.url("board"))
    one = {url: asked(client, url) for url in urls}
    for grid in (house.near, house.aside):
        ROWS[page.model](grid)
    for url in urls:
        three = asked(client, url)
        assert len(three) == len(one[url]), f"{url}\n{told(one[url])}\n{told(three)}"
    assert len(one[urls[0]]) <= MOST, told(one[urls[0]])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.model._meta.label)
def test_what_stands_above_a_list_costs_little(page, house, enter):
    client, url = enter(reader(house, page)), page.url("list")
    ROWS[page.model](house.near)
    alone = asked(client, url, headers={"HX-Request": "true", "HX-Target": "table"})
    whole = asked(client, url)
    assert len(whole) - len(alone) <= MOST_ABOVE, told(whole)


@pytest.mark.parametrize("page", [page for page in PAGES if page.public], ids=lambda page: page.model._meta.label)
def test_the_public_list_costs_the_same_for_any_number_of_rows(page, house, client):
    counts = []
    for _ in range(3):
        made = ROWS[page.model](house.near)
        made.state = "public"
        made.save(by=None)
        counts.append(len(asked(client, page.url("public"))))
    assert len(set(counts)) == 1


def test_more_history_and_more_pictures_cost_no_more_queries(house, enter):
    from grids.models import Issue

    issue = ROWS[Issue](house.near)
    client, url = enter(house.user(Role.SECRETARY)), registry[Issue].url("detail", issue.pk)
    one = asked(client, url)
    for n in range(3):
        issue.place = f"东口 {n}"
        issue.save(by=house.user(Role.HEAD))
    assert len(asked(client, url)) == len(one)


def due_people(house):
    """Two who left long ago, one of them still looked after."""
    for held in (False, True):
        gone = people.resident(house.near)
        people.relocation(house.near, person=gone, kind="left", on=date(2020, 1, 1))
        if held:
            people.managed(house.near, person=gone)
        gone.state, gone.household = PersonState.AWAY, None
        gone.save(by=None)


def due_visits(house):
    people.visit_to(house.near, visited_at=now() - timedelta(days=2000), findings="在家")


def due_requests(house):
    asked = people.request(house.near, words="想看看")
    asked.state, asked.answered_on = RequestState.DONE, date(2020, 1, 1)
    asked.save(by=None)


def to_be_visited(house):
    for grid in (house.near, house.aside):
        people.resident(grid, care=[ServiceTag.ALONE])
    people.visit_to(house.near, given=house.user(Role.SECRETARY))


def looked_after(house):
    for grid in (house.near, house.aside):
        people.managed(grid)


def alike(house):
    name = f"重名{Person.objects.count()}"
    for _ in range(2):
        people.resident(house.near, name=name, birth=date(1950, 1, 1))


def life_of(house):
    """Somebody the first in the house is compared with, and whom others look at."""
    person = Person.objects.order_by("pk").first() or people.resident(house.near)
    other = Person.objects.exclude(pk=person.pk).order_by("pk").first() or people.resident(house.near)
    for one in (person, other):
        people.visit_to(house.near, person=one)
        people.consent(house.near, person=one)
        log("reveal", by=UserFactory(grid=house.near), record=one, note="电话 · 核对身份")


def of_first(address):
    def url():
        first, second = Person.objects.order_by("pk").values_list("pk", flat=True)[:2]
        return address.format(first, second)

    return url


OWN_PAGES = {
    "retention-due of people": ("/people/retention/due/?kind=person", due_people),
    "retention-due of visits": ("/people/retention/due/?kind=visit", due_visits),
    "retention-due of requests": ("/people/retention/due/?kind=request", due_requests),
    "visit-due": ("/visits/due/", to_be_visited),
    "person-overview": ("/people/overview/", looked_after),
    "person-duplicates": ("/people/duplicates/", alike),
    "person-access": (of_first("/people/{0}/access/"), life_of),
    "person-merge": (of_first("/people/{0}/merge/?with={1}"), life_of),
}


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a_page_of_its_own_costs_no_more_for_three_rows_than_for_one(name, house, enter):
    where, more = OWN_PAGES[name]
    client, found = enter(house.user(Role.SECRETARY)), []
    for times in (1, 2):
        for _ in range(times):
            more(house)
        found.append(asked(client, where if isinstance(where, str) else where()))
    one, three = found
    assert len(three) == len(one), f"{name}\n{told(one)}\n{told(three)}"
