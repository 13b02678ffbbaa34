"""The index the wording check finds like sentences by; only PostgreSQL has it, SQLite's processes keep the sentences themselves."""

from django.db import migrations

MAKE = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS pledges_pledge_essences ON pledges_pledge USING gin (essence gin_trgm_ops)",
    "CREATE INDEX IF NOT EXISTS pledges_pledge_sentences ON pledges_pledge USING gin (sentence gin_trgm_ops)",
)


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        for one in MAKE:
            editor.execute(one)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        for name in ("essences", "sentences"):
            editor.execute(f"DROP INDEX IF EXISTS pledges_pledge_{name}")


class Migration(migrations.Migration):
    dependencies = [("pledges", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
