"""Changing the keys of personal data: everything encrypted is written anew under the first key, row by row.

Which rows are done is told by the rows themselves, so a run that was killed goes on where it stopped. A row is only overwritten
while it still holds the cipher text that was read: whoever saves in between wins, and has written with the first key anyway.
HASH_KEY is another matter: hashes cannot be turned back, so it is never changed.
"""

from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from portal.crypto import EncryptedText
from portal.models.ledger import Ledger, unlocked

BATCH = 200
# Cipher text that is no field of its own kind: an upload.
SEALED = {"portal.ImportRun": ("locked_content",)}


@dataclass
class Count:
    """What was found in one column: cipher texts in all, those still under an older key, and those no key opens."""

    total: int = 0
    old: int = 0
    changed: int = 0
    unreadable: int = 0


def columns():
    """(model, field name) of everything encrypted in this database."""
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        sealed = SEALED.get(model._meta.label, ())
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedText) or field.name in sealed:
                yield model, field.name


def rotate(model, name, told=lambda count: None):
    """Write a column anew; ``told(count)`` hears of it after each batch."""
    if issubclass(model, Ledger):
        # What is said stays, only its lock is new: the one change a ledger bears.
        with unlocked(f"更换密钥：{model._meta.label}.{name}"):
            return _walk(model, name, told, change=True)
    return _walk(model, name, told, change=True)


def check(model, name):
    """Count without changing anything."""
    return _walk(model, name, lambda count: None, change=False)


def _walk(model, name, told, *, change):
    keys = [Fernet(key) for key in settings.FIELD_KEYS]
    count, last = Count(), None
    while True:
        with transaction.atomic():
            part = list(_tokens(model, name, last)[:BATCH])
            for pk, token in part:
                _one(model, name, pk, token, keys, count, change)
        if not part:
            return count
        last = part[-1][0]
        told(count)


def _tokens(model, name, last):
    """(key, cipher text) after ``last``, as it is stored."""
    rows = model._base_manager.annotate(token=Cast(F(name), TextField())).exclude(token="").order_by("pk")
    rows = rows.filter(token__isnull=False)
    return (rows if last is None else rows.filter(pk__gt=last)).values_list("pk", "token")


def _one(model, name, pk, token, keys, count, change):
    count.total += 1
    if _opens(keys[0], token):
        return
    try:
        fresh = MultiFernet(keys).rotate(token.encode()).decode()
    except InvalidToken:
        count.unreadable += 1
        return
    count.old += 1
    if change:
        rows = model._base_manager.annotate(token=Cast(F(name), TextField())).filter(pk=pk, token=token)
        count.changed += rows.update(**{name: Value(fresh, output_field=TextField())})


def _opens(key, token):
    try:
        key.decrypt(token.encode())
    except InvalidToken:
        return False
    return True
