"""Several words of a fixed list on one record: care tags, skills. Kept in one column, so that lists read them as they are."""

import unicodedata

from django import forms
from django.db import models
from django.db.models import Q

SPLIT = str.maketrans(dict.fromkeys("、，,;；/|+。", " "))


class Tags(models.CharField):
    """A list of values of ``words`` (a TextChoices), in their order there, each once; stored as ``,aged,alone,``."""

    def __init__(self, *args, words=None, **kwargs):
        # A migration need not know the room's words.
        self.words_of = words
        super().__init__(*args, **{"max_length": 400, "blank": True, "default": list, **kwargs})

    def sorted(self, values):
        """Values in the order of the list; unknown ones fall away. A migration, which has no list, keeps them as they are."""
        if self.words_of is None:
            return list(dict.fromkeys(filter(None, values)))
        wanted = set(values)
        return [value for value in self.words_of.values if value in wanted]

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        if isinstance(value, list | tuple | set):
            return self.sorted(value)
        return self.sorted((value or "").strip(",").split(","))

    def get_prep_value(self, value):
        if isinstance(value, str):
            return value
        values = self.to_python(value)
        return f",{','.join(values)}," if values else ""

    def clean(self, value, model_instance):
        return self.to_python(value)

    def words(self, values):
        """The labels as a person reads them."""
        return "、".join(str(self.words_of(value).label) for value in self.to_python(values))

    def read(self, text, also=()):
        """(values, words nobody knows) of labels written one after another; ``also`` maps other words to values or to None."""
        known = {str(label): value for value, label in self.words_of.choices} | dict(also)
        written = unicodedata.normalize("NFKC", str(text or "")).translate(SPLIT).split()
        return self.sorted(known[one] for one in written if one in known), [one for one in written if one not in known]

    def formfield(self, **kwargs):
        options = {"label": self.verbose_name, "required": False, "help_text": self.help_text, **kwargs}
        return TagsField(choices=self.words_of.choices, **options)


class TagsField(forms.MultipleChoiceField):
    """The tags as ticks; reads one comma-separated value as well, which is how a comparison carries them."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value):
        return super().to_python([key for part in value or [] for key in str(part).split(",") if key])


def tagged(name, value):
    """Condition: the field ``name`` bears this tag."""
    return Q(**{f"{name}__contains": f",{value},"})
