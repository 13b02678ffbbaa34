"""Columns: how one value is read from the database, shown in a cell, and written to a workbook.

Lists read ``.values_list()`` of the columns' paths and never build model instances; that is what makes them fast.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from zoneinfo import ZoneInfo

from django.db import models

from portal.clock import due_words, now
from portal.history import card_list
from portal.masks import mask, mask_free_text
from portal.paths import walk
from portal.tags import Tags

HERE = ZoneInfo("Asia/Shanghai")
# Of what stays of a number or an address once it is masked.
MASKED_WIDTHS = {"id_number": 20, "phone": 13, "address": 18}
DEMO = '<i class="demo">演示</i>'


def _text(value=None):
    return "" if value is None else escape(str(value))


def plain(value=None):
    """A value as it is, for a workbook."""
    return "" if value is None else value


@dataclass(frozen=True)
class Column:
    """One column: ``html(*values)`` for the cell, ``plain(*values)`` for the workbook, values in the order of ``paths``.

    ``kind`` is the workbook's: text, number, decimal, date, datetime. ``sort`` is the order-by path or None. ``width`` is
    in characters.
    """

    name: str
    label: str
    paths: tuple
    html: Callable = _text
    plain: Callable = plain
    css: str = ""
    sort: str | None = None
    kind: str = "text"
    width: int = 12
    many: bool = False


def column(model, name, looks=None):
    """The column of a model field, or of one a path leads to: its label, its path and the way its kind of value reads."""
    look = (looks or {}).get(name)
    fields = walk(model, name)
    field = fields[-1]
    base = Column(name, "".join(str(one.verbose_name) for one in fields), (name,), sort=name)
    if field.many_to_many:
        return _many(base, model)
    if kind := getattr(field, "mask", None):
        width = MASKED_WIDTHS.get(kind, base.width)
        return replace(base, html=_masked(kind), plain=_masked_plain(kind), css="masked", sort=None, width=width)
    if isinstance(field, Tags):
        return replace(
            base, html=look or (lambda tags: escape(field.words(tags))), plain=field.words, sort=None, width=20
        )
    if field.choices:
        labels = {value: str(text) for value, text in field.flatchoices}
        return replace(base, html=look or _choice(labels), plain=lambda v: labels.get(v, v or ""), css="nw")
    if isinstance(field, models.ForeignKey):
        return related(model, name)
    for kind, ways in _kinds().items():
        if isinstance(field, kind):
            return replace(base, **ways)
    if field.name == "code":
        return replace(base, css="code", width=20)
    return replace(base, width=20, html=look or _words, plain=mask_free_text)


def _kinds():
    return {
        models.DateTimeField: {"html": _moment, "plain": local, "css": "code", "kind": "datetime", "width": 17},
        models.DateField: {"css": "code", "kind": "date"},
        models.DecimalField: {"css": "r num", "kind": "decimal"},
        models.IntegerField: {"css": "r num", "kind": "number", "width": 8},
        models.BooleanField: {"html": _yes, "plain": _yes},
        models.TextField: {"css": "long", "width": 30, "sort": None, "html": _words, "plain": mask_free_text},
    }


def _words(value):
    # People write phones and ID numbers into any text; the register shows none of them.
    return escape(mask_free_text(value))


def _yes(value):
    return "是" if value else "否"


def related(model, name, label=None, path=None):
    """The card of a related row: its label only, masked where it is personal data, never the row itself."""
    field = walk(model, name)[-1]
    path = path or f"{name}__{getattr(field.remote_field.model, 'CARD', 'pk')}"
    base = Column(
        name, label or str(field.verbose_name), (path,), _person_or_text, mask_free_text, css="nw", sort=path, width=14
    )
    if kind := getattr(walk(model, path)[-1], "mask", None):
        return replace(base, html=_masked(kind), plain=_masked_plain(kind), sort=None)
    return base


def _many(base, model):
    """The cards of several related rows; a query a record, so for detail pages only."""

    def cards(pk):
        return card_list(getattr(model(pk=pk), base.name).all())

    return replace(base, paths=("pk",), html=lambda pk: escape(cards(pk)), plain=cards, sort=None, many=True)


def link(base, url):
    """The column whose cell opens the record; ``url`` holds ``0`` where the key goes."""
    before, after = url.rsplit("0", 1)

    def cell(*values):
        return f'<a class="t clip" href="{before}{values[-1]}{after}">{base.html(*values[:-1])}</a>'

    return replace(
        base, paths=(*base.paths, "pk"), html=cell, plain=lambda *values: base.plain(*values[:-1]), css="t-c"
    )


def whole_name(name="name", label="姓名"):
    """A name as it is, for the pages of its own register; workbooks still get it masked, as everybody else does."""
    return Column(name, label, (name,), _person_or_text, _masked_plain("name"), css="nw", sort=name, width=12)


def badge(css_of, labels):
    """A state badge; ``css_of`` maps a state to the sign's class, see look.md."""
    cells = {value: f'<span class="st st-{css}">{escape(str(labels[value]))}</span>' for value, css in css_of.items()}
    return lambda value: cells.get(value, "")


