"""Finding people: by name, pinyin, initials, address, the last four of a phone, or a whole number."""

from django.db.models import Q

from grids.identity import plain
from grids.models.person_moves import NAMED
from grids.tokens import asked
from portal.crypto import keyed_hash
from portal.masks import phone_digits

NOBODY = Q(pk__in=[])
WHOLE_ID, WHOLE_PHONE = (15, 18), (11,)


def bearing(community_id, number):
    """Condition: somebody of the community who bears this ID number and was not merged or erased."""
    return Q(community=community_id, id_hash=keyed_hash(number), state__in=NAMED)


def seek(words):
    """Condition: each word is the beginning of something the person is found by."""
    if (number := plain(words)) and len(number) in WHOLE_ID and number[:-1].isdecimal():
        return Q(id_hash=keyed_hash(number))
    if (number := phone_digits(words)).isdecimal() and len(number) in WHOLE_PHONE:
        return Q(phone_hash=keyed_hash(number))
    found = Q()
    for ways in asked(words):
        one = NOBODY
        for way in ways:
            one |= Q(search__begins=way)
        found &= one
    return found or NOBODY
