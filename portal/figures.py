"""Named figures: every number on a page or in a workbook, with one definition and one condition behind it.

Report, list page (``?figure=issue.closed&month=2026-11``, ``&period=quarter`` for longer than a month) and workbook use the
same condition, so they cannot differ. A room declares its figures, its month's table and its card on the home page in
its ``figures.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Aggregate, Count, Exists, IntegerField, Model, OuterRef, Q, Subquery, Value
from django.db.models.lookups import In

from portal.periods import LENGTHS, Period
from portal.reach import plain

registry, tables, cards = {}, {}, []
# What a month may be: dates outside cannot be told as moments on every database.
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Figure:
    """A counted thing of a period: label, one-sentence definition, model, condition, measure.

    ``where(start, end)`` picks rows for the period [start, end), aware datetimes. A sealed figure shows no rows to anyone
    who may not view them. A stock tells how things stand as the period ends, so those of its months do not add up. A keyed one
    names its rows by their keys, few beside all of a node's, so those are what the database shall walk.
    """

    name: str
    label: str
    definition: str
    model: type[Model]
    where: Callable[[datetime, datetime], Q]
    measure: Aggregate = field(default_factory=lambda: Count("pk"))
    unit: str = "件"
    sealed: bool = False
    stock: bool = False
    keyed: bool = False

    def __post_init__(self):
        if self.name in registry:
            raise ImproperlyConfigured(f"two figures are named {self.name}")
        registry[self.name] = self

    def rows(self, within, start, end):
        """The rows behind the number: all of a node's, whoever asks. ``within`` is a condition such as ``node.rows_q()``."""
        return self.model._base_manager.filter(plain(within) if self.keyed else within, self.where(start, end))

    def count(self, within, start, end):
        """The number for a node and a period."""
        return self.rows(within, start, end).aggregate(value=self.measure)["value"] or 0

    def split(self, within, start, end, *dimensions):
        """{(value of each dimension): number}, one query."""
        rows = self.rows(within, start, end).order_by().values_list(*dimensions).annotate(value=self.measure)
        return {tuple(row[:-1]): row[-1] for row in rows}


@dataclass(frozen=True)
class Ratio:
    """Two figures, always shown as numerator over denominator; ``kind`` is how a workbook shows it."""

    name: str
    label: str
    definition: str
    numerator: Figure
    denominator: Figure

    kind, unit, scale, rising_is_good = "tenth", "", 1, True

    def __post_init__(self):
        registry[self.name] = self

    def quotient(self, numerator, denominator):
        """The number as a workbook keeps it, or None when there is nothing to divide by."""
        return numerator / denominator if denominator else None

    def share(self, numerator, denominator):
        """The number as it is read, with one decimal, or None when there is nothing to divide by."""
        quotient = self.quotient(numerator, denominator)
        return None if quotient is None else round(self.scale * quotient, 1)

    def words(self, share):
        """97.1 as 97.1%, nothing as a dash."""
        return "—" if share is None else f"{share}{self.unit}"


@dataclass(frozen=True)
class Rate(Ratio):
    """A percentage: how much was done of what was due."""

    kind, unit, scale = "percent", "%", 100


@dataclass(frozen=True)
class Mean(Ratio):
    """An average, shown in ``unit``, ``per`` of the numerator's own units each: 3.2 天 of 77 小时 over one reply."""

    unit: str = ""
    per: int = 1
    rising_is_good: bool = True

    def quotient(self, numerator, denominator):
        return numerator / denominator / self.per if denominator else None

    def words(self, share):
        return "—" if share is None else f"{share} {self.unit}"


@dataclass(frozen=True)
class MonthTable:
    """A room's table of the month: its figures and rates in order, split by some fields of the model.

    ``by`` names the fields, the first of them the node the rows hang on; all figures are counts or sums, so parts add up.
    ``note`` says on the page what the reader must know of all its numbers; ``ledger`` names the columns that a workbook and a
    lock keep of each row, those of the register's own export where it is empty.
    """

    name: str
    title: str
    model: type[Model]
    columns: tuple
    by: tuple = ("grid",)
    note: str = ""
    ledger: tuple = ()

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
    shown: Figure | Ratio

    def __post_init__(self):
        cards.append(self)

    @property
    def model(self):
        """The rows behind it."""
        return parts(self.shown)[0].model


def parts(shown):
    """The figures a figure, rate or average is made of."""
    return (shown.numerator, shown.denominator) if isinstance(shown, Ratio) else (shown,)


def month_named(text):
    """The first day of the month written 2026-11; ValueError with a sentence for anything else."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        first = None
    if first is None or len(text) != 7 or first.year not in YEARS:
        raise ValueError("月份应写成 2026-11 这样。")
    return first


def period_named(month, kind):
    """The period of a kind (a month when it is empty) that holds the month written 2026-11; ValueError with a sentence."""
    kind = kind or "month"
    if kind not in LENGTHS:
        raise ValueError("没有这样的期间，只有月、季度和年，请从月报点开数字。")
    return Period.of(month_named(month), kind)


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


def moved(model, verbs, start, end, first_from=""):
    """Condition: the record made one of the moves within [start, end); ``verbs`` is one name or several.

    ``first_from`` names a state: only the first of these moves that left it counts, however often it is made again.
    """
    from portal.models import Entry

    moves = Entry.objects.moved(model, verbs, start, end)
    if not first_from:
        return Q(pk__in=moves)
    return Q(pk__in=moves.filter(from_state=first_from)) & ~ever(model, verbs, start, source=first_from)


def stood(model, states, end):
    """Condition: the record's last move before ``end`` left it in one of ``states``; later moves do not change the past."""
    from portal.models import Entry

    mine = Entry.objects.filter(model=model._meta.label_lower, object_id=OuterRef("pk"), at__lt=end).exclude(
        to_state=""
    )
    last = Subquery(mine.order_by("-at", "-pk").values("to_state")[:1])
    return Q(In(last, list(states)))


def ever(model, verbs, end, by=None, of="pk", since=None, source=""):
    """Condition: the record made one of the moves before ``end``, and by the moment its field ``by`` holds.

    ``of`` names the key of another record of ``model`` whose moves are meant; ``since`` a field only moves after which count,
    ``source`` the state they left.
    """
    from portal.models import Entry, several

    mine = Entry.objects.filter(
        model=model._meta.label_lower, object_id=OuterRef(of), verb__in=several(verbs), at__lt=end
    )
    if source:
        mine = mine.filter(from_state=source)
    if by:
        mine = mine.filter(at__lte=OuterRef(by))
    if since:
        mine = mine.filter(at__gte=OuterRef(since))
    return Q(Exists(mine))
