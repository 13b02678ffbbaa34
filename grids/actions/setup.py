"""Writes on what an issue names: places, departments."""

from portal.moves import moving


def shut(row, *, by, note=""):
    """Take a place or a department out of use."""
    with moving(row, "shut", by=by, note=note):
        pass


def reuse(row, *, by, note=""):
    """Use it again."""
    with moving(row, "reuse", by=by, note=note):
        pass
