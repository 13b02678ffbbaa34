"""What is still open about people goes where they go, and ends when nobody is to be called upon."""

from datetime import timedelta

import pytest

from accounts.choices import Role
from grids.actions import household as homes
from grids.actions import person as actions
from grids.actions import walk as walks
from grids.choices import Relation
from grids.models import Walk
from portal.clock import now, today
from portal.models import Entry
from tests.factories import people as make


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def head(house):
    return house.user(Role.HEAD)


class TestWhatIsOpen:
    """Planned visits, managed care, consents and requests go where the person goes; what was done stays."""

    def about(self, person, given):
        return [
            make.visit_to(person.grid, person=person, given=given),
            make.managed(person.grid, person=person),
            make.consent(person.grid, person=person),
            make.request(person.grid, person=person),
        ]

    @pytest.fixture
    def member(self, house):
        return house.user(Role.MEMBER)

    def test_goes_along_with_the_dwelling(self, house, head, member):
        person = make.resident(house.near)
        rows, done = self.about(person, member), make.visit_to(person.grid, person=person)
        homes.regrid(person.household, by=head, to=house.aside)
        assert {fresh(row).grid for row in rows} == {house.aside}
        assert fresh(done).grid == house.near

    def test_goes_along_into_another_dwelling(self, house, head, member):
        person = make.resident(house.near)
        rows = self.about(person, member)
        actions.settle_in(fresh(person), by=head, household=make.household(house.aside), relation=Relation.OTHER)
        assert {fresh(row).grid for row in rows} == {house.aside}

    def test_goes_along_when_somebody_comes_back(self, house, head):
        person = make.resident(house.near)
        asked = make.request(person.grid, person=person)
        actions.leave(fresh(person), by=head)
        actions.come_back(fresh(person), by=head, household=make.household(house.aside), relation=Relation.OTHER)
        assert fresh(asked).grid == house.aside

    def test_goes_along_without_a_dwelling(self, house, head):
        person = make.associate(house.near)
        asked = make.request(person.grid, person=person)
        person = fresh(person)
        actions.transfer(person, by=head, to=house.near)
        assert fresh(asked).grid == house.near

    def test_a_visit_made_elsewhere_is_told_to_whoever_looks_after_the_person_now(self, house, head, enter):
        person = make.resident(house.aside)
        done = make.visit_to(person.grid, person=person, findings="腿脚不便")
        actions.settle_in(fresh(person), by=head, household=make.household(house.near), relation=Relation.OTHER)
        page = enter(house.user(Role.MEMBER)).get(f"/people/{person.pk}/").content.decode()
        assert done.code in page
        assert "腿脚不便" not in page


class TestPlannedVisits:
    @pytest.fixture
    def member(self, house):
        return house.user(Role.MEMBER)

    @pytest.fixture
    def plan(self, house, head, member):
        return make.visit_to(house.near, own=head, given=member)

    @pytest.mark.parametrize(("move", "label"), [("leave", "迁出"), ("die", "死亡登记")])
    def test_end_when_somebody_goes(self, head, plan, move, label):
        getattr(actions, move)(fresh(plan.person), by=head)
        assert fresh(plan).state == "cancelled"
        assert Entry.objects.own(plan).first().reason == label

    def test_end_with_a_visit_of_the_same_visitor(self, house, head, member, plan):
        other = make.visit_to(house.near, own=head, person=plan.person, given=head)
        made = make.visit_to(house.near, own=member, person=plan.person)
        assert (fresh(plan).state, fresh(other).state) == ("cancelled", "planned")
        assert made.code in Entry.objects.own(plan).first().reason

    def test_end_with_a_sheet(self, house, head, member, plan):
        sheet = walks.draw_up(Walk(grid=house.near, walker=member, day=today()), by=head, people=[plan.person])
        walks.enter(sheet, by=head, visited_at=now(), met={1: ("met", "")})
        assert fresh(plan).state == "cancelled"

    def test_outlive_a_visit_of_the_days_before(self, house, member, plan):
        make.visit_to(house.near, own=member, person=plan.person, visited_at=now() - timedelta(days=2))
        assert fresh(plan).state == "planned"

    def test_can_be_called_off_by_whoever_was_to_make_them(self, member, plan, enter):
        answers = {"version": plan.version, "note": "本人住院"}
        answer = enter(member).post(f"/visits/{plan.pk}/cancel/", answers)
        assert answer.status_code == 302
        assert fresh(plan).state == "cancelled"
