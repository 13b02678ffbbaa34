"""What a list is asked for: search, filters, tab, figure, order; shared by list, export, board and print, so they agree."""

from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

import django_filters
from django import forms
from django.apps import apps
from django.core.exceptions import BadRequest
from django.db import models
from django.http import Http404
from django_filters.fields import ModelChoiceField

from portal import figures
from portal.clock import start_of_day
from portal.history import card_of
from portal.keys import key_of
from portal.models.record import GRID, Record
from portal.paths import walk
from portal.reach import may, nodes_q
from portal.tags import Tags, tagged

SHOWN_FILTERS = 4
LONGEST_TOKEN = 64
EARLIEST, LATEST = date(1000, 1, 1), date(9000, 1, 1)


def choices_of(target, user, page):
    """The related rows of a model a filter or form may offer this user; narrowed everywhere alike."""
    if target._meta.label == GRID:
        return target._default_manager.filter(nodes_q(user, "view", page.model))
    if issubclass(target, Record):
        joined = [target.CARD.rpartition("__")[0]] if "__" in target.CARD else []
        return target._default_manager.within_reach(user, "refer").select_related(*joined)
    return target._default_manager.none()


class CardField(ModelChoiceField):
    """Related rows offered by their cards, personal data masked."""

    def label_from_instance(self, obj):
        return card_of(obj)


class CardFilter(django_filters.ModelChoiceFilter):
    """A filter by a related row."""

    field_class = CardField


def filterset_class(page, user):
    """A django-filter set of the page's declared filters."""
    made = {}
    for name in page.filters:
        if name in page.conditions:
            label = page.conditions[name].label
            made[name] = django_filters.BooleanFilter(
                method="condition", label=label, widget=forms.CheckboxInput, field_name=name
            )
            continue
        field = walk(page.model, name)[-1]
        label = str(field.verbose_name)
        wrong = {"invalid_choice": f"筛选条件“{label}”没有这一项，请从列表里选。"}
        if choices := field.words_of.choices if isinstance(field, Tags) else field.flatchoices:
            made[name] = django_filters.ChoiceFilter(
                field_name=name,
                label=label,
                choices=choices,
                empty_label=f"全部{label}",
                error_messages=wrong,
                **({"method": "tagged"} if isinstance(field, Tags) else {}),
            )
        elif isinstance(field, models.ForeignKey):
            made[name] = CardFilter(
                field_name=name,
                label=label,
                queryset=choices_of(field.remote_field.model, user, page),
                empty_label=f"全部{label}",
                error_messages=wrong,
            )
        elif isinstance(field, models.DateField):
            for end, word in (("from", "起"), ("to", "止")):
                made[f"{name}_{end}"] = django_filters.DateFilter(
                    method=end, field_name=name, label=label + word, widget=forms.DateInput(attrs={"type": "date"})
                )
        else:
            made[name] = django_filters.CharFilter(field_name=name, lookup_expr="icontains", label=label)

    def condition(self, rows, name, value):
        return rows.filter(page.conditions[name].where(user)) if value else rows

    ways = {"condition": condition, "from": since, "to": until, "tagged": bearing}
    return type(f"{page.name}Filters", (django_filters.FilterSet,), {**made, **ways})


def bearing(filterset, rows, name, value):
    """Rows that bear a tag."""
    return rows.filter(tagged(name, value))


def since(filterset, rows, name, day):
    """Rows whose date or moment is not before the day."""
    return rows.filter(**{f"{name}__gte": day if _is_date(rows, name) else begins(day)})


def until(filterset, rows, name, day):
    """Rows whose date or moment is not after the day."""
    return rows.filter(**{f"{name}__lte": day} if _is_date(rows, name) else {f"{name}__lt": begins(day, after=1)})


def _is_date(rows, name):
    return not isinstance(rows.model._meta.get_field(name), models.DateTimeField)


def begins(day, after=0):
    """The moment a day begins; asking each row for its date instead would read the whole register.

    A day too far off to be told as a moment on every database stands for one as good.
    """
    return start_of_day(min(max(day, EARLIEST), LATEST) + timedelta(days=after))


