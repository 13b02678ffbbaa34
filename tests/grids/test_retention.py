"""What is past its time is listed before it is removed, and exactly what was listed goes."""

import re
from datetime import date, timedelta

import pytest

from accounts.choices import Role
from grids.choices import KeptKind as K
from grids.choices import ManagedKind, PersonState
from grids.models import DataRequest, Person, Visit
from grids.retention import DEFAULTS, Periods, months_before
from portal.clock import now, today
from portal.models import Entry
from tests.factories import people

WORD = "独门标记"
LONG, SHORT = timedelta(days=365 * 4), timedelta(days=300)


def set_aside(person, ago):
    """Somebody who left so long ago."""
    people.relocation(person.grid, person=person, kind="left", on=today() - ago, entered=None)
    person.state, person.household = PersonState.AWAY, None
    person.save(by=None)
    return person


@pytest.fixture
def secretary(house, enter):
    return enter(house.user(Role.SECRETARY))


def due(client, kind):
    return client.get("/people/retention/due/", {"kind": kind})


def seen(html):
    return re.search(r'name="seen" value="([^"]+)"', html.content.decode()).group(1)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 26), 36, date(2023, 11, 26)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 30), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
    ],
)
def test_months_before(day, months, before):
    assert months_before(day, months) == before


def test_every_kind_has_a_default():
    assert set(DEFAULTS) == set(K)


class TestPast:
    """Which rows are past their time."""

    def past(self, kind):
        from grids.retention import MODELS

        return set(MODELS[kind].objects.filter(Periods.read().past_q(kind)).values_list("pk", flat=True))

    def test_people(self, house):
        gone = set_aside(people.resident(house.near), LONG)
        set_aside(people.resident(house.near), SHORT)
        people.resident(house.near)
        assert self.past(K.PERSON) == {gone.pk}

    def test_who_came_back_and_left_again_counts_from_the_last_time(self, house):
        gone = set_aside(people.resident(house.near), LONG)
        people.relocation(house.near, person=gone, kind="left", on=today() - SHORT, entered=None)
        assert self.past(K.PERSON) == set()

    def test_a_community_may_set_its_own_time(self, house):
        near = set_aside(people.resident(house.near), SHORT)
        set_aside(people.resident(house.away), SHORT)
        people.retention(house.community, kind=K.PERSON, months=6)
        assert self.past(K.PERSON) == {near.pk}

    def test_associates(self, house):
        idle, used = people.associate(house.near), people.associate(house.near)
        Person._base_manager.filter(pk=idle.pk).update(updated_at=now() - LONG)
        assert self.past(K.ASSOCIATE) == {idle.pk}
        assert used.pk not in self.past(K.ASSOCIATE)

    def test_visits_and_requests(self, house):
        told = people.visit_to(house.near, visited_at=now() - LONG, findings=WORD)
        people.visit_to(house.near, visited_at=now() - LONG)
        people.visit_to(house.near, findings=WORD)
        assert self.past(K.VISIT) == {told.pk}
        asked = people.request(house.near, words=WORD)
        asked.state, asked.answered_on = "done", today() - LONG
        asked.save(by=None)
        people.request(house.near, words=WORD, asked_on=today() - LONG)
        assert self.past(K.REQUEST) == {asked.pk}


def test_the_register_tells_how_much_is_past(house, secretary):
    set_aside(people.resident(house.near), LONG)
    people.visit_to(house.near, visited_at=now() - LONG, findings=WORD)
    html = secretary.get("/people/retention/").content.decode()
    assert html.count(">1 条</a>") == 2
    assert "36 个月" in html
    people.retention(house.community, kind=K.PERSON, months=120)
    html = secretary.get("/people/retention/").content.decode()
    assert html.count(">1 条</a>") == 1
    assert "120 个月" in html


def test_exactly_what_was_listed_goes(house, secretary):
    gone = set_aside(people.resident(house.near, name="贺兰雪", phone="13911112222"), LONG)
    other = set_aside(people.resident(house.near), SHORT)
    page = due(secretary, "person")
    html = page.content.decode()
    assert "到期 1 条" in html
    assert "贺某" in html
    assert "贺兰雪" not in html
    assert Person.objects.get(pk=gone.pk).name == "贺兰雪"
    answer = secretary.post("/people/retention/due/", {"kind": "person", "seen": seen(page)})
    assert (answer.status_code, answer["Location"]) == (302, "/people/retention/")
    assert Person.objects.get(pk=gone.pk).state == PersonState.ERASED
    assert Person.objects.get(pk=other.pk).state == PersonState.AWAY
    assert Entry.objects.filter(verb="erase", reason="超过保存期限").count() == 1
    assert secretary.post("/people/retention/due/", {"kind": "person", "seen": seen(page)}).status_code == 302


