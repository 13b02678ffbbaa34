"""How a resident's name, phone and numbers are shown to those who need not know them in full.

Every function takes and gives text, answers "" for nothing, and never raises: what it does not recognise is hidden, not
shown.
All patterns are linear in the length of the text.
"""

import re
import unicodedata

COMPOUND_SURNAMES = set(
    re.findall("..", "欧阳司马上官诸葛东方皇甫尉迟公孙令狐慕容司徒司空夏侯长孙宇文轩辕端木独孤南宫西门百里呼延闻人申屠")
)
NAMELESS = "已删除"
NAME_BREAK = re.compile(r"([、，,;；/\s]+)")
MASKED_NAME = re.compile(r"[^\W\d_]{1,2}某(?:[、，,;；/\s]+[^\W\d_]{1,2}某)*")
MASKED_NUMBER = re.compile(r"[*＊]{3}")
NOT_IN_PHONE = re.compile(r"[\s\-+()_.·]")
NOT_IN_NUMBER = re.compile(r"[^0-9A-Z]")
# Digits of any width or script, with at most three blanks, dots or dashes between two of them.
_GAP = r"[\s.\-_·‐-―−－．\u200b-\u200d\u2060\ufeff]{0,3}"
DIGIT_RUN = re.compile(rf"\d(?:{_GAP}\d)*(?:{_GAP}[XxＸｘ])?")

_YEARS = r"(?:18|19|20)\d\d"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
ID_18 = re.compile(rf"[1-9]\d{{5}}{_YEARS}{_DAY}\d{{3}}[\dX]")
ID_15 = re.compile(rf"[1-9]\d{{5}}\d\d{_DAY}\d{{3}}")
SHORTEST = 10
MOBILE = re.compile(r"1[3-9]\d{9}")
MOBILE_ABROAD = re.compile(r"(?:00)?861[3-9]\d{9}")
LANDLINE = re.compile(r"0\d{9,11}")


def mask_name(value):
    """王小明 as 王某; several names keep their separators: 王小明、欧阳修 as 王某、欧阳某."""
    parts = NAME_BREAK.split(str(value or "").strip())
    return "".join(part if index % 2 or not part else _one_name(part) for index, part in enumerate(parts))


def _one_name(name):
    if name == NAMELESS:
        return name
    return (name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]) + "某"


def mask_phone(value):
    """13812345678 as 138****5678; a short or odd number keeps only its end."""
    if not (text := _plain(value)):
        return ""
    digits = "".join(c for c in text if c.isdigit())
    if MOBILE_ABROAD.fullmatch(digits):
        digits = digits[-11:]
    if len(digits) >= 10:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-4:]}" if len(digits) >= 7 else "****"


def phone_digits(value):
    """A phone as it is kept and compared: digits only, a mobile without its country code; other words stay as they are."""
    text = _plain(value)
    digits = "".join(c for c in text if c.isdigit())
    if MOBILE_ABROAD.fullmatch(digits):
        return digits[-11:]
    return digits if NOT_IN_PHONE.sub("", text) == digits else text


def mask_id_number(value):
    """612725198001011234 as 6127**********1234; papers of another length keep two characters at each end."""
    if not (text := _plain(value)):
        return ""
    number = NOT_IN_NUMBER.sub("", text)
    if len(number) >= 15:
        return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"
    return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}" if len(number) >= 8 else "*" * 8


def mask_address(value):
    """An address down to its first six characters, which name the district and seldom the door."""
    text = str(value or "").strip()
    return f"{text[: min(6, len(text) // 2)]}****" if text else ""


def mask_free_text(value):
    """Text in which every mobile, landline and ID number is masked, however it is spaced or written."""
    return DIGIT_RUN.sub(_mask_run, str(value or ""))


MASKS = {
    "name": mask_name,
    "phone": mask_phone,
    "id_number": mask_id_number,
    "address": mask_address,
    "text": mask_free_text,
}


def mask(value, kind):
    """The value as the given kind of thing is shown to those who may not see it whole."""
    return MASKS[kind](value)


def is_masked(value, kind="text"):
    """Whether the text is already masked, so that importing it must change nothing."""
    text = str(value or "").strip()
    return bool(MASKED_NUMBER.search(text) or (kind == "name" and MASKED_NAME.fullmatch(text)))


def _plain(value):
    return unicodedata.normalize("NFKC", str(value or "")).upper().strip()


def restored(written, full):
    """``written`` with each number that ``full`` shows masked put back, as a form does with text it showed masked.

    Raises ValueError where two numbers look alike masked and one of them is gone: which one stayed cannot be told.
    """
    hidden = {}
    for words, number in _hidden(str(full or "")):
        hidden.setdefault(words, []).append(number)
    for words, numbers in hidden.items():
        if len(set(numbers)) == 1:
            written = written.replace(words, numbers[0])
            continue
        if written.count(words) not in (0, len(numbers)):
            raise ValueError(words)
        for number in numbers:
            written = written.replace(words, number, 1)
    return written


def _hidden(text):
    """(as it is shown, as it is) of each number that is masked in a text."""
    for match in DIGIT_RUN.finditer(text):
        run = match.group()
        for start, end, words in _numbers(run):
            yield words, run[start:end]


def _mask_run(match):
    """One run of digits, in which several numbers may follow each other with only a blank between."""
    run, shown, last = match.group(), [], 0
    for start, end, words in _numbers(run):
        shown += [run[last:start], words]
        last = end
    return "".join([*shown, run[last:]])


def _numbers(run):
    """(start, end, masked) of each number in a run of digits."""
    if len(run) < SHORTEST:
        return []
    where = [i for i, c in enumerate(run) if c.isdecimal() or c in "XxＸｘ"]
    digits = "".join(str(int(run[i])) if run[i].isdecimal() else "X" for i in where)
    starts = {n for n in range(len(where)) if n == 0 or where[n] - where[n - 1] > 1}
    ends = {n for n in starts if n} | {len(where)}
    if digits[-1:] == "X":
        ends.add(len(where) - 1)
    found, taken = [], 0
    for n in sorted(starts):
        if n >= taken and (hit := _whole_number(digits, n, ends)):
            found.append((n, *hit))
            taken = hit[0]
    return [(where[start], where[end - 1] + 1, words) for start, end, words in _between(digits, found)]


def _whole_number(digits, start, ends):
    """The number that begins here and ends where a group of digits ends: (end, masked) or None."""
    for pattern, masked in (
        (ID_18, mask_id_number),
        (MOBILE_ABROAD, mask_phone),
        (MOBILE, mask_phone),
        (ID_15, mask_id_number),
        (LANDLINE, mask_phone),
    ):
        for length in (18, 15, 13, 12, 11, 10):
            end = start + length
            if end in ends and pattern.fullmatch(digits, start, end):
                return end, masked(digits[start:end])
    return None


def _between(digits, found):
    """The numbers found, and those glued to other digits in what is left between them."""
    result, last = [], 0
    for start, end, words in [*found, (len(digits), len(digits), None)]:
        while last < start:
            if hit := ID_18.match(digits, last, start):
                result.append((last, hit.end(), mask_id_number(hit.group())))
            elif hit := MOBILE.match(digits, last, start):
                result.append((last, hit.end(), mask_phone(hit.group())))
            last = hit.end() if hit else last + 1
        if words is not None:
            result.append((start, end, words))
        last = end
    return result
