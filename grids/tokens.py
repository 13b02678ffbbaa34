"""What a person is found by: words that may be typed from their beginning, put together when the person is written.

``王小明`` at 3 号楼 2 单元 501, phone ending in 5678, is found by 王小明, 小明, wangxiaoming, wxm, wangxm, 3号楼2, 三栋二单元501室,
501, 3-2-501, 3-501, 5678.
The last four places of a phone are kept as a keyed hash only.
"""

import re
import unicodedata
from functools import lru_cache

from grids import doors
from portal.crypto import keyed_hash

NOT_SAID = re.compile(r"[^\w]+|_")
LAST_FOUR = re.compile(r"\d{4}")
TAIL_MARK = "#"
TAIL_LENGTH = 16
MOST_READINGS, MOST_WORDS, LONGEST = 4, 5, 60
BEFORE_UNIT = re.compile(r"第?([0-9]+[a-z]?|[一二三四五六七八九十]{1,3})(?:(号楼|栋楼|[栋幢#])|(单元))")
AFTER_ROOM = re.compile(r"(?<=[0-9])(?:号房|[室房户])$")
NO_ENTRANCE = re.compile(r"([0-9]+[a-z]?)号楼([0-9]+[a-z]?)")
DASHES = re.compile(r"[-－—]+")
JOINED = re.compile(r"[0-9a-z]+(?:[-－—]+[0-9a-z]+)+")
UNITS = {"号楼", "单元", "号", "室"}
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
        # A surname in full and the rest by initials, as many type it.
        found.append(first + "".join(sound[0] for sound in rest))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def of_door(door):
    """An address from each of its parts on, and its numbers joined: 3号楼2单元501 also as 3-2-501."""
    parts = PARTS.findall(unicodedata.normalize("NFKC", door).lower())
    found = ["".join(parts[at:]) for at in range(len(parts))]
    # A name of a place from within: 二街家属院 as 家属院.
    for at, part in enumerate(parts):
        if not part[0].isascii() and part not in UNITS:
            found += [part[cut:] + "".join(parts[at + 1 :]) for cut in range(1, len(part) - 1)]
    numbers = [part for part in parts if part[0].isascii()]
    found += ["-".join(numbers[at:]) for at in range(len(numbers))]
    found += [f"{numbers[-3]}-{numbers[-1]}"] if len(numbers) > 2 else []
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
    for word in unicodedata.normalize("NFKC", typed).lower().replace("ü", "v").split()[:MOST_WORDS]:
        plain = DASHES.sub("-", word) if JOINED.fullmatch(word) else said(_as_a_door(word))
        if found := NO_ENTRANCE.fullmatch(plain):
            plain = f"{found[1]}-{found[2]}"
        words.append(plain[:LONGEST])
    # What another word begins with asks nothing of its own, and twice is once.
    words = [word for word in dict.fromkeys(words) if word and not any(_implies(other, word) for other in words)]
    return [[word, of_tail(word)] if LAST_FOUR.fullmatch(word) else [word] for word in words]


def _as_a_door(word):
    """三栋二单元501室 as an address is kept: 3号楼2单元501."""
    word = BEFORE_UNIT.sub(lambda found: f"{doors.digits(found[1])}{'号楼' if found[2] else '单元'}".lower(), word)
    return AFTER_ROOM.sub("", word)


def _implies(other, word):
    return other != word and other.startswith(word) and not LAST_FOUR.fullmatch(other)
