"""Forms of a register, made from its declared fields: related rows narrowed to reach, personal data masked, one key for one tap."""

import re
import uuid
from functools import partial

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms
from django.core import signing
from django.db import models
from django.forms.models import modelform_factory
from django.utils import timezone
from django.utils.functional import cached_property

from portal.history import card_of
from portal.keys import key_of
from portal.masks import is_masked, mask, mask_free_text, restored
from portal.models.record import GRID
from portal.moves import Note
from portal.pages.fields import ManyField, MaskedField, field_of, is_spoken, plain_words, spoken_of
from portal.pages.page import registry
from portal.pages.selection import choices_of
from portal.pages.widgets import Remote, RemoteMany, Textarea
from portal.photos import PhotosField
from portal.reach import nodes_q

SALT = "portal.base"
MASKED = "这里还有脱敏后的样子。请保持原样不动，或整项重新填写完整。"
PIECES = re.compile(r"[、，,;；/\s]+")


def card_seen(page, user, row):
    """A chosen row's card as the search box showed it: a name is whole for whoever may see the row."""
    return row.card_to(seen=page.rows(user).filter(pk=row.pk).exists())


def pointed(form, asked):
    """What the address of a new form already says of related rows: only those the form itself would offer."""
    for name, field in form.fields.items():
        if not isinstance(field, forms.ModelChoiceField) or name not in asked:
            continue
        keys = [key for key in map(key_of, asked.getlist(name)) if key is not None]
        found = list(field.queryset.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
        if found:
            form.initial[name] = found if isinstance(field, forms.ModelMultipleChoiceField) else found[0]


def narrow(field, related, *, user, verb, page, current=()):
    """Offer only related rows the user may choose, by their cards; what the record already points to stays on offer."""
    if related._meta.label == GRID:
        rows = related._default_manager.filter(page.nodes & nodes_q(user, verb, page.model))
        field.error_messages["invalid_choice"] = "这个网格不在您的岗位范围内，请重选。"
    else:
        rows, gone = choices_of(related, user, page), ""
        if related in registry and registry[related].pickable:
            rows, gone = rows.filter(registry[related].pickable), "已停用，或"
        field.error_messages["invalid_choice"] = f"这个{field.label}{gone}不在可选范围内，请重选。"
        if related in registry and type(field.widget) is forms.Select:
            field.widget = Remote(registry[related].url("pick"))
        elif related in registry and registry[related].seek and isinstance(field, ManyField):
            field.widget = RemoteMany(registry[related].url("pick"))
    field.queryset = rows | related._default_manager.filter(pk__in=current) if current else rows
    is_sought = getattr(field.widget, "remote", False)
    field.label_from_instance = partial(card_seen, registry[related], user) if is_sought else card_of
    if field.empty_label is not None:
        field.empty_label = f"请选{field.label}"


class RecordForm(forms.ModelForm):
    """The form of one record; ``once`` makes a repeated tap harmless, ``version`` and ``base`` tell what the writer saw.

    ``asked`` is the query of a new form's address, which may point to related rows.
    """

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    sure = forms.BooleanField(widget=forms.HiddenInput, required=False)
    # A second way to send the form: {label, icon, opens: id of the part it needs, main: label of the main key then}.
    second_key = None
    apart = ()  # fields a subclass lays out itself
    css = {}  # {field: class of its place on the page}

    def __init__(self, *args, page, user, verb, asked=None, **kwargs):
        self.page, self.user = page, user
        super().__init__(*args, **kwargs)
        self._full = {name: getattr(self.instance, name, "") for name in self._masked()}
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._narrow(name, field, verb)
            plain_words(field)
        if asked:
            pointed(self, asked)
        if not self.is_bound or not self.instance.pk:
            self.initial.setdefault("once", uuid.uuid4())
        if self.instance.pk and not self.is_bound:
            self.initial["version"] = self.instance.version
            self.initial["base"] = signing.dumps(self.shown(self.instance), salt=SALT, compress=True)
        for name in self._masked():
            self.initial[name] = mask(self._full[name], self.fields[name].kind) if self._full[name] else ""
        for name in self._spoken if self.instance.pk else ():
            self.initial[name] = mask_free_text(getattr(self.instance, name))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def _layout(self):
        folded = [name for name in self.page.folded if name in self.fields]
        shown = [
            Field(name, wrapper_class=self.css.get(name))
            for name in self.fields
            if name not in folded and name not in self.apart
        ]
        if folded:
            labels = "、".join(str(self.fields[name].label) for name in folded)
            shown.append(Fieldset(f"补充：{labels}", *folded, css_class="more"))
        return Layout(*shown)

    def _masked(self):
        return [name for name, field in self.fields.items() if isinstance(field, MaskedField)]

    @cached_property
    def _spoken(self):
        """Fields of free text, into which people write numbers; what a page shows whole on purpose it also asks whole."""
        columns = [self._meta.model._meta.get_field(name) for name in self._meta.fields]
        return [column.name for column in columns if is_spoken(column) and column.name not in self.page.looks]

    def _narrow(self, name, field, verb):
        column = self._meta.model._meta.get_field(name)
        current = [key for key in self._keys(self.instance, column) if key] if self.instance.pk else []
        narrow(field, column.remote_field.model, user=self.user, verb=verb, page=self.page, current=current)
        if column.remote_field.model._meta.label == GRID and not column.many_to_many and len(field.queryset) == 1:
            self.initial.setdefault(name, field.queryset[0].pk)
            field.empty_label = None

    def _keys(self, record, column):
        if column.many_to_many:
            return [row.pk for row in getattr(record, column.name).all()]
        return [getattr(record, column.attname)]

    def clean(self):
        cleaned = super().clean()
        for name in self._masked():
            self._unmask(name, cleaned)
        for name in self._spoken if self.instance.pk else ():
            self._put_back(name, cleaned)
        for name, field in self.fields.items():
            # A date-time control drops the seconds; that is no change anybody made.
            before = getattr(self.instance, name, None) if isinstance(field, forms.DateTimeField) else None
            if before and cleaned.get(name) and self.text(name, before) == self.text(name, cleaned[name]):
                cleaned[name] = before
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        self._ask_unique()

    def _ask_unique(self):
        """What must be unique is told at once, though the community, the year or the state is no field of the form."""
        if grid := self.cleaned_data.get("grid"):
            self.instance.community_id = grid.community_id
        exclude = self._get_validation_exclusions()
        for one in self._meta.model._meta.constraints:
            names = spoken_of(one) if isinstance(one, models.UniqueConstraint) else set()
            # Django asks where all are fields of the form; what the record works out stands on it by now.
            if names & set(self.fields) and (worked_out := names - set(self.fields)):
                try:
                    one.validate(self._meta.model, self.instance, exclude=exclude - worked_out)
                except forms.ValidationError as error:
                    self._update_errors(error)

    def _unmask(self, name, cleaned):
        written, full, kind = cleaned.get(name), self._full[name] or "", self.fields[name].kind
        if not written or written == full:
            return
        masked = mask(full, kind)
        if written == masked:  # sent back as it was shown: unchanged
            cleaned[name] = full
        elif is_masked(written) or (
            full and set(PIECES.split(written)) & set(PIECES.split(masked)) - set(PIECES.split(full))
        ):
            self.add_error(name, MASKED)

    def _put_back(self, name, cleaned):
        try:
            if cleaned.get(name):
                cleaned[name] = restored(cleaned[name], getattr(self.instance, name))
        except ValueError:
            self.add_error(name, MASKED)

    def writing(self):
        """(name of the action that puts the record on its register, what else it answers, what was then done)."""
        return self.page.add, {}, self.page.add_label or "登记"

    def save(self, commit=False):
        """The record, not yet written: writing is for the action, which knows the author."""
        record = super().save(commit=False)
        many = {name for name, field in self.fields.items() if isinstance(field, ManyField)}
        record.relate(**{name: self.cleaned_data[name] for name in many & set(self.cleaned_data)})
        return record

    def shown(self, record):
        """{field: value as text} of a record, to compare what was seen with what is now."""
        seen = {}
        for name in self._meta.fields:
            if name not in self.fields:  # not asked of this writer
                continue
            column = record._meta.get_field(name)
            value = self._keys(record, column) if column.many_to_many else getattr(record, column.attname)
            seen[name] = self.text(name, value)
        return seen

    def written(self):
        """The same of what the writer sent; what cannot be read, or is masked, as it was typed."""
        typed = {name: str(self[name].value() or "") for name in self._meta.fields if name in self.fields}
        read = {} if self.errors is None else self.cleaned_data
        return typed | {
            name: self.text(name, read[name]) for name in typed if name in read and name not in self._masked()
        }

    def text(self, name, value):
        """One value as the form would send it, masked where the form masks."""
        field = self.fields.get(name)
        if isinstance(value, models.Model):
            value = value.pk
        if isinstance(value, list | models.QuerySet):
            return ",".join(str(key) for key in sorted(getattr(one, "pk", one) for one in value))
        if value in (None, "", False):
            return ""
        if isinstance(field, MaskedField):
            return mask(value, field.kind)
        if name in self._spoken:
            return mask_free_text(value)
        if isinstance(field, forms.DateTimeField):
            return f"{timezone.localtime(value):%Y-%m-%dT%H:%M}"
        return str(value)


def record_form(page):
    """The ModelForm class of a page's fields, pictures at their place."""
    names = [name for name in page.fields if name != "photos"]
    made = modelform_factory(
        page.model, form=page.form or RecordForm, fields=names, formfield_callback=partial(field_of, page)
    )
    if page.asks_photos():
        photos = PhotosField(label="照片", required=False)
        made = type(made.__name__, (made,), {"photos": photos, "__module__": __name__})
        order = [*page.fields, *[name for name in made.base_fields if name not in page.fields]]
        made.base_fields = {name: made.base_fields[name] for name in order}
    return made


class MoveForm(forms.Form):
    """What a move asks for; a register's own questions are fields of a subclass. ``record`` is None where many make it at once."""

    note = forms.CharField(label="说明", required=False, max_length=500, strip=True, widget=Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, page, user, move, record=None, **kwargs):
        self.page, self.user, self.record, self.move = page, user, record, move
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            plain_words(field)
        if move.note == Note.NONE:
            del self.fields["note"]
        elif move.note == Note.REQUIRED:
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = f"请写明“{move.label}”的理由。"
        if record is None:
            del self.fields["version"]
        else:
            self.fields["version"].error_messages = dict.fromkeys(("required", "invalid"), "页面已过期，请重新打开。")
            self.initial["version"] = record.version
        verb = next((name for name, one in page.model.MOVES.items() if one is move), "edit")
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                narrow(field, field.queryset.model, user=user, verb=verb, page=page)
        note = self.fields.pop("note", None)
        if note is not None:
            self.fields["note"] = note
        self.helper = FormHelper()
        self.helper.form_tag = False

    def look_again(self, record):
        """Let the next sending stand on the record as it is now shown, with the words already written."""
        self.data = self.data.copy()
        self.data["version"] = record.version

    def asked(self):
        """The answers for the action, note apart."""
        apart = ("note", "version", "once")
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}
