"""A workbook of the ticked rows, or of everything the filter shows: within reach, and it says how many."""

import io

import pytest
from openpyxl import load_workbook

from accounts.choices import Role
from portal.models import Entry
from tests.factories import acid


@pytest.fixture
def notices(house):
    return [acid.notice(grid, title=f"通知 {n}") for n, grid in enumerate([house.near, house.near, house.aside])]


@pytest.fixture
def clerk(house, enter):
    return enter(house.user(Role.CLERK))


def book(response):
    """All cells of a workbook, and its name."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    return {cell for row in rows for cell in row}, str(rows[0][0])


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_workbook_of_the_ticked_rows_says_how_many(clerk, house, notices, method):
    away = acid.notice(house.away)
    response = getattr(clerk, method)("/acid/notices/export/", {"pk": [notices[0].pk, notices[2].pk, away.pk, "x"]})
    cells, title = book(response)
    assert {row.code for row in (*notices, away)} & cells == {notices[0].code, notices[2].code}
    assert "所选 2 条" in title
    assert "所选 2 条" in Entry.objects.get(verb="export").reason


def test_a_workbook_of_everything_the_filter_shows(clerk, notices):
    cells, title = book(clerk.post("/acid/notices/export/", {"all": "1", "query": "q=通知 1"}))
    assert {row.code for row in notices} & cells == {notices[1].code}
    assert "所选 1 条" in title
    assert clerk.post("/acid/notices/export/", {"all": "1", "query": "grid=x"}).status_code == 400
    assert clerk.post("/acid/notices/export/", {"query": "q=x"}).status_code == 400


def test_who_may_not_export_takes_no_ticked_rows_either(house, enter, notices):
    assert (
        enter(house.user(Role.SECRETARY)).post("/acid/notices/export/", {"pk": [row.pk for row in notices]}).status_code
        == 403
    )
