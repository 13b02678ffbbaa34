"""What every declared register gets: its views, its doors, its answers to bad requests."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from openpyxl import load_workbook

from accounts.choices import Role
from accounts.models import Post
from portal.pages import Page, registry
from tests.acid.models import Activity, Case, CaseState, Member, Notice
from tests.acid.pages import Activities, Cases, Diaries, Members, Notices, Referrals, Venues
from tests.factories import acid
from tests.factories.accounts import UserFactory


def text(response):
    return response.content.decode()


def test_a_register_is_found_by_its_model_and_has_an_address_for_everything():
    assert registry[Case] is Cases
    assert Cases in list(registry)
    assert reverse("acid-case-list") == "/acid/cases/"
    names = {pattern.name for pattern in Diaries.urls()}
    verbs = ["list", "export", "detail", "board", "add", "import", "edit", "close", "pick"]
    assert names == {f"diary-{verb}" for verb in verbs}
    assert {pattern.name for pattern in Notices.urls()} >= {"notice-public", "notice-publish"}


def test_a_list_shows_declared_columns_of_rows_within_reach(house, enter):
    here, there = acid.venue(house.near, name="<大厅>"), acid.venue(house.away, name="远处")
    page = enter(house.user(Role.HEAD)).get("/acid/venues/")
    assert "&lt;大厅&gt;" in text(page)
    assert f'href="/acid/venues/{here.pk}/"' in text(page)
    assert "远处" not in text(page)
    assert there.code not in text(page)
    assert [head["label"] for head in page.context["table"]["head"]] == ["编号", "名称", "网格", "座位"]


def test_personal_data_is_masked_in_lists_facts_and_headings(house, enter):
    member = acid.member(house.near)
    acid.stamp(house.near, member=member)
    client = enter(house.user(Role.CLERK))
    for url in ("/acid/members/", f"/acid/members/{member.pk}/", f"/acid/members/{member.pk}/edit/", "/acid/stamps/",
                "/acid/stamps/?member=x"):  # fmt: skip
        page = text(client.get(url))
        assert "王某" in page, url
        assert "王小明" not in page, url
        assert "13800001234" not in page, url


def test_a_row_is_chosen_by_a_masked_card_within_reach(house, enter):
    member = acid.member(house.near)
    acid.member(house.away)
    client = enter(house.user(Role.CLERK))
    card = {"value": member.pk, "text": "王某", "code": member.code}
    for typed in ("", member.code[-6:], "\x00"):
        assert client.get("/acid/members/pick/", {"q": typed}).json() == [card]
    for typed in ("王小明", "wang", "13800001234", "x" * 500):
        assert client.get("/acid/members/pick/", {"q": typed}).json() == []
    assert enter(house.user(Role.MEDIATOR)).get("/acid/members/pick/").status_code == 403


def test_the_box_at_the_top_finds_masked_cards_within_reach(house, enter):
    member, away = acid.member(house.near), acid.member(house.away)
    acid.notice(house.near, title="RY 通知")
    client = enter(house.user(Role.CLERK))
    page = text(client.get("/find/", {"q": "RY"}))
    assert member.code in page
    assert "王某" in page
    assert "王小明" not in page
    assert away.code not in page
    assert client.get("/find/", {"q": member.code})["Location"] == f"/acid/members/{member.pk}/"
    for words in ("", "\x00", "x" * 5000, away.code):
        assert client.get("/find/", {"q": words}).status_code == 200


def test_a_sealed_case_is_elsewhere_only_number_and_state(house, enter):
    referral = acid.referral(house.near)
    client = enter(house.user(Role.CLERK))
    for url in ("/acid/referrals/", f"/acid/referrals/{referral.pk}/"):
        page = text(client.get(url))
        assert referral.case.code in page
        assert referral.case.summary not in page
    assert Referrals.column("case__state").label == "案件状态"
    assert CaseState.OPEN.label in text(client.get("/acid/referrals/"))
    assert client.get(f"/acid/cases/{referral.case.pk}/").status_code == 403


def test_a_fact_leads_to_the_row_it_names_where_the_reader_may_see_that(house, enter):
    party = house.user(Role.PARTY)
    near = acid.stamp(house.near, own=party)
    away = acid.stamp(house.near, member=acid.member(house.away))
    for role, stamp, leads in ((Role.CLERK, near, True), (Role.CLERK, away, False), (Role.PARTY, near, True)):
        page = text(enter(house.user(role)).get(f"/acid/stamps/{stamp.pk}/"))
        assert (f'href="/acid/members/{stamp.member_id}/"' in page) is leads
        assert "王某" in page


def test_a_workbook_has_the_rows_one_may_take_out_not_all_one_may_see(house, enter):
    user = UserFactory(grid=house.community, role=Role.SECRETARY)
    Post(user=user, role=Role.PARTY, grid=house.community).save(by=None)
    mine, other = acid.diary(house.near, own=user), acid.diary(house.near)
    client = enter(user)
    assert client.get("/acid/diaries/").context["table"]["count"] == 2
    answer = client.get("/acid/diaries/export/")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    cells = {cell for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in row}
    assert mine.code in cells
    assert other.code not in cells


def test_the_public_list_has_public_rows_and_hand_picked_columns(house, client, enter):
    hung, draft = acid.notice(house.near, state="public"), acid.notice(house.near, title="草稿一份")
    for browser in (client, enter(house.user(Role.CLERK))):
        page = browser.get("/acid/notices/public/")
        assert page.status_code == 200
        assert hung.title in text(page)
        assert "王某" in text(page)
        assert "王小明" not in text(page)
        assert draft.title not in text(page)
        assert house.near.name not in text(page)
        assert "/acid/notices/" not in text(page).split("<main")[1]


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "-1", "2"])
def test_the_public_list_has_no_other_pages(house, client, number):
    assert client.get("/acid/notices/public/", {"page": number}).status_code == 404


def test_the_public_list_can_be_empty_and_can_be_closed(db, client, monkeypatch):
    assert Notices.empty_title in text(client.get("/acid/notices/public/"))
    monkeypatch.setattr("accounts.roles.PUBLIC_MATRIX", {})
    assert client.get("/acid/notices/public/").status_code == 404


def test_a_stranger_is_sent_to_sign_in_everywhere_else(house, client):
    notice = acid.notice(house.near, state="public")
    for url in ("/acid/notices/", f"/acid/notices/{notice.pk}/", "/acid/notices/export/", "/acid/notices/add/"):
        for response in (client.get(url), client.post(url)):
            assert response.status_code == 302, url
            assert response["Location"].startswith("/accounts/login/"), url


def test_child_rows_stand_on_the_page_of_their_owner_for_who_may_see_them(house, enter):
    member = acid.member(house.near)
    ours, other = acid.care(house.near, of=member), acid.care(house.near)
    out_of_reach = acid.care(house.away, of=member)
    page = text(enter(house.user(Role.CLERK)).get(f"/acid/members/{member.pk}/"))
    assert ours.code in page
    assert other.code not in page
    assert out_of_reach.code not in page
    assert ours.code not in text(enter(house.user(Role.HEAD)).get(f"/acid/members/{member.pk}/"))


def test_several_related_rows_are_facts_but_no_column(house, enter):
    activity = acid.activity(house.community, grids=[house.near, house.aside])
    page = text(enter(house.user(Role.CLERK)).get(f"/acid/activities/{activity.pk}/"))
    assert "A1网格、A2网格" in page

    class Wrong(Page):
        model = None
        columns = ["code", "grids"]

    Wrong.model, Wrong.extra_columns = Activity, []
    with pytest.raises(ImproperlyConfigured, match="grids"):
        Wrong.list_columns()
    assert registry[Activity] is Activities


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_405(house, enter, method):
    venue = acid.venue(house.near)
    client = enter(house.user(Role.SECRETARY))
    for url in ("/acid/venues/", f"/acid/venues/{venue.pk}/", "/acid/venues/add/", f"/acid/venues/{venue.pk}/edit/"):
        assert getattr(client, method)(url).status_code == 405, url


def test_a_list_and_a_record_are_not_posted_to(house, enter):
    venue = acid.venue(house.near)
    client = enter(house.user(Role.SECRETARY))
    assert client.post("/acid/venues/").status_code == 405
    assert client.post(f"/acid/venues/{venue.pk}/").status_code == 405


@pytest.mark.parametrize("key", ["0", "999999", "9" * 19, "9" * 40, "9" * 5000, "-1", "x", "1.5", "１"])
def test_a_record_that_is_not_there_is_404(house, enter, key):
    acid.venue(house.near)
    client = enter(house.user(Role.SECRETARY))
    for tail in ("", "edit/"):
        response = client.get(f"/acid/venues/{key}/{tail}")
        assert response.status_code in (404, 200 if key == "１" else 404)
        assert client.post(f"/acid/venues/{key}/edit/").status_code in (404, 409 if key == "１" else 404)


def test_out_of_reach_is_404_and_not_allowed_is_403_by_get_and_post(house, enter):
    away, near = acid.venue(house.away), acid.venue(house.near)
    client = enter(house.user(Role.SECRETARY))
    assert {client.get(f"/acid/venues/{away.pk}/edit/").status_code,
            client.post(f"/acid/venues/{away.pk}/edit/", {}).status_code} == {404}  # fmt: skip
    client = enter(house.user(Role.HEAD))
    assert {client.get(f"/acid/venues/{near.pk}/edit/").status_code,
            client.post(f"/acid/venues/{near.pk}/edit/", {}).status_code,
            client.post("/acid/venues/add/", {"name": "x"}).status_code} == {403}  # fmt: skip


def test_the_way_back_keeps_the_filter(house, enter):
    venue, client = acid.venue(house.near), enter(house.user(Role.SECRETARY))
    client.get("/acid/venues/", {"q": "活动", "grid": house.near.pk})
    page = client.get(f"/acid/venues/{venue.pk}/")
    assert page.context["crumbs"][0]["url"] == f"/acid/venues/?q=%E6%B4%BB%E5%8A%A8&grid={house.near.pk}"
    client.get("/acid/venues/")
    assert client.get(f"/acid/venues/{venue.pk}/").context["crumbs"][0]["url"] == "/acid/venues/"


def test_a_board_has_a_column_a_state(house, enter):
    party = house.user(Role.PARTY)
    mine, closed = acid.diary(house.near, own=party), acid.diary(house.near, own=party, title="合上的", state="closed")
    page = enter(party).get("/acid/diaries/board/")
    assert page.status_code == 200
    assert mine.title in text(page)
    assert closed.title not in text(page)


def test_an_upper_room_adds_a_column_a_panel_and_a_button(house, enter, monkeypatch):
    venue = acid.venue(house.near)
    monkeypatch.setattr(Venues, "extra_columns", [])
    monkeypatch.setattr(Venues, "panels", [])
    Venues.extra(Venues.column("created_at"))
    Venues.panel(
        "notices", "公示", "portal/_child.html", lambda *_: {"head": [], "body": "", "page": Notices}, model=Notice
    )
    page = enter(house.user(Role.SECRETARY)).get("/acid/venues/")
    assert page.context["table"]["head"][-1]["label"] == "登记时间"
    page = enter(house.user(Role.SECRETARY)).get(f"/acid/venues/{venue.pk}/")
    assert [panel["title"] for panel in page.context["panels"]] == ["公示"]
    assert enter(house.user(Role.HEAD)).get(f"/acid/venues/{venue.pk}/").context["panels"] == []


def test_an_empty_list_says_what_to_do_next(house, enter):
    page = enter(house.user(Role.SECRETARY)).get("/acid/venues/")
    assert Venues.empty_title in text(page)
    assert page.context["empty"]["act"]["url"] == "/acid/venues/add/"
    assert enter(house.user(Role.HEAD)).get("/acid/venues/").context["empty"]["act"] is None
    narrowed = enter(house.user(Role.HEAD)).get("/acid/venues/", {"q": "没有"})
    assert narrowed.context["empty"]["filtered"]


def test_the_printed_list_has_no_pages(house, enter, monkeypatch):
    monkeypatch.setattr(Venues, "per_page", 2)
    for n in range(3):
        acid.venue(house.near, name=f"室{n}")
    client = enter(house.user(Role.SECRETARY))
    assert client.get("/acid/venues/").context["pager"]["pages"] == 2
    assert text(client.get("/acid/venues/", {"print": "1"})).count('data-label="名称"') == 3


def test_the_table_alone_answers_a_filter_typed(house, enter):
    acid.venue(house.near)
    page = text(enter(house.user(Role.HEAD)).get("/acid/venues/", headers={"HX-Request": "true", "HX-Target": "table"}))
    assert "<html" not in page
    assert 'id="table"' in page


def test_a_member_is_made_by_a_page_of_three_lines(house, enter):
    client = enter(house.user(Role.CLERK))
    assert (
        client.post("/acid/members/add/", {"name": "李大刚", "phone": "13912345678", "grid": house.near.pk}).status_code
        == 302
    )
    made = Member.objects.get()
    assert (made.name, made.phone, made.grid, made.created_by) == (
        "李大刚",
        "13912345678",
        house.near,
        house.user(Role.CLERK),
    )
    assert Members.url("detail", made.pk) == f"/acid/members/{made.pk}/"
