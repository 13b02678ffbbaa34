"""Moves: the state graph is data on the model, and one context manager makes a move happen whole or not at all."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.errors import Refused, Stale


class Note(StrEnum):
    """Whether a move asks for words."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


def leads_to(outcomes):
    """Say where a target that depends on the record may lead, {source: [states]}; drawings and the check at start read it."""

    def declared(target):
        target.outcomes = outcomes
        return target

    return declared


@dataclass(frozen=True)
class Move:
    """One arrow of a state graph.

    ``sources`` None means any state, ``target`` None that the state stays. ``target`` is a state or a function of the record
    that ``leads_to`` declares; ``when(record, by)`` answers a Chinese refusal or None. ``icon`` and
    ``style`` ("main", "", "warn") are for the button, ``consequence`` says before the tap what will happen.
    """

    label: str
    sources: frozenset | set | None
    target: str | Callable | None
    when: Callable | None = None
    note: Note = Note.OPTIONAL
    icon: str = "arrow-right"
    style: str = ""
    consequence: str = ""

    def outcomes(self, source):
        """The states the move may lead to from a state; the state itself where it stays."""
        if callable(self.target):
            return list(self.target.outcomes[source])
        return [source if self.target is None else self.target]

    def starts(self, record):
        """Whether the record stands in a state this move leaves from."""
        return self.sources is None or getattr(record, record.STATE_FIELD) in self.sources

    def refusal(self, record, by):
        """Why the move cannot be made now, as a sentence; None when it can."""
        if not self.starts(record):
            return _out_of_order(self, record)
        return self.when(record, by) if self.when else None


def _out_of_order(move, record):
    from portal.models import Entry

    now = dict(record._meta.get_field(record.STATE_FIELD).flatchoices)[getattr(record, record.STATE_FIELD)]
    arrived = Entry.objects.own(record).exclude(to_state="").exclude(to_state=F("from_state"))
    last = arrived.select_related("actor").first()
    who = (
        f"（{last.actor.name if last.actor else '系统'} {timezone.localtime(last.at):%m-%d %H:%M} 办理）"
        if last
        else ""
    )
    return f"这条记录现在是“{now}”{who}，不能再“{move.label}”。请看最新经过，再选现在可以办的事。"


@contextmanager
def moving(record, name, *, by, note=""):
    """Make the move ``name``: lock, check state, condition and version, let the action work, save and write history.

    ``record`` carries the version its reader saw. Raises Refused or Stale with the sentence to show; nothing is half done.
    """
    move = type(record).MOVES[name]
    with transaction.atomic():
        locked = taken(record, name, by=by, note=note)
        from_state = getattr(locked, locked.STATE_FIELD, "")
        yield locked
        target = move.target(locked) if callable(move.target) else move.target
        if target is not None:
            setattr(locked, locked.STATE_FIELD, target)
        locked.save(by=by, verb=name, note=note, from_state=from_state)


def taken(record, name, *, by, note=""):
    """The row locked for the move ``name``, which may be made now; inside a transaction only."""
    move = type(record).MOVES[name]
    locked = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if reason := move.refusal(locked, by):
        raise Refused(reason)
    if locked.version != record.version:
        raise Stale
    if move.note == Note.REQUIRED and not (note or "").strip():
        raise Refused(f"请写明“{move.label}”的理由。")
    return locked


def available(record, by, may_do):
    """(name, move, refusal or None) of every move leaving the record's state that ``may_do(name)`` allows."""
    for name, move in record.MOVES.items():
        if move.starts(record) and may_do(name):
            yield name, move, move.refusal(record, by)
