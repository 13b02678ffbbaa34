"""The pages on which two rows are compared and made one, or told apart."""

from datetime import date

import pytest

from accounts.choices import Role
from grids.choices import MergeState, PersonState, Residence, ServiceTag
from grids.models import Merge, Person
from tests.factories import people as make


@pytest.fixture
def clerk(house):
    return house.user(Role.CLERK)


@pytest.fixture
def pair(house):
    """Two rows of one woman, written a year apart: each knows something the other does not."""
    birth = date(1950, 3, 4)
    number = make.id_number(birth, male=False, n=7)
    kept = make.resident(house.near, name="王演兰", birth=birth, phone="13800001111", care=[ServiceTag.AGED])
    gone = make.resident(
        house.aside, name="王演蓝", id_number=number, sex="female", phone="13800002222",
        care=[ServiceTag.AGED, ServiceTag.DISABLED], occupation="退休", residence=Residence.FLOATING,
    )  # fmt: skip
    return kept, gone


def fresh(person):
    return Person.objects.get(pk=person.pk)


class TestPages:
    def test_the_list_leads_to_the_comparison(self, house, enter, clerk):
        birth = date(1961, 5, 6)
        one = make.resident(house.near, name="李演一", birth=birth)
        two = make.resident(house.aside, name="李演一", birth=birth)
        page = enter(clerk).get("/people/duplicates/").content.decode()
        assert f'href="/people/{one.pk}/merge/?with={two.pk}"' in page

    def test_values_are_chosen_and_both_become_one(self, house, enter, clerk, pair):
        kept, gone = pair
        client, url = enter(clerk), f"/people/{kept.pk}/merge/"
        page = client.get(url, {"with": gone.pk})
        asked = page.context["form"].asked()
        assert asked == ["name", "papers", "home", "phone"]
        text = page.content.decode()
        assert gone.id_number not in text
        assert "13800002222" not in text
        assert "只有" in text
        form = page.context["form"]
        sent = {"gone": gone.pk, "note": "证件一致", **dict.fromkeys(asked, "kept"), "papers": "gone"}
        sent |= {"version": form.initial["version"], "other_version": form.initial["other_version"]}
        answer = client.post(url, sent)
        assert answer.status_code == 302
        assert fresh(kept).id_number == gone.id_number
        assert fresh(kept).occupation == "退休"
        assert fresh(kept).name == "王演兰"
        assert client.post(url, sent).status_code == 422

    def test_without_a_reason_nothing_happens(self, house, enter, clerk, pair):
        kept, gone = pair
        url = f"/people/{kept.pk}/merge/"
        asked = dict.fromkeys(["name", "papers", "home", "phone"], "kept")
        sent = {"gone": gone.pk, "note": "", "version": 1, "other_version": 1, **asked}
        answer = enter(clerk).post(url, sent)
        assert answer.status_code == 422
        assert fresh(gone).state == PersonState.PRESENT

    def test_two_people_are_told_apart(self, house, enter, clerk, pair):
        kept, gone = pair
        asked = dict.fromkeys(["name", "papers", "home", "phone"], "kept")
        sent = {"gone": gone.pk, "note": "不是同一人", "version": 1, "other_version": 1, "apart": "1", **asked}
        assert enter(clerk).post(f"/people/{kept.pk}/merge/", sent).status_code == 302
        assert Merge.objects.get().state == MergeState.DISTINCT
        assert fresh(gone).state == PersonState.PRESENT

    @pytest.mark.parametrize("key", ["²", "x", "9" * 30])
    def test_junk_is_told(self, key, house, enter, clerk):
        one = make.resident(house.near)
        assert enter(clerk).get(f"/people/{one.pk}/merge/", {"with": key}).status_code == 400

    def test_who_may_not_is_kept_out(self, house, enter, pair):
        kept, gone = pair
        for role, code in ((Role.MEMBER, 403), (Role.HEAD, 403), (Role.OBSERVER, 403), (Role.ADMIN, 403)):
            client = enter(house.user(role))
            assert client.get("/people/duplicates/").status_code == code
            assert client.post(f"/people/{kept.pk}/merge/", {"gone": gone.pk}).status_code == code

    def test_a_foreign_row_cannot_be_merged(self, house, enter, clerk, pair):
        kept, _ = pair
        away = make.resident(house.away)
        client = enter(clerk)
        assert client.get(f"/people/{kept.pk}/merge/", {"with": away.pk}).status_code == 404
        assert client.get(f"/people/{away.pk}/merge/").status_code == 404