def test_a_list_that_changed_is_shown_again(house, secretary):
    gone = set_aside(people.resident(house.near), LONG)
    token = seen(due(secretary, "person"))
    set_aside(people.resident(house.near), LONG)
    answer = secretary.post("/people/retention/due/", {"kind": "person", "seen": token})
    assert answer.status_code == 409
    assert "名单变了" in answer.content.decode()
    assert Person.objects.get(pk=gone.pk).state == PersonState.AWAY


@pytest.mark.parametrize("token", ["", "x", "WyJhIl0:1:2"])
def test_a_token_that_is_not_ours(house, secretary, token):
    set_aside(people.resident(house.near), LONG)
    assert secretary.post("/people/retention/due/", {"kind": "person", "seen": token}).status_code == 409


def test_a_token_of_another_kind(house, secretary):
    set_aside(people.resident(house.near), LONG)
    token = seen(due(secretary, "person"))
    assert secretary.post("/people/retention/due/", {"kind": "visit", "seen": token}).status_code == 409


def test_who_is_still_needed_is_told_and_stays(house, secretary):
    gone, held = (set_aside(people.resident(house.near), LONG) for _ in range(2))
    people.managed(house.near, person=held, kind=ManagedKind.RELEASED)
    page = due(secretary, "person")
    assert "依法要保存" in page.content.decode()
    assert "删除列出的 1 条" in page.content.decode()
    secretary.post("/people/retention/due/", {"kind": "person", "seen": seen(page)})
    assert Person.objects.get(pk=gone.pk).state == PersonState.ERASED
    assert Person.objects.get(pk=held.pk).state == PersonState.AWAY


def test_of_a_visit_the_words_go_and_the_day_stays(house, secretary):
    made = people.visit_to(house.near, visited_at=now() - LONG, findings="先前")
    made.findings = WORD
    made.save(by=None)
    assert WORD in str(list(Entry.objects.values_list("changes", flat=True)))
    token = seen(due(secretary, "visit"))
    secretary.post("/people/retention/due/", {"kind": "visit", "seen": token})
    row = Visit.objects.get()
    assert (row.findings, row.visited_at, row.outcome) == ("", made.visited_at, "met")
    assert WORD not in str(list(Entry.objects.values()))


def test_of_a_request_the_words_go_and_the_answer_day_stays(house, secretary):
    asked = people.request(house.near, words=WORD)
    asked.state, asked.answered_on, asked.answer = "done", today() - LONG, WORD
    asked.save(by=None)
    token = seen(due(secretary, "request"))
    secretary.post("/people/retention/due/", {"kind": "request", "seen": token})
    row = DataRequest.objects.get()
    assert (row.words, row.answer, row.answered_on) == ("", "", asked.answered_on)


def test_doors(house, enter, secretary):
    set_aside(people.resident(house.near), LONG)
    token = seen(due(secretary, "person"))
    assert due(secretary, "nonsense").status_code == 404
    clerk = enter(house.user(Role.CLERK))
    page = due(clerk, "person")
    assert page.status_code == 200
    assert "seen" not in page.content.decode()
    assert clerk.post("/people/retention/due/", {"kind": "person", "seen": token}).status_code == 403
    for role in (Role.HEAD, Role.MEMBER, Role.OBSERVER):
        assert due(enter(house.user(role)), "person").status_code == 403


def test_a_foreign_community_is_out_of_reach(house, secretary):
    set_aside(people.resident(house.away), LONG)
    assert "到期 0 条" in due(secretary, "person").content.decode()


def test_why_somebody_stays_is_told_to_those_who_remove_alone(house, enter):
    free, held = (set_aside(people.resident(house.near), LONG) for _ in range(2))
    people.managed(house.near, person=held, kind=ManagedKind.RELEASED)
    html = due(enter(house.user(Role.CLERK)), "person").content.decode()
    assert free.code in html
    assert held.code in html
    for told in ("还在管理对象", "依法要保存", "还不能删"):
        assert told not in html
