"""Columns a register takes from a workbook: how a cell is read, when it means no change, and how it is shown in the preview."""

import unicodedata
from datetime import datetime

from django.db import models
from django.utils import timezone

from portal.exchange import values
from portal.exchange.values import CellError
from portal.history import card_of
from portal.masks import is_masked, mask, mask_free_text
from portal.tags import Tags

CODE_LABEL = "编号"
SHOWN = 60
NUMBER_KINDS = {"phone", "id_number"}
READERS = [
    (models.BooleanField, values.yes_no),
    (models.IntegerField, values.whole),
    (models.DecimalField, values.decimal),
    (models.FloatField, values.decimal),
    (models.DateTimeField, values.moment),
    (models.DateField, values.day),
]
HINTS = [
    (models.BooleanField, "填“是”或“否”"),
    (models.IntegerField, "填整数"),
    (models.DecimalField, "填数字"),
    (models.DateTimeField, "写成 2026-11-22 09:30"),
    (models.DateField, "写成 2026-11-22"),
]


class Unchanged(Exception):
    """The cell is masked as it was exported: the value stays what it is."""


def columns_of(model, names):
    """The columns of a model's fields, without those that no cell can hold."""
    fields = [model._meta.get_field(name) for name in names]
    return [ImportColumn(field) for field in fields if field.concrete and not field.many_to_many and _is_plain(field)]


def _is_plain(field):
    return not isinstance(field, models.JSONField | models.FileField)


class ImportColumn:
    """One column of an import, made from a model field.

    ``heads`` are other names the column goes by, ``said`` other words for a choice or tag (word → value, None for one that
    says nothing), ``tidy`` puts a cell in order before it is read; ``required`` and ``hint`` overrule what the field says.
    """

    def __init__(self, field, *, heads=(), said=None, tidy=None, required=None, hint=""):
        self.field, self.name, self.label = field, field.name, str(field.verbose_name)
        self.heads, self.tidy, self.own_hint = heads, tidy, hint
        self.kind = getattr(field, "mask", None)
        self.is_related = isinstance(field, models.ForeignKey)
        self.required = not field.blank and not field.has_default() if required is None else required
        self.choices = {value: str(label) for value, label in field.flatchoices if value not in (None, "")}
        self._by_words = {key(label): value for value, label in self.choices.items()}
        self._by_words |= {key(value): value for value in self.choices}
        self._by_words |= {key(words): value for words, value in (said or {}).items()}
        self._read = self._reader()

    def _reader(self):
        if self.choices:
            return self._choice
        if isinstance(self.field, Tags):
            return self._tags
        if self.is_related:
            return values.text
        if self.kind in NUMBER_KINDS:
            return values.code
        for kind, reader in READERS:
            if isinstance(self.field, kind):
                return reader
        return self._long if isinstance(self.field, models.TextField) and not self.kind else self._short

    def read(self, cell):
        """The value of a cell; CellError says what to write instead, Unchanged that it is masked."""
        if self.kind and isinstance(cell, str) and is_masked(cell, self.kind):
            raise Unchanged
        return self._read(self.tidy(cell) if self.tidy else cell)

    def same(self, value, current):
        """Whether the value says what is there already, seconds and outer blanks apart."""
        if value in (None, "", []) and current in (None, "", []):
            return True
        if isinstance(current, datetime) and isinstance(value, datetime):
            return value.replace(second=0, microsecond=0) == current.replace(second=0, microsecond=0)
        if isinstance(current, str) and isinstance(value, str):
            written = _lines(current)
            return value == written or (not self.kind and value == mask_free_text(written))
        return value == current

    def loses(self, value, current):
        """Whether the new text still holds a masked number of the old one, which cannot be made whole again."""
        return isinstance(value, str) and not self.kind and is_masked(value) and not is_masked(current)

    def words(self, value):
        """The value as the preview shows it, masked."""
        if value in (None, ""):
            return ""
        if self.kind:
            return mask(value, self.kind)
        if self.choices:
            return self.choices.get(value, str(value))
        if isinstance(self.field, Tags):
            return self.field.words(value)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, datetime):
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        if isinstance(value, models.Model):
            return card_of(value)
        text = mask_free_text(str(value))
        return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"

    @property
    def hint(self):
        """What the template says about the column."""
        parts = [self.own_hint or ("必填" if self.required else "可不填")]
        parts += [words for kind, words in HINTS if isinstance(self.field, kind)][:1]
        if self.choices or self.is_related:
            parts.append("从下拉列表选")
        is_text = isinstance(self.field, models.CharField) and not self.choices and not isinstance(self.field, Tags)
        if self.field.max_length and is_text:
            parts.append(f"最多 {self.field.max_length} 字")
        return "；".join(parts)

    def _choice(self, cell):
        written = values.text(cell)
        if not written:
            return ""
        try:
            return self._by_words[key(written)] or ""
        except KeyError:
            listed = "、".join(list(self.choices.values())[:12])
            raise CellError(f"没有“{written[:20]}”这一项，可填：{listed}") from None

    def _tags(self, cell):
        found, unknown = self.field.read(values.text(cell), self._by_words)
        if unknown:
            listed = "、".join(str(label) for label in self.field.words_of.labels)
            raise CellError(f"没有“{unknown[0][:20]}”这一项，可填（用顿号隔开）：{listed}")
        return found

    def _short(self, cell):
        written = values.text(cell)
        if values.SCIENTIFIC.fullmatch(written):
            raise CellError(values.LOST_DIGITS)
        return written

    def _long(self, cell):
        return _lines(values.text(cell))


def listed(row):
    """What a drop-down list offers for a related row: its card, and its number where the card is masked."""
    card, code = card_of(row), getattr(row, "code", "")
    return f"{code} {card}" if is_masked(card, "name") else card


def key(words):
    """Words without width, case and blanks, for finding a choice or a name."""
    return "".join(unicodedata.normalize("NFKC", str(words)).split()).casefold()


def _lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
