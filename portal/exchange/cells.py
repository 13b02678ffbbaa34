"""Values as the XML of spreadsheet cells: text stays text whatever it begins with, numbers and dates are real ones.

Fifty thousand rows pass through here one by one, so every column has its own small function from value to XML and
nothing asks a cell what type it is.
"""

import re
from datetime import datetime
from decimal import Decimal
from math import isfinite

from django.utils import timezone

MAX_TEXT = 32_767
CUT = "…（过长，后略）"
NEEDS_CARE = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LOOKS_ESCAPED = re.compile("(?=_x[0-9A-Fa-f]{4}_)")
DAY_ZERO = datetime.fromisoformat("1899-12-30")
ORDINAL_ZERO = DAY_ZERO.toordinal()
EMPTY = "/>"


def clean_text(value):
    """Text that a workbook can hold: no control characters, at most 32,767 UTF-16 units."""
    text = FORBIDDEN.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) <= MAX_TEXT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) // 2 <= MAX_TEXT:
        return text
    return units[: (MAX_TEXT - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT


def text_cell(value):
    if value is None or value == "":
        return EMPTY
    text = value if value.__class__ is str else str(value)
    if len(text) > MAX_TEXT // 2 or NEEDS_CARE.search(text):
        text = LOOKS_ESCAPED.sub("_x005F", clean_text(text))
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f' t="inlineStr"><is><t{space}>{text}</t></is></c>'


def number_cell(value):
    if value is None or value == "":
        return EMPTY
    if value.__class__ is int or (isinstance(value, float | Decimal) and isfinite(value)):
        return f"><v>{value:f}</v></c>" if isinstance(value, Decimal) else f"><v>{value!r}</v></c>"
    return text_cell(value)


def date_cell(value):
    if value is None or value == "":
        return EMPTY
    if isinstance(value, datetime):
        value = _local(value)
    elif isinstance(value, str):
        return text_cell(value)
    return f"><v>{value.toordinal() - ORDINAL_ZERO}</v></c>"


def datetime_cell(value):
    if value is None or value == "":
        return EMPTY
    if not isinstance(value, datetime):
        return date_cell(value)
    span = _local(value) - DAY_ZERO
    return f"><v>{span.days + span.seconds / 86_400:.8f}</v></c>"


def _local(value):
    return timezone.make_naive(value) if value.tzinfo else value


CELLS = {
    "text": text_cell,
    "number": number_cell,
    "decimal": number_cell,
    "tenth": number_cell,
    "percent": number_cell,
    "date": date_cell,
    "datetime": datetime_cell,
}
