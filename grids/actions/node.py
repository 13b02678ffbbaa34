"""Writes on the tree: how a grid is described, and where it lies on the schematic plan."""

from django.db import transaction

from grids.choices import NodeLevel
from grids.models import Grid
from grids.plan import touching
from portal import history
from portal.errors import Refused

DESCRIBED = ("alias", "party_group", "boundary")
PLANNED = {"plan_row": 9, "plan_order": 9, "plan_width": 999}


def describe(node, seen, new, neighbours, *, by):
    """Change what is said of a grid; ``seen`` is what its writer saw, and whoever saved in between is not written over.

    Neighbours are each other's. Raises Refused with what is there now.
    """
    with transaction.atomic():
        kept = Grid.objects.select_for_update().get(pk=node.pk)
        now = shown(kept)
        if seen != now:
            others = [name for name in now if now[name] != seen.get(name)]
            told = "；".join(f"{Grid._meta.get_field(name).verbose_name}现在是“{now[name]}”" for name in others)
            raise Refused(f"您打开之后别人改过：{told}。请核对后重新保存。")
        changes = {name: [now[name], new[name]] for name in DESCRIBED if new[name] != now[name]}
        words = history.card_list(neighbours)
        if words != now["neighbours"]:
            changes["neighbours"] = [now["neighbours"], words]
        if not changes:
            return
        for name in DESCRIBED:
            setattr(kept, name, new[name])
        kept.save(update_fields=DESCRIBED)
        kept.neighbours.set(neighbours)
        _tell(kept, by, changes)


def shown(node):
    """What the form shows of a grid, as text."""
    return {name: getattr(node, name) for name in DESCRIBED} | {"neighbours": history.card_list(node.neighbours.all())}


def drawn(nodes):
    """Where the grids lie on the plan, as text, {name: row-order-width}."""
    return {node.name: "-".join(str(getattr(node, name) or "") for name in PLANNED) for node in nodes}


def draw(community, seen, places, *, by):
    """Lay the grids of a community on the plan: {primary key: (row, order, width)}; two cannot stand in one place.

    ``seen`` is what its writer saw; whoever laid them otherwise in between is not written over.
    """
    spots = [place[:2] for place in places.values()]
    if len(set(spots)) < len(spots):
        raise Refused("有两个网格在同一行的同一位置，请把行内次序错开。")
    with transaction.atomic():
        nodes = list(Grid.objects.select_for_update().filter(community=community, level=NodeLevel.GRID, pk__in=places))
        old, changes = drawn(nodes), {}
        if old != seen:
            raise Refused("您打开之后别人改过示意图。请核对后重新保存。")
        for node in nodes:
            new = "-".join(map(str, places[node.pk]))
            if old[node.name] != new:
                changes[node.name] = [old[node.name], new]
                node.plan_row, node.plan_order, node.plan_width = places[node.pk]
                node.save(update_fields=list(PLANNED))
        if changes:
            _tell(community, by, changes)


def meet(community, *, by):
    """Make neighbours of the grids that touch on the plan; who was a neighbour before and does not touch is none now."""
    laid = Grid.objects.filter(community=community, level=NodeLevel.GRID, plan_row__isnull=False)
    places = {node: tuple(getattr(node, name) for name in PLANNED) for node in laid.order_by("path")}
    with transaction.atomic():
        changes = {}
        for node, others in touching(places).items():
            before = set(node.neighbours.all())
            if before != set(others):
                changes[node.name] = [history.card_list(before), history.card_list(others)]
                node.neighbours.set(others)
        if changes:
            _tell(community, by, changes)


def _tell(node, by, changes):
    history.log("describe", by=by, note=f"{node} 的说明", community=node.community, changes=changes)
