"""The kinds of units above their register: how many the source states, how many are registered."""

from grids.choices import NodeLevel, UnitKind
from grids.figures import person as figures
from grids.models import Unit
from grids.pages.stated import UNITS, figure_url, line, told
from grids.queries.population import stated_of, units_at
from portal.reach import grants

KEY_OF = {kind: key for key, kind in UNITS.items()}


def kinds(chosen):
    """A number a kind of the widest node within reach, beside the stated one where a community states any; two queries.

    A sub-district has no statement of its own, and its communities are not to be mixed: it is told nothing.
    """
    nodes = (grant.node for grant in grants(chosen.user, "view", Unit))
    node = min(nodes, key=lambda node: (node.depth, node.path))
    if node.level == NodeLevel.STREET:
        return None
    counted, stated = units_at(node), stated_of(node)
    shown = [
        {
            "label": kind.label,
            **told(counted.get(kind, 0), figure_url(figures.units[kind], node)),
            "stated": line(stated[key], figures.units[kind], counted.get(kind, 0), node) if key in stated else None,
        }
        for kind in UnitKind
        for key in [KEY_OF.get(kind, "")]
        if counted.get(kind) or key in stated
    ]
    return ("grids/_kinds.html", {"node": node, "kinds": shown}) if shown else None
