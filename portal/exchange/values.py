"""What people type into cells, read as what they mean; a CellError says what to write instead."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.utils import timezone

SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")
LONGEST_EXACT = 10**15
LOST_DIGITS = "号码被表格改成了科学计数，末几位已经丢失。请先把这一列设为“文本”，再重新填写完整号码"
BAD_DATE = "日期应写成 2026-11-22 这样"
BAD_MOMENT = "时间应写成 2026-11-22 09:30 这样"
BAD_WHOLE = "应填整数，如 3"
BAD_DECIMAL = "应填数字，如 12.50"
BAD_YES_NO = "应填“是”或“否”"
BROKEN_FORMULA = "单元格是出错的公式，请改填数值"
ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}

DAY_ZERO = datetime.fromisoformat("1899-12-30")
DATE = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?(.*)", re.DOTALL)
SOLID_DATE = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
CLOCK = re.compile(r"[T\s]*(\d{1,2})\s?[:时点]\s?(\d{1,2})?\s?(?:[:分]\s?(\d{1,2})?(?:\.\d+)?\s?秒?)?")
YES, NO = {"是", "有", "对", "Y", "YES", "TRUE", "1", "√", "✓"}, {"否", "无", "不", "N", "NO", "FALSE", "0", "×"}


class CellError(ValueError):
    """A cell that cannot be read; ``str(error)`` is the sentence to show."""


def text(value):
    """Text as typed, blanks at both ends gone; whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | int):
        if abs(value) >= LONGEST_EXACT:
            raise CellError(LOST_DIGITS)
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    value = str(value).replace("\x00", "").strip()
    if value in ERRORS:
        raise CellError(BROKEN_FORMULA)
    return value


def code(value):
    """A number of a paper, phone or record: half-width, no blanks; never what scientific notation left of it."""
    written = "".join(unicodedata.normalize("NFKC", text(value)).split())
    if SCIENTIFIC.fullmatch(written):
        raise CellError(LOST_DIGITS)
    return written


def whole(value):
    """An integer, or None for an empty cell."""
    number = decimal(value, BAD_WHOLE)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise CellError(BAD_WHOLE)
    return int(number)


def decimal(value, sentence=BAD_DECIMAL):
    """A Decimal, or None for an empty cell; thousands separators may stand in it."""
    if isinstance(value, bool):
        raise CellError(sentence)
    written = unicodedata.normalize("NFKC", text(value)).replace(",", "").replace(" ", "")
    if not written:
        return None
    try:
        number = Decimal(written)
    except InvalidOperation:
        raise CellError(sentence) from None
    if not number.is_finite() or abs(number) >= LONGEST_EXACT:
        raise CellError(sentence)
    return number


def day(value):
    """A date from a date cell, a serial number or text in any of the usual ways; None for an empty cell."""
    found = _naive(value, BAD_DATE)
    return found.date() if found else None


def moment(value):
    """An aware local moment; a bare date means its first minute."""
    found = _naive(value, BAD_MOMENT)
    if found and not 1900 <= found.year <= 2200:
        raise CellError(BAD_MOMENT)
    return timezone.make_aware(found) if found else None


def yes_no(value):
    """Whether a cell says yes; None for an empty cell."""
    written = unicodedata.normalize("NFKC", text(value)).upper()
    if not written:
        return None
    if written in YES or written in NO:
        return written in YES
    raise CellError(BAD_YES_NO)


def _naive(value, sentence):
    if isinstance(value, datetime):
        return timezone.make_naive(value) if value.tzinfo else value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, bool | time | timedelta):
        raise CellError(sentence)
    if isinstance(value, int | float) and 1 <= value < 100_000:
        return DAY_ZERO + timedelta(minutes=round(value * 1440))
    written = unicodedata.normalize("NFKC", text(value)).strip()
    if not written:
        return None
    if re.fullmatch(r"[1-9]\d{4}(\.\d+)?", written):
        return DAY_ZERO + timedelta(minutes=round(float(written) * 1440))
    parts = SOLID_DATE.fullmatch(written) or DATE.fullmatch(written)
    if not parts:
        raise CellError(sentence)
    year, month, number, *rest = parts.groups()
    clock = _clock(rest[0] if rest else "", sentence)
    try:
        return datetime.combine(date(int(year), int(month), int(number)), clock)
    except ValueError:
        raise CellError(f"没有 {written[:20]} 这一天，{sentence}") from None


def _clock(written, sentence):
    if not written.strip():
        return time()
    parts = CLOCK.fullmatch(written.rstrip())
    if not parts:
        raise CellError(sentence)
    try:
        return time(*(int(part or 0) for part in parts.groups()))
    except ValueError:
        raise CellError(sentence) from None
