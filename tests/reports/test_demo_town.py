"""The demonstration's town: as many as the source states, plausible, nobody's, and told as the register would have told it."""

import re
from collections import Counter as Tally
from datetime import date, timedelta

import pytest
import time_machine
from django.db.models import Count, F, Q

from accounts.choices import Role
from grids import identity
from grids.actions.visit import SEEN
from grids.choices import PersonState, Relation, Residence, ServiceTag, UnitKind, VisitOutcome, VisitState
from grids.figures import person as figures
from grids.models import (
    Consent,
    DataRequest,
    Household,
    Issue,
    ManagedCare,
    Person,
    Relocation,
    StatedFigure,
    Unit,
    Visit,
    Walk,
)
from grids.models.person import POPULATION
from grids.models.visit import WalkLine
from grids.queries.person import seek
from grids.visiting import Intervals
from portal.clock import month_bounds, start_of_day
from portal.models import Entry
from reports import demo
from reports.demo import concerned, grids, names, people, rules, setup, town, units, wards
from reports.demo.clearing import clear
from reports.demo.making import Demo
from tests.factories.grids import IssueFactory
from tests.reports.hamlet import FLOATING, HOUSEHOLDS, SETTLED, shrink

DAY = date(2026, 11, 22)
TOWN = (grids, people, setup, rules, town, units, wards)
pytestmark = pytest.mark.django_db
OLD = {ServiceTag.ALONE: 60, ServiceTag.LIVES_ALONE: 60, ServiceTag.EMPTY_NEST: 60, ServiceTag.AGED: 80}


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel("2026-11-22T10:00:00+08:00", tick=False):
        yield


def settle(day=DAY):
    """The town alone, without issues."""
    made = Demo(day, "Demo-pass-2026")
    for piece in TOWN:
        piece.load(made)
    return made


@pytest.fixture
def hamlet(monkeypatch):
    shrink(monkeypatch)
    return settle()


def here():
    return Person.objects.filter(POPULATION).select_related("household").order_by("pk")


def age(person):
    return identity.age_on(person.birth, DAY)


def test_counted_are_those_the_source_states():
    made = settle()
    stated = {one.key: int(one.value) for one in StatedFigure.objects.all()}
    month = month_bounds(DAY.replace(day=1))
    counted = {
        "households": figures.lived, "people": figures.present, "resident-households": figures.settled_doors,
        "resident-people": figures.settled, "floating-households": figures.floating_doors,
        "floating-people": figures.floating, "institutions": figures.units[UnitKind.INSTITUTION],
        "enterprises": figures.units[UnitKind.ENTERPRISE], "traders": figures.units[UnitKind.TRADER],
        "hospitals": figures.units[UnitKind.HOSPITAL], "kindergartens": figures.units[UnitKind.KINDERGARTEN],
    }  # fmt: skip
    numbers = {key: figure.count(made.community.rows_q(), *month) for key, figure in counted.items()}
    assert numbers == {key: stated[key] for key in counted}
    assert (numbers["people"], numbers["households"], sum(list(numbers.values())[6:])) == (3899, 924, 179)
    assert figures.mixed_doors.count(made.community.rows_q(), *month) == 72 == 242 + 754 - 924
    assert Household.objects.count() == 924
    assert Unit.objects.count() == 179
    by_grid = Tally(here().values_list("grid", flat=True))
    assert set(by_grid) == {grid.pk for grid in made.grids}
    assert max(by_grid.values()) > 1.4 * min(by_grid.values())
    _are_plausible()
    _is_visited()


