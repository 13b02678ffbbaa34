"""The index people are found by; only PostgreSQL has it, SQLite reads the few thousand of a community."""

from django.db import migrations

MAKE = (
    "CREATE INDEX IF NOT EXISTS grids_person_search ON grids_person USING gin "
    "(array_to_tsvector(string_to_array(search, ' ')))"
)


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(MAKE)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS grids_person_search")


class Migration(migrations.Migration):
    dependencies = [("grids", "0005_people")]
    operations = [migrations.RunPython(make, drop)]
