"""Taking the demonstration away: every row it made, unless somebody has since built on it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import QuerySet

from accounts import actions
from accounts.models import User
from accounts.models.user import AccountState
from grids.choices import NodeLevel
from grids.models import Grid
from portal.clock import forget_calendar
from portal.models import Attachment, Counter, Entry, Record
from portal.models.ledger import unlocked
from portal.models.work import TimedEffect
from reports.models import DemoRow

# Rows that belong to a record by (model, object_id) and go with it.
TRAILS = [Entry, Attachment, TimedEffect]


@dataclass
class Cleared:
    """What went, by model; which accounts stayed, closed, because other records name them; how many rows stayed."""

    removed: dict = field(default_factory=dict)
    closed: list = field(default_factory=list)
    kept: int = 0


def clear():
    """Remove the demonstration's rows in one transaction; what other rows point to stays, and accounts among it are closed."""
    with unlocked("manage.py demo --clear"):
        going, marked = _going()
        _spare(going)
        cleared = Cleared(kept=sum(len(marked[model] - going[model]) for model in marked))
        for user in User.objects.filter(pk__in=marked[User] - going[User], state=AccountState.ACTIVE):
            actions.deactivate(user, by=None, note="演示数据已清除，这个账号登记过别的记录，停用保留。")
            cleared.closed.append(user.username)
        files = [
            name
            for row in Attachment.objects.filter(pk__in=going[Attachment])
            for name in (row.file.name, row.thumb.name)
        ]
        for model in [*TRAILS, *(m for m in reversed(marked) if m not in TRAILS)]:
            if going[model]:
                _delete(model, going[model])
                cleared.removed[model] = len(going[model])
        DemoRow.objects.all().delete()
        forget_calendar()
        transaction.on_commit(lambda: [default_storage.delete(name) for name in files])
        transaction.on_commit(forget_calendar)
    return cleared


def _going():
    """{model: keys that may go}, with the trails of marked records, and {model: marked keys} in the order made."""
    marked = defaultdict(set)
    for label, key in DemoRow.objects.order_by("pk").values_list("model", "key"):
        model = apps.get_model(label)
        marked[model].add(model._meta.pk.to_python(key))
    going = defaultdict(set, {model: set(keys) for model, keys in marked.items()})
    for trail, pk, _ in _trails(going):
        going[trail].add(pk)
    going[Counter] = {key for key in going[Counter] if not _number_in_use(key, going)}
    return going, marked


def _trails(going):
    """(trail model, key, record key) of rows that belong to a record that goes; a sign-in belongs to who signed in."""
    for model, keys in list(going.items()):
        label = model._meta.label_lower
        for trail in TRAILS:
            rows = trail.objects.filter(model=label).values_list("pk", "object_id")
            yield from ((trail, pk, (model, owner)) for pk, owner in rows if owner in keys)
    alone = Entry.objects.filter(model="", actor__in=going[User]).values_list("pk", "actor")
    yield from ((Entry, pk, (User, actor)) for pk, actor in alone)


def _number_in_use(key, going):
    """Whether a row that stays carries a number counted under this key; its successor must not get the same."""
    for model in apps.get_models():
        if issubclass(model, Record) and key.startswith(model.CODE_PREFIX):
            rows = model._base_manager.filter(code__startswith=f"{key}-").values_list("pk", flat=True)
            if any(pk not in going[model] for pk in rows):
                return True
    return False


def _spare(going):
    """Take out of ``going`` whatever a staying row points to, until nothing staying points to anything going."""
    owners = {(trail, pk): owner for trail, pk, owner in _trails(going)}
    while spared := _pointed_at(going) | _roots_of_trees(going):
        for model, pk in spared:
            going[model].discard(pk)
        for (trail, pk), (model, owner) in owners.items():
            if owner not in going[model]:
                going[trail].discard(pk)


def _pointed_at(going):
    found = set()
    for model in [m for m in going if going[m]]:
        for link in model._meta.get_fields(include_hidden=True):
            if not (link.one_to_many or link.one_to_one) or not link.auto_created:
                continue
            name, other = link.field.attname, link.related_model
            if link.on_delete is models.CASCADE:
                found |= {(model, target) for target in _named(link, going) if target in going[model]}
                continue
            rows = other._base_manager.filter(**{f"{name}__isnull": False}).values_list("pk", name)
            found |= {(model, target) for pk, target in rows if target in going[model] and pk not in going[other]}
    return found


def _named(link, going):
    """Keys of the rows that some staying record names among several, as an issue names the people it concerns."""
    pair = link.related_model
    owner = pair._meta.auto_created
    if not owner or not issubclass(owner, Record) or owner is link.model:
        return []
    owning = next(field.attname for field in pair._meta.concrete_fields if field.related_model is owner)
    rows = pair._base_manager.values_list(owning, link.field.attname)
    return [target for pk, target in rows if pk not in going[owner]]


def _roots_of_trees(going):
    """Nodes above a node that stays."""
    found = set()
    for node in Grid.objects.filter(pk__in=going[Grid]):
        below = Grid.objects.filter(path__startswith=node.path).exclude(pk__in=going[Grid])
        if below.exists():
            found.add((Grid, node.pk))
    return found


def _delete(model, keys):
    """Past the closed door of records and ledgers, with the database's own guard on foreign keys still up."""
    if model is Grid:
        return _delete_nodes(keys)
    keys = sorted(keys)
    parts = [QuerySet(model=model).filter(pk__in=keys[n : n + 900]) for n in range(0, len(keys), 900)]
    # Rows that point to one another, as twins and parts of an issue do, let go before the first of them goes.
    if links := {
        field.name: None for field in model._meta.concrete_fields if field.null and field.related_model is model
    }:
        for rows in parts:
            rows.update(**links)
    for rows in parts:
        rows.delete()
    return None


def _delete_nodes(keys):
    """From the leaves up; a community lets go of itself first."""
    Grid.objects.filter(pk__in=keys, level=NodeLevel.COMMUNITY).update(community=None)
    for node in Grid.objects.filter(pk__in=keys).order_by("-depth"):
        Grid.objects.get(pk=node.pk).delete()
