"""Forms: what is written reaches the record, personal data stays masked, and nobody chooses beyond their reach."""

import pytest

from accounts.choices import Role
from portal.models import Entry
from tests.acid.models import Activity, Care, Diary, Member
from tests.factories import acid


def text(response):
    return response.content.decode()


@pytest.fixture
def clerk(house, enter):
    return enter(house.user(Role.CLERK))


def edit(client, member, **changes):
    sent = {"name": "王某", "phone": "138****1234", "grid": member.grid_id, "version": member.version, **changes}
    return client.post(f"/acid/members/{member.pk}/edit/", sent)


def test_a_missing_field_is_said_at_the_field_and_the_rest_is_kept(house, clerk):
    response = clerk.post("/acid/notices/add/", {"title": "", "author": "李大刚", "grid": house.near.pk})
    assert response.status_code == 422
    assert {"label": "标题", "message": "请填写标题。", "target": "#id_title"} in response.context["errors"]
    assert 'value="李大刚"' in text(response)


def test_masked_values_sent_back_as_shown_change_nothing(house, clerk):
    member = acid.member(house.near)
    assert edit(clerk, member).status_code == 302
    fresh = Member.objects.get()
    assert (fresh.name, fresh.phone, fresh.version) == ("王小明", "13800001234", 1)


def test_a_new_value_replaces_a_masked_one(house, clerk):
    member = acid.member(house.near)
    assert edit(clerk, member, phone="13912345678").status_code == 302
    fresh = Member.objects.get()
    assert (fresh.name, fresh.phone) == ("王小明", "13912345678")
    assert Entry.objects.own(member).first().changes == {"phone": ["138****1234", "139****5678"]}


@pytest.mark.parametrize("changes", [{"phone": "139****1234"}, {"phone": "138****12345"}, {"name": "王某、赵六"}])
def test_a_half_masked_value_is_refused(house, clerk, changes):
    member = acid.member(house.near, name="王小明、李四")
    response = edit(clerk, member, **{"name": "王某、李某", **changes})
    assert response.status_code == 422
    assert "脱敏后的样子" in text(response)
    fresh = Member.objects.get()
    assert (fresh.name, fresh.phone) == ("王小明、李四", "13800001234")


def test_a_masked_value_is_no_new_value(house, clerk):
    response = clerk.post("/acid/members/add/", {"name": "李某", "phone": "138****1234", "grid": house.near.pk})
    assert response.status_code == 422
    assert Member.objects.count() == 0


def test_a_typed_name_survives_an_error_elsewhere(house, clerk):
    member = acid.member(house.near)
    response = edit(clerk, member, name="李大刚", grid="")
    assert response.status_code == 422
    assert 'value="李大刚"' in text(response)
    assert edit(clerk, member, name="李大刚").status_code == 302
    assert Member.objects.get().name == "李大刚"


@pytest.mark.parametrize("grid", ["", "x", "²", "9" * 40, "\x00", "-1"])
def test_a_wrong_grid_is_told(house, clerk, grid):
    response = clerk.post("/acid/members/add/", {"name": "李大刚", "grid": grid})
    assert response.status_code == 422
    assert Member.objects.count() == 0


def test_a_grid_out_of_reach_is_no_choice(house, clerk):
    assert house.away.name not in text(clerk.get("/acid/members/add/"))
    response = clerk.post("/acid/members/add/", {"name": "李大刚", "grid": house.away.pk})
    assert response.status_code == 422
    assert "不在您的岗位范围内" in text(response)
    member = acid.member(house.near)
    assert edit(clerk, member, grid=house.away.pk).status_code == 422
    assert Member.objects.get().grid == house.near


@pytest.mark.parametrize("key", ["²", "9" * 40, "\x00", "x"])
def test_a_wrong_related_row_is_told(house, clerk, key):
    response = clerk.post("/acid/cares/add/", {"member": key, "kind": "alone", "grid": house.near.pk})
    assert response.status_code == 422


def test_a_related_row_out_of_reach_is_no_choice(house, clerk):
    foreign = acid.member(house.away, name="远方")
    response = clerk.post("/acid/cares/add/", {"member": foreign.pk, "kind": "alone", "grid": house.near.pk})
    assert response.status_code == 422
    assert "远" not in text(response)
    assert Care.objects.count() == 0


