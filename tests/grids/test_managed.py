"""Who is looked after by law is a table of its own: for the secretary and the clerks of the line, and for nobody else to guess."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from accounts.choices import Role
from grids.actions import care as actions
from grids.choices import ManagedKind
from grids.forms.care import NOT_YOURS
from grids.models import ManagedCare
from grids.models.care import ENDS_FIRST, TWICE
from portal.clock import today
from portal.models import Entry
from tests.factories import people as make
from tests.factories.accounts import UserFactory, line_of

KINDS = [kind.label for kind in ManagedKind]


@pytest.fixture
def care(house):
    return make.managed(house.near, kind=ManagedKind.CORRECTION, measures="每月报到一次")


def clerk_of(house, line):
    return UserFactory(grid=house.community, role=Role.CLERK, lines=[line])


def test_the_line_follows_from_the_kind(house, care):
    assert care.line_id == line_of(house.near, "security")
    assert make.managed(house.near).line_id == line_of(house.near, "health")


def test_a_clerk_sees_the_own_line_only(house, enter, care):
    url = f"/people/managed/{care.pk}/"
    assert enter(clerk_of(house, "security")).get(url).status_code == 200
    assert enter(clerk_of(house, "health")).get(url).status_code == 404
    assert enter(house.user(Role.SECRETARY)).get(url).status_code == 200


@pytest.mark.parametrize("role", [Role.HEAD, Role.MEMBER])
def test_the_page_of_the_person_gives_nothing_away_to_the_grid(role, house, enter, care):
    actions.look(care, by=house.user(Role.SECRETARY), note="本人在家，情绪平稳")
    page = enter(house.user(role)).get(f"/people/{care.person_id}/").content.decode()
    assert "管理对象" not in page
    assert "情绪平稳" not in page
    assert not any(kind in page for kind in KINDS)


def test_a_clerk_of_another_line_reads_none_of_its_history(house, enter, care):
    actions.look(care, by=house.user(Role.SECRETARY), note="本人在家，情绪平稳")
    url = f"/people/{care.person_id}/"
    assert "情绪平稳" not in enter(clerk_of(house, "health")).get(url).content.decode()
    assert "情绪平稳" in enter(clerk_of(house, "security")).get(url).content.decode()


def test_it_is_looked_after_until_it_ends(house, care):
    secretary = house.user(Role.SECRETARY)
    actions.look(care, by=secretary, note="见到本人")
    actions.release(ManagedCare.objects.get(pk=care.pk), by=secretary, note="期满")
    ended = ManagedCare.objects.get(pk=care.pk)
    assert (ended.state, ended.look_on) == ("ended", None)
    assert [line.verb for line in Entry.objects.own(ended)] == ["release", "look", "add"]
    again = ManagedCare(person=care.person, kind=care.kind, since=ended.since)
    assert actions.take_on(again, by=secretary).pk


def test_a_clerk_cannot_put_a_row_into_another_line(house, enter):
    person = make.resident(house.near)
    sent = {"person": person.pk, "kind": "mental", "since": "2026-01-01", "line": ""}
    answer = enter(clerk_of(house, "security")).post("/people/managed/add/", sent)
    assert answer.status_code == 422
    assert NOT_YOURS in answer.content.decode()
    assert not ManagedCare.objects.exists()


def told(answer):
    """The sentences of a refused form, without what differs from one form to the next."""
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def add(client, person, kind, line="", **sent):
    return client.post(
        "/people/managed/add/", {"person": person.pk, "kind": kind, "since": "2026-01-01", "line": line, **sent}
    )


@pytest.mark.parametrize("line", ["", "health", "security"])
def test_a_clerk_of_another_line_learns_nothing_by_trying(house, enter, care, line):
    """In it or not, the answer is the same."""
    client, chosen = enter(clerk_of(house, "health")), line and line_of(house.near, line)
    answers = [add(client, one, "correction", chosen) for one in (care.person, make.resident(house.near))]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert told(answers[0]) == told(answers[1]) == {"kind": [NOT_YOURS]}
    own = make.managed(house.near)
    answer = client.post(
        f"/people/managed/{own.pk}/edit/",
        {"kind": "correction", "since": "2026-01-01", "line": own.line_id, "version": own.version},
    )
    assert told(answer) == {"kind": [NOT_YOURS]}


def test_whoever_manages_the_kind_is_told_that_it_stands_already(house, enter, care):
    for user in (clerk_of(house, "security"), house.user(Role.SECRETARY)):
        answer = add(enter(user), care.person, "correction")
        assert told(answer) == {"kind": [TWICE]}
    assert add(enter(clerk_of(house, "security")), make.resident(house.near), "correction").status_code == 302


def test_it_ends_after_it_began(house, enter, care):
    client = enter(house.user(Role.SECRETARY))
    assert told(add(client, make.resident(house.near), "mental", until="2025-12-31")) == {"until": [ENDS_FIRST]}
    later = str(today() + timedelta(days=1))
    assert "since" in told(add(client, make.resident(house.near), "mental", since=later))
    care.until = care.since - timedelta(days=1)
    with pytest.raises(IntegrityError):
        care.save(by=None)


def test_the_one_it_is_about_is_never_exchanged(house, enter, care):
    other = make.resident(house.near)
    sent = {"person": other.pk, "kind": care.kind, "since": care.since, "line": care.line_id, "measures": "改"}
    answer = enter(house.user(Role.SECRETARY)).post(
        f"/people/managed/{care.pk}/edit/", sent | {"version": care.version}
    )
    assert answer.status_code == 302
    kept = ManagedCare.objects.get(pk=care.pk)
    assert (kept.person_id, kept.measures) == (care.person_id, "改")


def test_the_overview_names_to_a_clerk_only_what_the_own_line_has(house, enter, care):
    page = enter(clerk_of(house, "sanitation")).get("/people/overview/").content.decode()
    assert not any(kind in page for kind in KINDS)
    page = enter(clerk_of(house, "security")).get("/people/overview/").content.decode()
    assert [kind for kind in KINDS if kind in page] == ["社区矫正"]
