"""A grid in one look: who may look, that its numbers are the list's, and that describing it loses nobody's words."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from grids import actions
from grids.models import Grid
from portal.models import Entry
from reports import pictures
from tests.factories.grids import IssueFactory, place


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.CLERK, Role.HEAD, Role.MEMBER, Role.OBSERVER])
def test_who_reads_issues_reads_the_grids_they_hang_on(house, enter, role):
    client, far = enter(house.user(role)), house.user(role).posts.get().grid != house.near
    assert client.get(f"/grids/{house.near.pk}/").status_code == 200
    assert client.get(f"/grids/{house.aside.pk}/").status_code == (200 if far else 404)
    assert client.get(f"/grids/{house.away.pk}/").status_code == 404
    assert client.get("/grids/").status_code == 200


@pytest.mark.parametrize("role", [Role.ADMIN, Role.PARTY])
def test_others_find_no_door(house, enter, role):
    client = enter(house.user(role))
    assert client.get("/grids/").status_code == 403
    assert client.get(f"/grids/{house.near.pk}/").status_code == 403


def test_it_says_who_what_and_how_much(house, enter, tale):
    tale.report(title="井盖松动")
    tale.upto("handling")
    IssueFactory(grid=house.aside)
    place(house.near, name="东口公厕")
    Grid.objects.filter(pk=house.near.pk).update(party_group="一网格党小组", boundary="东至小桥")
    house.near.neighbours.add(house.aside)
    page = enter(house.user(Role.SECRETARY)).get(f"/grids/{house.near.pk}/")
    for words in ("一网格党小组", "东至小桥", "东口公厕", "井盖松动", tale.head.name, "A2网格"):
        assert words in text(page), words
    handling = next(one for one in page.context["states"] if one["label"] == "处置中")
    assert (handling["open"], handling["late"]) == (1, 0)
    listed = enter(house.user(Role.SECRETARY)).get(handling["url"])
    assert listed.context["table"]["count"] == 1


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.HEAD, Role.OBSERVER])
def test_it_asks_the_database_little_and_the_same_for_many(house, enter, tale, role):
    client, found = enter(house.user(role)), {}
    nodes = [house.near] if role == Role.HEAD else [house.near, house.community]
    for many in (1, 4):
        for _ in range(many):
            tale.report()
            tale.upto("handling")
            place(house.near)
        for node in nodes:
            client.get(f"/grids/{node.pk}/")
            with CaptureQueriesContext(connection) as caught:
                client.get(f"/grids/{node.pk}/")
            found.setdefault(node, []).append(len(caught))
    assert all(few == many <= 14 for few, many in found.values()), found


def test_a_community_tells_of_each_grid_what_is_open_and_late(house, enter, tale, when):
    when(11, 2)
    tale.report()
    tale.report()
    tale.upto("closed")
    when(11, 20)
    tale.report()
    IssueFactory(grid=house.aside)
    context = enter(house.user(Role.SECRETARY)).get(f"/grids/{house.community.pk}/").context
    assert [(one["node"], one["open"], one["late"]) for one in context["below"]] == [
        (house.near, 2, 1), (house.aside, 1, 0),
    ]  # fmt: skip
    assert [(one["open"], one["late"]) for one in context["states"] if one["open"]] == [(3, 1)]
    rows = enter(house.user(Role.SECRETARY)).get("/grids/").context["rows"]
    assert [(one["open"], one["late"]) for one in rows] == [(3, 1), (2, 1), (1, 0)]


def test_a_year_of_days_is_drawn_and_counted(house, enter, tale, when):
    when(11, 18, 0)
    tale.report()
    when(11, 18, 23)
    tale.report()
    tale.report()
    tale.act("void", "head", note="误报")
    when(11, 19)
    heat = enter(house.user(Role.SECRETARY)).get(f"/grids/{house.near.pk}/").context["heat"]
    assert heat["total"] == 2
    assert heat["busiest"] == [(date(2026, 11, 18), 2)]
    assert [one["heat"] for one in heat["squares"]][-2:] == [4, 0]
    assert heat["squares"][-2]["says"] == "2026-11-18 上报 2 件"


def edit(client, node, **sent):
    page = client.get(f"/grids/{node.pk}/edit/")
    seen = page.context["form"].initial["seen"]
    return lambda: client.post(f"/grids/{node.pk}/edit/", {"seen": seen, "boundary": "", **sent})


def test_a_grid_is_described_with_a_line_of_history(house, enter):
    client = enter(house.user(Role.SECRETARY))
    save = edit(client, house.near, alias="步行街", party_group="党小组", neighbours=[house.aside.pk])
    assert save().status_code == 302
    node = Grid.objects.get(pk=house.near.pk)
    assert (node.alias, list(node.neighbours.all())) == ("步行街", [house.aside])
    assert list(house.aside.neighbours.all()) == [house.near]
    line = Entry.objects.get(verb="describe")
    assert set(line.changes) == {"alias", "party_group", "neighbours"}


def test_a_stale_description_is_refused_with_what_is_there(house, enter):
    client = enter(house.user(Role.SECRETARY))
    mine = edit(client, house.near, alias="我写的")
    assert edit(client, house.near, alias="别人写的")().status_code == 302
    answer = mine()
    assert answer.status_code == 409
    assert "俗称现在是“别人写的”" in text(answer)
    assert "我写的" in text(answer)
    assert Grid.objects.get(pk=house.near.pk).alias == "别人写的"
    tampered = client.post(f"/grids/{house.near.pk}/edit/", {"alias": "x", "seen": "junk"})
    assert tampered.status_code == 409


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.MEMBER])
def test_who_does_not_set_limits_does_not_describe(house, enter, role):
    client = enter(house.user(role))
    for kind in ("edit", "plan"):
        assert client.get(f"/grids/{house.community.pk}/{kind}/").status_code == 403
        assert client.post(f"/grids/{house.community.pk}/{kind}/", {}).status_code == 403


def test_a_foreign_neighbour_cannot_be_chosen(house, enter):
    save = edit(enter(house.user(Role.SECRETARY)), house.near, neighbours=[house.away.pk])
    assert save().status_code == 422


def laid(house, *spots):
    return {
        f"{name}_{node.pk}": number
        for node, spot in zip((house.near, house.aside), spots, strict=True)
        for name, number in zip(actions.node.PLANNED, spot, strict=True)
    }


def test_grids_are_laid_on_the_plan_and_meet(house, enter):
    client, url = enter(house.user(Role.SECRETARY)), f"/grids/{house.community.pk}/plan/"
    seen = client.get(url).context["form"].initial["seen"]
    spots = laid(house, (1, 1, 3), (1, 2, 9)) | {"meet": "1", "seen": seen}
    assert client.post(url, spots).status_code == 302
    places, rows = pictures.drawn(list(house.community.grids))
    assert places == [house.near, house.aside]
    widths = rows[0][1]
    assert round(widths[1] / widths[0]) == 3
    assert list(house.near.neighbours.all()) == [house.aside]
    assert Entry.objects.filter(verb="describe").count() == 2
    again = client.post(url, spots | laid(house, (2, 1, 3), (1, 2, 9)))
    assert (again.status_code, "别人改过示意图" in text(again)) == (409, True)
    assert client.post(url, {**spots, "seen": "x"}).status_code == 409
    fresh = client.get(url).context["form"].initial["seen"]
    assert client.post(url, {**spots, "seen": fresh}).status_code == 302
    assert Entry.objects.filter(verb="describe").count() == 2


@pytest.mark.parametrize(
    ("spots", "status", "says"),
    [
        (((1, 1, 1), (1, 1, 1)), 409, "同一行的同一位置"),
        (((0, 1, 1), (1, 2, 1)), 422, "请填 1 到 9"),
        (((1, "x", 1), (1, 2, 1)), 422, "请填 1 到 9"),
        (((1, 1, 1000), (1, 2, 1)), 422, "宽度份数请填 1 到 999"),
        (((1, "", 1), (1, 2, 1)), 422, "请填A1网格的行内次序"),
    ],
)
def test_a_plan_that_cannot_be_is_told(house, enter, spots, status, says):
    client, url = enter(house.user(Role.SECRETARY)), f"/grids/{house.community.pk}/plan/"
    seen = client.get(url).context["form"].initial["seen"]
    answer = client.post(url, laid(house, *spots) | {"seen": seen})
    assert answer.status_code == status
    assert says in text(answer)


def test_who_sets_limits_but_reads_no_issue_draws_nothing(house, enter):
    client = enter(house.user(Role.ADMIN))
    assert client.get(f"/grids/{house.community.pk}/plan/").status_code == 403
    assert client.get(f"/grids/{house.near.pk}/edit/").status_code == 403


def test_the_numbers_of_a_community_open_its_own_rows(house, enter):
    IssueFactory(grid=house.near)
    IssueFactory(grid=house.away)
    client = enter(house.user(Role.OBSERVER))
    page = client.get(f"/grids/{house.community.pk}/")
    reported = next(one for one in page.context["states"] if one["label"] == "已上报")
    listed = client.get(reported["url"])
    assert (reported["open"], listed.context["table"]["count"]) == (1, 1)
    assert str(house.community) in [chip["label"] for chip in listed.context["chips"]]


def test_only_a_community_has_a_plan(house, enter):
    assert enter(house.user(Role.SECRETARY)).get(f"/grids/{house.near.pk}/plan/").status_code == 404
