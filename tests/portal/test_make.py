"""Moves over HTTP: who may, on which rows, on what they saw."""

import pytest

from accounts.choices import Role
from accounts.models import Post
from portal.models import Entry
from tests.acid.models import Case, CaseState
from tests.acid.pages import Cases
from tests.factories import acid
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory


def text(response):
    return response.content.decode()


def test_seeing_a_row_is_not_changing_it(house, enter):
    user = UserFactory(grid=house.near, role=Role.HEAD)
    Post(user=user, role=Role.OBSERVER, grid=house.aside).save(by=None)
    issue, client = IssueFactory(grid=house.aside), enter(user)
    assert client.get(f"/issues/{issue.pk}/").status_code == 200
    assert client.get(f"/issues/{issue.pk}/").context["edit_url"] == ""
    assert client.get(f"/issues/{issue.pk}/").context["moves"] == []
    for tail in ("edit", "accept", "void"):
        assert client.get(f"/issues/{issue.pk}/{tail}/").status_code == 404
        assert client.post(f"/issues/{issue.pk}/{tail}/", {"version": 1, "note": "x"}).status_code == 404
    assert client.get("/issues/add/").context["form"].fields["grid"].queryset.get() == house.near


def test_a_move_out_of_reach_is_404_and_leaves_the_row(house, enter):
    case = acid.case(house.near)
    client = enter(house.user(Role.MEDIATOR))
    url = f"/acid/cases/{case.pk}/settle/"
    assert client.get(url).status_code == 404
    assert client.post(url, {"note": "x", "version": 1}).status_code == 404
    assert Case.objects.get().state == CaseState.OPEN


def test_a_move_is_made_and_a_second_tap_is_told(house, enter):
    mediator = house.user(Role.MEDIATOR)
    case = acid.case(house.near, given=mediator)
    client = enter(mediator)
    url = f"/acid/cases/{case.pk}/settle/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"note": "", "version": 1}).status_code == 422
    sent = {"note": "握手言和", "version": case.version}
    assert client.post(url, sent)["Location"] == f"/acid/cases/{case.pk}/"
    again = client.post(url, sent)
    assert again.status_code == 409
    assert "不能再“了结”" in text(again)
    assert Entry.objects.own(case).filter(verb="settle").count() == 1


def test_a_stale_move_shows_what_changed_and_keeps_the_words(house, enter):
    mediator = house.user(Role.MEDIATOR)
    case = acid.case(house.near, given=mediator)
    case.summary = "两家争一堵墙和一棵树"
    case.save(by=house.user(Role.STUDIO_HEAD))
    client, url = enter(mediator), f"/acid/cases/{case.pk}/settle/"
    stale = client.post(url, {"note": "握手言和", "version": 1})
    assert stale.status_code == 409
    assert "两家争一堵墙和一棵树" in text(stale)
    assert [line["who"] for line in stale.context["news"]] == [
        house.user(Role.STUDIO_HEAD).name.removesuffix("（演示）")
    ]
    form = stale.context["form"]
    assert (form["note"].value(), form["version"].value()) == ("握手言和", 2)
    assert client.post(url, {"note": "握手言和", "version": form["version"].value()}).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "-1"])
def test_a_move_with_a_wrong_version_is_refused(house, enter, version):
    mediator = house.user(Role.MEDIATOR)
    case = acid.case(house.near, given=mediator)
    response = enter(mediator).post(f"/acid/cases/{case.pk}/settle/", {"note": "好", "version": version})
    assert response.status_code in (409, 422)
    assert Case.objects.get().state == CaseState.OPEN


def test_a_move_offers_only_people_one_may_choose(house, enter):
    case, mediator = acid.case(house.near), house.user(Role.MEDIATOR)
    stranger = type(mediator)(username="stranger", name="外人", grid=house.away)
    stranger.save(by=None)
    client = enter(house.user(Role.STUDIO_HEAD))
    url = f"/acid/cases/{case.pk}/assign/"
    page = text(client.get(url))
    assert mediator.name in page
    assert "外人" not in page
    assert client.post(url, {"version": 1, "mediators": stranger.pk}).status_code == 422
    assert client.post(url, {"version": 1, "mediators": mediator.pk}).status_code == 302
    assert list(case.mediators.all()) == [mediator]


def test_after_a_write_one_lands_where_one_may_look(house, enter, monkeypatch):
    mediator = house.user(Role.MEDIATOR)
    case = acid.case(house.near, given=mediator)

    def settle(case, *, by, note):
        case.relate(mediators=[])
        case.save(by=by)

    monkeypatch.setattr(Cases.actions, "settle", settle)
    response = enter(mediator).post(f"/acid/cases/{case.pk}/settle/", {"note": "好", "version": case.version})
    assert response["Location"] == "/acid/cases/"


def test_a_ledger_page_adds_and_reverses_but_never_edits(house, enter):
    stamp, client = acid.stamp(house.near), enter(house.user(Role.CLERK))
    assert client.get(f"/acid/stamps/{stamp.pk}/edit/").status_code == 403
    page = text(client.get(f"/acid/stamps/{stamp.pk}/"))
    assert f"/acid/stamps/{stamp.pk}/reverse/" in page
    response = client.post(f"/acid/stamps/{stamp.pk}/reverse/", {"note": "记错", "version": 1})
    assert response.status_code == 302
    assert stamp.code in text(client.get("/acid/stamps/"))
    again = client.post(f"/acid/stamps/{stamp.pk}/reverse/", {"note": "记错", "version": 1})
    assert again.status_code == 409
    assert "已经冲正过了" in text(again)
