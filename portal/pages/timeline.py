"""History as it is read: newest first, moves, edits, looks and the system told apart."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone

from portal.models import Entry
from portal.pages.page import registry

CSS = {"edit": "edit", "reveal": "look", "export": "look", "export_whole": "look", "paper": "look"}
WORDS = {
    "add": "登记",
    "edit": "修改",
    "import": "导入",
    "photo": "上传照片",
    "reveal": "查看",
    "export_whole": "导出完整信息",
    "paper": "出具",
    "handover": "移交",
    "export": "下载",
    "merge": "改指向合并后的记录",
}


def timeline(record, user, limit=100):
    """The record's entries, and those of its child rows that the user may see."""
    entries = Entry.objects.seen_by(user, record).select_related("actor")[:limit]
    return [line(entry, type(record)) for entry in entries]


def changes_since(record, version, limit=10):
    """What was changed on the record after ``version`` was read, newest first."""
    entries = Entry.objects.own(record).exclude(changes={}, to_state="").select_related("actor")
    return [line(entry, type(record)) for entry in entries[: min(max(record.version - version, 0), limit)]]


def line(entry, root):
    """A line of history in words, as the page of a record of ``root`` tells it."""
    name = entry.actor.name if entry.actor else "系统"
    model = apps.get_model(entry.model)
    here = timezone.localtime(entry.at)
    return {
        "css": CSS.get(entry.verb, "") if entry.actor else "system",
        "who": name.removesuffix("（演示）"),
        "role": entry.actor_title,
        "demo": name.endswith("（演示）"),
        "what": what(entry, model) if model is root else f"{model._meta.verbose_name}：{what(entry, model)}",
        "at": f"{here:%m-%d %H:%M}" if here.year == timezone.localdate().year else f"{here:%Y-%m-%d %H:%M}",
        "note": entry.reason,
        "changes": [
            {"label": _label(model, name), "old": old, "new": new} for name, (old, new) in entry.changes.items()
        ],
    }


def what(entry, model):
    """What a line of history did, in the words of its register."""
    if move := model.MOVES.get(entry.verb):
        return move.label
    words = registry[model].words if model in registry else {}
    return words.get(entry.verb) or WORDS.get(entry.verb, entry.verb)


def _label(model, name):
    try:
        return str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:  # the line is older than the field's removal
        return name