class Selection:
    """The rows a request asks a page for; wrong values are told, never guessed."""

    def __init__(self, page, request, verb="view", query=None):
        self.page, self.request = page, request
        self.query = request.GET if query is None else query
        self.user = request.user
        self.rows_in_reach = page.rows(self.user, verb)
        self.filterset = filterset_class(page, self.user)(self.query, queryset=self.rows_in_reach, request=request)

    @property
    def errors(self):
        """Wrong filter values, field → sentences."""
        return self.filterset.form.errors if self.is_filtered else {}

    def insist(self):
        """Refuse a wrong filter value where there is no list to show the sentences on."""
        if self.errors:
            raise BadRequest("；".join(sentence for sentences in self.errors.values() for sentence in sentences))

    @cached_property
    def rows(self):
        """Filtered, searched and ordered rows."""
        if self.errors:
            return self.rows_in_reach.none()
        rows = self.filterset.qs if self.is_filtered else self.rows_in_reach
        if self.q:
            rows = rows.filter(self.page.found(self.q))
        if self.number:
            rows = rows.filter(self.page.with_number(self.number))
        if self.tab:
            rows = rows.filter(self.page.conditions[self.tab].where(self.user))
        if self.figure:
            rows = rows.filter(self.figure.where(*self.period.bounds))
        if self.node is not None:
            rows = rows.filter(self.node.rows_q())
        return rows.order_by(*self.ordering)

    @cached_property
    def q(self):
        return self.query.get("q", "").replace("\x00", "").strip()[:100]

    @cached_property
    def number(self):
        """The token of a whole number somebody looked for."""
        return self.query.get("number", "")[:LONGEST_TOKEN] if self.page.with_number else ""

    def without_number(self):
        """The address of the same list with a token in the place of a whole number typed; empty where none was typed."""
        token = self.page.number(self.q) if self.q and self.page.number else ""
        return self.url(q=None, page=None, number=token) if token else ""

    @cached_property
    def tab(self):
        tab = self.query.get("tab", "")
        if tab and tab not in self.page.conditions:
            raise BadRequest("没有这个视图，请从列表上方的标签选。")
        return tab

    @cached_property
    def figure(self):
        name = self.query.get("figure", "")
        if not name:
            return None
        figure = figures.registry.get(name)
        if not isinstance(figure, figures.Figure) or figure.model is not self.page.model:
            raise BadRequest("没有这个指标，请从月报点开数字。")
        return figure

    @cached_property
    def period(self):
        """The month, or the quarter or year it lies in, a figure was opened for."""
        try:
            return figures.period_named(self.query.get("month", ""), self.query.get("period", ""))
        except ValueError as wrong:
            raise BadRequest(str(wrong)) from None

    @cached_property
    def node(self):
        """The tree node a figure or the page of a community was opened at; its rows still open only within reach."""
        if not self.query.get("node"):
            return None
        Grid = apps.get_model(GRID)
        if (key := key_of(self.query["node"])) is None:
            raise BadRequest("网格编号不对，请从月报点开数字。")
        node = Grid.objects.filter(pk=key).first()
        if node is None:
            raise Http404
        return node

    @cached_property
    def ordering(self):
        """Order-by of the asked column, falling back to the page's; the key makes it total."""
        asked = self.query.get("sort", "")
        name, minus = asked.removeprefix("-"), "-" if asked.startswith("-") else ""
        column = next((c for c in self.page.list_columns() if c.name == name and c.sort), None)
        if asked and column is None:
            raise BadRequest("不能按这一列排序。")
        first = f"{minus}{column.sort}" if column else self.page.ordering
        return [first, "-pk" if first.startswith("-") else "pk"]

    # How to come back ----------------------------------------------------------------

    def url(self, **changes):
        """The list's address with some parameters changed; None takes one away."""
        query = {key: value for key, value in self.query.items() if value and key not in changes}
        query.update({key: value for key, value in changes.items() if value is not None})
        return f"?{urlencode(query)}" if query else "?"

    @cached_property
    def is_filtered(self):
        """Whether any filter is asked for at all; a list is mostly opened without."""
        return any(self.query.get(name) for name in self.filterset.filters)

    @cached_property
    def is_narrowed(self):
        return bool(self.q or self.number or self.tab or self.figure or self.node or self.is_filtered)

    def chips(self):
        """What is on, each with the address that takes it off."""
        found = []
        if self.q:
            found.append({"label": f"含“{self.q}”", "url": self.url(q=None, page=None)})
        if self.number:
            found.append({"label": "按号码查", "url": self.url(number=None, page=None)})
        if self.figure:
            words = f"{self.figure.label} · {self.period.label}" + (f" · {self.node}" if self.node else "")
            off = dict.fromkeys(("figure", "month", "period", "node", "page"))
            found.append({"label": words, "url": self.url(**off)})
        elif self.node:
            found.append({"label": str(self.node), "url": self.url(node=None, page=None)})
        if self.is_filtered and not self.errors:
            for name, asked in self.filterset.filters.items():
                value = self.filterset.form.cleaned_data.get(name)
                if value in (None, "", False):
                    continue
                shown = dict(asked.extra["choices"]).get(value) if "choices" in asked.extra else value
                words = asked.label if value is True else f"{asked.label}：{card_of(shown)}"
                found.append({"label": words, "url": self.url(**{name: None, "page": None})})
        return found

    def filter_bar(self):
        """The filters as plain values for a template loop: drawing 40 choices as widgets would cost more than the rows."""
        found = []
        for name, field in self.filterset.form.fields.items():
            choices = getattr(field, "choices", None)
            found.append(
                {
                    "name": name,
                    "label": field.label,
                    "kind": "select" if choices else getattr(field.widget, "input_type", "text"),
                    "value": self.query.get(name, ""),
                    "options": [(str(value), label) for value, label in choices] if choices else [],
                    "more": len(found) >= SHOWN_FILTERS,
                }
            )
        return found

    def allowed(self, verb):
        return may(self.user, verb, self.page.model)
