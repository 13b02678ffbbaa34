"""Moving house, leaving, coming back: what is asked, what cannot be, what is taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from accounts.choices import Role
from accounts.models import Post
from grids.actions import household as homes
from grids.actions import person as actions
from grids.choices import Relation
from grids.models import Person, Relocation
from portal.clock import today
from portal.errors import Refused
from portal.exchange.plan import CHANGED, REFUSED
from portal.pages.views.form import CLASH
from tests.factories import people as make
from tests.grids import registers


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def head(house):
    return house.user(Role.HEAD)


class TestASecondHead:
    @pytest.fixture
    def full(self, house):
        home = make.household(house.near)
        make.resident(house.near, household=home, relation=Relation.HEAD)
        return home

    def test_is_told_when_somebody_moves_in(self, house, head, full, enter):
        person = make.resident(house.near)
        answers = {"household": full.pk, "relation": "head", "version": person.version}
        answer = enter(head).post(f"/people/{person.pk}/settle_in/", answers)
        assert answer.status_code == 422
        assert "已经有户主" in answer.context["form"].errors["relation"][0]

    def test_is_told_when_somebody_comes_back(self, house, head, full, enter):
        person = make.resident(house.near)
        actions.leave(person, by=head)
        answers = {"household": full.pk, "relation": "head", "version": fresh(person).version}
        answer = enter(head).post(f"/people/{person.pk}/come_back/", answers)
        assert answer.status_code == 422
        assert "已经有户主" in answer.context["form"].errors["relation"][0]

    def test_that_came_at_the_same_moment_is_told_in_words(self, house, head, full, enter, monkeypatch):
        monkeypatch.setattr("grids.forms.person.Dwelling.clean", lambda form: form.cleaned_data)
        person = make.resident(house.near)
        answers = {"household": full.pk, "relation": "head", "version": person.version}
        answer = enter(head).post(f"/people/{person.pk}/settle_in/", answers)
        assert answer.status_code == 409
        assert CLASH in answer.context["form"].errors["__all__"]
        assert Person.objects.get(pk=person.pk).household == person.household


class TestWhoIsGone:
    @pytest.fixture(params=["leave", "die"])
    def gone(self, request, house, head):
        person = make.resident(house.near, name="王演走", relation=Relation.HEAD, phone="13800001111")
        getattr(actions, request.param)(person, by=head)
        return fresh(person)

    def test_is_corrected_without_a_dwelling(self, house, head, enter, gone):
        home = make.household(house.near)
        answers = {
            "tie": "resident", "name": "王演走", "phone": "13800002222", "grid": gone.grid_id, "residence": "settled",
            "household": home.pk, "relation": "head", "version": gone.version,
        }  # fmt: skip
        answer = enter(head).post(f"/people/{gone.pk}/edit/", answers)
        assert answer.status_code == 302
        person = fresh(gone)
        assert (person.phone, person.household, person.relation) == ("13800002222", None, "")
        assert Relocation.objects.count() == 1

    def test_is_corrected_in_a_workbook(self, house, gone):
        clerk = house.user(Role.CLERK)
        (row,) = registers.plan(clerk, [gone.code, "13800002222"], head=["编号", "联系电话"]).rows
        assert (row.import_type, row.refusals) == (CHANGED, [])

    def test_is_given_no_place_in_a_dwelling_by_a_workbook(self, house, gone):
        clerk = house.user(Role.CLERK)
        (row,) = registers.plan(clerk, [gone.code, "户主"], head=["编号", "与户主关系"]).rows
        assert row.import_type == REFUSED
        assert "搬家" in registers.refusals(row)["与户主关系"]

    def test_holds_no_dwelling_in_any_way(self, house, head, gone):
        gone.household = make.household(house.near)
        with pytest.raises(Refused, match="迁回"):
            actions.revise(gone, by=head)
        with pytest.raises(IntegrityError, match="housed_here"):
            gone.save(by=head)


class TestTheDwellingAsItIsNow:
    @pytest.fixture
    def seen(self, house):
        """A dwelling as somebody's form shows it."""
        return make.household(house.near)

    def ways_in(self, house, head, seen):
        away = make.resident(house.near)
        actions.leave(away, by=head)
        stranger = Person(name="王演新", household=seen, relation="other", residence="settled", grid=seen.grid)
        written = Person(name="王演表", household=seen, relation="other", residence="settled", grid=seen.grid)
        answers = {"by": head, "household": seen, "relation": Relation.OTHER}
        here = make.resident(house.near)
        return [
            (stranger, lambda: actions.register(stranger, by=head)),
            (written, lambda: actions.register_many([written], by=head)),
            (here, lambda: actions.settle_in(here, **answers)),
            (away, lambda: actions.come_back(fresh(away), **answers)),
        ]

    def test_tells_the_grid_of_whoever_moves_in(self, house, head, seen):
        homes.regrid(fresh(seen), by=head, to=house.aside)
        for person, way in self.ways_in(house, head, seen):
            way()
            assert fresh(person).grid == house.aside

    def test_takes_nobody_once_it_was_shut(self, house, head, seen):
        homes.shut(fresh(seen), by=head, note="拆除")
        for _, way in self.ways_in(house, head, seen):
            with pytest.raises(Refused, match="停用"):
                way()
        assert not seen.people.exists()


