"""Rounds of the reports: the embedded database learns how its rows lie."""

from datetime import timedelta

from django.db import connection

from portal.work import tick


@tick("measure_tables", every=timedelta(days=1))
def measure_tables():
    """Let SQLite measure its indexes: without it a month's figure may read the whole register. PostgreSQL does so by itself.

    All of them whole, a second's work for 200,000 issues and their history: by a sample every condition seems to pick few rows.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
