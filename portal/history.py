"""The one place that writes history lines: masked, with the author, the request and the reason."""

from contextvars import ContextVar
from copy import deepcopy

from django.apps import apps
from django.db import models
from django.utils import timezone

from portal.crypto import MaskedText
from portal.masks import mask, mask_free_text
from portal.paths import walk

request_id = ContextVar("request_id", default="")

SYSTEM_FIELDS = {"id", "community", "code", "created_by", "updated_by", "created_at", "updated_at", "version"}


def author(by):
    """The user to write down, or None for the public and the system."""
    return by if by is not None and getattr(by, "pk", None) else None


def snapshot(record):
    """Loaded column values of a record, to tell later what changed; deferred columns are left out."""
    loaded = record.__dict__
    return {
        name: deepcopy(value) if isinstance(value := getattr(record, name), list | dict) else value
        for name in (field.attname for field in record._meta.concrete_fields)
        if name in loaded
    }


def changes(record):
    """{field name: [old, new]} as a person reads them, masked."""
    loaded, found = getattr(record, "_loaded", {}), {}
    for field in record._meta.concrete_fields:
        if field.name in SYSTEM_FIELDS | record.SILENT or field.attname not in loaded:
            continue
        old, new = loaded[field.attname], getattr(record, field.attname)
        if old != new:
            found[field.name] = [shown(record, field, old), shown(record, field, new)]
    return found


def changed_many(record, related):
    """The same for many-to-many fields; ``related`` maps a field name to the rows it shall point to."""
    found = {}
    for name, new in related.items():
        old = list(getattr(record, name).all())
        if {row.pk for row in old} != {row.pk for row in new}:
            found[name] = [card_list(old), card_list(new)]
    return found


def card_of(row):
    """The short label of a related row, a record's card or a tree node's name."""
    return str(getattr(row, "card", row))


def card_list(rows):
    """The cards of several rows as one text."""
    return "、".join(sorted(card_of(row) for row in rows))


def shown(record, field, value):
    """A column value in words; personal data and long texts never whole."""
    if value in (None, ""):
        return ""
    if field.name in record.SECRET:
        return "（不记录）"
    if kind := getattr(field, "mask", None):
        return mask(value, kind)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.ForeignKey):
        return _card(field.remote_field.model, value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if words := getattr(field, "words", None):
        return words(value)
    if isinstance(value, list):
        return "、".join(str(one) for one in value)[:500]
    if isinstance(field, models.DateTimeField):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return mask_free_text(str(value))[:500]


def _card(model, pk):
    card = getattr(model, "CARD", None)
    rows = model._base_manager.filter(pk=pk)
    value = rows.values_list(card, flat=True).first() if card else rows.first()
    return card_text(model, value)


def card_text(model, value, *, seen=False):
    """A row's card from the value at the end of its CARD path; personal data masked.

    A name that is kept plain is whole for whoever may see the row: ``seen``.
    """
    end = walk(model, model.CARD)[-1] if hasattr(model, "CARD") else None
    if value is None:
        return ""
    if seen and isinstance(end, MaskedText):
        return str(value)
    return mask(value, getattr(end, "mask", None) or "text")


def root_of(record):
    """The record whose page shows what happens to this row."""
    if not record.ROOT:
        return record
    root = record
    for part in record.ROOT.split("__"):
        root = getattr(root, part)
    return root_of(root)


def _entry(record, verb, *, by, note, from_state="", changed=None, new=False):
    Entry = apps.get_model("portal", "Entry")
    root, state = root_of(record), getattr(record, record.STATE_FIELD, "") or ""
    changed = {name: pair for name, pair in (changed or {}).items() if name != record.STATE_FIELD or not from_state}
    title = getattr(by, "title_at", None)
    return Entry(
        actor=author(by),
        actor_title=title(record.grid) if title else "",
        model=record._meta.label_lower,
        object_id=record.pk,
        root_model=root._meta.label_lower,
        root_id=root.pk,
        verb=verb,
        from_state=from_state,
        to_state=state if from_state or new else "",
        changes=changed,
        reason=mask_free_text(note or ""),
        request_id=request_id.get(),
        at=record.updated_at,
        community_id=record.community_id,
        grid_id=record.grid_id,
    )


def write(record, verb, *, by, note="", **what):
    """One line about one record; called by the save path only."""
    _entry(record, verb, by=by, note=note, **what).save()


def write_many(records, verb, *, by, note=""):
    """The same line for many new records, in bulk."""
    Entry = apps.get_model("portal", "Entry")
    Entry.objects.bulk_create([_entry(r, verb, by=by, note=note, new=True) for r in records], batch_size=1000)


def log_many(model, keys, verb, *, by, note, batch_size=1000):
    """A line for each of many records that were looked at, not changed: an export of whole values."""
    Entry, at = apps.get_model("portal", "Entry"), timezone.now()
    for start in range(0, len(keys), batch_size):
        found = model._base_manager.filter(pk__in=keys[start : start + batch_size]).select_related("grid")
        entries = [_entry(record, verb, by=by, note=note) for record in found.order_by("pk")]
        for entry in entries:
            entry.at = at
        Entry.objects.bulk_create(entries)


def log(verb, *, by, record=None, note="", community=None, changes=None):
    """A line without a change of a record: a sign-in, an export, a reveal, an unlock."""
    if record is not None:
        entry = _entry(record, verb, by=by, note=note, changed=changes)
        entry.at = timezone.now()
        entry.save()
        return
    Entry = apps.get_model("portal", "Entry")
    Entry(
        actor=author(by),
        verb=verb,
        reason=mask_free_text(note or ""),
        request_id=request_id.get(),
        community=community,
        changes=changes or {},
    ).save()
