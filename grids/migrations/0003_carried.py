"""Carries what stands over: the line of work by its key, the limits months are judged by."""

from django.db import migrations
from django.db.models import F


def carry(apps, schema_editor):
    Issue, Line = apps.get_model("grids", "Issue"), apps.get_model("accounts", "Line")
    Issue._base_manager.update(clock_from=F("created_at"), first_due_at=F("due_at"))
    for line in Line._base_manager.exclude(key=""):
        Issue._base_manager.filter(community=line.community_id, line=line.key).update(line_new=line.pk)


class Migration(migrations.Migration):
    dependencies = [("grids", "0002_service"), ("accounts", "0004_lines_planted")]
    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
