"""Fields of a register's forms: personal data masked, choices as tiles, and what is wrong said in plain words."""

from django import forms
from django.db import models

from portal.crypto import EncryptedText
from portal.keys import key_of
from portal.pages.widgets import Textarea
from portal.tags import Tags


class MaskedField(forms.CharField):
    """Shows personal data masked; left as shown it stays what it was."""

    def __init__(self, *, kind, **kwargs):
        self.kind = kind
        super().__init__(**kwargs)


class ManyField(forms.ModelMultipleChoiceField):
    """Several related rows as ticks; reads one comma-separated value as well, which is how a comparison carries them."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        keys = [key for part in value or [] for key in str(part).split(",") if key]
        if any(key_of(key) is None for key in keys):
            raise forms.ValidationError(self.error_messages["invalid_choice"] % {"value": ""})
        return super().clean(keys)


def is_spoken(column):
    """Whether a column holds free text, which is shown with the numbers in it masked."""
    is_text = isinstance(column, models.CharField | models.TextField) and not isinstance(column, Tags)
    return is_text and column.name != "code" and not column.choices and not getattr(column, "mask", None)


def spoken_of(constraint):
    """The fields a constraint speaks of."""
    names, parts = set(getattr(constraint, "fields", ())), [getattr(constraint, "condition", None)]
    while parts:
        part = parts.pop()
        if isinstance(part, models.Q):
            parts += part.children
        elif isinstance(part, tuple):
            names.add(part[0].split("__")[0])
    return names


def plain_words(field):
    """What is wrong with a value, said as a clerk would say it."""
    if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = f"请填写{field.label}。"
    if getattr(field, "max_length", None):
        field.error_messages["max_length"] = "最多 %(limit_value)d 个字，现在有 %(show_value)d 个，请精简。"
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        field.error_messages["invalid_choice"] = f"{field.label}没有这一项，请从列表里选。"
    if isinstance(field, forms.IntegerField):
        field.error_messages["invalid"] = f"{field.label}请填数字，如 3。"


def field_of(page, field, **kwargs):
    """The form field of a model's field, as the page wants it asked."""
    if tiles := page.tiles.get(field.name):
        made = field.formfield(widget=tiles, **kwargs)
        if field.choices:
            made.choices = [choice for choice in made.choices if choice[0] != ""]
        return made
    if isinstance(field, EncryptedText):
        return MaskedField(
            kind=field.mask, label=field.verbose_name, required=not field.blank, max_length=field.max_length, **kwargs
        )
    if isinstance(field, Tags):
        return field.formfield(**kwargs)
    if field.many_to_many:
        return field.formfield(form_class=ManyField, **kwargs)
    if isinstance(field, models.DateTimeField):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        return _in_living_memory(field.formfield(widget=widget, **kwargs))
    if isinstance(field, models.DateField):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return _in_living_memory(field.formfield(widget=widget, **kwargs))
    if isinstance(field, models.TextField) and not isinstance(field, EncryptedText):
        return field.formfield(widget=Textarea(attrs={"rows": 3}), **kwargs)
    made = field.formfield(**kwargs)
    if field.choices and made.choices[:1] == [("", "---------")]:
        made.choices = [("", f"请选{field.verbose_name}"), *made.choices[1:]]
    return made


def _in_living_memory(made):
    made.validators.append(_plausible)
    return made


def _plausible(day):
    if not 1900 <= day.year <= 2200:
        raise forms.ValidationError("年份不对，请按 2026-11-22 这样填写。")
