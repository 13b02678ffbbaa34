"""Who may do what, and on which rows.

A post grants a verb on a model with a reach; several grants are joined by OR, and nothing granted means no rows. Verbs are
view, add, edit, refer (choose it as a related row), import, export, and the name of every move.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db.models import BooleanField, Case, ExpressionWrapper, Q, Value, When
from django.utils.module_loading import import_string

from portal.paths import branches

NOTHING = Q(pk__in=[])


class Reach(StrEnum):
    """How far a grant goes."""

    SUBTREE = "subtree"  # the post's node and everything below it
    COMMUNITY = "community"  # the post's whole community
    OWN = "own"  # rows the user made or that are about the user
    ASSIGNED = "assigned"  # rows put into the user's hands
    PUBLIC = "public"  # anybody, by the model's hand-written condition


@dataclass(frozen=True)
class Grant:
    """One line of the matrix as it holds for one post of one user.

    ``subtree`` and ``community`` are conditions on a Record, ``nodes`` is one on the tree; ``lines`` empty means every line
    of work, ``wide`` that the post stands above the smallest nodes.
    """

    reach: Reach
    subtree: Q = NOTHING
    community: Q = NOTHING
    nodes: Q = NOTHING
    lines: tuple = ()
    wide: bool = False
    node: object = None


def plain(q):
    """The condition as one value, which baits no index: the database walks what stands beside it, and nothing else."""
    return Case(When(q, then=Value(True)), default=Value(False), output_field=BooleanField())


def grants(user, verb, model):
    """The grants a visitor holds for a verb on a model."""
    if user is None or not user.is_authenticated:
        return import_string(settings.PORTAL_PUBLIC_GRANTS)(verb, model)
    return user.grants(verb, model)


def may(user, verb, model):
    """Whether any post of the user allows the verb on this model at all."""
    return bool(grants(user, verb, model))


def reach_q(user, verb, model):
    """The condition that picks the rows on which the user may do the verb."""
    found = NOTHING
    for grant in grants(user, verb, model):
        found |= condition(grant, user, model)
    return found


def seen_inside(user, model, key):
    """Whether the user sees a row by a post or as the own, and not only because it is published; no query where nothing is."""
    held = grants(user, "view", model)
    if all(grant.reach != Reach.PUBLIC for grant in held):
        return True
    inside = NOTHING
    for grant in held:
        if grant.reach != Reach.PUBLIC:
            inside |= condition(grant, user, model)
    return model._base_manager.filter(inside, pk=key).exists()


def allowed(user, verbs, model, keys):
    """{key: verbs of ``verbs`` the user may do on that row} for all the keys in one query; none when nothing is granted."""
    asked = {verb: reach_q(user, verb, model) for verb in verbs if may(user, verb, model)}
    if not asked or not keys:
        return {}
    marks = {f"may_{verb}": ExpressionWrapper(q, BooleanField()) for verb, q in asked.items()}
    rows = model._base_manager.filter(pk__in=keys).annotate(**marks).values_list("pk", *marks)
    return {pk: {verb for verb, yes in zip(asked, told, strict=True) if yes} for pk, *told in rows}


def acts_widely(user, verbs, model):
    """Whether some post of the user, standing above the smallest nodes, allows one of the verbs on everything below it."""
    return any(
        grant.wide and grant.reach in (Reach.SUBTREE, Reach.COMMUNITY)
        for verb in verbs
        for grant in grants(user, verb, model)
    )


def condition(grant, user, model):
    """The rows one grant of the user opens, its lines of work included."""
    if grant.reach == Reach.SUBTREE:
        rows = grant.subtree
    elif grant.reach == Reach.COMMUNITY:
        rows = grant.community
    elif grant.reach == Reach.PUBLIC:
        # For whoever holds a post, of the own community; for a visitor all of it.
        return model.public_q() if grant.node is None else grant.community & model.public_q()
    else:
        path = model.OWN if grant.reach == Reach.OWN else model.ASSIGNED
        if not path:
            return NOTHING
        paths = [path] if isinstance(path, str) else path
        mine = NOTHING
        for one in paths:
            mine |= _about(model, one, user)
        rows = grant.community & mine
    if grant.lines and model.LINE:
        rows &= Q(**{f"{model.LINE}__in": list(grant.lines)})
    return rows


def _about(model, path, user):
    q = Q(**{path: user.pk})
    return Q(pk__in=model._base_manager.filter(q).values("pk")) if branches(model, path) else q


def nodes_q(user, verb, model):
    """The tree nodes on which the user may put a row of the model: what a grid field offers."""
    found = NOTHING
    for grant in grants(user, verb, model):
        if grant.reach != Reach.PUBLIC:
            found |= grant.nodes
    return found
