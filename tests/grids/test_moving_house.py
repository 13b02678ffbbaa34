"""Moving house, leaving, coming back: what is asked, what goes along, what cannot be."""

import pytest

from accounts.choices import Role
from grids.actions import person as actions
from grids.choices import Relation
from grids.models import Person
from portal.pages.views.form import CLASH
from tests.factories import people as make


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
