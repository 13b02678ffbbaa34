"""Named figures: every number on a page or in a workbook, with one definition and one condition behind it.

Report, list page (``?figure=issue.closed&month=2026-11``) and workbook use the same condition, so they cannot differ. A
room declares its figures, its month's table and its card on the home page in its ``figures.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Aggregate, Count, Exists, IntegerField, Model, OuterRef, Q, Subquery, Value
from django.db.models.lookups import In

registry, tables, cards = {}, {}, []
# What a month may be: dates outside cannot be told as moments on every database.
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Figure:
    """A counted thing of a period: label, one-sentence definition, model, condition, measure.

    ``where(start, end)`` picks rows for the period [start, end), aware datetimes. A sealed figure shows no rows to anyone
    who may not view them.
    """

    name: str
    label: str
    definition: str
    model: type[Model]
    where: Callable[[datetime, datetime], Q]
    measure: Aggregate = field(default_factory=lambda: Count("pk"))
    unit: str = "件"
    sealed: bool = False

    def __post_init__(self):
        registry[self.name] = self

    def rows(self, within, start, end):
        """The rows behind the number: all of a node's, whoever asks. ``within`` is a condition such as ``node.rows_q()``."""
        return self.model._base_manager.filter(within & self.where(start, end))

    def count(self, within, start, end):
        """The number for a node and a period."""
        return self.rows(within, start, end).aggregate(value=self.measure)["value"] or 0

    def split(self, within, start, end, *dimensions):
        """{(value of each dimension): number}, one query."""
        rows = self.rows(within, start, end).order_by().values_list(*dimensions).annotate(value=self.measure)
        return {tuple(row[:-1]): row[-1] for row in rows}


@dataclass(frozen=True)
class Rate:
    """Two figures, always shown as numerator over denominator."""

    name: str
    label: str
    definition: str
    numerator: Figure
    denominator: Figure

    def __post_init__(self):
        registry[self.name] = self

    def share(self, numerator, denominator):
        """The percentage with one decimal, or None when nothing was due."""
        return None if not denominator else round(100 * numerator / denominator, 1)


@dataclass(frozen=True)
class MonthTable:
    """A room's table of the month: its figures and rates in order, split by some fields of the model.

    ``by`` names the fields, the first of them the node the rows hang on; all figures are counts or sums, so parts add up.
    """

    name: str
    title: str
    model: type[Model]
    columns: tuple
    by: tuple = ("grid",)

    def __post_init__(self):
        tables[self.name] = self

    @property
    def figures(self):
        """The figures it takes to fill the table, each once."""
        found = {}
        for column in self.columns:
            for figure in parts(column):
                found[figure.name] = figure
        return tuple(found.values())


@dataclass(frozen=True)
class Card:
    """A room's number on the home page: this month's figure or rate beside those of the year before."""

    icon: str
    shown: Figure | Rate

    def __post_init__(self):
        cards.append(self)

    @property
    def model(self):
        """The rows behind it."""
        return parts(self.shown)[0].model


def parts(shown):
    """The figures a figure or rate is made of."""
    return (shown.numerator, shown.denominator) if isinstance(shown, Rate) else (shown,)


def month_named(text):
    """The first day of the month written 2026-11; ValueError with a sentence for anything else."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = None
    if first is None or len(text) != 7 or first.year not in YEARS:
        raise ValueError("月份应写成 2026-11 这样。")
    return first


def tally(figures, spans, *dimensions):
    """{(figure name, number of the span, value of each dimension): number}, one query for all figures of a model.

    ``spans`` are (condition, start, end); a number that is none is left out unless nothing splits it. Each part of the
    query keeps to its own months, which lets the database walk an index instead of the whole register.
    """
    found, queries = {}, {}
    for number, figure in enumerate(figures):
        for n, span in enumerate(spans):
            rows = figure.rows(*span).order_by()
            marks = {"tally_figure": Value(number, IntegerField()), "tally_span": Value(n, IntegerField())}
            rows = rows.annotate(**marks).values_list(*marks, *dimensions).annotate(tally_value=figure.measure)
            queries.setdefault((figure.model, type(figure.measure.output_field)), []).append(rows)
    for first, *rest in queries.values():
        for number, n, *key, value in first.union(*rest, all=True) if rest else first:
            found[figures[number].name, n, *key] = value or 0
    return found


def moved(model, verbs, start, end):
    """Condition: the record made one of the moves within [start, end); ``verbs`` is one name or several."""
    from portal.models import Entry

    return Q(pk__in=Entry.objects.moved(model, verbs, start, end))


def stood(model, states, end):
    """Condition: the record's last move before ``end`` left it in one of ``states``; later moves do not change the past."""
    from portal.models import Entry

    mine = Entry.objects.filter(model=model._meta.label_lower, object_id=OuterRef("pk"), at__lt=end).exclude(
        to_state=""
    )
    last = Subquery(mine.order_by("-at", "-pk").values("to_state")[:1])
    return Q(In(last, list(states)))


def ever(model, verbs, end, by=None):
    """Condition: the record made one of the moves before ``end``, and by the moment its field ``by`` holds."""
    from portal.models import Entry, several

    mine = Entry.objects.filter(
        model=model._meta.label_lower, object_id=OuterRef("pk"), verb__in=several(verbs), at__lt=end
    )
    return Q(Exists(mine.filter(at__lte=OuterRef(by)) if by else mine))
