"""The round that lets the embedded database learn its tables."""

import pytest
from django.db import connection

from portal.work import TICKS
from reports.ticks import measure_tables


@pytest.mark.django_db
def test_the_embedded_database_is_measured_and_another_left_alone():
    assert TICKS["measure_tables"].run is measure_tables
    measure_tables()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
            assert cursor.fetchone() == (1,)
