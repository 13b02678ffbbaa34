"""How a dwelling's place is written: 3号楼, 3栋, 3# and 三号楼 are one building, 501室 and 501 one room."""

import re
import unicodedata

NUMBERED = re.compile(r"[0-9]+[A-Za-z]?")
NUMERALS = "一二三四五六七八九"
NUMBER = r"第?([0-9]+[A-Za-z]?|[一二三四五六七八九十]{1,3})"
BUILDING = re.compile(rf"{NUMBER}(?:号楼|號楼|栋楼|[栋幢座楼号#])?")
ENTRANCE = re.compile(rf"{NUMBER}(?:单元|门洞|[单门#])?")
ROOM = re.compile(rf"{NUMBER}(?:号房|[室号房户#])?")


def tidy(text):
    """A part of an address without blanks and in half width."""
    return "".join(unicodedata.normalize("NFKC", str(text or "")).split())


def _part(pattern):
    def plain(text):
        written = tidy(text)
        found = pattern.fullmatch(written)
        return digits(found[1]) if found else written

    return plain


def digits(number):
    """十二 as 12; what is no Chinese numeral below a hundred stays."""
    if number[0].isascii():
        return number.upper()
    tens, ten, ones = number.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or (number.count("十") != 1 and ten):
        return number
    value = ((NUMERALS.index(tens) + 1) * 10 if tens else 10 if ten else 0) + (NUMERALS.index(ones) + 1 if ones else 0)
    return str(value)


# In the order in which an address is said.
PARTS = {"address": tidy, "building": _part(BUILDING), "entrance": _part(ENTRANCE), "room": _part(ROOM)}


def door_of(address, building, entrance, room):
    """The address as it is said and found: 3号楼2单元501, with what stands in ``address`` before it."""
    parts = [
        f"{part}{unit}" if NUMBERED.fullmatch(part) else part
        for part, unit in ((building, "号楼"), (entrance, "单元"), (room, ""))
        if part
    ]
    return f"{address}{''.join(parts)}"