def _are_plausible():
    """Who bears a tag is of its age; homes have one head each; there are all ages and every tag."""
    tags = Tally(tag for care in here().values_list("care", flat=True) for tag in care)
    assert set(tags) == set(ServiceTag.values)
    for person in here():
        assert all(age(person) >= least for tag, least in OLD.items() if tag in person.care), person.code
        assert ServiceTag.LEFT_BEHIND not in person.care or age(person) < 16
        assert not person.phone or age(person) >= town.PHONE_FROM
        assert person.birth <= DAY
    bands = Tally(age(person) // 10 for person in here())
    assert set(range(9)) <= set(bands)
    for band, share in ((0, 0.2), (3, 0.25), (7, 0.08)):
        assert bands[band] < share * here().count(), (band, bands)
    heads = here().filter(relation=Relation.HEAD).values_list("household", flat=True)
    assert Tally(heads) == Tally(Household.objects.values_list("pk", flat=True))


def _is_visited():
    """Most were visited in time; some are due, some overdue."""
    due = here().exclude(visit_due_on=None)
    late = due.filter(visit_due_on__lt=DAY).count()
    assert 0.01 < late / due.count() < 0.12
    assert due.filter(visit_due_on__range=(DAY, DAY + timedelta(days=7))).count() > 20
    told = Visit.objects.filter(next_on__gte=DAY, outcome__in=SEEN, visited_at__date=F("person__visited_on"))
    assert told.exists()
    assert not told.exclude(person__visit_due_on=F("next_on")).exists()


def test_numbers_and_names_can_be_nobodys(hamlet):
    told = list(Person.objects.order_by("pk"))
    for person in told:
        assert re.fullmatch(r".演.（演示）", person.name)
        if person.id_number:
            found = identity.read(person.id_number)
            assert person.id_number.startswith(names.COUNTY)
            assert (found.birth, found.sex) == (person.birth, person.sex)
        assert re.fullmatch(r"(154000\d{5})?", person.phone)
    ids, phones = ([getattr(one, name) for one in told if getattr(one, name)] for name in ("id_number", "phone"))
    assert len(set(ids)) == len(ids)
    assert len(set(phones)) == len(phones)
    assert len(told) > len(ids) > 0.9 * len(told)


def test_what_follows_from_the_rest_is_what_the_model_makes_of_it(hamlet):
    """Hashes, words to be found by, grids and the next visit: by the code of the register, told once more."""
    intervals = Intervals.of(hamlet.community.pk)
    for person in Person.objects.select_related("household").order_by("pk"):
        kept = {
            name: getattr(person, name) for name in ("id_hash", "phone_hash", "search", "grid_id", "phone", "id_number")
        }
        person.settle_keys()
        assert {name: getattr(person, name) for name in kept} == kept
        seen = Visit.objects.filter(person=person, state=VisitState.DONE, outcome__in=SEEN).order_by(
            "-visited_at", "-pk"
        )
        last = seen.first()
        assert person.visited_on == (last and last.visited_at.astimezone(start_of_day(DAY).tzinfo).date())
        due = ((last and last.next_on) or intervals.due(person)) if person.state == PersonState.PRESENT else None
        assert person.visit_due_on == due, person.code
    someone = here().exclude(phone_hash="").first()
    for words in (someone.name[:3], someone.household.door, someone.phone[-4:], someone.phone):
        assert Person.objects.filter(seek(words), pk=someone.pk).exists(), words


def test_every_history_ends_where_its_person_stands(hamlet):
    lines = {}
    for line in Entry.objects.filter(model="grids.person").order_by("at", "pk"):
        lines.setdefault(line.object_id, []).append(line)
    for person in Person.objects.order_by("pk"):
        mine = lines[person.pk]
        assert (mine[0].verb, mine[0].at) == ("add", person.created_at)
        assert person.version == len(mine)
        assert person.updated_at == mine[-1].at < start_of_day(DAY)
        assert [line.to_state for line in mine if line.to_state][-1] == person.state
        verbs = {"add", *Person.MOVES, "edit", "handover"}
        assert {line.verb for line in mine} <= verbs
    for made in (Household, Visit, Relocation, Consent, ManagedCare, DataRequest, Walk, Unit):
        for row in made.objects.order_by("pk"):
            mine = list(Entry.objects.filter(model=made._meta.label_lower, object_id=row.pk).order_by("at", "pk"))
            assert mine[0].verb == "add", row
            assert row.version == len(mine), row
            assert getattr(row, "state", "") in ("", mine[-1].to_state), row


def test_who_left_died_or_came_has_a_line_in_the_ledger(hamlet):
    kinds = Relocation.objects.values("person", "kind").annotate(many=Count("pk"))
    assert all(row["many"] == 1 for row in kinds)
    gone = Person.objects.exclude(state=PersonState.PRESENT)
    assert all(one.household_id is None and not one.relation for one in gone.order_by("pk"))
    assert {one.kind for one in Relocation.objects.order_by("pk")} >= {"left", "arrived"}
    assert gone.filter(relocations__kind__in=["left", "died"]).count() == gone.count()
    born = here().filter(relocations__kind="born")
    assert all(one.birth <= one.created_at.date() + timedelta(days=1) for one in born)
    assert not here().filter(created_at__date__lt="2024-06-01").exists()


def test_of_every_kind_of_row_there_is_some(hamlet):
    assert set(Household.objects.values_list("tenure", flat=True)) >= {"owned", "rented"}
    assert set(ManagedCare.objects.values_list("state", flat=True)) == {"active", "ended"}
    assert set(DataRequest.objects.values_list("state", flat=True)) == {"open", "done", "declined"}
    assert Consent.objects.exists()
    assert set(Visit.objects.values_list("outcome", flat=True)) >= {VisitOutcome.MET, VisitOutcome.FAMILY}
    assert Visit.objects.filter(state=VisitState.PLANNED).exists()
    assert Unit.objects.exclude(contact=None).exists()
    twins = Person.objects.filter(state=PersonState.PRESENT).values("name", "birth").annotate(many=Count("pk"))
    assert [row["many"] for row in twins.filter(many__gt=1)] == [2]
    assert here().count() == SETTLED + FLOATING
    assert Household.objects.count() == sum(map(sum, HOUSEHOLDS))
    assert here().filter(residence=Residence.SETTLED).count() == SETTLED


def test_issues_concern_people_of_their_grid_who_were_there(monkeypatch):
    shrink(monkeypatch)
    made = settle()
    made.issues = [IssueFactory(grid=grid, by=made.people["clerk"], category="dispute") for grid in made.grids]
    concerned.load(made)
    pairs = Issue.concerned.through.objects.select_related("issue", "person")
    assert pairs.exists()
    assert all(pair.issue.grid_id == pair.person.grid_id for pair in pairs.order_by("pk"))
    assert max(Tally(pair.issue_id for pair in pairs.order_by("pk")).values()) <= 2


def test_clearing_spares_whom_a_real_issue_concerns(monkeypatch):
    shrink(monkeypatch)
    from reports.demo import issues, pictures

    monkeypatch.setattr(issues, "CURVE", [1] * 12)
    monkeypatch.setattr(pictures, "MANY", 1)
    made = demo.load(day=DAY, password="Demo-pass-2026")
    somebody = made.residents[0]
    real = IssueFactory(grid=made.grids[0], by=made.people["member1"])
    real.concerned.set([somebody])
    clear()
    assert list(real.concerned.all()) == [somebody]
    assert list(Person.objects.all()) == [somebody]
    assert Household.objects.count() == 1
    for model in (Visit, Walk, WalkLine, Unit, Relocation, Consent, ManagedCare, DataRequest):
        assert not model.objects.exists(), model
    assert not Issue.objects.filter(~Q(pk=real.pk)).exists()


def test_everybody_who_visits_finds_somebody_due(hamlet):
    from grids.pages.person import Persons, due_q

    for username, user in hamlet.people.items():
        if user.posts_now[0].role in (Role.HEAD, Role.SECRETARY):
            assert Persons.rows(user).filter(due_q(DAY + timedelta(days=60))).exists(), username
