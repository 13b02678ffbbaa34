"""点亮微心愿: what is counted and what is not, who stands where, and that every number opens just its rows."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from grids.models import StatedFigure
from tests.factories import party, wishes
from tests.factories.wishes import fresh
from wishes.actions import claim as claims
from wishes.actions import wish as actions
from wishes.choices import Answer, Category, Claimant, Group
from wishes.models import Wish
from wishes.queries.board import Doer, Done, days, ranked

URL = "/wishes/board/"
WHY = {"note": "说明"}
LINK = re.compile(r'<a class="drill" href="([^"]+)">([\d,]+)</a>')


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-20T10:00:00+08:00")


@pytest.fixture
def board(house, enter):
    """What the page tells somebody."""

    def board(role=Role.SECRETARY, **asked):
        page = enter(house.user(role)).get(URL, asked)
        assert page.status_code == 200
        return page.context

    return board


def number(html):
    """The number of a cell, linked or not."""
    return int(re.sub(r"<[^>]+>|,", "", str(html)))


def top(context, n=0):
    return [number(cell["html"]) for cell in context["tops"][n]["cells"]]


def rows(part, *names):
    return [tuple(row[name] if name in ("place", "name", "label", "of") else number(row[name]) for name in names)
            for row in part]  # fmt: skip


def unmet(wish):
    actions.follow_up(wish, by=None, answer=Answer.UNMET, feedback="没人来")
    return fresh(wish)


def claimed_by(grid, *, realised=True, **who):
    """A wish of the grid that somebody took on."""
    wish = wishes.published(grid)
    claims.claim(wish, by=None, **who)
    if realised:
        actions.realise(fresh(wish), by=None, how="送到")
    return fresh(wish)


def side_paths(house):
    """One of each way a wish can go, in the grid near; (collected, published, claimed, done) are (9, 7, 5, 2)."""
    wishes.collected(house.near)
    actions.to_project(wishes.verified(house.near), by=None, **WHY)
    actions.withdraw(wishes.collected(house.near), by=None, **WHY)
    actions.withdraw(wishes.published(house.near), by=None, **WHY)
    actions.withdraw(wishes.claimed(house.near), by=None, **WHY)
    actions.decline(wishes.collected(house.near), by=None, **WHY)
    wishes.published(house.near)
    actions.release(wishes.claimed(house.near), by=None, **WHY)
    again = wishes.claimed(house.near)
    actions.release(again, by=None, **WHY)
    claims.claim(fresh(again), by=None, member=party.member(house.near))
    wishes.left_on_wall(house.near)
    unmet(wishes.realised(house.near))
    wishes.realised(house.near)
    actions.follow_up(wishes.realised(house.near), by=None, answer=Answer.HAPPY)


class TestSteps:
    def test_each_step_holds_all_of_the_next_whatever_became_of_a_wish(self, house, board):
        side_paths(house)
        page = board()
        assert (top(page), page["tops"][0]["share"], page["tops"][0]["fraction"]) == ([9, 7, 5, 2], "28.6%", "2 / 7")
        assert sum(one[7] for one in Done(house.community).found) == 5
        assert sum(one[8] for one in Done(house.community).found) == 2

    def test_the_round_that_runs_stands_beside_all_and_a_chosen_one_too(self, house, board):
        old = wishes.campaign(house.near, starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 1))
        now = wishes.campaign(house.near)
        (
            wishes.realised(house.near, campaign=old),
            wishes.published(house.near, campaign=now),
            wishes.claimed(house.near),
        )
        page = board()
        assert [one["label"] for one in page["tops"]] == ["2016 年以来", f"{now.name}（正在进行）"]
        assert (top(page), top(page, 1)) == ([3, 3, 2, 1], [1, 1, 0, 0])
        page = board(campaign=old.pk)
        assert (top(page), top(page, 1), top(page, 2)) == ([3, 3, 2, 1], [1, 1, 0, 0], [1, 1, 1, 1])
        assert (rows(page["members"]["rows"], "realised"), rows(page["grids"], "claimed")) == ([(1,)], [(1,), (0,)])
        assert len(board(campaign=now.pk)["tops"]) == 2

    def test_by_category_and_group_beside_their_charts(self, house, board):
        wishes.realised(house.near, category=Category.STUDY, group=Group.STUDENT)
        wishes.published(house.near, category=Category.STUDY, group=Group.ALONE)
        wishes.published(house.aside, category=Category.GOODS, group=Group.ALONE)
        categories, groups = board()["splits"]
        names = ("label", "done", "claimed", "published", "collected")
        assert rows(categories["rows"], *names) == [("物资", 0, 0, 1, 1), ("助学", 1, 1, 2, 2)]
        assert rows(groups["rows"], *names) == [("孤寡独居组", 0, 0, 2, 2), ("学生组", 1, 1, 1, 1)]
        spec = categories["spec"]
        assert (spec["categories"], [one["data"] for one in spec["series"]]) == (["物资", "助学"], [[1, 2], [0, 1]])

    def test_how_long_it_took_in_the_middle_and_what_waits_too_long(self, house, board):
        assert days(house.community) is None
        for ago in (2, 4, 20):
            wish = wishes.realised(house.near)
            Wish._base_manager.filter(pk=wish.pk).update(
                published_on=date(2026, 11, 20 - ago) if ago < 20 else date(2026, 10, 31)
            )
        wishes.published(house.near, ago=29), wishes.published(house.near, ago=30), wishes.claimed(house.near, ago=40)
        page = board()
        assert (page["days"], number(page["unclaimed"]["html"])) == (4, 1)


class TestStated:
    STATED = (("wishes-collected", "2016 年以来征集微心愿", 180), ("wishes-claimed", "2016 年以来认领微心愿", 160),
              ("wishes-open", "本轮征集微心愿", 24))  # fmt: skip

    @pytest.fixture(autouse=True)
    def stated(self, house):
        for key, label, value in self.STATED:
            StatedFigure.objects.create(
                community=house.community, key=key, label=label, value=value, unit="件", source="源"
            )

    def test_they_stand_beside_the_counted_ones_and_never_in_them(self, house, board):
        now = wishes.campaign(house.near)
        wishes.claimed(house.near, campaign=now), wishes.published(house.near, campaign=now), wishes.claimed(house.near)
        page = board()
        told = [(one["label"], one["stated"], one["n"], one["apart"]) for one in page["stated"]]
        assert told == [
            ("2016 年以来征集微心愿", "180", "3", "少 177"),
            ("2016 年以来认领微心愿", "160", "2", "少 158"),
            ("本轮征集微心愿", "24", "2", "少 22"),
        ]
        assert top(page) == [3, 3, 2, 0]

    def test_of_a_grid_and_between_two_rounds_nothing_is_stated_that_the_source_does_not_say(self, house, board):
        assert [one["label"][:2] for one in board()["stated"]] == ["20", "20"]
        assert board(Role.HEAD)["stated"] == []


class TestRanking:
    def test_by_what_came_true_whoever_claimed_more_and_ties_share_a_place(self, house, board):
        first, second, third, last = (party.member(house.near) for _ in range(4))
        for member, many in ((first, 2), (second, 1), (third, 1)):
            for _ in range(many):
                claimed_by(house.near, member=member)
        for _ in range(3):
            claimed_by(house.near, realised=False, member=last)
            claimed_by(house.near, realised=False, member=third)
        let_go = claimed_by(house.near, realised=False, member=second)
        actions.release(let_go, by=None, **WHY)
        unmet(claimed_by(house.near, member=last))
        told = {one["name"]: (one["place"], number(one["realised"]), number(one["claimed"]))
                for one in board()["members"]["rows"]}  # fmt: skip
        names = [one.person.name for one in (first, second, third, last)]
        assert [told[name] for name in names] == [(1, 2, 2), (2, 1, 1), (2, 1, 4), ("—", 0, 4)]
        assert list(told) == [names[0], *sorted(names[1:3]), names[3]]

    def test_after_those_who_share_a_place_the_next_stands_as_far_down_as_there_are(self):
        doers = [
            Doer(n, name, "", "", 9, done) for n, (name, done) in enumerate(zip("dcba", (1, 3, 3, 0), strict=True))
        ]
        assert [(one.name, one.place) for one in ranked(doers)] == [("b", 1), ("c", 1), ("d", 3), ("a", None)]

    def test_organisations_by_what_they_took_on_themselves(self, house, board):
        one, other = party.organisation(house.near), party.organisation(house.near)
        claimed_by(house.near, organisation=one), claimed_by(house.near, organisation=one, realised=False)
        claimed_by(house.near, organisation=other, realised=False)
        claimed_by(house.near, member=party.member(house.near, organisation=other))
        found = rows(board()["organisations"]["rows"], "place", "name", "realised", "claimed")
        assert found == [(1, one.name, 1, 2), ("—", other.name, 0, 1)]

    def test_outsiders_and_the_community_itself_are_a_line_each(self, house, board):
        claimed_by(house.near, name="周演外", phone="13900002222"), wishes.left_on_wall(house.near)
        waits = wishes.published(house.near, ago=31)
        claims.take_over(waits, by=None)
        names = ("name", "realised", "claimed")
        assert rows(board()["others"], *names) == [("爱心人士", 1, 2), ("社区兜底", 0, 1)]

    def test_grids_by_what_came_true_for_their_residents(self, house, board):
        wishes.published(house.near), wishes.claimed(house.near), wishes.realised(house.aside)
        names = ("place", "label", "done", "claimed", "published", "collected")
        assert rows(board()["grids"], *names) == [(1, "A2网格", 1, 1, 1, 1), ("—", "A1网格", 0, 1, 2, 2)]
        wishes.realised(house.near), wishes.realised(house.away)
        assert [one[:2] for one in rows(board(Role.OBSERVER, node=house.community.pk)["grids"], *names)] == [
            (1, "A1网格"),
            (1, "A2网格"),
        ]

    def test_many_are_not_all_listed_but_whoever_shares_the_last_place_is(self, house, board, monkeypatch):
        monkeypatch.setattr("wishes.pages.board.PLACES", 2)
        for many in (2, 1, 1, 0):
            member = party.member(house.near)
            claimed_by(house.near, realised=False, member=member)
            for _ in range(many):
                claimed_by(house.near, member=member)
        page = board()["members"]
        assert (rows(page["rows"], "place", "realised"), page["more"]) == ([(1, 2), (2, 1), (2, 1)], 1)


class TestReach:
    def test_a_head_counts_the_own_grid_and_no_other(self, house, board, enter):
        wishes.realised(house.near), wishes.realised(house.aside), wishes.claimed(house.aside)
        page = board(Role.HEAD)
        assert (page["node"], top(page), page["grids"], page["nodes"]) == (house.near, [1, 1, 1, 1], None, [])
        assert rows(page["members"]["rows"], "realised") == [(1,)]
        for node in (house.aside.pk, house.community.pk, "x"):
            assert enter(house.user(Role.HEAD)).get(URL, {"node": node}).status_code == 404

    def test_nobody_of_another_community_is_counted(self, house, board, enter):
        wishes.realised(house.away)
        assert top(board()) == [0, 0, 0, 0]
        foreign = wishes.campaign(house.away)
        for campaign in (foreign.pk, "x", "0"):
            assert enter(house.user(Role.SECRETARY)).get(URL, {"campaign": campaign}).status_code == 404

    def test_a_member_the_reader_may_not_see_is_not_named(self, house, board):
        far = party.member(house.aside)
        claimed_by(house.near, member=far)
        names = [board(role)["members"]["rows"][0]["name"] for role in (Role.SECRETARY, Role.HEAD, Role.OBSERVER)]
        assert names == [far.person.name, f"{far.person.name[0]}某", f"{far.person.name[0]}某"]

    def test_who_may_take_wishes_along_may_look(self, house, enter):
        for role in Role:
            status = enter(house.user(role)).get(URL).status_code
            assert (role, status) == (
                role,
                200 if role in (Role.SECRETARY, Role.CLERK, Role.HEAD, Role.OBSERVER) else 403,
            )

    def test_it_is_reached_from_the_register_and_the_navigation(self, house, enter):
        page = enter(house.user(Role.SECRETARY)).get("/wishes/").content.decode()
        assert page.count(f'href="{URL}"') == 2
        assert f'href="{URL}"' not in enter(house.user(Role.PARTY)).get("/wishes/").content.decode()


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.HEAD, Role.OBSERVER])
@pytest.mark.parametrize("of_round", [False, True])
def test_every_number_opens_just_its_rows(house, enter, role, of_round):
    side_paths(house)
    now = wishes.campaign(house.near)
    organisation = party.organisation(house.near)
    claimed_by(house.near, organisation=organisation), claimed_by(house.near, name="周演外", phone="13900002222")
    claims.take_over(wishes.published(house.near, ago=31), by=None)
    wishes.published(house.near, ago=40)
    claimed_by(house.aside, member=party.member(house.near))
    Wish._base_manager.filter(pk__in=list(Wish.objects.order_by("pk").values_list("pk", flat=True)[::2])).update(
        campaign=now
    )
    StatedFigure.objects.create(community=house.community, key="wishes-open", label="本轮", value=24, source="源")
    client, node = enter(house.user(role)), house.near if role == Role.HEAD else house.community
    page = client.get(URL, {"node": node.pk, **({"campaign": now.pk} if of_round else {})}).content.decode()
    found = [(unescape(url), int(many)) for url, many in LINK.findall(page)]
    assert len(found) > 20
    wrong = [(url, many, count) for url, many in set(found)
             if (count := client.get(url).context["table"]["count"]) != many]  # fmt: skip
    assert wrong == []


def test_many_wishes_cost_no_more_queries_than_one(house, enter):
    client, counts = enter(house.user(Role.SECRETARY)), []
    now = wishes.campaign(house.near)
    for times in (1, 3):
        for _ in range(times):
            for grid in (house.near, house.aside):
                wishes.realised(grid, campaign=now)
                claimed_by(grid, organisation=party.organisation(grid))
        client.get(URL)
        with CaptureQueriesContext(connection) as caught:
            client.get(URL)
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 14
    assert Claimant.COMMUNITY.label in client.get(URL).content.decode()
