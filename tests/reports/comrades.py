"""The demonstration's party in a small town, told alone; and what holds of its rows on whatever day it is told."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine

from party.models import Assessment, Evaluation, Member, Objection, Organisation, Point, PointRule, Result
from pledges.choices import PledgeState
from pledges.models import Fulfilment, Pledge, Review, StockPhrase
from portal.clock import start_of_day
from portal.models import Entry
from reports import demo
from reports.demo import grids, people, rules, setup, town, units, wards
from tests.reports.hamlet import shrink

TOLD = [grids, people, setup, rules, town, units, wards, *demo.PARTY, demo.tidings]
ROWS = [
    Organisation, Member, Point, PointRule, Evaluation, Assessment, Result, Objection, Pledge, Fulfilment, Review, StockPhrase,
]  # fmt: skip
LABELS = [model._meta.label_lower for model in ROWS]
DATED = [
    (Point, "on"), (Fulfilment, "kept_on"), (Fulfilment, "confirmed_on"), (Review, "said_on"), (Pledge, "closed_on"),
    (Pledge, "approved_on"), (Member, "checked_in_on"), (Objection, "raised_on"), (Evaluation, "published_on"),
]  # fmt: skip


def told(day):
    """The party of a small town as it stood when the day began."""
    with pytest.MonkeyPatch.context() as patch:
        shrink(patch)
        patch.setattr(demo, "PIECES", TOLD)
        return demo.load(day=day, password="Demo-pass-2026")


def at_ten(day):
    return time_machine.travel(start_of_day(day) + timedelta(hours=10), tick=False)


def values(rows, *fields):
    return set(rows.order_by().values_list(*fields, flat=len(fields) == 1))


def lines_of(*models):
    """{(label, key): lines in order of time} of the registers."""
    found = defaultdict(list)
    labels = [model._meta.label_lower for model in models]
    for line in Entry.objects.filter(model__in=labels).select_related("actor").order_by("at", "pk"):
        found[line.model, line.object_id].append(line)
    return found


def follows(model, lines, row):
    """The lines of one row begin with its birth, hang together, and end where it stands."""
    first, last = lines[0], lines[-1]
    assert first.verb in ("add", "publish", "reverse"), row
    assert (first.at, last.at) == (row.created_at, row.updated_at), row
    assert (first.actor_id, last.actor_id) == (row.created_by_id, row.updated_by_id), row
    assert row.version == len(lines), row
    moves = [line for line in lines if line.to_state]
    assert all(a.to_state == b.from_state for a, b in pairwise(moves)), row
    assert getattr(row, "state", "") == (moves[-1].to_state if moves else ""), row
    for line in lines[1:]:
        if line.verb in model.MOVES:
            move = model.MOVES[line.verb]
            assert move.sources is None or line.from_state in move.sources, (row, line.verb)
            assert line.to_state in (move.target or line.from_state, PledgeState.PUBLIC), (row, line.verb)
        else:
            assert line.verb in ("edit", "drop"), (row, line.verb)


def histories_hang_together(*models):
    """Of every row of the registers."""
    lines = lines_of(*models)
    for model in models:
        for row in model.objects.order_by("pk"):
            follows(model, [line for line in lines[model._meta.label_lower, row.pk] if line.verb != "photo"], row)


def nothing_later(day):
    """No line, no row and no date of what was done is of that day or later."""
    until = start_of_day(day)
    assert not Entry.objects.filter(model__in=[*LABELS, "grids.person"], at__gte=until).exists()
    for model in ROWS:
        assert not model.objects.filter(updated_at__gte=until).exists(), model
    for model, field in DATED:
        assert not model.objects.filter(**{f"{field}__gte": day}).exists(), (model, field)
