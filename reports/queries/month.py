"""A month, quarter or year of a node, line by line, beside the periods it is compared with."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from grids.choices import NodeLevel
from grids.models import Grid
from portal.clock import today
from portal.history import card_of
from portal.periods import MONTH, Period
from portal.reach import Reach, grants
from reports.queries.numbers import numbers_of, signed_numbers

UNFILLED = "未填"


def last_months(count):
    """The running month and those before it, oldest first."""
    found = [Period.of(today())]
    while len(found) < count:
        found.insert(0, found[0].before())
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


@dataclass(frozen=True)
class Line:
    """One line of a report's table: its words, the values it stands for and the list parameters that open its rows."""

    label: str
    keys: frozenset | None
    link: dict = field(hash=False)


class MonthReport:
    """A month, quarter or year of a node beside the one before and the same last year; page, workbook and lock read it."""

    def __init__(self, table, node, period, tree):
        self.table, self.node, self.period = table, node, period
        self.nodes = [one for one in tree if one.path.startswith(node.path)]
        self.periods = period.compared()
        self.numbers, locks = numbers_of(table.figures, table.by, node, self.periods)
        self.locks = [lock for lock in locks if lock.month == period.first]

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
        return f"{self.subject}{self.period.words.report}表（{self.period.label}）"

    @property
    def beside(self):
        """[(what a period is called here, period)]: this one without a word, then those it is compared with."""
        words = self.period.words
        return list(zip(("", words.last, words.year_ago), self.periods, strict=False))

    def value(self, shown, period, line=None, dimension=None):
        """The number of a figure, or both parts of a rate or average, of a line or of the whole node."""
        if line is None or line.keys is None:
            return self.numbers[period].value(shown)
        return self.numbers[period].value(shown, self.table.by.index(dimension), line.keys)

    @cached_property
    def signed(self):
        """Numbers the locked months of a quarter or year add up to; None where one of them is not locked."""
        if self.period.kind == MONTH or self.period.is_running:
            return None
        level = NodeLevel.COMMUNITY
        many = 1 if self.node.community_id else len([one for one in self.nodes if one.level == level])
        return signed_numbers(self.table.figures, self.table.by, self.node, self.period, many)

    def whole(self):
        """The line of all together."""
        return Line("合计", None, {"node": self.node.pk})

    def labels(self, dimension):
        """{value as text: its words} of all that a dimension may be."""
        if dimension == self.table.by[0]:
            return {str(one.pk): one.name for one in self.nodes}
        asked = self.table.model._meta.get_field(dimension)
        if asked.is_relation:
            community = self.node.community_id
            here = Q(community=community) if community else self.node.rows_q()
            rows = asked.related_model._base_manager.filter(here).order_by("pk")
            return {str(row.pk): card_of(row) for row in rows}
        known = {str(value): str(label) for value, label in asked.flatchoices}
        return known | dict.fromkeys(sorted(self._seen(dimension) - known.keys()), UNFILLED)

    def lines(self, dimension):
        """The lines of the table split by a dimension: every place or choice, counted or not; related rows where counted."""
        if dimension == self.table.by[0]:
            return self._places()
        labels, found = self.labels(dimension), {}
        if self.table.model._meta.get_field(dimension).is_relation:
            seen = self._seen(dimension)
            labels = dict(sorted(((k, v) for k, v in labels.items() if k in seen), key=lambda pair: pair[1]))
        for key, label in labels.items():
            found.setdefault(label, []).append(key)
        return [Line(label, frozenset(keys), self._link(dimension, label, keys)) for label, keys in found.items()]

    def _link(self, dimension, label, keys):
        # No list names several rows of one name, or rows without a value, at once.
        return {"node": self.node.pk, dimension: keys[0]} if len(keys) == 1 and label != UNFILLED else {}

    def _seen(self, dimension):
        at = self.table.by.index(dimension)
        return {key for period in self.periods for key in self.numbers[period].keys(at)}

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
        if self.node.level == NodeLevel.COMMUNITY and str(self.node.pk) in self._seen(self.table.by[0]):
            here = {"node": self.node.pk, self.table.by[0]: self.node.pk}
            lines.append(Line(f"{self.node}本级", frozenset([str(self.node.pk)]), here))
        return lines
