"""The home page: what awaits me first, then my node in pictures; nothing of it for a role without business rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from grids import actions
from grids.choices import Category
from grids.models import Issue
from portal.figures import cards
from portal.pages import mine, registry
from portal.reach import may
from reports import pictures
from reports.pages.home import KEYS
from reports.queries.home import SHOWN
from tests.factories import people, station, wishes
from tests.factories.grids import IssueFactory, extension, order
from tests.reports.conftest import on

NOW = "2026-10-15 09:00"


@pytest.fixture
def october(story, house):
    """One issue for the head, one for the community, one back with the member, one elsewhere."""
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00")
    back = story.issue(reported="2026-10-14 09:00", due="2026-10-20 09:00", category=Category.OTHER)
    with on("2026-10-14 10:00"):
        actions.send_back(back, by=story.head, note="缺照片")
        check = story.issue(reported="2026-10-14 09:00", due="2026-10-15 18:00", taken="2026-10-14 09:30")
        actions.handle(check, by=story.head)
        check.refresh_from_db()
        actions.submit(check, by=story.head, result="好了")
    story.issue(reported="2026-10-14 09:00", due="2026-10-20 09:00", grid=house.aside)
    story.issue(reported="2026-10-14 09:00", due="2026-10-20 09:00", grid=house.away)


def home(browser):
    with on(NOW):
        page = browser.get("/")
    assert page.status_code == 200
    return page


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_home(story, enter, october, role):
    page = home(enter(story.user(role)))
    sees = role in (Role.SECRETARY, Role.CLERK, Role.HEAD, Role.MEMBER, Role.OBSERVER)
    assert (page.context["picture"] is not None) == sees
    assert ("data-chart" in page.content.decode()) == sees
    if not sees:
        assert "件" not in page.content.decode().split('id="main"')[1].split("todo-h")[0]


def test_what_awaits_me_comes_first(story, enter, october):
    found = {
        story.head: [("已上报", "受理")],
        story.secretary: [("待核查", "核查结案")],
        story.member: [("退回", "补正重报")],
    }
    for user, expected in found.items():
        todo = home(enter(user)).context["todo"]
        assert [(item["state"], item["act"]) for item in todo["items"]] == expected
        assert todo["total"] == 1
        with on(NOW):
            assert enter(user).get(todo["url"]).context["table"]["count"] == 1
            assert enter(user).get(todo["items"][0]["act_url"]).status_code == 200


def test_the_plan_shows_open_and_late_by_grid(story, house, enter, october):
    picture = home(enter(story.secretary)).context["picture"]
    tiles = picture["tiles"]["tiles"]
    assert [(tile["name"], tile["number"], tile["late"]) for tile in tiles] == [("A1网格", 3, 1), ("A2网格", 1, 0)]
    assert (picture["open"], picture["late"], tiles[0]["heat"]) == (4, 1, 4)
    with on(NOW):
        for tile in tiles:
            assert enter(story.secretary).get(tile["url"]).context["table"]["count"] == tile["number"]


def test_the_observers_plan_is_of_communities(story, enter, october):
    picture = home(enter(story.user(Role.OBSERVER))).context["picture"]
    assert [(tile["name"], tile["number"]) for tile in picture["tiles"]["tiles"]] == [("A社区", 4)]
    with on(NOW):
        page = enter(story.user(Role.OBSERVER)).get(picture["tiles"]["tiles"][0]["url"])
    assert page.context["table"]["count"] == 4


def test_a_member_sees_the_own_grid_alone(story, enter, october):
    picture = home(enter(story.member)).context["picture"]
    assert picture["tiles"] is None
    assert [(one["label"], one["n"]) for one in picture["phone"]] == [
        ("超期", 1), ("退回补正", 1), ("未结案", 3), ("本月上报", 3),
    ]  # fmt: skip
    assert [row[1:] for row in picture["stages"]["rows"]] == [
        (0, 0, 1),
        (1, 0, 0),
        (0, 0, 0),
        (0, 0, 0),
        (0, 0, 0),
        (0, 1, 0),
    ]
    with on(NOW):
        for one in picture["phone"]:
            assert enter(story.member).get(one["url"]).context["table"]["count"] == one["n"]


def test_cards_and_charts_show_the_figures_of_twelve_months(story, enter, october):
    story.issue(reported="2026-09-05 09:00", due="2026-09-08 09:00", closed="2026-09-07 09:00")
    picture = home(enter(story.secretary)).context["picture"]
    assert [(card["label"], card["cell"]["rate"] or card["cell"]["n"]) for card in picture["cards"]] == [
        ("上报", "4"), ("受理", "1"), ("结案率", "0.0%"), ("按期结案率", "0.0%"), ("超期", "1"), ("兑现率", "—"),
        ("心愿实现", "0"),
    ]  # fmt: skip
    assert picture["cards"][2]["change"]["text"] == "100.0"
    assert picture["flow"]["rows"][-2:] == [("2026-09", 1, 1, 0), ("2026-10", 4, 0, 1)]
    assert (picture["kinds"]["total"], picture["kinds"]["rows"]) == (4, [("公共设施", 3), ("其他", 1)])


@pytest.fixture
def pile(story, house):
    """``pile(3)`` puts so many silent orders, requests for time and issues in hand before the secretary."""

    def put(many):
        for _ in range(many):
            with on("2026-10-05 09:00"):
                order(house.near, issue=IssueFactory(grid=house.near, by=story.member))
                extension(house.near)
        held = Issue._base_manager.filter(orders__isnull=False)
        held.update(handler=story.secretary, state="handling")

    return put


def most(user):
    """Home asks eight times for what it shows, once each register with a card, each in which something may wait, and each room
    that tells of oneself."""
    return (
        8
        + len(mine)
        + len({card.model for card in cards if may(user, "view", card.model)})
        + sum(page.awaits is not None and page.may(user, "view") for page in registry)
    )


def test_many_of_every_register_cost_no_more_queries_than_few(story, enter, pile):
    found = []
    for many in (2, 5):
        pile(many)
        browser = enter(story.secretary)
        kinds = home(browser).context["todo"]["kinds"]
        assert [kind["label"] for kind in kinds] == ["处置中", "待回复", "待批"]
        with on(NOW), CaptureQueriesContext(connection) as queries:
            browser.get("/")
        found.append(len(queries))
    assert found[0] == found[1] <= most(story.secretary), [query["sql"][:150] for query in queries.captured_queries]


def test_what_stands_far_down_is_counted_too(story, house, enter, pile):
    pile(SHOWN + 2)
    with on("2026-10-05 09:00"):
        last = story.issue(reported="2026-10-14 09:00", due="2026-12-20 09:00", taken="2026-10-14 09:30")
        actions.assign(last, by=story.head, handler=story.secretary)
    todo = home(enter(story.secretary)).context["todo"]
    issues = {kind["state"]: kind["count"] for kind in todo["kinds"] if "/issues/" in kind["url"]}
    assert issues == {"handling": SHOWN + 2, "accepted": 1}
    assert last.title not in [item["title"] for item in todo["items"]]
    # Orders and requests for time wait as well: what is shown is dealt among the three.
    shown = [item["url"].split("/")[1] for item in todo["items"]]
    assert shown == ["issues"] * 3 + ["orders"] * 3 + ["extensions"] * 2


def test_of_many_registers_each_shows_something_and_the_keys_fit(house, enter):
    clerk = house.user(Role.CLERK)
    for _ in range(3):
        extension(house.near)
        wishes.collected(house.near), wishes.letter(house.near), wishes.left_on_wall(house.near)
    station.asked(house.near), station.done(house.near), people.request(house.near)
    mine = IssueFactory(grid=house.near)
    Issue._base_manager.filter(pk=mine.pk).update(handler=clerk, state="handling")
    todo = enter(clerk).get("/").context["todo"]
    assert len(todo["items"]) == SHOWN
    assert len({item["url"].split("/")[1] for item in todo["items"]}) == 7
    assert len(todo["kinds"]) == KEYS
    rest = todo["kinds"][-1]
    assert (rest["label"], rest["url"]) == ("其他", "/news/")
    assert sum(kind["count"] for kind in todo["kinds"]) == todo["total"]
    for kind in todo["kinds"][:-1]:
        assert enter(clerk).get(kind["url"]).context["table"]["count"] == kind["count"]


def test_more_rows_take_no_more_queries(story, house, enter):
    found = []
    for n in (1, 2):
        for _ in range(n):
            story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00")
        browser = enter(story.head)
        home(browser)
        with on(NOW), CaptureQueriesContext(connection) as queries:
            browser.get("/")
        found.append(len(queries))
    assert found[0] == found[1] <= most(story.head)


def test_the_bell_and_the_navigation_are_counted_after_the_page(story, enter, october):
    with on(NOW):
        page = enter(story.head).get("/reports/counts/")
    assert page.context["registers"] == [
        {"url": "/issues/", "open": 3}, {"url": "/orders/", "open": 0}, {"url": "/extensions/", "open": 0},
        {"url": "/people/requests/", "open": 0}, {"url": "/visits/", "open": 0},
        {"url": "/pledges/", "open": 0}, {"url": "/pledges/fulfilments/", "open": 0},
        {"url": "/wishes/", "open": 0}, {"url": "/help/", "open": 0}, {"url": "/claims/", "open": 0},
        {"url": "/letters/", "open": 0},
    ]  # fmt: skip
    assert 'id="n-issues"' in page.content.decode()
    whole = home(enter(story.head)).content.decode()
    assert 'hx-get="/reports/counts/"' in whole
    assert all(f'id="n-{name}"' in whole for name in ("issues", ""))


def test_the_bell_counts_what_waits_and_what_is_new_and_says_both(story, enter, october):
    found = {story.head: (1, 0), story.member: (1, 4), story.secretary: (1, 0), story.user(Role.ADMIN): (0, 0)}
    for user, (waiting, new) in found.items():
        with on(NOW):
            page = enter(user).get("/reports/counts/")
        bell, shown = page.context["bell"], page.content.decode()
        assert (bell["waiting"], bell["new"], bell["sum"]) == (waiting, new, waiting + new)
        assert f'aria-label="等我办 {waiting} 件，新消息 {new} 条"' in shown
        assert 'href="/news/"' in shown
        assert 'hx-swap-oob="outerHTML:.bell"' in shown
        assert (f'aria-hidden="true">{waiting + new}</span>' in shown) == bool(waiting + new)


def test_both_bells_lead_to_the_news_and_what_was_read_rings_no_more(story, enter, october):
    whole = home(enter(story.member)).content.decode()
    assert whole.count('class="icon-b bell"') == whole.count('href="/news/"') == 2
    assert 'hx-trigger="load, news-read from:body"' in whole
    with on(NOW):
        client = enter(story.member)
        client.post("/news/", {"entry": client.get("/news/").context["upto"]})
        bell = client.get("/reports/counts/").context["bell"]
    assert (bell["waiting"], bell["new"]) == (1, 0)


def test_the_counts_ask_little(story, enter, october):
    client = enter(story.member)
    with on(NOW):
        client.get("/reports/counts/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/reports/counts/")
    assert len(queries) <= most(story.member)


def test_every_register_that_awaits_somebody_has_its_rows_on_a_tab():
    for page in registry:
        if page.awaits is not None:
            assert any(condition.where is page.awaits for condition in page.conditions.values())


def test_the_plan_of_seven_is_the_mark():
    tiles, height = pictures.plan(pictures.rows_of(7))
    assert [tile["points"].split()[0] for tile in tiles[::2]] == ["44,39.1", "44,127.1", "276,114.4", "182,217.6"]
    assert (len(tiles), height) == (7, 317)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 8, 9, 20])
def test_any_number_of_tiles_finds_room(count):
    tiles, height = pictures.plan(pictures.rows_of(count))
    assert len(tiles) == count
    assert all(tile["right"] <= 376 and tile["width"] > 90 for tile in tiles)
    assert all(float(point.split(",")[1]) <= height for tile in tiles for point in tile["points"].split())


def test_heat_names_the_share_of_the_most():
    assert [pictures.heat(n, 8) for n in (0, 1, 2, 3, 5, 7, 8)] == [0, 1, 1, 2, 3, 4, 4]


def test_directions_are_read_from_the_words():
    assert pictures.sides("二街公路两侧：东至梁家湾山顶，西至步行街；北张家洼。") == {
        "东": "梁家湾山顶",
        "西": "步行街",
        "北": "张家洼",
    }
    assert pictures.upright("东", {}, 300) == []


def test_a_line_needs_two_points():
    assert pictures.spark([None, 3]) == {"line": "", "area": ""}
    assert pictures.spark([1, None, 3])["line"] == "2.0,26.0 59.5,26.0 117.0,5.0"
