"""Writes on the lines of work of a community."""

from accounts.choices import LINES
from accounts.models import Line
from portal.moves import moving


def plant_lines(community, *, by):
    """Give a new community its nine lines of work; it may rename them and add to them."""
    rows = [Line(grid=community, key=key, name=name, order=n) for n, (key, name) in enumerate(LINES, 1)]
    return Line.objects.add_many(rows, by=by)


def shut(line, *, by, note=""):
    """Take a line out of use: what it holds stays, nothing new is put on it."""
    with moving(line, "shut", by=by, note=note):
        pass


def reopen(line, *, by, note=""):
    """Use a line again."""
    with moving(line, "reopen", by=by, note=note):
        pass
