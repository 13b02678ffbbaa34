"""Finding people: by name, pinyin, initials, address, the last four of a phone, or a whole number."""

import re

from django.db.models import Q

from grids import identity
from grids.models.person_moves import NAMED
from grids.tokens import asked
from portal.crypto import keyed_hash
from portal.masks import phone_digits

NOBODY = Q(pk__in=[])
MOBILE_LENGTH = 11
NUMBER_OF_RECORD = re.compile(r"[A-Za-z]{2}\d{8}-\d{4,}")
# A mobile however it is spaced; other numbers only as one run or behind an area code, for 3-2-1501 is a door.
OTHER_PHONE = re.compile(r"\d{7,8}|\d{10}|\d{12}|0\d{2,3}[-－ ]\d{7,8}")


def bearing(community_id, number):
    """Condition: somebody of the community who bears this ID number and was not merged or erased."""
    return Q(community=community_id, id_hash=keyed_hash(number), state__in=NAMED)


def number(words):
    """The keyed hash of a whole ID number or phone; empty for any other words."""
    words = words.strip()
    if NUMBER_OF_RECORD.fullmatch(words):
        return ""
    if written := _id_number(words):
        return keyed_hash(written)
    written = phone_digits(words)
    is_phone = written.isdecimal() and (len(written) == MOBILE_LENGTH or OTHER_PHONE.fullmatch(words))
    return keyed_hash(written) if is_phone else ""


def with_number(token):
    """Condition: whoever bears the number the hash is of."""
    return Q(id_hash=token) | Q(phone_hash=token) if token else NOBODY


def seek(words):
    """Condition: each word is the beginning of something the person is found by; or a whole number of some kind is theirs."""
    words = words.strip()
    if NUMBER_OF_RECORD.fullmatch(words):
        return Q(code=words.upper())
    if token := number(words):
        return with_number(token)
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
