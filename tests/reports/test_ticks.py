"""The round that lets the embedded database learn its tables."""

import pytest
from django.db import connection

from accounts.choices import Role
from grids import actions, figures
from portal import embedded
from portal.clock import month_bounds, today
from portal.work import TICKS
from reports.ticks import measure_tables
from tests.factories.grids import IssueFactory


def is_measured():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        return cursor.fetchone() == (1,)


@pytest.mark.django_db
@pytest.mark.parametrize("trusted", [True, False])
def test_the_embedded_database_is_measured_where_it_may_be_and_another_left_alone(monkeypatch, trusted):
    assert TICKS["measure_tables"].run is measure_tables
    monkeypatch.setattr(embedded, "keeps_limits", lambda: trusted)
    measure_tables()
    measure_tables()
    if connection.vendor == "sqlite":
        assert is_measured() is trusted


@pytest.mark.django_db
def test_no_figure_changes_by_it(house):
    head = house.user(Role.HEAD)
    for _ in range(12):
        issue = IssueFactory(grid=house.near)
        actions.assign(issue, by=head, handler=head)
    measure_tables()
    assert figures.accepted.count(house.community.rows_q(), *month_bounds(today())) == 12
