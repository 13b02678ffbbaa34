"""Personal data at rest: encrypted with keys that can be changed, looked up by a keyed hash.

Keys come from FIELD_KEYS (first one writes, all read) and HASH_KEY. Source: domain.md, 'Privacy and security duties'.
"""

import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _box(keys):
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text):
    """Cipher text of a string, readable with any current key."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token):
    """The string again; raises ValueError with a sentence when no key fits."""
    try:
        return _box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        raise ValueError("密文无法解开：请检查 FIELD_KEYS 是否保留了旧密钥。") from None


def keyed_hash(text):
    """Hex digest for exact look-up of an encrypted value; useless without HASH_KEY."""
    return hmac.digest(settings.HASH_KEY.encode(), text.strip().upper().encode(), "sha256").hex()


class EncryptedText(models.TextField):
    """Text that only people with a reason see whole; ``mask`` names how others see it (name, phone, id_number, text)."""

    def __init__(self, *args, mask="text", **kwargs):
        self.mask = mask
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "mask": self.mask}

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value

    def get_lookup(self, name):
        # A cipher text differs each time it is written, so any comparison but "empty" would silently find nothing.
        return super().get_lookup(name) if name == "isnull" else None


class MaskedText(models.CharField):
    """Text kept plain because people are found by it, and shown masked wherever its register is not open to the reader."""

    def __init__(self, *args, mask="name", **kwargs):
        self.mask = mask
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "mask": self.mask}
