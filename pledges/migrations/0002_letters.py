"""What the wording check finds like sentences by: the essence with each character a word of its own, and its trigram index.

Only PostgreSQL has them; SQLite's processes keep the sentences themselves.
"""

from django.db import migrations

MAKE = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "ALTER TABLE pledges_pledge ADD COLUMN IF NOT EXISTS letters text"
    " GENERATED ALWAYS AS (regexp_replace(essence, '(.)', '\\1 ', 'g')) STORED",
    "CREATE INDEX IF NOT EXISTS pledges_pledge_letters ON pledges_pledge USING gin (letters gin_trgm_ops)",
)


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        for one in MAKE:
            editor.execute(one)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE pledges_pledge DROP COLUMN IF EXISTS letters")


class Migration(migrations.Migration):
    dependencies = [("pledges", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
