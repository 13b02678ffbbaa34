"""Writes that make one person of two, and take that back."""

from portal.moves import moving


def undo(merge, *, by, note):
    """Take a merger back."""
    with moving(merge, "undo", by=by, note=note):
        pass
