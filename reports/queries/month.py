"""The numbers of months at a node: those signed off where a month is locked, counted ones elsewhere."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q

from grids.choices import NodeLevel
from grids.models import Grid
from portal.clock import month_bounds, today
from portal.figures import Rate, parts, tally
from portal.models import MonthLock
from portal.reach import Reach, grants

SEPARATOR = "|"


def before(month):
    """The first day of the month before."""
    return (month - timedelta(days=1)).replace(day=1)


def after(month):
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


def year_before(month):
    """The first day of the same month last year."""
    return month.replace(year=month.year - 1)


def is_running(month):
    """Whether the month has not ended."""
    return month >= today().replace(day=1)


def last_months(count):
    """The running month and those before it, oldest first."""
    found = [today().replace(day=1)]
    while len(found) < count:
        found.insert(0, before(found[0]))
    return found


def own_nodes(user, verb, model):
    """The nodes whose whole subtree the user's posts open for a verb, widest first."""
    found = {g.node.pk: g.node for g in grants(user, verb, model) if g.reach == Reach.SUBTREE}
    return sorted(found.values(), key=lambda node: (node.depth, node.path))


def tree_of(nodes):
    """The nodes and all below them, in the order of the tree."""
    below = Q(pk__in=[])
    for node in nodes:
        below |= Q(path__startswith=node.path)
    return list(Grid.objects.filter(below).select_related("community").order_by("path"))


def key_of(values):
    """The values of the dimensions as one text, as a lock keeps them."""
    return SEPARATOR.join("" if value is None else str(value) for value in values)


def locks_of(node, months):
    """Locks of the node's community, or of all communities of a sub-district, without the rows they keep."""
    communities = Q(community=node.community_id) if node.community_id else Q(community__path__startswith=node.path)
    found = MonthLock.objects.filter(communities, month__in=months).defer("rows")
    return list(found.select_related("locked_by", "community").order_by("community__path", "month"))


class Numbers:
    """Numbers of one month at a node, {figure name: {values of the dimensions as text: number}}, added up when asked."""

    def __init__(self):
        self.cells, self.folded = {}, {}

    def put(self, figure, key, number):
        self.cells.setdefault(figure, []).append((key, number))

    def total(self, figure, at=None, keys=None):
        """The figure's number; with ``at`` and ``keys`` only where the dimension at that place has one of the keys."""
        if (figure, at) not in self.folded:
            fold = Counter()
            for key, number in self.cells.get(figure, []):
                fold["" if at is None else key[at]] += number
            self.folded[figure, at] = fold
        fold = self.folded[figure, at]
        return sum(fold.values()) if keys is None else sum(fold[key] for key in keys)

    def keys(self, at):
        """All values the dimension at that place takes."""
        return {key[at] for cells in self.cells.values() for key, number in cells if number}


def month_numbers(figures, by, node, months):
    """({month: Numbers}, locks); two queries whatever the rows."""
    # A lock signed before this table existed says nothing about it.
    locks = [lock for lock in locks_of(node, months) if any(one.name in lock.values for one in figures)]
    found, spans = {month: Numbers() for month in months}, []
    for month in months:
        signed = [lock.community_id for lock in locks if lock.month == month]
        if signed and node.community_id:
            continue
        within = node.rows_q() & ~Q(community__in=signed) if signed else node.rows_q()
        spans.append((month, (within, *month_bounds(month))))
    counted = tally(figures, [span for _, span in spans], *by) if spans else {}
    for (figure, n, *key), number in counted.items():
        found[spans[n][0]].put(figure, tuple("" if value is None else str(value) for value in key), number)
    only = str(node.pk) if node.level == NodeLevel.GRID else None
    for lock in locks:
        for figure in figures:
            for joined, number in lock.values.get(figure.name, {}).items():
                key = joined.split(SEPARATOR)
                if only in (None, key[0]):
                    found[lock.month].put(figure.name, tuple(key[: len(by)]), number)
    return found, locks


@dataclass(frozen=True)
class Line:
    """One line of a month's table: its words, the values it stands for and the list parameters that open its rows."""

    label: str
    keys: frozenset | None
    link: dict = field(hash=False)


class MonthReport:
    """A month of a node with the month before and the same month last year; page, workbook and lock read it."""

    def __init__(self, table, node, month, tree):
        self.table, self.node, self.month = table, node, month
        self.nodes = [one for one in tree if one.path.startswith(node.path)]
        self.months = (month, before(month), year_before(month))
        self.numbers, locks = month_numbers(table.figures, table.by, node, self.months)
        self.locks = [lock for lock in locks if lock.month == month]

    @property
    def unit(self):
        """Who reports: a grid is named with its community."""
        return f"{self.node.community}{self.node}" if self.node.level == NodeLevel.GRID else str(self.node)

    @property
    def subject(self):
        """Unit and table in one, without saying 网格 twice."""
        title = self.table.title
        return self.unit + (title[2:] if self.unit.endswith(title[:2]) else title)

    @property
    def title(self):
        """What the table is called on paper."""
        return f"{self.subject}月报表（{self.month.year}年{self.month.month}月）"

    def value(self, shown, month, line=None, dimension=None):
        """The number of a figure, or numerator and denominator of a rate, of a line or of the whole node."""
        at = None if line is None or line.keys is None else self.table.by.index(dimension)
        keys = None if line is None else line.keys
        found = [self.numbers[month].total(figure.name, at, keys) for figure in parts(shown)]
        return tuple(found) if isinstance(shown, Rate) else found[0]

    def whole(self):
        """The line of all together."""
        return Line("合计", None, {"node": self.node.pk})

    def lines(self, dimension):
        """The lines of the table split by a dimension: every place or choice, counted or not."""
        if dimension == self.table.by[0]:
            return self._places()
        field_ = self.table.model._meta.get_field(dimension)
        lines = [
            Line(str(label), frozenset([value]), {"node": self.node.pk, dimension: value})
            for value, label in field_.flatchoices
        ]
        at = self.table.by.index(dimension)
        known = {value for value, _ in field_.flatchoices}
        if left := self._seen(at) - known:
            lines.append(Line("未填", frozenset(left), {}))
        return lines

    def _seen(self, at):
        return {key for month in self.months for key in self.numbers[month].keys(at)}

    def _places(self):
        if self.node.level == NodeLevel.STREET:
            return [
                Line(
                    one.name,
                    frozenset(str(n.pk) for n in self.nodes if n.path.startswith(one.path)),
                    {"node": one.pk},
                )
                for one in self.nodes
                if one.level == NodeLevel.COMMUNITY
            ]
        lines = [
            Line(one.name, frozenset([str(one.pk)]), {"node": one.pk})
            for one in self.nodes
            if one.level == NodeLevel.GRID
        ]
        if self.node.level == NodeLevel.COMMUNITY and str(self.node.pk) in self._seen(0):
            here = {"node": self.node.pk, self.table.by[0]: self.node.pk}
            lines.append(Line(f"{self.node}本级", frozenset([str(self.node.pk)]), here))
        return lines
