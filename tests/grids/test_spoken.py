"""Numbers people write into notes: masked where they are shown and where they are edited, kept when a form comes back."""

import pytest

from accounts.choices import Role
from grids.models import Household, Visit
from grids.pages import Households, Visits
from portal.models import Entry
from tests.factories import people

PHONE = "13911112222"


@pytest.fixture
def clerk(house, enter):
    return enter(house.user(Role.CLERK))


@pytest.fixture
def home(house):
    return people.household(house.near, note=f"房东 {PHONE}，每月来一次")


def form(client, page, row):
    return client.get(page.url("edit", row.pk)).context["form"]


def test_an_edit_form_shows_what_every_page_shows(clerk, home):
    html = clerk.get(Households.url("edit", home.pk)).content.decode()
    assert "房东 139****2222，每月来一次" in html
    assert PHONE not in html


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("房东 139****2222，每月来一次", f"房东 {PHONE}，每月来一次"),
        ("房东已换：139****2222 不再用", f"房东已换：{PHONE} 不再用"),
        ("房东 13933334444", "房东 13933334444"),
        ("", ""),
    ],
)
def test_a_number_sent_back_masked_is_kept(clerk, home, sent, kept):
    asked = form(clerk, Households, home)
    data = {name: asked[name].value() or "" for name in asked.fields} | {"note": sent}
    assert clerk.post(Households.url("edit", home.pk), data).status_code == 302
    assert Household.objects.get(pk=home.pk).note == kept


def test_a_stale_form_is_compared_masked(clerk, home):
    asked = form(clerk, Households, home)
    data = {name: asked[name].value() or "" for name in asked.fields} | {"note": f"{asked['note'].value()}，凭证在册"}
    home.note = f"{home.note}，已换锁"
    home.save(by=None)
    answer = clerk.post(Households.url("edit", home.pk), data)
    assert answer.status_code == 409
    assert PHONE not in answer.content.decode()
    settled = {**data, "resolve": "1", "version": home.version, "pick_note": "theirs"}
    assert clerk.post(Households.url("edit", home.pk), settled).status_code == 302
    assert Household.objects.get(pk=home.pk).note == home.note


def test_what_a_visitor_wrote_is_seen_for_a_reason(house, enter):
    user = house.user(Role.MEMBER)
    visit = people.visit_to(house.near, own=user, findings=f"女儿 {PHONE}")
    other = people.visit_to(house.near, findings="身体好")
    client = enter(user)
    assert 'class="look-f"' not in client.get(Visits.url("detail", other.pk)).content.decode()
    answer = client.post(Visits.url("reveal", visit.pk), {"field": "findings", "why": "urgent"})
    assert answer.status_code == 302
    assert f"女儿 {PHONE}" in client.get(Visits.url("detail", visit.pk)).content.decode()
    assert Entry.objects.get(verb="reveal").reason == "情况 · 紧急情况"
    assert Visit.objects.get(pk=visit.pk).version == 1
