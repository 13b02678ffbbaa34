"""The numbers of months, quarters and years at a node: those signed off where a month is locked, counted ones elsewhere."""

from collections import Counter

from django.db.models import Q

from grids.choices import NodeLevel
from portal.figures import Ratio, parts, tally
from portal.models import MonthLock
from portal.periods import MONTH, Period

SEPARATOR = "|"


def key_of(values):
    """The values of the dimensions as one text, as a lock keeps them."""
    return SEPARATOR.join("" if value is None else str(value) for value in values)


def locks_of(node, months):
    """Locks of the node's community, or of all communities of a sub-district, without the rows they keep."""
    communities = Q(community=node.community_id) if node.community_id else Q(community__path__startswith=node.path)
    found = MonthLock.objects.filter(communities, month__in=months).defer("rows")
    return list(found.select_related("locked_by", "community").order_by("community__path", "month"))


class Numbers:
    """Numbers of one period at a node, {figure name: {values of the dimensions as text: number}}, added up when asked."""

    def __init__(self):
        self.cells, self.folded = {}, {}

    def put(self, figure, key, number):
        self.cells.setdefault(figure, []).append((key, number))

    def put_signed(self, lock, figures, by, node):
        """Add what a lock keeps of the node."""
        only = str(node.pk) if node.level == NodeLevel.GRID else None
        for figure in figures:
            for joined, number in lock.values.get(figure.name, {}).items():
                key = joined.split(SEPARATOR)
                if only in (None, key[0]):
                    self.put(figure.name, tuple(key[: len(by)]), number)

    def put_counted(self, figure, key, number):
        """Add what was counted now."""
        self.put(figure, tuple("" if value is None else str(value) for value in key), number)

    def total(self, figure, at=None, keys=None):
        """The figure's number; with ``at`` and ``keys`` only where the dimension at that place has one of the keys."""
        if (figure, at) not in self.folded:
            fold = Counter()
            for key, number in self.cells.get(figure, []):
                fold["" if at is None else key[at]] += number
            self.folded[figure, at] = fold
        fold = self.folded[figure, at]
        return sum(fold.values()) if keys is None else sum(fold[key] for key in keys)

    def value(self, shown, at=None, keys=None):
        """The number of a figure, numerator and denominator of a rate or an average."""
        found = tuple(self.total(figure.name, at, keys) for figure in parts(shown))
        return found if isinstance(shown, Ratio) else found[0]

    def keys(self, at):
        """All values the dimension at that place takes."""
        return {key[at] for cells in self.cells.values() for key, number in cells if number}


def numbers_of(figures, by, node, periods):
    """({period: Numbers}, locks of the months among them); two queries, one more for a lock older than a figure.

    A quarter and a year are counted as they are defined, over their whole length, whatever months of them are locked.
    """
    months = [period.first for period in periods if period.kind == MONTH]
    # A lock signed before this table existed says nothing about it.
    locks = [lock for lock in locks_of(node, months) if any(one.name in lock.values for one in figures)]
    found, spans = {period: Numbers() for period in periods}, []
    for period in periods:
        signed = [lock.community_id for lock in locks if lock.month == period.first]
        if signed and node.community_id:
            continue
        within = node.rows_q() & ~Q(community__in=signed) if signed else node.rows_q()
        spans.append((period, (within, *period.bounds)))
    counted = tally(figures, [span for _, span in spans], *by) if spans else {}
    for (figure, n, *key), number in counted.items():
        found[spans[n][0]].put_counted(figure, key, number)
    for lock in locks:
        month = Period.of(lock.month)
        found[month].put_signed(lock, figures, by, node)
        if new := [figure for figure in figures if figure.name not in lock.values]:
            within = node.rows_q() & Q(community=lock.community_id)
            for (figure, _, *key), number in tally(new, [(within, *month.bounds)], *by).items():
                found[month].put_counted(figure, key, number)
    return found, locks


def signed_numbers(figures, by, node, period, communities):
    """What the locked months of a quarter or year add up to, a stock as the last of them tells it.

    None unless every month of all the communities, so many, is locked and knows the figures.
    """
    locks = [lock for lock in locks_of(node, period.months) if all(one.name in lock.values for one in figures)]
    if len(locks) < communities * len(period.months):
        return None
    found = Numbers()
    for lock in locks:
        last = lock.month == period.months[-1]
        found.put_signed(lock, [figure for figure in figures if last or not figure.stock], by, node)
    return found
