"""A line of work in one look: what is open within reach, and the month as the report counts it."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.models import Line, Post
from accounts.roles import MATRIX
from grids import figures
from grids.models import Issue
from portal.clock import month_bounds
from tests.factories.accounts import UserFactory, line_of
from tests.factories.grids import IssueFactory, saved


def text(response):
    return response.content.decode()


@pytest.fixture
def line(house):
    return Line.objects.get(pk=line_of(house.near, "safety"))


@pytest.fixture
def look(enter, line):
    """``look(user)`` opens the page of the line."""
    return lambda user: enter(user).get(f"/lines/{line.pk}/")


def panels(response):
    return {panel["id"]: panel["html"] for panel in response.context["panels"]}


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.CLERK, Role.HEAD, Role.MEMBER, Role.OBSERVER])
def test_who_reads_issues_reads_what_a_line_has_in_hand(house, look, role):
    assert set(panels(look(house.user(role)))) == {"clerks", "now", "pressing", "month"}


def test_who_reads_no_issues_sees_only_who_works_on_it(house, look):
    assert set(panels(look(house.user(Role.ADMIN)))) == {"clerks"}


def test_open_and_overdue_ones_are_counted_within_reach_and_lead_to_the_list(house, enter, line, look):
    for grid in (house.near, house.near, house.aside):
        IssueFactory(grid=grid, line="safety")
    IssueFactory(grid=house.near, line="party")
    late = IssueFactory(grid=house.aside, line="safety")
    late.due_at = late.first_due_at = late.created_at
    saved(late)
    for role, counts in ((Role.SECRETARY, (4, 1)), (Role.HEAD, (2, 0)), (Role.OBSERVER, (4, 1))):
        page = look(house.user(role))
        assert (page.context["open"], page.context["late"]) == counts
        client = enter(house.user(role))
        for name, count in zip(("open_url", "late_url"), counts, strict=True):
            listed = client.get(page.context[name])
            assert (listed.status_code, listed.context["table"]["count"]) == (200, count)
    reported = next(one for one in look(house.user(Role.HEAD)).context["states"] if one["open"])
    assert enter(house.user(Role.HEAD)).get(reported["url"]).context["table"]["count"] == 2


def test_the_ten_due_soonest_are_shown_and_no_others(house, look, line):
    made = [IssueFactory(grid=house.near, line="safety", title=f"线头 {n:02d}") for n in range(12)]
    urgent = IssueFactory(grid=house.aside, line="safety", urgency="urgent", title="线头要紧")
    shown = panels(look(house.user(Role.SECRETARY)))["pressing"]
    assert shown.count("线头") == 10
    assert shown.index(urgent.title) < shown.index(made[0].title)
    assert urgent.title not in panels(look(house.user(Role.HEAD)))["pressing"]


def test_a_clerk_of_other_lines_counts_none(house, look):
    IssueFactory(grid=house.near, line="safety")
    other = UserFactory(grid=house.community, role=Role.CLERK, lines=["party"])
    shown = panels(look(other))
    assert "您的岗位范围内没有在办的事项" in shown["now"]
    assert "没有在办的事项" in shown["pressing"]


@pytest.fixture
def november(tale, when):
    """One of the line closed in time, one too late, one open and one void; one of another line closed in time."""
    for key, closed in (("safety", 18), ("safety", 25), ("safety", 0), ("party", 18)):
        when(11, 16)
        tale.report(line=key)
        if closed:
            when(11, closed)
            tale.upto("closed")
    when(11, 16)
    tale.report(line="safety")
    tale.act("void", "head", note="误报")
    when(11, 26)
    return month_bounds(date(2026, 11, 1))


def numbers(response):
    return {one["label"]: one["cell"] for one in response.context["lines"]}


def test_the_month_is_counted_as_the_report_counts(house, november, look, line):
    shown = numbers(look(house.user(Role.SECRETARY)))
    within = house.community.rows_q() & Q(line=line.pk)
    for figure in (figures.reported, figures.closed, figures.closed_on_time):
        assert shown[figure.label]["n"] == str(figure.count(within, *november))
    assert [shown[label]["n"] for label in ("上报", "结案", "按期结案")] == ["3", "2", "1"]
    assert (shown["按期结案率"]["rate"], shown["按期结案率"]["under"]["n"]) == ("33.3%", "3")
    assert (shown["结案率"]["rate"], shown["结案率"]["over"]["n"]) == ("66.7%", "2")


def test_the_lines_add_up_to_the_report(house, november, look, enter):
    whole, parts = figures.reported.count(house.community.rows_q(), *november), 0
    client = enter(house.user(Role.SECRETARY))
    for one in Line.objects.filter(community=house.community).order_by("pk"):
        parts += int(numbers(client.get(f"/lines/{one.pk}/"))["上报"]["n"])
    assert (whole, parts) == (4, 4)


def test_a_number_leads_to_just_the_rows_it_counts_or_nowhere(house, november, look, enter):
    shown = numbers(look(house.user(Role.SECRETARY)))
    client = enter(house.user(Role.SECRETARY))
    for cell in (shown["上报"], shown["结案"], shown["按期结案率"]["over"], shown["按期结案率"]["under"]):
        assert str(client.get(cell["url"]).context["table"]["count"]) == cell["n"]
    assert numbers(look(house.user(Role.HEAD))) != shown
    narrow = UserFactory(grid=house.community, role=Role.CLERK, lines=["party"])
    Post._base_manager.filter(user=narrow).update(since="2026-01-01")
    for user in (house.user(Role.HEAD), narrow):
        cells = numbers(look(user))
        assert cells["上报"] == {"rate": "", "n": "3", "url": ""}
        assert cells["按期结案率"]["under"] == {"n": "3", "url": ""}


def test_it_asks_the_database_little_and_the_same_for_many(house, enter, line):
    client, counts = enter(house.user(Role.SECRETARY)), []
    for many in (1, 4):
        for _ in range(many):
            IssueFactory(grid=house.near, line="safety")
            UserFactory(grid=house.community, role=Role.CLERK, lines=["safety"])
        client.get(f"/lines/{line.pk}/")
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/lines/{line.pk}/")
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 11, [query["sql"][:150] for query in caught.captured_queries]


def test_an_issue_leads_to_its_line_where_the_reader_may_see_it(house, enter, line, monkeypatch):
    issue = IssueFactory(grid=house.near, line="safety")
    client, way = enter(house.user(Role.MEMBER)), f'href="/lines/{line.pk}/"'
    assert way in text(client.get(f"/issues/{issue.pk}/"))
    other = IssueFactory(grid=house.near)
    Issue._base_manager.filter(pk=other.pk).update(line=None)
    assert 'href="/lines/' not in text(client.get(f"/issues/{other.pk}/")).split("<main")[1]
    monkeypatch.setitem(MATRIX[Role.MEMBER], "accounts.Line", {})
    page = text(client.get(f"/issues/{issue.pk}/"))
    assert way not in page
    assert line.name in page


def test_numbers_are_of_this_month(house, look, when, tale):
    when(10, 16)
    tale.report(line="safety")
    when(11, 2)
    assert numbers(look(tale.secretary))["上报"]["n"] == "0"
