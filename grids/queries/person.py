"""Finding people: by name, pinyin, initials, address, the last four of a phone, or a whole number."""

import re

from django.db.models import Q

from grids import identity
from grids.tokens import asked
from portal.crypto import keyed_hash
from portal.masks import phone_digits

NOBODY = Q(pk__in=[])
NUMBER_OF_RECORD = re.compile(r"[A-Za-z]{2}\d{8}-\d{4,}")
# A mobile however it is spaced; other numbers only as one run or behind an area code, for 3-2-1501 is a door.
OTHER_PHONE = re.compile(r"\d{7,8}|\d{10}|\d{12}|0\d{2,3}[-－ ]\d{7,8}")


def seek(words):
    """Condition: each word is the beginning of something the person is found by; or a whole number of some kind is theirs."""
    words = words.strip()
    if NUMBER_OF_RECORD.fullmatch(words):
        return Q(code=words.upper())
    if number := _id_number(words):
        return Q(id_hash=keyed_hash(number))
    number = phone_digits(words)
    if number.isdecimal() and (len(number) == 11 or OTHER_PHONE.fullmatch(words)):
        return Q(phone_hash=keyed_hash(number))
    found = Q()
    for ways in asked(words):
        one = NOBODY
        for way in ways:
            one |= Q(search__begins=way)
        found &= one
    return found or NOBODY


def _id_number(words):
    """The number typed, in the eighteen places in which it is kept; "" when it is none."""
    number = identity.plain(words)
    try:
        return identity.read(number).number
    except ValueError:
        return number if len(number) == 18 and number[:-1].isdecimal() else ""
