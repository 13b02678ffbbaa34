"""Checks at start: a move without an action, a verb nobody knows or a register without a page stops the house from opening."""

import importlib

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

from portal.models.record import GRID
from portal.paths import walk

EXTRA_VERBS = {
    "view",
    "add",
    "edit",
    "refer",
    "import",
    "export",
    "reveal",
    "export_whole",
    "access",
    "merge",
    "handover",
}


def register_all():
    """Hand the checks to Django."""
    for check in CHECKS:
        register(check, "portal")


def _registry():
    importlib.import_module(settings.ROOT_URLCONF)
    from portal.pages import registry

    return registry


def moves_have_actions(app_configs, **kwargs):
    """Every move of a page's model is done by exactly one action of the same name."""
    return [
        Error(f"{page.model._meta.label}: no action for the move {move}", id="portal.E001")
        for page in _registry()
        for move in page.model.MOVES
        if not callable(getattr(page.actions, move, None))
    ]


def targets_are_declared(app_configs, **kwargs):
    """A target that depends on the record says where it may lead from each state the move leaves."""
    return [
        Error(f"{page.model._meta.label}: {name} does not say where it leads", id="portal.E006")
        for page in _registry()
        for name, move in page.model.MOVES.items()
        if callable(move.target) and set(getattr(move.target, "outcomes", ())) != set(move.sources or ())
    ]


def bulk_moves_exist(app_configs, **kwargs):
    """What many rows can do at once is a move of theirs that asks for no pictures, which belong to one row."""
    from portal.pages.forms import MoveForm
    from portal.photos import PhotosField

    found = []
    for page in _registry():
        for move in page.bulk:
            asked = page.asks.get(move, MoveForm).base_fields.values()
            if move not in page.model.MOVES or any(isinstance(field, PhotosField) for field in asked):
                found.append(Error(f"{page.model._meta.label}: {move} is no move of many rows", id="portal.E007"))
    return found


def verbs_exist(app_configs, **kwargs):
    """Every verb of the matrix is a page's verb or a move of the model, and every model exists."""
    found = []
    for role, lines in import_string(settings.PORTAL_MATRIX).items():
        for label, grants in lines.items():
            try:
                model = apps.get_model(label)
            except LookupError:
                found.append(Error(f"matrix of {role}: no model {label}", id="portal.E002"))
                continue
            known = EXTRA_VERBS | set(getattr(model, "MOVES", {}))
            for verbs in grants.values():
                for verb in set(verbs.split()) - known:
                    found.append(Error(f"matrix of {role}: {label} has no verb {verb}", id="portal.E003"))
    return found


def records_have_pages(app_configs, **kwargs):
    """Every Record has a page, or says whose page shows it."""
    from portal.models import Record

    registry = _registry()
    return [
        Error(f"{model._meta.label} has no page", id="portal.E004")
        for model in apps.get_models()
        if issubclass(model, Record) and model not in registry and not model.ROOT
    ]


def choices_are_narrowed(app_configs, **kwargs):
    """Whatever a form or filter lets people choose is a Record or a node of the tree: other rows have no reach to narrow them."""
    from portal.models import Record

    found = []
    for page in _registry():
        names = {*page.fields, *page.filters} - {"photos", *page.conditions}
        for field in (walk(page.model, name)[-1] for name in sorted(names)):
            target = field.related_model
            if target and target._meta.label != GRID and not issubclass(target, Record):
                found.append(
                    Error(f"{page.model._meta.label}.{field.name} offers rows without reach", id="portal.E005")
                )
    return found


CHECKS = (
    moves_have_actions,
    targets_are_declared,
    bulk_moves_exist,
    verbs_exist,
    records_have_pages,
    choices_are_narrowed,
)
