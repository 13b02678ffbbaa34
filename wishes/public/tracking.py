"""Tracking codes: twelve signs told once to whoever wrote, kept only as a keyed hash.

A code follows from the key of the form it was sent with, so that the same tap twice is one letter and one code.
"""

import hmac
import uuid

from django.conf import settings
from django.core import signing

# Without signs that look alike: 0 O, 1 I L.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH, GROUP = 12, 4
SALT = "wishes.letter"
# A form that lay open longer is asked to be sent once more.
FORM_KEPT = 2 * 24 * 3600


def new_key():
    """The key of a fresh form, signed by the house."""
    return signing.dumps(uuid.uuid4().hex, salt=SALT)


def code_of(key):
    """The code that belongs to a form's key; None where the key is not ours or too old."""
    try:
        told = signing.loads(key, salt=SALT, max_age=FORM_KEPT)
    except signing.BadSignature:
        return None
    number = int.from_bytes(hmac.digest(settings.HASH_KEY.encode(), f"{SALT} {told}".encode(), "sha256"), "big")
    signs = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(SIGNS))
        signs.append(SIGNS[rest])
    return "".join(signs)


def plain(typed):
    """A code as it was typed, without blanks and dashes."""
    return "".join(sign for sign in typed if sign.isalnum()).upper()


def in_groups(code):
    """ABCD-EFGH-JKMN, easier to read out and to copy."""
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))