def bars(level_of, labels, high):
    """One to three bars and a word, for how pressing something is."""
    cells = {}
    for value, level in level_of.items():
        marks = '<b class="on"></b>' * level + "<b></b>" * (3 - level)
        cells[value] = f'<span class="urg{" hi" if value == high else ""}"><span>{marks}</span>{labels[value]}</span>'
    return lambda value: cells.get(value, "")


DUE_SIGN = {"late": "exclamation-triangle-fill", "soon": "hourglass-split"}


def due_mark(css, words):
    """A time left, or one that has passed, as it is shown everywhere: a sign where it presses, and the words; "" for none."""
    sign = DUE_SIGN.get(css)
    icon = f'<i class="bi bi-{sign}" aria-hidden="true"></i>' if sign else ""
    return f'<span class="due {css or "ok"}">{icon}{escape(words)}</span>' if words else ""


def due(name="due_at", since="created_at", done="closed_at", state="state", settled=None, label="时限"):
    """How much time is left, or how long it took; computed when read, never stored.

    ``settled`` maps the states in which no limit runs any more to the words shown instead.
    """
    settled = settled or {}

    def words(due_at, since_at, done_at, now_in):
        if now_in in settled:
            return "done", settled[now_in]
        if done_at and due_at:
            late = done_at > due_at
            return ("late" if late else "done"), _took(since_at, done_at) + ("，超期" if late else "")
        return due_words(due_at, now(), since=since_at)

    def cell(due_at, since_at, done_at, now_in):
        return due_mark(*words(due_at, since_at, done_at, now_in))

    return Column(
        name,
        label,
        (name, since, done, state),
        cell,
        lambda due_at, *_: local(due_at),
        sort=name,
        kind="datetime",
        width=17,
    )


def _took(start, end):
    hours = (end - start).total_seconds() / 3600
    return (
        "当日办结" if start.astimezone(HERE).date() == end.astimezone(HERE).date() else f"用时 {-(-hours // 24):.0f} 天"
    )


def local(value):
    """An aware moment as the naive local time a workbook can hold."""
    return value.astimezone(HERE).replace(tzinfo=None) if value else ""


def _moment(value):
    if not value:
        return ""
    here = value.astimezone(HERE)
    year = "" if here.year == now().year else f"{here.year}-"
    return f"{year}{here.month:02}-{here.day:02} {here.hour:02}:{here.minute:02}"


def _choice(labels):
    cells = {value: escape(text) for value, text in labels.items()}
    return lambda value: cells.get(value, "" if value in (None, "") else escape(str(value)))


def _masked_plain(kind):
    return lambda value: mask(value, kind) if value else ""


def _masked(kind):
    return lambda value: f'<span class="msk">{escape(mask(value, kind))}</span>' if value else ""


def _person_or_text(value):
    if value and str(value).endswith("（演示）"):
        return escape(str(value)[:-4]) + DEMO
    return _words(value)