class TestAnotherCommunity:
    """Who has posts in two communities takes nobody across."""

    @pytest.fixture
    def there(self, house):
        return make.household(house.away)

    def test_takes_in_neither_people_nor_dwellings(self, house, head, there):
        person, gone = make.resident(house.near), make.resident(house.near)
        outsider, home = make.associate(house.near), make.household(house.near)
        actions.leave(gone, by=head)
        answers = {"by": head, "household": there, "relation": Relation.OTHER}
        for move in (
            lambda: actions.settle_in(person, **answers),
            lambda: actions.come_back(fresh(gone), **answers),
            lambda: actions.transfer(outsider, by=head, to=house.away),
            lambda: homes.regrid(home, by=head, to=house.away),
        ):
            with pytest.raises(Refused, match="同一个社区"):
                move()

    def test_is_not_reached_by_correcting_either(self, house, head):
        person, home = fresh(make.associate(house.near)), fresh(make.household(house.near))
        person.grid = home.grid = house.away
        # A form puts the community of the chosen grid on the row.
        person.community_id = home.community_id = house.away.community_id
        for correct, row in ((actions.revise, person), (homes.correct, home)):
            with pytest.raises(Refused, match="同一个社区"):
                correct(row, by=head)

    def test_is_not_on_offer(self, house, enter, there):
        clerk = house.user(Role.CLERK)
        Post(user=clerk, role=Role.CLERK, grid=house.away.community).save(by=None)
        person, home = make.resident(house.near), make.household(house.near)
        client = enter(clerk)
        form = client.get(f"/people/{person.pk}/settle_in/").context["form"]
        assert home in form.fields["household"].queryset
        assert there not in form.fields["household"].queryset
        form = client.get(f"/households/{home.pk}/regrid/").context["form"]
        assert house.aside in form.fields["to"].queryset
        assert house.away not in form.fields["to"].queryset


class TestDays:
    WRONG = [(timedelta(days=1), "还没有到"), (timedelta(days=-400), "早于出生")]

    @pytest.fixture
    def child(self, house):
        return make.resident(house.near, birth=today() - timedelta(days=200))

    @pytest.mark.parametrize(("off", "sentence"), WRONG)
    def test_of_going_are_days_of_a_life(self, house, head, child, enter, off, sentence):
        on, home = today() + off, make.household(house.near)
        moving_in = {"household": home.pk, "relation": "other"}
        for move, asked in (("leave", {}), ("die", {}), ("settle_in", moving_in)):
            answers = {"on": f"{on}", "version": child.version, **asked}
            answer = enter(head).post(f"/people/{child.pk}/{move}/", answers)
            assert sentence in answer.context["form"].errors["on"][0]
        with pytest.raises(Refused, match=sentence):
            actions.leave(child, by=head, on=on)
        assert fresh(child).state == "present"

    @pytest.mark.parametrize(("off", "sentence"), WRONG)
    def test_of_coming_are_too(self, house, head, enter, off, sentence):
        answers = {
            "tie": "resident", "name": "王演小", "relation": "son", "residence": "settled", "arrival": "arrived",
            "household": make.household(house.near).pk, "birth": f"{today() - timedelta(days=200)}",
            "arrived_on": f"{today() + off}",
        }  # fmt: skip
        answer = enter(head).post("/people/add/", answers)
        assert sentence in answer.context["form"].errors["arrived_on"][0]


class TestTakingBack:
    """A death or departure written down by mistake."""

    @pytest.mark.parametrize("move", ["leave", "die"])
    def test_brings_the_person_home_and_voids_the_line(self, house, head, enter, move):
        person = make.resident(house.near, relation=Relation.HEAD, care=["alone"])
        getattr(actions, move)(person, by=head)
        client, gone = enter(head), fresh(person)
        form = client.get(f"/people/{person.pk}/restore/").context["form"]
        assert (form.initial["household"], form.initial["relation"]) == (person.household_id, "head")
        answers = {
            "household": person.household_id,
            "relation": "head",
            "version": gone.version,
            "note": "重名登记错了",
        }
        assert client.post(f"/people/{person.pk}/restore/", answers).status_code == 302
        person = fresh(person)
        assert (person.state, person.household, person.relation) == (
            "present",
            form.record.relocations.get().left,
            "head",
        )
        assert person.visit_due_on
        assert [line.state for line in Relocation.objects.all()] == ["void"]

    def test_asks_for_a_dwelling_where_the_old_one_was_shut(self, house, head, enter):
        person, home = make.resident(house.near), make.household(house.aside)
        actions.die(person, by=head)
        homes.shut(fresh(person.household), by=head, note="拆除")
        client = enter(head)
        assert "household" not in client.get(f"/people/{person.pk}/restore/").context["form"].initial
        with pytest.raises(Refused, match="请选住户"):
            actions.restore(fresh(person), by=head, note="登记错了")
        actions.restore(fresh(person), by=head, household=home, relation=Relation.OTHER, note="登记错了")
        assert fresh(person).grid == house.aside

    def test_needs_a_reason_and_something_to_take_back(self, house, head):
        person = make.resident(house.near)
        home = person.household
        actions.leave(person, by=head)
        with pytest.raises(Refused, match="理由"):
            actions.restore(fresh(person), by=head, household=home, relation=Relation.OTHER)
        Relocation._base_manager.filter(person=person).update(state="void")
        with pytest.raises(Refused, match="没有可以撤销"):
            actions.restore(fresh(person), by=head, household=home, relation=Relation.OTHER, note="登记错了")

    def test_takes_back_what_was_said_of_somebody_from_outside(self, house, enter):
        clerk, person = house.user(Role.CLERK), make.associate(house.near)
        actions.die(person, by=clerk)
        answers = {"version": fresh(person).version, "note": "重名登记错了"}
        assert enter(clerk).post(f"/people/{person.pk}/restore/", answers).status_code == 302
        assert fresh(person).state == "present"

    def test_is_not_for_members(self, house, head, enter):
        person = make.resident(house.near)
        actions.leave(person, by=head)
        assert enter(house.user(Role.MEMBER)).get(f"/people/{person.pk}/restore/").status_code == 403
