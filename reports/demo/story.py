"""The life of one demonstration issue, told in the past: the same moves, conditions and lines of history as a live one."""

from contextlib import contextmanager
from datetime import timedelta

from portal import history
from portal.errors import Refused
from portal.masks import mask_free_text
from portal.models import Entry
from reports.demo import clockwork

# Moves whose condition reads today's clock; the stories keep to it by themselves.
BY_TODAY = {"settle", "extend"}


class Over(Exception):
    """The demonstration day has come: what follows has not happened yet."""


class Story:
    """An issue as it goes through its moves, with the rows that belong to it; nothing is told from ``demo.until`` on.

    ``rows`` are its orders, requests, cards and calls; ``lines`` pairs of an entry and its record, ``effects`` what the clock did:
    (record, rule, date), ``round`` its last round and how far that got. ``asides`` are moments at which something from outside
    comes in. Raises Refused where the move table
    would, and Over once the demonstration day has come.
    """

    def __init__(self, demo, issue, *, by, at, note=""):
        self.demo, self.issue, self.last, self.round = demo, issue, at, (None, 0)
        self.rows, self.lines, self.effects, self.asides = [], [], [], []
        self.added(issue, by=by, at=at, note=note)

    def reach(self, at):
        """Let the clock do what it would have done by then."""
        clockwork.run(self, min(at, self.demo.until))
        if at >= self.demo.until:
            raise Over
        self.last = at

    @contextmanager
    def moving(self, verb, *, by, at, note="", record=None):
        """As ``portal.moves.moving``: make a move of the issue, or of a row of it, at a moment of the past."""
        self.reach(at)
        record = record or self.issue
        move = type(record).MOVES[verb]
        free = verb in BY_TODAY and move.starts(record)
        if not free and (reason := move.refusal(record, by)):
            raise Refused(f"{verb}: {reason}")
        before = record.state
        yield record
        target = move.target(record) if callable(move.target) else move.target
        record.state = target or record.state
        self.saved(record, verb, by=by, at=at, note=note, from_state=before)

    def saved(self, record, verb, **told):
        """Write down what changed in the issue or in a row of it."""
        self.lines.append((saved(record, verb, **told), record))

    def added(self, row, *, by, at, note=""):
        """Put a row that belongs to the issue, or the issue itself, on its register."""
        if row is not self.issue:
            self.rows.append(row)
        self.lines.append((newborn(row, by=by, at=at, note=note), row))
        return row

    def count(self, *verbs):
        """How many lines of the issue have one of the verbs."""
        return sum(entry.verb in verbs for entry, record in self.lines if record is self.issue)


def newborn(row, *, by, at, note=""):
    """Make a new row as the save path would have left it, but for its number; returns its first line."""
    row.community_id = row.grid.community_id
    row.created_by = row.updated_by = by
    row.created_at = row.updated_at = at
    # It has no key yet, and is asked all the same what changed in it.
    row._state.adding = False
    row._loaded = history.snapshot(row)
    return line(row, "add", by=by, at=at, note=note, states=("", getattr(row, "state", "")))


def saved(record, verb, *, by, at, note="", from_state=""):
    """Make what changed in a row as the save path would have left it; returns the line that says so."""
    changes = history.changes(record)
    if from_state:
        changes.pop("state", None)
    if twin := verb == "void" and getattr(record, "duplicate_of", None):
        # Without its key yet, the other one is not seen as a change.
        changes["duplicate_of"] = ["", history.card_of(twin)]
    record.updated_by, record.updated_at = by, at
    record.version += 1
    record._loaded = history.snapshot(record)
    states = from_state, record.state if from_state else ""
    return line(record, verb, by=by, at=at, note=note, changes=changes, states=states)


def moved(row, verb, state, *, by, at, note="", **values):
    """As ``portal.moves.moving``, at a moment of the past, later than the last; returns the line that says so."""
    before = row.state
    row.state = state or before
    for name, value in values.items():
        setattr(row, name, value)
    at = max(at, row.updated_at + timedelta(minutes=1))
    entry = saved(row, "", by=by, at=at, note=note, from_state=before)
    entry.verb = verb
    return entry


def line(record, verb, *, by, at, note="", changes=None, states=("", "")):
    """An entry about a record at a moment of the past; ``tied`` fills in its keys and a note that waits for a number."""
    return Entry(
        actor=by,
        actor_title=by.title_at(record.grid) if by else "",
        model=record._meta.label_lower,
        verb=verb,
        from_state=states[0],
        to_state=states[1],
        changes=changes or {},
        reason=note,
        at=at,
        community_id=record.community_id,
        grid_id=record.grid_id,
    )


def tied(lines):
    """The entries of (entry, record) pairs with the keys their records have got by now."""
    for entry, record in lines:
        root = history.root_of(record)
        entry.object_id, entry.root_id, entry.root_model = record.pk, root.pk, root._meta.label_lower
        entry.reason = mask_free_text(entry.reason() if callable(entry.reason) else entry.reason)
    return [entry for entry, _ in lines]
