"""The rules in force above the register of those a community set itself."""

from django.utils.http import urlencode

from grids.choices import NodeLevel
from grids.models import Grid
from grids.pages.limits import may_set
from party.choices import RuleKey
from party.models import PointRule
from party.rules import Rules
from portal.clock import today
from portal.reach import nodes_q


def in_force(chosen):
    """What each thing is worth this year in each community within reach."""
    nodes = Grid.objects.filter(nodes_q(chosen.user, "view", PointRule), level=NodeLevel.COMMUNITY).order_by("path")[:1]
    tables = [_table(chosen, node) for node in nodes]
    return ("party/_rules.html", {"tables": tables}) if tables else None


def _table(chosen, node):
    year, page = today().year, chosen.page
    rules, may = Rules.of(node.pk, year), may_set(chosen.user, node, PointRule)
    rows = PointRule.objects.filter(community=node.pk, year__lte=year).order_by("year")
    own = {key: (pk, since) for key, pk, since in rows.values_list("key", "pk", "year")}

    def url(key):
        if key in own and own[key][1] == year:
            return page.url("edit" if may else "detail", own[key][0])
        return f"{page.url('add')}?{urlencode({'key': key, 'year': year})}" if may else ""

    return {
        "node": node,
        "year": year,
        "may": may,
        "lines": [
            {"label": key.label, "words": rules[key].words, "since": own[key][1] if key in own else "", "url": url(key)}
            for key in RuleKey
        ],
    }
