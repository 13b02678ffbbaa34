"""Long jobs and rounds: each effect once, however often, late or in how many workers they come."""

import os
import subprocess
import sys
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal import ticks, work
from portal.models import Beat, TimedEffect
from tests.factories.grids import plant

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
DUE = date(2026, 11, 22)


@pytest.fixture
def rounds(monkeypatch):
    monkeypatch.setattr(work, "TICKS", {})
    return work.TICKS


@pytest.fixture
def grid():
    return plant()[0]


def job(**kwargs):
    row = {"task_path": "tests.portal.jobs.add", "args_kwargs": {"args": [1, 2], "kwargs": {}}}
    row |= {"backend_name": "default", "queue_name": "default", "run_after": timezone.now(), "priority": 0}
    return DBTaskResult.objects.create(**row | kwargs)


def test_two_rounds_of_one_name_are_a_mistake(rounds):
    work.tick("remind", every=timedelta(minutes=1))(list)
    with pytest.raises(ValueError, match="remind"):
        work.tick("remind", every=timedelta(minutes=1))(list)


def test_a_round_comes_when_its_time_has_passed_and_not_before(rounds):
    calls = []
    work.tick("remind", every=timedelta(minutes=5))(lambda: calls.append(1))
    with time_machine.travel("2026-11-22 08:00+08:00", tick=False) as clock:
        assert work.make_rounds() == ["remind"]
        clock.shift(timedelta(minutes=4))
        assert work.make_rounds() == []
        clock.shift(timedelta(minutes=1))
        assert work.make_rounds() == ["remind"]
    assert len(calls) == 2


def test_a_failing_round_does_not_stop_the_others(rounds):
    calls = []
    work.tick("broken", every=timedelta(minutes=5))(lambda: 1 / 0)
    work.tick("sound", every=timedelta(minutes=5))(lambda: calls.append(1))
    assert work.make_rounds() == ["broken", "sound"]
    assert calls == [1]


def test_an_effect_happens_once_for_a_record_rule_and_date(grid):
    calls = []
    assert work.once_due(grid, "card", DUE, lambda: calls.append(1))
    assert not work.once_due(grid, "card", DUE, lambda: calls.append(1))
    assert work.once_due(grid, "card", DUE + timedelta(days=1), lambda: calls.append(1))
    assert work.once_due(grid, "remind", DUE, lambda: calls.append(1))
    assert len(calls) == 3


def test_an_effect_that_fails_is_not_noted_and_comes_again(grid):
    with pytest.raises(ZeroDivisionError):
        work.once_due(grid, "card", DUE, lambda: 1 / 0)
    assert not TimedEffect.objects.exists()
    assert work.once_due(grid, "card", DUE, lambda: None)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_make_one_effect():
    grid, calls, start = plant()[0], [], threading.Barrier(4)

    def worker():
        start.wait()
        work.once_due(grid, "card", DUE, lambda: calls.append(1))
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]


@pytest.mark.django_db(transaction=True)
def test_a_turn_runs_what_is_queued_and_keeps_no_traceback(rounds, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    good, bad = job(), job(args_kwargs={"args": ["张三", 2], "kwargs": {}})
    shift = work.Shift()
    work.beat(f"worker:{shift.worker_id}")
    shift.turn()
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.status, good.return_value) == (TaskResultStatus.SUCCESSFUL, 3)
    assert (bad.status, bad.traceback) == (TaskResultStatus.FAILED, "")


def test_a_job_whose_worker_died_fails_and_one_whose_worker_lives_goes_on():
    lost = job(status=TaskResultStatus.RUNNING, worker_ids=["gone"])
    going = job(status=TaskResultStatus.RUNNING, worker_ids=["here"])
    Beat.objects.create(name="worker:here", at=timezone.now())
    Beat.objects.create(name="worker:gone", at=timezone.now() - timedelta(minutes=6))
    assert work.give_up_lost_jobs() == 1
    lost.refresh_from_db()
    going.refresh_from_db()
    assert (lost.status, going.status) == (TaskResultStatus.FAILED, TaskResultStatus.RUNNING)
    assert lost.exception_class_path == "portal.work.LostJob"


def test_a_shift_shows_life_while_it_lasts_and_outlives_a_lost_database(rounds, monkeypatch):
    seen = []

    def turn(self):
        seen.append(Beat.objects.filter(name=f"worker:{self.worker_id}").exists())
        self.running = len(seen) < 2
        raise DatabaseError("away")

    monkeypatch.setattr(work.Shift, "turn", turn)
    monkeypatch.setattr(work.Shift, "_show_life", lambda self: None)
    work.Shift(interval=0).work()
    assert seen == [True, True]
    assert not Beat.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_command_can_do_one_turn(rounds):
    work.tick("remind", every=timedelta(minutes=5))(list)
    call_command("work", once=True)
    assert Beat.objects.filter(name="tick:remind").exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_process_does_its_job_and_ends_cleanly_when_told():
    queued, host = job(), connection.settings_dict["HOST"]
    name, user, port = (connection.settings_dict[key] for key in ("NAME", "USER", "PORT"))
    sqlite = connection.vendor == "sqlite"
    url = f"sqlite:///{name}" if sqlite else f"postgres://{user}@{host}:{port or 5432}/{name}"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "yangyuanze.settings", "DATABASE_URL": url}
    process = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=environment)
    try:
        for _ in range(300):
            queued.refresh_from_db()
            if queued.status != TaskResultStatus.READY and queued.finished_at:
                break
            time.sleep(0.1)
        assert Beat.objects.filter(name__startswith="worker:").exists()
        process.terminate()
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.wait()
    assert queued.status == TaskResultStatus.SUCCESSFUL
    assert not Beat.objects.filter(name__startswith="worker:").exists()


def test_sessions_that_ended_are_cleared_away():
    for key, days in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + timedelta(days=days))
    ticks.clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


def test_results_of_long_ago_are_cleared_away():
    old = job(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now() - timedelta(days=31))
    new = job(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now() - timedelta(days=29))
    ticks.clear_job_results()
    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [new.pk]
    assert old.pk != new.pk
