"""How many rows a list has: always right, and not counted again and again where there are many."""

import pytest

from portal.pages import counting
from portal.pages.counting import count
from tests.acid.models import Venue
from tests.factories import acid


@pytest.fixture
def venues(house):
    for _ in range(3):
        acid.venue(house.near)
    return Venue.objects.all()


def test_a_small_register_is_counted_each_time_and_asks_for_nothing_else(house, venues, django_assert_num_queries):
    for n in (3, 4):
        with django_assert_num_queries(1):
            assert count(venues) == n
        acid.venue(house.near)


def test_a_large_register_is_counted_again_only_after_a_write(house, venues, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(counting, "LARGE", 3)
    for _ in range(2):
        assert count(venues) == 3
    with django_assert_num_queries(1) as asked:
        assert count(venues) == 3
    assert "portal_entry" in asked.captured_queries[0]["sql"]
    acid.venue(house.near)
    assert count(venues) == 4
    assert count(venues.filter(name="没有的")) == 0


def test_no_rows_cost_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert count(Venue.objects.none()) == 0
