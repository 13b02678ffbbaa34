"""Tags: several words of a fixed list in one column, through form, filter, list, workbook, history and comparison."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from grids.actions import person as actions
from grids.choices import ServiceTag
from grids.models import Person
from grids.pages import Persons
from portal.exchange import importing
from portal.exchange.plan import REFUSED
from portal.models import Entry
from portal.tags import tagged
from tests.factories import people
from tests.portal.exchange.files import workbook

FIELD = Person._meta.get_field("care")
VALUES = st.lists(st.sampled_from(ServiceTag.values), max_size=20)


@given(VALUES)
def test_what_is_stored_is_read_again_in_the_order_of_the_list(values):
    stored = FIELD.get_prep_value(values)
    told = FIELD.from_db_value(stored, None, None)
    assert told == [value for value in ServiceTag.values if value in values]
    assert FIELD.get_prep_value(told) == stored
    assert FIELD.read(FIELD.words(told)) == (told, [])


@given(st.text(max_size=40))
def test_whatever_is_written_is_read_or_named_as_unknown(text):
    found, unknown = FIELD.read(text)
    assert set(found) <= set(ServiceTag.values)
    assert all(word not in ServiceTag.labels for word in unknown)


@pytest.mark.parametrize(
    "written", ["高龄、低保", "高龄,低保", "高龄，低保", "低保；高龄", "高龄 低保", "高龄/低保/高龄", "高龄\n低保"]
)
def test_labels_stand_apart_in_any_usual_way(written):
    assert FIELD.read(written) == (["aged", "allowance"], [])


def test_several_values_come_from_a_generator_too():
    assert FIELD.sorted(value for value in ("allowance", "aged", "nonsense")) == ["aged", "allowance"]


def test_a_tag_is_found_whole_only(house):
    people.resident(house.near, name="独居者", care=[ServiceTag.LIVES_ALONE])
    people.resident(house.near, name="孤寡者", care=[ServiceTag.ALONE, ServiceTag.AGED])
    found = Person.objects.filter(tagged("care", ServiceTag.ALONE)).values_list("name", flat=True)
    assert list(found) == ["孤寡者"]


def test_the_form_takes_ticks_and_refuses_what_is_not_on_the_list(house, enter):
    member, one = house.user(Role.MEMBER), people.resident(house.near, care=[ServiceTag.AGED])
    browser, url = enter(member), f"/people/{one.pk}/edit/"
    form = browser.get(url).context["form"]
    sent = {field.html_name: field.value() or "" for field in form} | {"household": one.household_id}
    assert form["care"].value() == ["aged"]
    assert browser.post(url, sent | {"care": ["nonsense"]}).status_code == 422
    assert browser.post(url, sent | {"care": ["disabled", "aged"]}).status_code == 302
    one.refresh_from_db()
    assert one.care == ["disabled", "aged"]
    assert Entry.objects.get(model="grids.person", verb="edit").changes == {"care": ["高龄", "残疾人、高龄"]}


def test_ticks_left_as_they_are_change_nothing(house, enter):
    member, one = house.user(Role.MEMBER), people.resident(house.near, care=[ServiceTag.AGED])
    browser, url = enter(member), f"/people/{one.pk}/edit/"
    form = browser.get(url).context["form"]
    sent = {field.html_name: field.value() or "" for field in form} | {"household": one.household_id}
    assert browser.post(url, sent).status_code == 302
    one.refresh_from_db()
    assert one.version == 1


def test_the_list_is_filtered_by_a_tag_and_shows_its_words(house, enter):
    people.resident(house.near, name="独居者", care=[ServiceTag.LIVES_ALONE])
    people.resident(house.near, name="高龄者", care=[ServiceTag.AGED])
    browser = enter(house.user(Role.MEMBER))
    page = browser.get("/people/", {"care": "aged"}).content.decode()
    assert ("高龄者" in page, "独居者" in page) == (True, False)
    assert browser.get("/people/", {"care": "nonsense"}).status_code == 400


def test_tags_come_in_by_workbook_and_unknown_ones_are_named(house):
    clerk, one = house.user(Role.CLERK), people.resident(house.near)
    sheet = [["编号", "关爱标签"], [one.code, "高龄、低保户"]]
    run = importing.receive(Persons, clerk, workbook(sheet))
    run.refresh_from_db()
    importing.confirm(run, digest=run.digest, partial=False)
    one.refresh_from_db()
    assert one.care == ["aged", "allowance"]
    run = importing.receive(Persons, clerk, workbook([sheet[0], [one.code, "高龄、好人"]]))
    row = run.rows.get()
    assert (row.kind, "没有“好人”这一项" in row.refusals[0][1]) == (REFUSED, True)


def test_adding_one_borne_already_and_taking_one_away(house):
    clerk, one = house.user(Role.CLERK), people.resident(house.near, care=[ServiceTag.AGED])
    actions.tag(one, by=clerk, care=ServiceTag.DISABLED)
    one.refresh_from_db()
    actions.untag(one, by=clerk, care=ServiceTag.AGED)
    one.refresh_from_db()
    assert one.care == ["disabled"]
