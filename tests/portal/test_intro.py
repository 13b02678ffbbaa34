"""What stands above a register's table, and the days a new form takes from its address."""

from datetime import date

import pytest

from accounts.choices import Role
from tests.acid.pages import Venues
from tests.factories import acid

SAYS = "全社区共 {} 处场地"


def text(response):
    return response.content.decode()


@pytest.fixture
def clerk(house, enter):
    return enter(house.user(Role.CLERK))


def test_it_stands_above_the_table_of_the_whole_page_alone(house, enter):
    acid.venue(house.near), acid.venue(house.aside, name="广场"), acid.venue(house.away)
    client, says = enter(house.user(Role.SECRETARY)), SAYS.format(2)
    whole = text(client.get("/acid/venues/"))
    assert whole.index(says) < whole.index('id="table"')
    assert says in text(client.get("/acid/venues/", {"q": "广场"}))
    alone = client.get("/acid/venues/", {"q": "广场"}, headers={"HX-Request": "true", "HX-Target": "table"})
    assert says not in text(alone)
    assert says not in text(client.get("/acid/venues/", {"print": "1"}))


def test_where_there_is_nothing_to_tell_nothing_stands_there(house, enter):
    page = enter(house.user(Role.SECRETARY)).get("/acid/venues/")
    assert page.context["intro"] == ""
    assert 'class="intro' not in text(page)


def test_it_is_not_asked_for_where_it_is_not_drawn(house, enter, monkeypatch):
    acid.venue(house.near)
    asked = []
    monkeypatch.setattr(Venues, "intro", lambda chosen: asked.append(chosen.page))
    client = enter(house.user(Role.SECRETARY))
    client.get("/acid/venues/", headers={"HX-Request": "true", "HX-Target": "table"})
    client.get("/acid/venues/", {"print": "1"})
    assert asked == []
    client.get("/acid/venues/")
    assert asked == [Venues]


def test_a_wrong_filter_leaves_it_standing(house, enter):
    acid.venue(house.near)
    page = enter(house.user(Role.SECRETARY)).get("/acid/venues/", {"grid": "junk"})
    assert page.status_code == 400
    assert SAYS.format(1) in text(page)


def test_a_new_form_takes_a_day_from_its_address(clerk):
    form = clerk.get("/acid/activities/add/", {"held_on": "2026-10-01", "name": "清扫"}).context["form"]
    assert form["held_on"].value() == date(2026, 10, 1)
    assert 'value="2026-10-01"' in str(form["held_on"])
    assert form["name"].value() is None


@pytest.mark.parametrize("day", ["", "x", "2026-13-40", "0001-01-01", "9999-12-31", "2026-10-01\x00", "9" * 400, "<b>"])
def test_a_day_that_is_none_is_left_alone(clerk, day):
    page = clerk.get("/acid/activities/add/", {"held_on": day})
    assert page.status_code == 200
    assert page.context["form"]["held_on"].value() is None
    assert page.context["form"].errors == {}


def test_a_moment_in_the_address_is_no_choice_and_a_row_only_within_reach(house, enter):
    party = house.user(Role.PARTY)
    mine = acid.whose(house.near, party)
    sent = {"written_at": "2026-10-01T10:00", "member": mine.pk, "title": "x"}
    form = enter(party).get("/acid/diaries/add/", sent).context["form"]
    assert [form[name].value() for name in sent] == [None, mine.pk, None]
    theirs = acid.whose(house.away, None)
    for key in (theirs.pk, 10**17, "x", ""):
        assert enter(party).get("/acid/diaries/add/", {"member": key}).context["form"]["member"].value() is None
