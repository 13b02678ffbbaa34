"""The board: the first cards of each column, with the moves that can be made on them now."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from grids import actions
from grids.models import Issue
from portal.pages.views import board
from tests.factories import acid
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory

URL = "/issues/board/"


def cards(page):
    return {card["code"]: card for column in page.context["columns"] for card in column["cards"]}


def offered(page, issue):
    return [move["label"] for move in cards(page)[issue.code]["moves"]]


def test_each_card_offers_what_this_person_can_do_with_it_now(house, enter):
    head, clerk = house.user(Role.HEAD), house.user(Role.CLERK)
    mine, other = IssueFactory(grid=house.near, by=head), IssueFactory(grid=house.aside, by=None)
    actions.escalate(mine, by=head, note="网格办不了")
    page = enter(clerk).get(URL)
    assert offered(page, mine)[0] == offered(page, other)[0] == "受理"
    assert offered(page, mine)[-1] == "作废"
    assert "升级到社区" not in offered(page, mine)
    page = enter(head).get(URL)
    assert other.code not in cards(page)
    assert "受理" not in offered(page, mine), "what went up is no longer the grid's to take"
    assert "说明进展" in offered(page, mine)
    page = enter(house.user(Role.OBSERVER)).get(URL)
    assert offered(page, mine) == offered(page, other) == []
    assert "bk-menu" not in page.content.decode()


def test_a_card_tells_which_columns_it_may_be_dragged_to(house, enter):
    issue = IssueFactory(grid=house.near, by=None)
    page = enter(house.user(Role.CLERK)).get(URL)
    targets = {move["label"]: move["target"] for move in cards(page)[issue.code]["moves"]}
    assert targets["受理"] == "accepted"
    assert targets["指派承办人"] == targets["退回"] == targets["催办"] == ""
    html = page.content.decode()
    assert f'href="/issues/{issue.pk}/accept/" data-target="accepted"' in html
    assert 'data-state="accepted"' in html


def test_every_move_on_a_card_opens(house, enter):
    issue = IssueFactory(grid=house.near, by=None)
    for role in (Role.CLERK, Role.HEAD, Role.MEMBER):
        client = enter(house.user(role))
        for move in cards(client.get(URL))[issue.code]["moves"]:
            assert client.get(move["url"]).context["why_not"] == "", move["url"]


def test_a_column_shows_its_first_cards_and_says_how_many_there_are(house, enter, monkeypatch):
    monkeypatch.setattr(board, "SHOWN", 2)
    made = [IssueFactory(grid=house.near, by=None) for _ in range(3)]
    IssueFactory(grid=house.away, by=None)
    actions.accept(made[2], by=house.user(Role.HEAD))
    for _ in range(2):
        IssueFactory(grid=house.aside, by=None)
    columns = {column["state"]: column for column in enter(house.user(Role.CLERK)).get(URL).context["columns"]}
    assert (columns["reported"]["count"], columns["accepted"]["count"], columns["checking"]["count"]) == (4, 1, 0)
    first = Issue.objects.filter(state="reported", community=house.community).order_by("due_at", "pk")[:2]
    assert [card["code"] for card in columns["reported"]["cards"]] == [issue.code for issue in first]
    assert [card["code"] for card in columns["accepted"]["cards"]] == [made[2].code]


def test_the_boards_filter_counts_too(house, enter):
    here, there = IssueFactory(grid=house.near, by=None), IssueFactory(grid=house.aside, by=None)
    page = enter(house.user(Role.CLERK)).get(URL, {"grid": house.near.pk})
    assert here.code in cards(page)
    assert there.code not in cards(page)
    assert page.context["columns"][0]["count"] == 1
    assert enter(house.user(Role.CLERK)).get(URL, {"grid": "x"}).status_code == 400


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.CLERK, Role.HEAD, Role.MEMBER, Role.OBSERVER])
def test_many_cards_of_every_state_cost_no_more_queries_than_few(house, enter, role):
    clerk, client, counts = house.user(Role.CLERK), enter(house.user(role)), []
    for _ in range(3):
        reporter = UserFactory(grid=house.near, role=Role.MEMBER)
        returned, accepted, _ = (IssueFactory(grid=house.near, by=reporter) for _ in range(3))
        actions.send_back(returned, by=clerk, note="缺地点")
        actions.accept(accepted, by=clerk)
        client.get(URL)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(URL).status_code == 200
        counts.append(len(caught))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 12


def test_a_return_of_somebody_who_left_is_offered_to_the_head(house, enter):
    gone, here = (UserFactory(grid=house.near, role=Role.MEMBER) for _ in range(2))
    theirs, still = IssueFactory(grid=house.near, by=gone), IssueFactory(grid=house.near, by=here)
    for issue in (theirs, still):
        actions.send_back(issue, by=house.user(Role.CLERK), note="缺地点")
    gone.state = "closed"
    gone.save(by=None)
    page = enter(house.user(Role.HEAD)).get(URL)
    assert "补正重报" in offered(page, theirs)
    assert "补正重报" not in offered(page, still)


def test_a_board_of_another_shape_has_the_same_cards(house, enter):
    party = house.user(Role.PARTY)
    diary = acid.diary(house.near, own=party)
    page = enter(party).get("/acid/diaries/board/")
    assert [move["url"] for move in cards(page)[diary.code]["moves"]] == [f"/acid/diaries/{diary.pk}/close/"]
    assert (
        "合上" not in enter(house.user(Role.SECRETARY)).get("/acid/diaries/board/").content.decode().split("<main")[1]
    )
