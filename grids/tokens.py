"""What a person is found by: words that may be typed from their beginning, put together when the person is written.

``王小明`` at 3 号楼 2 单元 501, phone ending in 5678, is found by 王小明, 小明, wangxiaoming, wxm, 3号楼2, 501, 3-2-501, 5678.
The last four places of a phone are kept as a keyed hash only.
"""

import re
import unicodedata
from functools import lru_cache

from portal.crypto import keyed_hash

NOT_SAID = re.compile(r"[^\w]+|_")
LAST_FOUR = re.compile(r"\d{4}")
TAIL_MARK = "#"
TAIL_LENGTH = 16
MOST_READINGS, MOST_WORDS = 4, 5
DASHES = re.compile(r"[-－—]+")
JOINED = re.compile(r"[0-9a-z]+(?:[-－—]+[0-9a-z]+)+")
PARTS = re.compile(r"[0-9A-Za-z]+|[^\W\d_]+")


def said(text):
    """Text as it is compared: half-width, small letters, no blanks or marks."""
    return NOT_SAID.sub("", unicodedata.normalize("NFKC", str(text or "")).lower())


@lru_cache(maxsize=8192)
def _sounds(char, many):
    """The ways one character is read, the usual one first; only surnames keep more than that."""
    from pypinyin import Style, pinyin  # its dictionaries are large: loaded by the first writing, not at start

    found = pinyin(char, style=Style.NORMAL, heteronym=many, errors="ignore")
    return tuple(dict.fromkeys(found[0]))[:MOST_READINGS] if found else (char,)


@lru_cache(maxsize=65536)
def of_name(name):
    """A name from each of its characters on, as written, as sounded and by initials."""
    name = said(name.removesuffix("（演示）"))
    if not name:
        return ()
    found = [name[at:] for at in range(len(name))]
    rest = [_sounds(char, False)[0] for char in name[1:]]
    for first in _sounds(name[0], True):
        whole = [first, *rest]
        for at in range(len(whole)):
            found += ["".join(whole[at:]), "".join(sound[0] for sound in whole[at:])]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def of_door(door):
    """An address from each of its parts on, and its numbers joined: 3号楼2单元501 also as 3-2-501."""
    parts = PARTS.findall(unicodedata.normalize("NFKC", door).lower())
    found = ["".join(parts[at:]) for at in range(len(parts))]
    numbers = [part for part in parts if part[0].isascii()]
    found += ["-".join(numbers[at:]) for at in range(len(numbers))]
    return tuple(dict.fromkeys(found))


def of_tail(phone):
    """The keyed hash of the last four places of a phone."""
    return f"{TAIL_MARK}{keyed_hash(phone[-4:])[:TAIL_LENGTH]}"


def of_person(name, door, phone, code=""):
    """All of them, one blank between two."""
    found = [*of_name(name), *of_door(door), *([code.lower()] if code else [])]
    if LAST_FOUR.search(phone[-4:]):
        found.append(of_tail(phone))
    return " ".join(dict.fromkeys(found))


def asked(typed):
    """[alternatives of each word typed]: a token that begins so, or the hash of four digits."""
    words = []
    for word in unicodedata.normalize("NFKC", typed).lower().split()[:MOST_WORDS]:
        plain = DASHES.sub("-", word) if JOINED.fullmatch(word) else said(word)
        if plain:
            words.append([plain, of_tail(plain)] if LAST_FOUR.fullmatch(plain) else [plain])
    return words