def test_what_a_record_points_to_stays_though_out_of_reach(house, clerk):
    foreign = acid.member(house.away, name="远方")
    care = acid.care(house.near, of=foreign)
    page = text(clerk.get(f"/acid/cares/{care.pk}/edit/"))
    assert "远某" in page
    assert "远方" not in page
    sent = {"member": foreign.pk, "kind": "ill", "grid": house.near.pk, "version": 1}
    assert clerk.post(f"/acid/cares/{care.pk}/edit/", sent).status_code == 302
    assert Care.objects.get().member == foreign


def test_a_row_about_somebody_else_is_not_added_to_ones_own(house, enter):
    party = house.user(Role.PARTY)
    mine, other = acid.whose(house.near, party), acid.member(house.near)
    client = enter(party)
    sent = {"title": "一页", "grid": house.near.pk}
    assert client.post("/acid/diaries/add/", {**sent, "member": other.pk}).status_code == 422
    assert client.post("/acid/diaries/add/", {**sent, "member": mine.pk}).status_code == 302
    assert Diary.objects.get().member == mine


def test_a_write_that_leaves_ones_reach_is_refused_whole(house, enter, monkeypatch):
    """Even when the choice itself was open: a rule beside the grid decides here."""
    party = house.user(Role.PARTY)
    other = acid.member(house.near, by=party)
    monkeypatch.setattr(Member, "OWN", ("user", "created_by"))
    response = enter(party).post("/acid/diaries/add/", {"title": "x", "grid": house.near.pk, "member": other.pk})
    assert response.status_code == 422
    assert "岗位范围之外" in text(response)
    assert not Diary.objects.exists()
    assert not Entry.objects.filter(model="acid.diary").exists()


def test_a_clash_with_another_row_is_a_sentence(house, enter, monkeypatch):
    party = house.user(Role.PARTY)
    diary = acid.diary(house.near, own=party)
    client, sent = enter(party), {"title": "一页", "grid": house.near.pk, "member": diary.member_id}
    assert client.post("/acid/diaries/add/", sent).status_code == 422
    monkeypatch.setattr(Diary, "validate_constraints", lambda *args, **kwargs: None)
    response = client.post("/acid/diaries/add/", sent)
    assert response.status_code == 422
    assert "重复" in text(response)
    other = acid.diary(house.near, own=party, title="另一页")
    response = client.post(f"/acid/diaries/{other.pk}/edit/", {**sent, "version": 1})
    assert response.status_code == 422
    assert Diary.objects.count() == 2


def test_several_related_rows_are_ticked_within_reach(house, clerk):
    page = text(clerk.get("/acid/activities/add/"))
    assert house.aside.name in page
    assert house.away.name not in page
    sent = {"name": "清扫", "grid": house.community.pk, "held_on": "2026-11-01"}
    assert clerk.post("/acid/activities/add/", {**sent, "grids": [house.near.pk, house.away.pk]}).status_code == 422
    assert clerk.post("/acid/activities/add/", {**sent, "grids": [house.near.pk, house.aside.pk]}).status_code == 302
    made = Activity.objects.get()
    assert set(made.grids.all()) == {house.near, house.aside}
    change = {**sent, "grids": [house.near.pk], "version": 1}
    assert clerk.post(f"/acid/activities/{made.pk}/edit/", change).status_code == 302
    assert list(made.grids.all()) == [house.near]
    assert Entry.objects.own(made).first().changes == {"grids": ["A1网格、A2网格", "A1网格"]}


def test_nul_bytes_and_endless_texts_are_told(house, clerk):
    for title in ("a\x00b", "x" * 41):
        assert clerk.post("/acid/notices/add/", {"title": title, "grid": house.near.pk}).status_code == 422
    member = acid.member(house.near)
    assert edit(clerk, member, phone="13912345678", edit_note="a\x00b" + "x" * 5000).status_code == 302


def test_a_form_of_many_thousand_fields_or_megabytes_is_turned_away(house, clerk, settings):
    many = {f"f{n}": "x" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert clerk.post("/acid/notices/add/", many).status_code == 400
    settings.BODY_MAX_BYTES = 1000
    assert clerk.post("/acid/notices/add/", {"title": "x" * 2000}).status_code == 413


def test_the_only_grid_is_chosen_already(house, enter):
    page = enter(house.user(Role.MEMBER)).get("/issues/add/")
    assert page.context["form"]["grid"].value() == house.near.pk
