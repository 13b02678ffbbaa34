"""Choosing one of many: the search box asks, at most twenty masked cards answer, all within reach."""

import pytest
from django import forms

from accounts.choices import Role
from accounts.models import Post, User
from portal.pages.views.pick import SHOWN
from portal.pages.widgets import Remote
from tests.factories.accounts import UserFactory

PICK = "/accounts/users/pick/"


def names(answer):
    return {row["text"] for row in answer.json()}


@pytest.fixture
def colleagues(house):
    """Three people near, one far away, one whose account is closed."""
    made = [
        UserFactory(username=f"one{n}", name=name, grid=house.near)
        for n, name in enumerate(("王小明", "王大山", "李玉"))
    ]
    UserFactory(username="far", name="王远", grid=house.away)
    UserFactory(username="gone", name="王去", grid=house.near, state="closed")
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [("王", {"王小明", "王大山"}), ("wds", {"王大山"}), ("one2", {"李玉"}), ("玉", {"李玉"}), ("没有", set())],
)
def test_by_name_sound_or_account(house, colleagues, enter, typed, found):
    assert names(enter(house.user(Role.ADMIN)).get(PICK, {"q": typed})) == found


def test_by_code_and_what_an_answer_holds(house, colleagues, enter):
    wang = colleagues[0]
    answer = enter(house.user(Role.SECRETARY)).get(PICK, {"q": wang.code})
    assert answer.json() == [{"value": wang.pk, "text": "王小明", "code": wang.code}]


def test_whoever_may_not_refer_is_refused(house, enter):
    assert enter(house.user(Role.PARTY)).get(PICK).status_code == 403


def test_at_most_twenty_and_never_more_queries(house, enter, django_assert_max_num_queries):
    for n in range(SHOWN + 5):
        UserFactory(username=f"many{n}", name="王多", grid=house.near)
    client = enter(house.user(Role.ADMIN))
    client.get(PICK)
    for typed in ("", "王", "wd", "many"):
        with django_assert_max_num_queries(5):
            assert len(client.get(PICK, {"q": typed}).json()) == SHOWN


@pytest.mark.parametrize("typed", ["\x00", "%", "_", "'", "x" * 5000, "\\"])
def test_odd_questions_find_nothing_and_break_nothing(house, colleagues, enter, typed):
    answer = enter(house.user(Role.ADMIN)).get(PICK, {"q": typed})
    assert answer.status_code == 200
    assert typed == "\x00" or answer.json() == []


def test_another_method_is_refused(house, enter):
    assert enter(house.user(Role.ADMIN)).post(PICK).status_code == 405


class TestRemote:
    """The control holds the chosen row only."""

    class Form(forms.Form):
        user = forms.ModelChoiceField(User.objects.order_by("pk"), widget=Remote("/pick/"))

    def test_only_the_chosen_row_is_in_the_page(self, colleagues):
        html = str(self.Form({"user": colleagues[1].pk})["user"])
        assert "王大山" in html
        assert "王小明" not in html
        assert 'data-remote="/pick/"' in html

    @pytest.mark.parametrize("value", ["", "x", "9" * 30, "-1"])
    def test_a_wrong_value_is_shown_as_none_and_refused(self, colleagues, value):
        form = self.Form({"user": value})
        assert "王" not in str(form["user"])
        assert not form.is_valid()

    def test_a_record_form_uses_it_for_related_records(self, house, enter):
        page = enter(house.user(Role.ADMIN)).get("/accounts/posts/add/").content.decode()
        assert f'data-remote="{PICK}"' in page
        own = Post.objects.get(user=house.user(Role.ADMIN))
        assert own.user.name not in page.partition("<form")[2]
