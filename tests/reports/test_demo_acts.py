"""The demonstration is told in the past; the same acts done on the register, at the same moments, must come to the same."""

import copy
import inspect
from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction

from grids import actions, ticks
from grids.models import Card, Extension, Issue, Order, Revisit
from portal.models import Counter, Entry
from portal.models.work import TimedEffect
from reports.demo import acts, calls, grids, issues, orders, people, setup
from reports.demo.making import Demo
from reports.demo.story import Story

DAY = date(2026, 11, 22)
ROWS = (Issue, Order, Extension, Card, Revisit)
# What the clock does by itself is not told to the register again: its own rounds must find it.
BY_CLOCK = {"give"}


def acts_of(module):
    """(module, name, function) of what a module of acts can tell."""
    found = inspect.getmembers(module, inspect.isfunction)
    own = [(name, act) for name, act in found if act.__module__ == module.__name__]
    return [(module, name, act) for name, act in own if not name.startswith("_")]


ACTS = [*acts_of(acts), *acts_of(orders)]
pytestmark = pytest.mark.django_db


class Recorder:
    """Writes down each act of the stories as it is told: (moment, act, story, row of it, what is said)."""

    def __init__(self, monkeypatch):
        self.told, self.inside = [], False
        for module, name, act in ACTS:
            self._watch(monkeypatch, module, name, act)
        begin = Story.__init__

        def begun(story, demo, issue, *, by, at, note=""):
            if not note:
                self.told.append((at, "report", story, None, {"issue": copy.copy(issue), "by": by}))
            begin(story, demo, issue, by=by, at=at, note=note)

        monkeypatch.setattr(Story, "__init__", begun)

    def _watch(self, monkeypatch, module, name, act):
        def watched(story, *rows, at, **said):
            outer, self.inside = self.inside, True
            try:
                made = act(story, *rows, at=at, **said)
            finally:
                self.inside = outer
            if not outer and name not in BY_CLOCK and said.get("by"):
                parts = {"parts": made} if name == "split" else {}
                self.told.append((at, name, story, *(rows or [None]), said | parts))
            return made

        monkeypatch.setattr(module, name, watched)


class Register:
    """Does the acts that were told, on real rows and with the clock of their moment."""

    def __init__(self):
        self.issues, self.rounds = {}, None

    def live(self, story):
        return Issue.objects.get(pk=self.issues[story])

    def row(self, story, told):
        """The real row of an issue that stands for a told one: the one made at the same moment."""
        return type(told).objects.get(issue=self.issues[story], created_at=told.created_at)

    def make_rounds(self, until, moments):
        """Those at which the stories had the clock do something, and the last one before an act."""
        just = until - timedelta(microseconds=1)
        last = just.replace(minute=just.minute - just.minute % 5, second=0, microsecond=0)
        for moment in sorted({one for one in moments if one < until} | {last}):
            if self.rounds is None or moment > self.rounds:
                self.rounds = moment
                with time_machine.travel(moment, tick=False):
                    ticks.issue_clocks()

    def do(self, at, name, story, told, said):
        with time_machine.travel(at, tick=False):
            getattr(self, f"_{name}", self._move)(name, story, told, said)

    def _report(self, name, story, told, said):
        self.issues[story] = actions.report(said["issue"], by=said["by"]).pk

    def _move(self, name, story, told, said):
        subject = self.live(story) if told is None else self.row(story, told)
        getattr(actions, name)(subject, **said)

    def _recall(self, name, story, told, said):
        actions.recall(self.live(story), **said)

    def _void(self, name, story, told, said):
        into = said.pop("duplicate_of", None)
        actions.void(self.live(story), duplicate_of=into and self.live(into), **said)

    def _split(self, name, story, told, said):
        parts = said.pop("parts")
        made = actions.split(self.live(story), **said)
        self.issues |= {part: one.pk for part, one in zip(parts, made, strict=True)}

    def _revise(self, name, story, told, said):
        issue = self.live(story)
        by, note = said.pop("by"), said.pop("note")
        for field, value in said.items():
            setattr(issue, field, value)
        actions.revise(issue, by=by, note=note)


def shown(row):
    """A row by what a person would see of it, other rows by their numbers."""
    links = {f.name: getattr(getattr(row, f.name), "code", None) for f in row._meta.fields if f.is_relation}
    return {f.name: getattr(row, f.name) for f in row._meta.fields if f.name != "id" and not f.is_relation} | links


def everything():
    """The registers, their history, what the clock did and where the numbers stand."""
    codes = {(model._meta.label_lower, row.pk): row.code for model in ROWS for row in model.objects.order_by("pk")}
    rows = {model.__name__: {row.code: shown(row) for row in model.objects.order_by("pk")} for model in ROWS}
    lines = [
        (e.at, codes[e.model, e.object_id], e.verb, codes[e.root_model, e.root_id], e.actor, e.actor_title, e.from_state,
         e.to_state, e.reason, e.changes, e.grid_id, e.community_id)
        for e in Entry.objects.filter(model__in={label for label, _ in codes}).select_related("actor").order_by("pk")
    ]  # fmt: skip
    effects = {
        (codes[e.model, e.object_id], e.rule, e.due_on)
        for e in TimedEffect.objects.filter(model__in={label for label, _ in codes}).order_by("pk")
    }
    return rows, sorted(lines, key=lambda line: line[:4]), effects, dict(Counter.objects.values_list("key", "value"))


def test_the_register_comes_to_the_same(monkeypatch):
    monkeypatch.setattr(issues, "CURVE", [2] * 12)
    monkeypatch.setattr(calls, "ASKED", 0.9)
    demo = Demo(DAY, "Demo-pass-2026")
    with time_machine.travel(demo.until, tick=False):
        for piece in (grids, people, setup):
            piece.load(demo)
    recorder = Recorder(monkeypatch)
    with transaction.atomic():
        issues.load(demo)
        rows, lines, effects, counters = everything()
        transaction.set_rollback(True)
    acted = {name for _, name, *_ in recorder.told}
    assert acted == {"report"} | {name for _, name, _ in ACTS} - BY_CLOCK
    by_itself = sorted({line[0] for line in lines if line[4] is None and line[2] != "lapse"})

    register = Register()
    for at, name, story, told, said in sorted(recorder.told, key=lambda act: act[0]):
        register.make_rounds(at, by_itself)
        register.do(at, name, story, told, said)
    register.make_rounds(demo.until, by_itself)

    told = everything()
    assert told[0] == rows
    assert [line for line in told[1] if line not in lines] == []
    assert told[1] == lines
    assert told[2] == effects
    assert told[3] == counters
