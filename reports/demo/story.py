"""The life of one demonstration issue, told in the past: the same moves, conditions and lines of history as a live one."""

from portal import history
from portal.errors import Refused
from portal.models import Entry


class Story:
    """An issue as it goes through its moves; nothing is told from ``until`` on.

    ``lines`` are the entries to be written once the issue has its key. Raises Refused where the move table would.
    """

    def __init__(self, issue, *, by, at, until):
        self.issue, self.until, self.over, self.lines = issue, until, False, []
        issue.created_by = issue.updated_by = by
        issue.created_at = issue.updated_at = at
        self._line("add", by=by, at=at, to_state=issue.state)

    def move(self, verb, *, by, at, note="", **fields):
        """Make a move of the table and set ``fields``, unless the story is over by then."""
        if self._ended(at):
            return
        issue, move = self.issue, type(self.issue).MOVES[verb]
        if reason := move.refusal(issue, by):
            raise Refused(f"{verb}: {reason}")
        target = move.target(issue) if callable(move.target) else move.target
        before, issue.state = issue.state, target or issue.state
        self._save(verb, by, at, note, fields, from_state=before, to_state=issue.state)

    def edit(self, *, by, at, note="", **fields):
        """Change ``fields`` of an issue that is under way."""
        if not self._ended(at):
            self._save("edit", by, at, note, fields)

    def _ended(self, at):
        self.over = self.over or at >= self.until
        return self.over

    def _save(self, verb, by, at, note, fields, **states):
        issue, changes = self.issue, {}
        for name, new in fields.items():
            old = getattr(issue, name)
            if old != new:
                changes[name] = [self._words(name, old), self._words(name, new)]
                setattr(issue, name, new)
        issue.updated_by, issue.updated_at = by, at
        issue.version += 1
        self._line(verb, by=by, at=at, note=note, changes=changes, **states)

    def _words(self, name, value):
        field = self.issue._meta.get_field(name)
        return str(value or "") if field.is_relation else history.shown(self.issue, field, value)

    def _line(self, verb, *, by, at, note="", changes=None, from_state="", to_state=""):
        self.lines.append(
            line(self.issue, verb, by=by, at=at, note=note, changes=changes, states=(from_state, to_state))
        )


def line(issue, verb, *, by, at, note="", changes=None, states=("", "")):
    """An entry about an issue at a moment of the past; its key is filled in by ``tied``."""
    return Entry(
        actor=by,
        actor_title=by.title_at(issue.grid),
        model=issue._meta.label_lower,
        root_model=issue._meta.label_lower,
        verb=verb,
        from_state=states[0],
        to_state=states[1],
        changes=changes or {},
        reason=note,
        at=at,
        community_id=issue.community_id,
        grid_id=issue.grid_id,
    )


def tied(issue, lines):
    """The entries with the key the issue has got by now."""
    for one in lines:
        one.object_id = one.root_id = issue.pk
    return lines
