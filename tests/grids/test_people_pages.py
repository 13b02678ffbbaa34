"""The pages of dwellings and people: what they ask, tell and do to many at once; whole numbers stay out of addresses."""

from datetime import date, timedelta

import pytest

from accounts.choices import Role
from grids.actions import person as actions
from grids.choices import Relation, ServiceTag, Tie
from grids.models import Household, Person
from portal.clock import today
from portal.models import Entry
from portal.pages.columns import whole_name
from tests.factories import people as make

BIRTH = date(1950, 3, 4)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def head(house):
    return house.user(Role.HEAD)


class TestPages:
    def add(self, client, **fields):
        made = {"tie": "resident", "name": "王演兰", "relation": "head", "residence": "settled", **fields}
        return client.post("/people/add/", made)

    def test_the_number_tells_birth_and_sex_and_the_dwelling_the_grid(self, house, enter):
        home, number = make.household(house.near), make.id_number(BIRTH, male=False, n=9)
        answer = self.add(enter(house.user(Role.MEMBER)), household=home.pk, id_number=number, phone="138 0000 1111")
        assert answer.status_code == 302
        person = Person.objects.get()
        assert (person.birth, person.sex, person.grid) == (BIRTH, "female", house.near)
        assert (person.phone, person.id_number) == ("13800001111", number)

    @pytest.mark.parametrize(
        ("fields", "where", "sentence"),
        [
            ({"id_number": "61900019500304012"}, "id_number", "18 位"),
            ({"id_number": "619000195003040120"}, "id_number", "末位"),
            ({"id_number": "619000195013040125"}, "id_number", "日期"),
            ({"id_number": "009000195003040120"}, "id_number", "省级"),
            ({"phone": "12345"}, "phone", "11 位"),
            ({"relation": ""}, "relation", "户主"),
            ({"residence": ""}, "residence", "户籍"),
            ({"household": ""}, "household", "住户"),
            ({"birth": "2099-01-01"}, "birth", "还没有到"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, fields, where, sentence, house, enter):
        made = {"household": make.household(house.near).pk, **fields}
        answer = self.add(enter(house.user(Role.MEMBER)), **made)
        assert answer.status_code == 422
        assert sentence in answer.context["form"].errors[where][0]
        assert not Person.objects.exists()

    def test_a_birthday_that_contradicts_the_number_is_told(self, house, enter):
        number = make.id_number(BIRTH, n=9)
        home = make.household(house.near).pk
        answer = self.add(enter(house.user(Role.MEMBER)), household=home, id_number=number, birth="1951-01-01")
        assert "不一致" in answer.context["form"].errors["birth"][0]

    def test_one_of_the_same_name_and_birthday_is_asked_about_once(self, house, enter):
        make.resident(house.near, name="王演兰", birth=BIRTH)
        client, home = enter(house.user(Role.MEMBER)), make.household(house.near).pk
        answer = self.add(client, household=home, birth="1950-03-04")
        assert "同名同生日" in answer.context["form"].errors["__all__"][0]
        assert self.add(client, household=home, birth="1950-03-04", sure="1").status_code == 302

    def test_a_taken_number_is_told_in_a_sentence(self, house, enter):
        number = make.id_number(BIRTH, n=9)
        make.resident(house.aside, id_number=number)
        answer = self.add(enter(house.user(Role.MEMBER)), household=make.household(house.near).pk, id_number=number)
        assert str(house.aside) in answer.context["form"].errors["id_number"][0]

    def test_a_dwelling_of_another_grid_cannot_be_chosen(self, house, enter):
        answer = self.add(enter(house.user(Role.MEMBER)), household=make.household(house.aside).pk)
        assert "household" in answer.context["form"].errors

    def test_the_form_begins_in_the_dwelling_it_was_opened_from(self, house, enter):
        home = make.household(house.near, tenure="rented")
        form = enter(house.user(Role.MEMBER)).get("/people/add/", {"household": home.pk}).context["form"]
        assert {name: form.initial[name] for name in ("household", "relation", "residence")} == {
            "household": home.pk, "relation": "head", "residence": "floating",
        }  # fmt: skip

    def test_a_household_in_one_look(self, house, enter):
        home = make.household(house.near, building="3", entrance="2", room="501")
        make.resident(house.near, household=home, name="王演子", relation=Relation.SON)
        make.resident(house.near, household=home, name="王演主", relation=Relation.HEAD, care=[ServiceTag.AGED])
        page = enter(house.user(Role.MEMBER)).get(f"/households/{home.pk}/").content.decode()
        assert page.index("王演主") < page.index("王演子")
        assert "高龄" in page
        assert f"/people/add/?household={home.pk}" in page

    def test_a_person_in_one_look(self, house, enter):
        home = make.household(house.near)
        person = make.resident(house.near, household=home, id_number=make.id_number(BIRTH, n=4), birth=BIRTH)
        make.resident(house.near, household=home, name="王演子", relation=Relation.SON)
        page = enter(house.user(Role.MEMBER)).get(f"/people/{person.pk}/").content.decode()
        assert person.name in page
        assert "王演子" in page
        assert "6190**********" in page
        assert person.id_number not in page

    def test_a_taken_address_is_told_with_the_one_that_has_it(self, house, enter):
        taken = make.household(house.near, building="3", entrance="", room="501")
        sent = {"grid": house.near.pk, "building": "3", "room": "501", "tenure": "owned"}
        answer = enter(house.user(Role.MEMBER)).post("/households/add/", sent)
        assert taken.code in answer.context["form"].errors["__all__"][0]
        sent = {"grid": house.near.pk, "tenure": "owned"}
        answer = enter(house.user(Role.MEMBER)).post("/households/add/", sent)
        assert "address" in answer.context["form"].errors
        assert Household.objects.count() == 1

    def test_an_associate_hangs_on_the_community(self, house, enter):
        sent = {"tie": Tie.ASSOCIATE, "name": "李演", "grid": house.near.pk}
        assert enter(house.user(Role.CLERK)).post("/people/add/", sent).status_code == 302
        assert Person.objects.get().grid == house.community

    def test_names_are_whole_for_the_grid_and_masked_elsewhere(self, house, enter):
        person = make.resident(house.near, name="王演明")
        shown = enter(house.user(Role.MEMBER)).get("/people/").content.decode()
        assert "王演明" in shown
        export = enter(house.user(Role.HEAD)).get("/people/export/")
        assert export.status_code == 200
        assert "王演明".encode() not in b"".join(export.streaming_content)
        assert Entry.objects.own(person).filter(changes__icontains="王演明").count() == 0


class TestBulk:
    def ask(self, client, move, keys, **answers):
        page = client.post(f"/people/bulk/{move}/", {"pk": keys})
        seen = next(one["value"] for one in page.context["hidden"] if one["name"] == "seen")
        return client.post(f"/people/bulk/{move}/", {"pk": keys, "seen": seen, **answers})

    def test_a_tag_is_given_to_many_and_taken_from_them(self, house, enter):
        people = [make.resident(house.near), make.resident(house.aside)]
        client, keys = enter(house.user(Role.CLERK)), [one.pk for one in people]
        assert self.ask(client, "tag", keys, care="aged").status_code == 302
        assert [fresh(one).care for one in people] == [["aged"], ["aged"]]
        assert self.ask(client, "untag", keys, care="aged").status_code == 302
        assert [fresh(one).care for one in people] == [[], []]

    def test_visits_are_assigned_to_one_who_may_make_them(self, house, enter):
        person = make.resident(house.near)
        member = house.user(Role.MEMBER)
        client, day = enter(house.user(Role.HEAD)), str(today() + timedelta(days=3))
        answer = self.ask(client, "assign_visit", [person.pk], visitor=member.pk, planned_on=day)
        assert answer.status_code == 302
        assert person.visits.get().visitor == member

    def test_dwellings_go_into_another_grid_with_all_who_live_there(self, house, enter):
        person = make.resident(house.near)
        client, keys = enter(house.user(Role.CLERK)), [person.household_id]
        page = client.post("/households/bulk/regrid/", {"pk": keys})
        seen = next(one["value"] for one in page.context["hidden"] if one["name"] == "seen")
        client.post("/households/bulk/regrid/", {"pk": keys, "seen": seen, "to": house.aside.pk})
        assert fresh(person).grid == house.aside


class TestNumbersStayOutOfAddresses:
    PHONE = "13800007777"

    @pytest.fixture
    def person(self, house):
        return make.resident(house.near, phone=self.PHONE, id_number=make.id_number(BIRTH, n=21), birth=BIRTH)

    def test_a_whole_number_typed_becomes_a_token(self, person, house, enter):
        client = enter(house.user(Role.MEMBER))
        for typed in (self.PHONE, "138 0000 7777", person.id_number, person.id_number.lower()):
            for url in ("/people/", "/households/", "/find/"):
                answer = client.get(url, {"q": typed})
                assert answer.status_code == 302
                assert self.PHONE not in answer["Location"]
                assert person.id_number not in answer["Location"]
                shown = client.get(answer["Location"])
                here = f"/households/{person.household_id}/" if url == "/households/" else f"/people/{person.pk}/"
                assert f'href="{here}"' in shown.content.decode()
                assert shown.context["chips"][0]["label"] == "按号码查"

    def test_a_script_is_told_to_go_there_itself(self, person, house, enter):
        answer = enter(house.user(Role.MEMBER)).get("/people/", {"q": self.PHONE}, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert "number=" in answer["HX-Redirect"]
        assert self.PHONE not in answer["HX-Redirect"]

    def test_a_token_finds_nobody_out_of_reach(self, person, house, enter):
        answer = enter(house.user(Role.HEAD)).get("/people/", {"number": person.phone_hash})
        assert answer.context["table"]["count"] == 1
        away = make.resident(house.away, phone="13800008888")
        answer = enter(house.user(Role.HEAD)).get("/people/", {"number": away.phone_hash})
        assert answer.context["table"]["count"] == 0


class TestNamesOutOfReach:
    """Who moved to another grid is a card for the old one, though its rows about that person stay readable there."""

    @pytest.fixture
    def moved(self, house):
        person = make.resident(house.near, name="欧阳演远")
        home = person.household
        visit = make.visit_to(house.near, person=person)
        make.relocation(house.near, person=person, entered=home)
        actions.settle_in(fresh(person), by=None, household=make.household(house.aside), relation=Relation.HEAD)
        return home, person, visit

    def test_the_old_grid_reads_a_card(self, moved, house, enter):
        home, person, _ = moved
        client = enter(house.user(Role.MEMBER))
        assert client.get(f"/people/{person.pk}/").status_code == 404
        for url in (f"/households/{home.pk}/", "/people/relocations/", "/visits/"):
            page = client.get(url).content.decode()
            assert "欧阳演远" not in page, url
            assert f'href="/people/{person.pk}/"' not in page, url
        assert "欧阳某" in client.get(f"/households/{home.pk}/").content.decode()

    def test_who_may_see_the_person_reads_the_name(self, moved, house, enter):
        page = enter(house.user(Role.CLERK)).get("/people/relocations/").content.decode()
        assert "欧阳演远" in page


def test_a_name_shown_whole_goes_out_masked():
    column = whole_name()
    assert (column.html("王演明"), column.plain("王演明")) == ("王演明", "王某")


class TestRegistersAboutPeople:
    def test_they_are_searched_by_the_name_of_whom_they_are_about(self, house, enter):
        person = make.resident(house.near, name="欧阳演远", phone="13800006666")
        visit, other = make.visit_to(house.near, person=person), make.visit_to(house.near)
        client = enter(house.user(Role.CLERK))
        for typed in ("欧阳演", "oyyy", "6666"):
            page = client.get("/visits/", {"q": typed}).content.decode()
            assert f'href="/visits/{visit.pk}/"' in page
            assert f'href="/visits/{other.pk}/"' not in page
        answer = client.get("/visits/", {"q": "13800006666"})
        assert "13800006666" not in answer["Location"]
        assert f'href="/visits/{visit.pk}/"' in client.get(answer["Location"]).content.decode()

    def test_the_box_at_the_top_leads_to_the_person(self, house, enter):
        make.resident(house.near, phone="13800006666")
        answer = enter(house.user(Role.CLERK)).get("/find/", {"q": "13800006666"})
        assert answer["Location"].startswith("/people/?number=")

    def test_nobodys_own_number_stands_with_a_unit(self, house, enter):
        sent = {"name": "面馆", "kind": "trader", "grid": house.near.pk, "phone": "138 1111 2222"}
        answer = enter(house.user(Role.HEAD)).post("/units/add/", sent)
        assert "个人手机号" in answer.context["form"].errors["phone"][0]
        assert enter(house.user(Role.HEAD)).post("/units/add/", sent | {"phone": "0912-3456789"}).status_code == 302
