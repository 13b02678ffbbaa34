"""The limits in force above the register of those a community set itself: every step by urgency, own or default."""

from django.utils.http import urlencode

from grids.choices import Category, NodeLevel, Stage, Urgency
from grids.limits import Limits, words
from grids.models import Grid, Limit
from portal.reach import grants, nodes_q


def may_set(user, node, model=Limit):
    """Whether the user sets the limits of a community, or what else ``model`` holds, as the verbs of setting one have it."""
    return any(node.path.startswith(grant.node.path) for grant in grants(user, "edit", model))


def in_force(chosen):
    """What holds now in each community within reach, read from the register as the clocks read it; two queries."""
    page, user = chosen.page, chosen.user
    nodes = Grid.objects.filter(nodes_q(user, "view", Limit), level=NodeLevel.COMMUNITY).order_by("path")
    names = ("community", "stage", "urgency", "category", "pk", "amount", "unit")
    found = {}
    for community, *row in chosen.rows_in_reach.order_by("pk").values_list(*names):
        found.setdefault(community, []).append(row)
    tables = [_table(page, node, found.get(node.pk, []), may_set(user, node)) for node in nodes]
    return ("grids/_limits.html", {"tables": tables, "urgencies": Urgency.labels}) if tables else None


def _table(page, node, rows, may):
    """The table of one community: a line a step, and below it the limits of single categories."""
    own = {tuple(key): (amount, unit) for *key, _, amount, unit in rows}
    urls = {tuple(key): page.url("edit" if may else "detail", pk) for *key, pk, _, _ in rows}
    limits = Limits(own)

    def cell(stage, urgency):
        add = f"{page.url('add')}?{urlencode({'stage': stage, 'urgency': urgency})}" if may else ""
        key = stage, urgency, ""
        return {"words": limits.in_words(*key), "own": key in own, "url": urls.get(key, add)}

    return {
        "node": node,
        "many": len(own),
        "may": may,
        "lines": [(stage.label, [cell(stage, urgency) for urgency in Urgency]) for stage in Stage],
        "apart": [
            {
                "category": Category(category).label,
                "step": f"{Stage(stage).label} · {Urgency(urgency).label}",
                "words": words(*own[stage, urgency, category]),
                "else": limits.in_words(stage, urgency),
                "url": urls[stage, urgency, category],
            }
            for stage, urgency, category in sorted(own, key=_place)
            if category
        ],
    }


def _place(key):
    """Categories, steps and urgencies in the order of their declarations."""
    stage, urgency, category = key
    return Category.values.index(category) if category else -1, Stage.values.index(stage), Urgency.values.index(urgency)
