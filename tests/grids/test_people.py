"""Dwellings and people: how they come onto the register, are corrected, tagged, move and leave."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from accounts.choices import Role
from grids.actions import household as homes
from grids.actions import person as actions
from grids.choices import PersonState, Relation, RelocationKind, Residence, ServiceTag, Tie
from grids.models import Household, Person, Relocation
from grids.queries.household import seek
from grids.registering import completed
from portal.clock import today
from portal.errors import Refused
from portal.models import Entry
from tests.factories import people as make

BIRTH = date(1950, 3, 4)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def head(house):
    return house.user(Role.HEAD)


class TestDoors:
    @pytest.mark.parametrize(
        ("parts", "door"),
        [
            ({"building": "3", "entrance": "2", "room": "501"}, "3号楼2单元501"),
            ({"building": "3 号楼", "entrance": "", "room": "东户"}, "3号楼东户"),
            ({"address": "二街家属院", "building": "５", "room": "302"}, "二街家属院5号楼302"),
            ({"building": "", "entrance": "", "room": "", "address": "杨市沟 12 号"}, "杨市沟12号"),
        ],
    )
    def test_an_address_is_said_as_one_text(self, parts, door, house):
        made = {"building": "", "entrance": "", "room": "", **parts}
        assert make.household(house.near, **made).door == door

    def test_one_address_stands_once_in_a_community(self, house):
        make.household(house.near, building="3", room="501")
        with pytest.raises(IntegrityError):
            make.household(house.aside, building="3", room="501")

    def test_the_same_address_elsewhere_is_another(self, house):
        make.household(house.near, building="3", room="501")
        assert make.household(house.away, building="3", room="501").pk

    def test_who_lives_there_follows_the_address_and_the_grid(self, house, head):
        home = make.household(house.near, building="3", room="501")
        person = make.resident(house.near, household=home)
        home = fresh(home)
        home.room = "502"
        homes.correct(home, by=head)
        assert "502" in fresh(person).search.split()
        homes.regrid(fresh(home), by=head, to=house.aside)
        assert fresh(person).grid == house.aside
        assert fresh(home).grid == house.aside

    def test_a_dwelling_is_closed_when_it_is_empty(self, house, head):
        home = make.household(house.near)
        person = make.resident(house.near, household=home)
        with pytest.raises(Refused, match="还有人住"):
            homes.shut(fresh(home), by=head, note="拆除")
        actions.leave(fresh(person), by=head)
        homes.shut(fresh(home), by=head, note="拆除")
        assert fresh(home).state == "shut"


class TestComingAndGoing:
    def test_a_newcomer_leaves_a_line_in_the_ledger(self, house, head):
        home = make.household(house.near)
        person = Person(
            name="王演", household=home, relation=Relation.HEAD, residence=Residence.FLOATING, grid=house.near
        )
        actions.register(person, by=head, arrival=RelocationKind.ARRIVED, on=date(2026, 11, 1), place="榆阳区")
        line = Relocation.objects.get()
        assert (line.person, line.kind, line.entered, line.place) == (person, "arrived", home, "榆阳区")
        assert person.grid == house.near

    def test_a_move_within_changes_the_grid_and_is_told(self, house, head):
        person, home = make.resident(house.near), make.household(house.aside)
        left = person.household
        actions.settle_in(person, by=head, household=home, relation=Relation.HEAD)
        person = fresh(person)
        assert (person.household, person.grid, person.relation) == (home, house.aside, "head")
        line = Relocation.objects.get()
        assert (line.kind, line.left, line.entered) == ("moved", left, home)

    def test_who_leaves_is_no_member_and_not_due_and_may_come_back(self, house, head):
        person = make.resident(house.near, care=[ServiceTag.ALONE])
        assert person.visit_due_on
        actions.leave(person, by=head, place="西安市")
        person = fresh(person)
        assert (person.state, person.household, person.visit_due_on) == (PersonState.AWAY, None, None)
        actions.come_back(person, by=head, household=make.household(house.near), relation=Relation.HEAD)
        person = fresh(person)
        assert (person.state, person.relation) == (PersonState.PRESENT, "head")
        assert person.visit_due_on
        assert [line.kind for line in Relocation.objects.order_by("pk")] == ["left", "arrived"]

    def test_the_dead_are_counted_no_more(self, house, head):
        person = make.resident(house.near)
        actions.die(person, by=head, on=today())
        assert fresh(person).state == PersonState.DEAD

    def test_a_closed_dwelling_takes_nobody(self, house, head):
        home = make.household(house.near)
        homes.shut(fresh(home), by=head, note="拆除")
        with pytest.raises(Refused, match="停用"):
            actions.settle_in(make.resident(house.near), by=head, household=fresh(home), relation=Relation.HEAD)

    def test_a_dwelling_is_not_changed_by_correcting(self, house, head):
        person = fresh(make.resident(house.near))
        person.household = make.household(house.near)
        with pytest.raises(Refused, match="搬家"):
            actions.revise(person, by=head)

    def test_two_heads_never_stand_in_one_dwelling(self, house):
        home = make.household(house.near)
        make.resident(house.near, household=home, relation=Relation.HEAD)
        with pytest.raises(IntegrityError):
            make.resident(house.near, household=home, relation=Relation.HEAD)

    def test_one_number_stands_once_in_a_community_however_it_is_written(self, house):
        number = make.id_number(BIRTH, n=3)
        make.resident(house.near, id_number=number)
        with pytest.raises(IntegrityError):
            make.resident(house.aside, id_number=f" {number[:6]} {number[6:]}".lower())


class TestCorrecting:
    def test_an_edit_begun_before_a_visit_leaves_the_day_of_the_next(self, house, head):
        person, agreed = make.resident(house.near), today() + timedelta(days=40)
        edited = fresh(person)
        make.visit_to(house.near, person=person, own=head, next_on=agreed)
        edited.care = [ServiceTag.DISABLED]
        actions.revise(edited, by=head)
        person = fresh(person)
        assert (person.visited_on, person.visit_due_on) == (today(), agreed)


class TestTags:
    def test_tags_make_somebody_due_sooner_or_not_at_all(self, house, head):
        person = make.resident(house.near)
        assert person.visit_due_on is None
        actions.tag(person, by=head, care=ServiceTag.VETERAN)
        assert fresh(person).visit_due_on == today() + timedelta(days=180)
        actions.tag(fresh(person), by=head, care=ServiceTag.ALONE)
        assert fresh(person).visit_due_on == today() + timedelta(days=14)
        assert fresh(person).care == ["alone", "veteran"]
        actions.untag(fresh(person), by=head, care=ServiceTag.ALONE)
        actions.untag(fresh(person), by=head, care=ServiceTag.VETERAN)
        assert (fresh(person).care, fresh(person).visit_due_on) == ([], None)

    def test_the_history_tells_tags_in_words(self, house, head):
        person = make.resident(house.near)
        actions.tag(person, by=head, care=ServiceTag.DISABLED)
        assert Entry.objects.own(person).first().changes == {"care": ["", "残疾人"]}


class TestLookingForDwellings:
    @pytest.mark.parametrize(
        "typed", ["3-2-501", "3－2－501", "3号楼2", "2单元501", "家属院 501", "王演主", "wyz", "3-501"]
    )
    def test_any_part_of_the_address_or_who_lives_there_will_do(self, typed, house):
        home = make.household(house.near, address="二街家属院", building="3", entrance="2", room="501")
        other = make.household(house.near, address="二街家属院", building="3", entrance="", room="501")
        make.resident(house.near, household=home, name="王演主")
        make.household(house.near, building="13", entrance="1", room="102")
        found = set(Household.objects.filter(seek(typed)))
        assert (other if typed == "3-501" else home) in found
        assert len(found) < 3

    @pytest.mark.parametrize("typed", ["'", "%", "_", "\\", "—", "3-", "-", "😀", "x" * 300])
    def test_odd_words_find_nobody_and_break_nothing(self, typed, house):
        make.household(house.near)
        assert not Household.objects.filter(seek(typed)).exists()


class TestSmallMercies:
    def test_a_tag_not_borne_is_not_taken_and_leaves_no_line(self, house, head):
        person = make.resident(house.near, care=[ServiceTag.AGED])
        actions.untag(person, by=head, care=ServiceTag.ALONE)
        actions.tag(person, by=head, care=ServiceTag.AGED)
        assert fresh(person).version == person.version
        assert Entry.objects.own(person).count() == 1

    def test_a_visit_planned_again_for_the_same_member_gets_the_new_day(self, house, head):
        person, member = make.resident(house.near), house.user(Role.MEMBER)
        for days in (1, 5):
            actions.assign_visit(fresh(person), by=head, visitor=member, planned_on=today() + timedelta(days=days))
        assert [visit.planned_on for visit in person.visits.all()] == [today() + timedelta(days=5)]

    @pytest.mark.parametrize("name", ["王😀", "王<b>", "王\u200b明", "王$"])
    def test_no_odd_sign_stands_in_a_name(self, name):
        assert "name" in completed({"name": name, "tie": Tie.ASSOCIATE}, today())[1]

    def test_a_name_with_a_dot_is_a_name(self):
        assert "name" not in completed({"name": "古丽·阿依（演示）", "tie": Tie.ASSOCIATE}, today())[1]
