"""A process killed in the middle of an import, as by a power cut."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from accounts.choices import Role
from grids.models import Issue
from grids.pages import Issues
from portal.exchange import importing
from portal.models import Entry, ImportRun, RunState
from tests.portal.exchange.files import workbook

ROOT = Path(__file__).parents[3]
HEAD = ["标题", "类别", "网格", "地点"]
UP_TO_THE_COMMIT = """
import sys, time, django
django.setup()
from portal import history
from portal.exchange import importing
from portal.models import ImportRun

def all_rows_are_written(*args, **kwargs):
    sys.stdout.write("here\\n")
    sys.stdout.flush()
    time.sleep(60)

history.log = all_rows_are_written
run = ImportRun.objects.get(key=sys.argv[1])
importing.confirm(run, digest=run.digest, partial=False)
"""


def database():
    name, host = connection.settings_dict["NAME"], connection.settings_dict["HOST"]
    user, port = connection.settings_dict["USER"], connection.settings_dict["PORT"] or 5432
    return f"sqlite:///{name}" if connection.vendor == "sqlite" else f"postgres://{user}@{host}:{port}/{name}"


@pytest.mark.django_db(transaction=True)
def test_kill_9_in_the_middle_leaves_nothing_and_the_import_can_be_done_again(house):
    rows = [["井盖松动", "公共设施", house.near.name, f"{n} 号"] for n in range(30)]
    run = importing.receive(Issues, house.user(Role.SECRETARY), workbook([HEAD, *rows]))
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database()}
    command = [sys.executable, "-c", UP_TO_THE_COMMIT, str(run.key)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "here\n"
        process.kill()
    assert not Issue.objects.exists()
    assert not Entry.objects.filter(model="grids.issue").exists()
    run.refresh_from_db()
    assert run.state == RunState.WRITING
    ImportRun.objects.update(touched_at=timezone.now() - timedelta(minutes=3))
    run.refresh_from_db()
    assert run.state_words == "中断"
    importing.confirm(run, digest=run.digest, partial=False)
    assert Issue.objects.count() == len(rows)
