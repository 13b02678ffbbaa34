"""Finding people: by name, pinyin, initials, address, the last four of a phone, or a whole number."""

from django.db.models import Q

from grids import identity
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


def number(words):
    """The keyed hash of a whole ID number or mobile phone; empty for any other words."""
    if (written := plain(words)) and len(written) in WHOLE_ID and written[:-1].isdecimal():
        return keyed_hash(identity.widened(written))
    if (written := phone_digits(words)).isdecimal() and len(written) in WHOLE_PHONE:
        return keyed_hash(written)
    return ""


def with_number(token):
    """Condition: whoever bears the number the hash is of."""
    return Q(id_hash=token) | Q(phone_hash=token) if token else NOBODY


def seek(words):
    """Condition: each word is the beginning of something the person is found by."""
    if token := number(words):
        return with_number(token)
    found = Q()
    for ways in asked(words):
        one = NOBODY
        for way in ways:
            one |= Q(search__begins=way)
        found &= one
    return found or NOBODY
