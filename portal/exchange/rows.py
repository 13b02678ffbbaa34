"""One form for many rows: each row of a workbook passes the same form as a page's, made once and turned to row after row."""

import unicodedata
from functools import partial

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q
from django.forms.models import construct_instance, model_to_dict

from portal.exchange.fields import key, listed
from portal.exchange.values import CellError
from portal.masks import mask
from portal.pages.fields import MaskedField, spoken_of
from portal.pages.forms import record_form
from portal.paths import value_at, walk

CHUNK = 400
NAMES = ("code", "name", "title", "alias", "username")


# Several rows, a structure, a file: asked for on the page, not in a workbook.
NOT_IN_A_CELL = (forms.ModelMultipleChoiceField, forms.JSONField, forms.FileField)


def in_chunks(keys):
    """The keys of a whole workbook in lists short enough for one query each."""
    return [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]


class Given(forms.Field):
    """A related row that was found already."""

    def to_python(self, value):
        return value


class RowForm:
    """Mixed into a page's form; ``turn_to`` gives it another record and other data."""

    def use_for_rows(self):
        """Leave out what only a browser needs, and stop asking the database about each related row."""
        self.unfillable = []
        for name, field in list(self.fields.items()):
            if name not in self._meta.fields or isinstance(field, NOT_IN_A_CELL):
                del self.fields[name]
                self.unfillable += [str(field.label)] if field.required else []
                continue
            # A page may make a title of a sentence; a cell stays empty by mistake, and the template says it must not.
            column = self._meta.model._meta.get_field(name)
            field.required = field.required or not (column.blank or column.has_default())
            if isinstance(field, forms.ModelChoiceField):
                given = Given(required=field.required, label=field.label, error_messages=field.error_messages)
                given.choosable = field.queryset
                self.fields[name] = given
        self.found = {name for name, field in self.fields.items() if isinstance(field, Given)}
        constraints = self._meta.model._meta.constraints
        self.breakable = [one for one in constraints if not spoken_of(one).isdisjoint(self.fields)]
        return self

    def turn_to(self, record, data):
        """Check this record with this data next; returns whether it is valid."""
        self.instance, self.data, self._errors = record, data, None
        self.initial = model_to_dict(record, list(self.fields))
        self._full = {name: getattr(record, name, "") for name in self._masked()}
        for name in self._masked():
            self.initial[name] = mask(self._full[name], self.fields[name].kind) if self._full[name] else ""
        self._bound_fields_cache = {}
        self.__dict__.pop("changed_data", None)
        return self.is_valid()

    def _post_clean(self):
        # As Django's, but a related row that was found is not looked for again, and of the constraints, each a query a
        # row, only those are asked that the columns can break.
        opts, exclude = self._meta, self._get_validation_exclusions()
        self.instance = construct_instance(self, self.instance, opts.fields, opts.exclude)
        checks = [
            lambda: self.instance.full_clean(exclude | self.found, validate_unique=False, validate_constraints=False)
        ]
        checks += [partial(one.validate, opts.model, self.instance, exclude=exclude) for one in self.breakable]
        for check in checks:
            try:
                check()
            except ValidationError as error:
                self._update_errors(error)
        if self._validate_unique:
            self.validate_unique()
        self._ask_unique()

    def given(self, name, value):
        """A value as the form expects it: personal data that stays is sent masked, as a browser would."""
        field = self.fields.get(name)
        return mask(value, field.kind) if isinstance(field, MaskedField) and value else value


def row_form(page, user, verb):
    """The page's form for a user and a verb, ready for rows."""
    form = type("RowForm", (RowForm, record_form(page)), {})({}, page=page, user=user, verb=verb)
    return form.use_for_rows()


class Related:
    """Finds the rows that cells name, by card, name or number, among those the user may choose."""

    def __init__(self, rows, label):
        self.rows, self.label, self.found = rows, label, {}

    def learn(self, cells):
        """Look all of them up, in a few queries."""
        said = {words for cell in cells if cell for words in (cell, cell.split()[0])}
        wanted = sorted(said | {"".join(unicodedata.normalize("NFKC", cell).split()) for cell in said})
        paths = self._paths()
        for part in in_chunks(wanted):
            named = Q()
            for path in paths:
                named |= Q(**{f"{path}__in": part})
            for row in self.rows.filter(named).order_by("pk"):
                for words in {key(value) for path in paths if (value := value_at(row, path))} | {key(listed(row))}:
                    self.found.setdefault(words, {})[row.pk] = row

    def __call__(self, cell):
        """The one row a cell names; CellError when there is none or several."""
        rows = list(self.found.get(key(cell), {}).values())
        if not rows:
            raise CellError(f"没有找到{self._quoted(cell)}，或不在您可选的范围内，请从下拉列表选")
        if len(rows) > 1:
            raise CellError(f"有 {len(rows)} 个{self._quoted(cell)}，请改填编号")
        return rows[0]

    def _quoted(self, cell):
        """The cell in a refusal, which is kept: a person's name is not repeated there."""
        card = walk(self.rows.model, getattr(self.rows.model, "CARD", "pk"))[-1]
        return "这一项" if getattr(card, "mask", None) else f"“{cell[:20]}”"

    def _paths(self):
        model = self.rows.model
        names = dict.fromkeys([getattr(model, "CARD", "pk"), *NAMES])
        return [path for path in names if _is_searchable(model, path)]


def _is_searchable(model, path):
    try:
        for part in path.split("__"):
            field = model._meta.get_field(part)
            model = field.related_model or model
    except FieldDoesNotExist:
        return False
    return field.get_lookup("in") is not None and not getattr(field, "mask", None)
