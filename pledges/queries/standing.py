"""How pledges are kept: the numbers of a node in a year, by organisation, by grid and by month; what the wording check found."""

from collections import Counter

from django.db.models import Count

from pledges.choices import Finding
from pledges.models import Fulfilment, Pledge
from pledges.models.pledge import OPEN
from portal.clock import today


class Kept:
    """The periods of a node's year by organisation, grid and month; ``due`` and ``kept`` say which count. One query."""

    def __init__(self, node, year, due, kept):
        rows = Fulfilment.objects.filter(node.rows_q(), due).order_by()
        rows = rows.values_list("organisation__name", "organisation", "grid", "due_on__month")
        self.found = list(rows.annotate(many=Count("pk"), done=Count("pk", filter=kept)))
        self.last = 12 if year < today().year else today().month

    def whole(self):
        """(due, kept) of all."""
        return self._sum(lambda row: True)

    def by_organisation(self):
        """[(key, name, due, kept)], those with most due first."""
        names = {row[1]: row[0] for row in self.found}
        lines = [(key, name, *self._sum(lambda row, key=key: row[1] == key)) for key, name in names.items()]
        return sorted(lines, key=lambda line: (-line[2], line[0]))

    def by_grid(self):
        """{key: (due, kept)}."""
        return {key: self._sum(lambda row, key=key: row[2] == key) for key in {row[2] for row in self.found}}

    def by_month(self):
        """[(month, due, kept)] of the year up to now."""
        return [(month, *self._sum(lambda row, month=month: row[3] == month)) for month in range(1, self.last + 1)]

    def _sum(self, which):
        rows = [row for row in self.found if which(row)]
        return sum(row[4] for row in rows), sum(row[5] for row in rows)


def states(node, year):
    """{state: how many pledges of the year}."""
    rows = Pledge.objects.filter(node.rows_q(), year=year).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def findings(node):
    """[(finding, how many open pledges)] of the wording check, most first."""
    told = Counter()
    rows = Pledge.objects.filter(node.rows_q(), state__in=OPEN).exclude(flags="").order_by()
    for flags, many in rows.values_list("flags").annotate(Count("pk")):
        told.update(dict.fromkeys(flags, many))
    return [(Finding(value), many) for value, many in sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))]
