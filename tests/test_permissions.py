"""The whole house against a table people can read: page × role × verb × kind of row."""

from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.choices import Role
from accounts.roles import MATRIX, PUBLIC_MATRIX
from portal.pages import registry
from portal.pages.views.base import PageView
from portal.pages.views.public import Public
from tests import permissions
from tests.factories import wishes
from tests.factories.house import ROWS

# Addresses that belong to no register, each with its own tests.
OTHERS = {
    "counts": "tests/reports",
    "figures": "tests/reports",
    "grid": "tests/grids/test_grid_page.py",
    "grid-edit": "tests/grids/test_grid_page.py",
    "grid-plan": "tests/grids/test_grid_page.py",
    "grids": "tests/grids/test_grid_page.py",
    "find": "tests/portal/test_pages.py",
    "handover": "tests/accounts",
    "healthz": "tests/portal/test_health.py",
    "home": "tests/reports",
    "login": "tests/accounts",
    "logout": "tests/accounts",
    "me": "tests/accounts",
    "monthly": "tests/reports",
    "monthly-export": "tests/reports",
    "monthly-lock": "tests/reports",
    "news": "tests/portal/test_news.py",
    "password_change": "tests/accounts",
    "photo": "tests/portal/test_attachment.py",
    "sign-in-log": "tests/accounts",
    "sign-out-everywhere": "tests/accounts",
    "user-handover": "tests/accounts",
    "door": "tests/wishes/test_door.py",
    "doors": "tests/wishes/test_door.py",
    "track": "tests/wishes/test_door.py",
    "wall": "tests/wishes/test_wall.py",
    "wall-claim": "tests/wishes/test_wall.py",
}
PAGES = sorted(registry, key=lambda page: page.model._meta.label)


def patterns(resolver=None):
    """Every pattern of the house, with its name."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        elif isinstance(one, URLPattern):
            yield one


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.model._meta.label)
def test_who_may_do_what(page, house, client, request):
    lines = permissions.observed(page, house, client)
    if request.config.getoption("reprint"):
        permissions.rewrite(page, lines)
    assert permissions.sections().get(page.model._meta.label) == permissions.text(page, lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.model._meta.label)
def test_the_table_is_about_every_verb_a_view_of_the_page_asks_for(page):
    asked = {getattr(pattern.callback.view_class, "verb", None) for pattern in page.urls()}
    assert {verb for verb in asked if isinstance(verb, str)} <= set(permissions.verbs(page))


def test_the_table_is_about_the_pages_there_are():
    assert sorted(permissions.sections()) == [page.model._meta.label for page in PAGES]
    assert set(ROWS) == {page.model for page in PAGES}


def test_every_address_belongs_to_a_register_or_is_named_here():
    strays, named = set(), set()
    for pattern in patterns():
        view = getattr(pattern.callback, "view_class", None)
        page = getattr(pattern.callback, "view_initkwargs", {}).get("page")
        of_page = page and issubclass(view, PageView | Public) and pattern.name.startswith(f"{page.name}-")
        if of_page and pattern.name not in OTHERS:
            assert registry[page.model] is page
            continue
        (named if pattern.name in OTHERS else strays).add(pattern.name)
    assert strays == set()
    assert named == set(OTHERS)


def test_a_stranger_is_sent_to_sign_in_from_every_register(house, client):
    for page in PAGES:
        row = ROWS[page.model](house.near)
        urls = [pattern for pattern in page.urls() if pattern.name not in (f"{page.name}-public",)]
        for pattern in urls:
            kind = pattern.name.removeprefix(f"{page.name}-")
            url = page.url(kind, row.pk) if "pk" in pattern.pattern.converters else page.url(kind)
            for response in (client.get(url), client.post(url, {})):
                assert response.status_code == 302, url
                assert response["Location"].startswith("/accounts/login/"), url


# What the public may open of the whole house, by name; every other address leads to the door for staff.
TO_THE_PUBLIC = {"door", "doors", "healthz", "login", "logout", "notice-public", "track", "wall", "wall-claim"}


def test_the_public_opens_what_is_named_and_nothing_else(house, client):
    codes = {"door": house.near.code, "wall-claim": wishes.published(house.near).code}
    opened = set()
    for pattern in patterns():
        asks = pattern.pattern.converters
        args = [
            codes.get(pattern.name, uuid4() if name == "key" else "thumb" if name == "size" else 1) for name in asks
        ]
        for response in (client.get(url := reverse(pattern.name, args=args)), client.post(url, {})):
            if response.status_code != 302 or not response["Location"].startswith("/accounts/login/"):
                opened.add(pattern.name)
    assert opened == TO_THE_PUBLIC


def test_public_rows_have_a_public_page():
    assert {label for label, lines in PUBLIC_MATRIX.items() if lines} == {
        page.model._meta.label for page in PAGES if page.public
    }


def test_administrators_read_no_business_data():
    settings = {"grids.Limit", "grids.CalendarDay"}
    assert {label.split(".")[0] for label in set(MATRIX[Role.ADMIN]) - settings} == {"accounts"}
