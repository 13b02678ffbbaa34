"""The month's report: who sees which month of which node, that its numbers are the figures, and what a wrong address gets."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.models import Post
from grids.choices import Category, NodeLevel
from grids.models import Grid, Issue
from reports.queries.month import own_nodes
from tests.factories.accounts import UserFactory
from tests.reports.conftest import on

URL = "/reports/monthly/"
LATER = "2026-11-10 09:00"
PAGES = (URL, f"{URL}export/", f"{URL}lock/")


@pytest.fixture
def october(story, house):
    """Three issues of October, one of September, one of October a year ago."""
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-07 09:00")
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-09 09:00", category=Category.OTHER)
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", taken="2026-10-06 09:00", grid=house.aside)
    story.issue(reported="2026-09-05 09:00", due="2026-09-08 09:00", closed="2026-09-07 09:00")
    story.issue(reported="2025-10-05 09:00", due="2025-10-08 09:00")


def texts(cells):
    return [cell["rate"] or cell["n"] for cell in cells]


@pytest.mark.parametrize("role", Role)
def test_only_those_who_answer_for_a_month_open_it(story, enter, role):
    answers = {
        Role.SECRETARY: [200, 200, 200],
        Role.CLERK: [200, 200, 403],
        Role.HEAD: [200, 200, 403],
        Role.OBSERVER: [200, 200, 403],
    }
    browser = enter(story.user(role))
    assert [browser.get(url).status_code for url in PAGES] == answers.get(role, [403, 403, 403])


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert [client.get(url).status_code for url in ("/", "/reports/counts/", *PAGES)] == [302] * 5


def test_the_numbers_are_the_figures(story, house, enter, october):
    with on(LATER):
        page = enter(story.secretary).get(f"{URL}?month=2026-10")
    near, aside = page.context["rows"]
    assert texts(near["cells"]) == ["2", "2", "2", "2", "100.0%", "50.0%", "1", "—"]
    assert texts(aside["cells"]) == ["1", "1", "1", "0", "0.0%", "0.0%", "1", "—"]
    assert texts(page.context["whole"]["cells"]) == ["3", "3", "3", "2", "66.7%", "33.3%", "2", "—"]
    assert texts(page.context["whole"]["beside"]) == ["1", "100.0%", "1", "0.0%"]
    rate = page.context["whole"]["cells"][4]
    assert (rate["over"]["n"], rate["under"]["n"]) == ("2", "3")
    assert [row["then"][0][1]["text"] for row in page.context["against"]] == [
        "+2",
        "+2",
        "+2",
        "+1",
        "33.3",
        "66.7",
        "+2",
        "—",
    ]


@pytest.mark.parametrize("by", ["grid", "category", "source"])
def test_every_number_opens_its_rows(story, enter, october, by):
    with on(LATER):
        browser = enter(story.secretary)
        page = browser.get(f"{URL}?month=2026-10&by={by}").context
        cells = [cell for row in (*page["rows"], page["whole"]) for cell in row["cells"] if not cell["rate"]]
        opened = [(one["url"], int(one["n"])) for one in cells if one["url"]]
        assert len(opened) > 8
        for url, number in opened:
            assert browser.get(url).context["table"]["count"] == number
        for n in range(7):
            if not page["whole"]["cells"][n]["rate"]:
                assert sum(int(row["cells"][n]["n"]) for row in page["rows"]) == int(page["whole"]["cells"][n]["n"])


def test_a_head_sees_the_own_grid_alone(story, house, enter, october):
    with on(LATER):
        browser = enter(story.head)
        page = browser.get(f"{URL}?month=2026-10")
        assert [row["label"] for row in page.context["rows"]] == ["A1网格"]
        assert page.context["report"].title == "A社区A1网格事项月报表（2026年10月）"
        for node in (house.aside, house.community, house.away):
            assert browser.get(f"{URL}?month=2026-10&node={node.pk}").status_code == 404


def test_the_observer_adds_up_communities(story, house, enter, october):
    street = Grid.objects.get_parent(house.community)
    other = Grid.plant(street, name="另一社区", code="A-other", level=NodeLevel.COMMUNITY)
    there = Grid.plant(other, name="另一网格", code="A-other-1", level=NodeLevel.GRID)
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", grid=there)
    with on(LATER):
        page = enter(story.user(Role.OBSERVER)).get(f"{URL}?month=2026-10").context
    assert [(row["label"], row["cells"][0]["n"]) for row in page["rows"]] == [("A社区", "3"), ("另一社区", "1")]
    assert page["whole"]["cells"][0]["n"] == "4"


def test_what_hangs_on_the_community_itself_has_a_line_of_its_own(story, house, enter):
    story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", grid=house.community)
    with on(LATER):
        browser = enter(story.secretary)
        rows = browser.get(f"{URL}?month=2026-10").context["rows"]
        assert [(row["label"], row["cells"][0]["n"]) for row in rows][-1] == ("A社区本级", "1")
        assert browser.get(rows[-1]["cells"][0]["url"]).context["table"]["count"] == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("month=2026-13", 400),
        ("month=abc", 400),
        ("month=2027-05", 400),
        ("month=0001-01", 400),
        ("node=abc", 400),
        ("node=99999999999999999999", 400),
        ("node=²", 400),
        ("node=-1", 400),
        ("by=title", 400),
        ("table=none", 400),
    ],
)
def test_a_wrong_address_is_told(story, enter, query, status):
    with on(LATER):
        browser = enter(story.secretary)
        assert browser.get(f"{URL}?{query}").status_code == status
        if not query.startswith(("by=", "table=")):
            assert browser.get(f"{URL}export/?{query}").status_code == status


@pytest.mark.parametrize("url", ["/", "/reports/counts/", URL, f"{URL}export/"])
def test_a_wrong_method_is_refused(story, enter, url):
    assert enter(story.secretary).post(url).status_code == 405


def test_more_rows_take_no_more_queries(story, house, enter):
    found = []
    for n in (1, 2):
        for _ in range(n):
            story.issue(reported="2026-10-05 09:00", due="2026-10-08 09:00", closed="2026-10-07 09:00")
        with on(LATER):
            browser = enter(story.secretary)
            browser.get("/")
            with CaptureQueriesContext(connection) as queries:
                browser.get(f"{URL}?month=2026-10")
            found.append(len(queries))
    assert found[0] == found[1] <= 8


def test_every_chart_has_a_table_beside_it(story, enter, october):
    with on(LATER):
        for url in ("/", f"{URL}?month=2026-10"):
            page = enter(story.secretary).get(url).content.decode()
            charts = re.findall(r'data-chart="(\w+)"', page)
            assert charts
            assert page.count("看数据表") == len(charts)
            assert all(f'<script id="{name}" type="application/json">' in page for name in charts)


def test_two_posts_do_not_widen_each_other(story, house, enter):
    user = UserFactory(grid=house.near, role=Role.HEAD)
    Post(user=user, role=Role.PARTY, grid=house.community).save(by=None)
    assert enter(user).get(URL).context["report"].node == house.near


def test_a_reach_that_is_not_a_whole_node_opens_none(house):
    member = house.user(Role.MEMBER)
    assert own_nodes(member, "view", Issue) == [house.near]
    assert own_nodes(member, "edit", Issue) == []
