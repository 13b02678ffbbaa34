"""Work behind the pages: the queue of long jobs, and the rounds the clock makes.

A room declares a round in its ``ticks.py`` with ``@tick("overdue", every=timedelta(minutes=5))``. A round may come late, twice, or
not at all, so what it writes goes through ``once_due``, which lets each effect happen once.
"""

import logging
import socket
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from portal.models.work import Beat, TimedEffect

log = logging.getLogger(__name__)
BEAT_EVERY = 15
DEAD_AFTER = timedelta(minutes=5)
TICKS = {}


@dataclass(frozen=True)
class Tick:
    """A round: a function without arguments and the least time between two of them."""

    name: str
    every: timedelta
    run: object


class LostJob(Exception):
    """The worker that had begun a job is gone; what it had not finished was rolled back."""


def tick(name, *, every):
    """Register a function as a round; a name twice is a mistake."""

    def register(run):
        if name in TICKS:
            raise ValueError(f"two rounds are called {name}")
        TICKS[name] = Tick(name, every, run)
        return run

    return register


def once_due(record, rule, due_on, act):
    """Call ``act()`` and note it as done, in one transaction, unless it was; whether it was called now.

    Unique on record, rule and due date, so of two workers one waits for the other and then does nothing.
    """
    key = {"model": record._meta.label_lower, "object_id": record.pk, "rule": rule, "due_on": due_on}
    with transaction.atomic():
        _, first = TimedEffect.objects.get_or_create(**key)
        if first:
            act()
    return first


def make_rounds(ticks=None):
    """Run every round that is due; names of those that were begun. One that fails is logged and comes again next time."""
    begun = []
    for one in (TICKS if ticks is None else ticks).values():
        if not _claim(f"tick:{one.name}", one.every):
            continue
        begun.append(one.name)
        try:
            one.run()
        except Exception:
            log.exception("round %s failed", one.name)
    return begun


def _claim(name, every):
    """Whether this round is ours: of several workers only the one whose update finds the old time begins it."""
    now = timezone.now()
    _, first = Beat.objects.get_or_create(name=name, defaults={"at": now})
    return first or bool(Beat.objects.filter(name=name, at__lte=now - every).update(at=now))


def beat(name):
    """A sign of life."""
    Beat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def give_up_lost_jobs():
    """Jobs begun by a worker that shows no life any more fail, so that nobody waits for them; how many."""
    alive = {
        name.removeprefix("worker:")
        for name in Beat.objects.filter(name__startswith="worker:", at__gt=timezone.now() - DEAD_AFTER).values_list(
            "name", flat=True
        )
    }
    lost = [job for job in DBTaskResult.objects.running() if not alive.intersection(job.worker_ids)]
    for job in lost:
        job.set_failed(LostJob())
    return len(lost)


class Shift(Worker):
    """One worker process: empties the queue, makes the rounds, shows life, until told to stop."""

    def __init__(self, interval=1):
        super().__init__(
            queue_names=["*"],
            interval=interval,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:30]}-{uuid4().hex[:12]}",
            excluded_queue_names=[],
        )
        self.over = threading.Event()

    def work(self):
        """Until a signal; then the job or round at hand is finished first."""
        beat(f"worker:{self.worker_id}")
        life = threading.Thread(target=self._show_life, daemon=True)
        life.start()
        try:
            while self.running:
                try:
                    self.turn()
                except DatabaseError:
                    log.exception("the database is busy or away, trying again")
                if self.running:
                    time.sleep(self.interval)
        finally:
            self.over.set()
            life.join(timeout=5)
            Beat.objects.filter(name=f"worker:{self.worker_id}").delete()

    def turn(self):
        """Everything there is to do now, once."""
        close_old_connections()
        self.running_task = True  # a signal during a round waits for its end, as during a job
        try:
            give_up_lost_jobs()
            make_rounds()
        finally:
            self.running_task = False
        if self.running:
            self.run()

    def run_task(self, db_task_result):
        """As the queue does, but a failed job keeps no traceback: its last line may quote somebody's row."""
        super().run_task(db_task_result)
        DBTaskResult.objects.failed().filter(pk=db_task_result.pk).update(traceback="")

    def _show_life(self):
        """In a thread of its own, for a long job must not look like a dead worker."""
        while not self.over.wait(BEAT_EVERY):
            try:
                beat(f"worker:{self.worker_id}")
            except DatabaseError:
                log.warning("no sign of life written: the database is busy or away")
        connection.close()
