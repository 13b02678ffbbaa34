"""Intervals between visits: the shortest tag counts, an agreed day comes first, a changed rule moves everybody's day at once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from grids.actions import rule, visit
from grids.choices import PersonState, Residence, ServiceTag, Tie, VisitOutcome, VisitSubject
from grids.models import Person, Visit, VisitRule
from grids.visiting import DEFAULTS, Intervals
from portal.clock import now, today
from portal.models import Entry
from tests.factories import people

TAGS = st.lists(st.sampled_from(list(ServiceTag)), unique=True, max_size=5)
DAYS = st.dictionaries(st.sampled_from(list(VisitSubject)), st.integers(0, 730))
ON = st.dates(date(2000, 1, 1), date(2090, 1, 1))


def somebody(**fields):
    made = {"tie": Tie.RESIDENT, "state": PersonState.PRESENT, "residence": Residence.SETTLED, "visited_on": today()}
    return Person(**made | fields)


@given(tags=TAGS, days=DAYS, floats=st.booleans(), seen=ON)
def test_due_is_the_shortest_interval_that_is_not_nought(tags, days, floats, seen):
    residence = Residence.FLOATING if floats else Residence.SETTLED
    person = somebody(care=tags, residence=residence, visited_on=seen)
    subjects = [*tags, *([VisitSubject.FLOATING] if floats else [])]
    every = [({**DEFAULTS, **days})[one] for one in subjects]
    regular = [one for one in every if one]
    due = Intervals(days).due(person)
    assert due == (seen + timedelta(days=min(regular)) if regular else None)


@given(tags=TAGS, more=st.sampled_from(list(ServiceTag)), days=DAYS, seen=ON)
def test_another_tag_never_makes_a_visit_later(tags, more, days, seen):
    intervals = Intervals(days)
    before = intervals.due(somebody(care=tags, visited_on=seen))
    after = intervals.due(somebody(care=[*tags, more], visited_on=seen))
    assert before is None or after <= before


@given(tags=TAGS, agreed=ON, state=st.sampled_from(list(PersonState)))
def test_an_agreed_day_comes_first_and_who_is_gone_is_due_never(tags, agreed, state):
    due = Intervals({}).due(somebody(care=tags, visit_next_on=agreed, state=state))
    assert due == (agreed if state == PersonState.PRESENT else None)


def test_every_subject_has_a_default():
    assert set(DEFAULTS) == set(VisitSubject)
    assert all(0 < days <= 730 for days in DEFAULTS.values())


def test_outsiders_are_not_visited_regularly():
    assert Intervals({}).due(somebody(tie=Tie.ASSOCIATE, care=[ServiceTag.ALONE])) is None


def due_days(*rows):
    return [Person.objects.get(pk=row.pk).visit_due_on for row in rows]


def test_a_changed_rule_moves_everybodys_day_and_leaves_one_line(house):
    alone = [people.resident(house.near, care=["alone"]) for _ in range(3)]
    other, outside = people.resident(house.aside, care=["disabled"]), people.resident(house.away, care=["alone"])
    agreed = people.resident(house.near, care=["alone"])
    on = today() + timedelta(days=3)
    visit.make(Visit(person=agreed, outcome=VisitOutcome.MET, next_on=on), by=None)
    versions = [Person.objects.get(pk=one.pk).version for one in alone]
    lines = Entry.objects.filter(model="grids.person").count()
    made = VisitRule(grid=house.community, subject="alone", days=7)
    rule.set_rule(made, by=house.user(Role.SECRETARY))
    assert due_days(*alone) == [today() + timedelta(days=7)] * 3
    assert due_days(other, outside, agreed) == [today() + timedelta(days=60), today() + timedelta(days=14), on]
    assert [Person.objects.get(pk=one.pk).version for one in alone] == versions
    assert Entry.objects.filter(model="grids.person").count() == lines
    told = Entry.objects.own(made).order_by("pk")
    assert [(entry.verb, entry.reason) for entry in told] == [
        ("add", ""), ("resettled", "按新周期重算了 3 人的走访到期日"),
    ]  # fmt: skip
    made = VisitRule.objects.get(pk=made.pk)
    made.days = 0
    rule.change_rule(made, by=house.user(Role.SECRETARY))
    assert due_days(*alone) == [None] * 3


def test_reckoning_anew_costs_the_same_for_many(house, django_assert_max_num_queries):
    for _ in range(30):
        people.resident(house.near, care=["alone"])
    made = VisitRule(grid=house.community, subject="alone", days=7)
    with django_assert_max_num_queries(20):
        rule.set_rule(made, by=None)


def test_the_page_tells_what_holds_and_leads_to_what_can_be_set(house, enter):
    secretary = enter(house.user(Role.SECRETARY))
    page = secretary.get("/visits/rules/").content.decode()
    assert "都按默认" in page
    assert "/visits/rules/add/?subject=alone" in page
    sent = secretary.post("/visits/rules/add/", {"grid": house.community.pk, "subject": "alone", "days": 10})
    assert sent.status_code == 302
    page = secretary.get("/visits/rules/").content.decode()
    made = VisitRule.objects.get()
    assert f"/visits/rules/{made.pk}/edit/" in page
    assert "本社区设了 1 项" in page
    reader = enter(house.user(Role.HEAD)).get("/visits/rules/").content.decode()
    assert "10 天" in reader
    assert "/visits/rules/add/" not in reader


def test_what_was_derived_is_not_undone_by_a_save_that_read_before(house):
    person = people.resident(house.near, care=["alone"])
    read = Person.objects.get(pk=person.pk)
    visit.make(Visit(person=person, outcome=VisitOutcome.MET, visited_at=now()), by=None)
    read.occupation = "瓦工"
    read.save(by=None)
    fresh = Person.objects.get(pk=person.pk)
    assert (fresh.occupation, fresh.visited_on) == ("瓦工", today())


def test_only_what_is_derived_may_be_written_so(house):
    person = people.resident(house.near)
    with pytest.raises(TypeError, match="name"):
        Person.objects.derive([person], "name")
