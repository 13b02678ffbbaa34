"""Rounds of the reports: the embedded database learns how its rows lie."""

from datetime import timedelta

from django.db import connection

from portal.embedded import measure
from portal.work import tick


@tick("measure_tables", every=timedelta(days=1))
def measure_tables():
    """Without it a month's figure may read the whole register."""
    measure(connection)
