"""Putting many stories into the database, past the save path but with all it would have left there."""

from bisect import bisect_right
from collections import defaultdict
from datetime import timedelta
from operator import attrgetter
from random import Random

from django.db import connection
from django.db.models import Count, QuerySet
from django.utils import timezone

from benchmarks.seed.lives import life
from benchmarks.seed.story import Story
from benchmarks.seed.town import YEARS
from grids.choices import IssueState
from grids.models import Card, Extension, Issue, Order, Revisit
from grids.models.issue import UNSETTLED, overdue_q
from portal.models import Entry
from reports.ticks import measure_tables

BATCH = 2000
AT = attrgetter("at")


def issues(count, town, days=365 * YEARS):
    """Write ``count`` issues of so many days, oldest first, and their history in the order of time, as keys of lines grow."""
    until, dice = timezone.now(), Random(count)
    step, waiting = timedelta(days=days) / count, []
    for start in range(0, count, BATCH):
        stories = []
        for n in range(start, min(start + BATCH, count)):
            stories.append(Story(town, dice, n, until - step * (count - n), until))
            stories[-1].live(life(dice))
        _keep(stories)
        kept = [story.issue for story in stories if story.issue.state != IssueState.VOID]
        town.earlier = {grid.pk: [issue for issue in kept if issue.grid_id == grid.pk] for grid in town.grids}
        waiting = sorted([*waiting, *(entry for story in stories for entry in story.entries())], key=AT)
        happened = bisect_right(waiting, until - step * (count - start - len(stories)), key=AT)
        Entry.objects.bulk_create(waiting[:happened], batch_size=BATCH)
        waiting = waiting[happened:]


def _keep(stories):
    """The issues, then what belongs to them."""
    QuerySet(Issue).bulk_create([story.issue for story in stories])
    rows = defaultdict(list)
    for story in stories:
        for row in story.rows:
            row.issue = story.issue
            rows[type(row)].append(row)
    for model, made in rows.items():
        QuerySet(model).bulk_create(made)


def told():
    """What was written, in one line."""
    said = Issue.objects.aggregate(all=Count("pk"), open=Count("pk", filter=UNSETTLED),
                                   late=Count("pk", filter=overdue_q(timezone.now())))  # fmt: skip
    rows = ", ".join(
        f"{model.objects.count():,} {model._meta.model_name}s" for model in (Order, Extension, Card, Revisit)
    )
    return (
        f"{said['all']:,} issues, {said['open']:,} of them open and {said['late']:,} overdue; "
        f"{rows}; {Entry.objects.count():,} lines of history."
    )


def analyse():
    """Give the planner its statistics and swept pages, as a database in use has them."""
    measure_tables()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
