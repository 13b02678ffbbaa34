"""A page asks the database as often for three rows as for one, and a list never more than eight times, three of them for what
stands above it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.roles import reaches
from portal.pages import registry
from portal.reach import Reach
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
