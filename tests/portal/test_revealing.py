"""The eye in any panel: which values may be seen, what it draws, and for how long."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from grids.pages import Persons
from portal.clock import now
from portal.pages.revealing import KEY, VALID, call_column, looks
from tests.factories import people

PHONE = "13911112222"


@pytest.fixture
def members(house):
    home = people.household(house.near)
    return [people.resident(house.near, household=home, phone=PHONE), people.resident(house.near, household=home)]


def drawn(look, session=None, path="/households/3/"):
    request = RequestFactory().get(path)
    request.session = session or {}
    context = Context({"one": look, "request": request, "csrf_token": "t"})
    return Template("{% load revealing %}{% look one %}").render(context), request


def test_only_what_is_written_and_may_be_seen(house, members):
    found = looks(Persons, house.user(Role.MEMBER), members, ["phone"])
    assert [list(found[one.pk]) for one in members] == [["phone"], []]
    assert looks(Persons, house.user(Role.OBSERVER), members, ["phone"])[members[0].pk] == {}


def test_one_query_for_a_whole_household(house, members):
    user = house.user(Role.MEMBER)
    assert user.posts_now
    with CaptureQueriesContext(connection) as caught:
        looks(Persons, user, members, ["phone"])
    assert len(caught) == 1


def test_it_comes_back_to_where_it_was_asked(house, members):
    look = looks(Persons, house.user(Role.MEMBER), members, ["phone"])[members[0].pk]["phone"]
    html, request = drawn(look)
    assert 'name="next" value="/households/3/"' in html
    assert 'name="csrfmiddlewaretoken" value="t"' in html
    assert PHONE not in html
    assert not hasattr(request, "shows_whole")


@pytest.mark.parametrize(
    ("left", "seen"), [(VALID, True), (timedelta(seconds=1, milliseconds=500), True), (-VALID, False)]
)
def test_for_how_long(house, members, left, seen):
    look = looks(Persons, house.user(Role.MEMBER), members, ["phone"])[members[0].pk]["phone"]
    session = {KEY: {f"grids.person:{members[0].pk}:phone": (now() + left).timestamp()}}
    html, request = drawn(look, session)
    assert (f"tel:{PHONE}" in html) is seen
    assert getattr(request, "shows_whole", False) is seen


def test_the_column_of_a_list(members):
    column = call_column(Persons.model)
    assert column.html("", 5) == ""
    assert 'href="/people/5/#phone-5"' in column.html(PHONE, 5)
    assert PHONE not in column.html(PHONE, 5)
    assert column.plain(PHONE, 5) == "139****2222"
