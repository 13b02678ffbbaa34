"""The home page: what awaits me, then how my node stands in pictures; and the small counts around every page."""

from django.shortcuts import render
from django.urls import reverse
from django.views import View

from grids import figures as issues
from grids.choices import Category, NodeLevel
from grids.models import Issue
from portal import news
from portal.clock import is_working_day, now, today
from portal.figures import Ratio, parts
from portal.models import MonthLock
from portal.pages import mine, registry
from portal.pages.waiting import door
from portal.periods import Period
from portal.reach import may
from reports import pictures
from reports.pages.shown import cell, change, figure_url, share_of
from reports.pages.year import flow
from reports.queries import home as queries
from reports.queries.month import own_nodes, tree_of

KINDS = 6
# More keys than that above what waits do not fit on one line.
KEYS = 5


class Home(View):
    """One page for desk and phone; a role without business rows gets the way to what it may do."""

    def get(self, request):
        user = request.user
        context = {
            "day_off": not is_working_day(today()),
            "acts": _acts(user),
            "tiles": _tiles_of(registry[Issue], user),
            "mine": [found for told in mine if (found := told(user))],
            "todo": _todo(user),
            "picture": _picture(user),
            "at": f"{now():%Y-%m-%d %H:%M}",
        }
        return render(request, "reports/home.html", context)


class Counts(View):
    """The numbers at the bell and in the navigation, put there after the page is read."""

    def get(self, request):
        found = queries.open_counts(request.user)
        waiting, new = sum(mine for _, mine, _ in found), news.count(request.user)
        return render(
            request,
            "reports/counts.html",
            {
                "bell": {"waiting": waiting, "new": new, "sum": waiting + new, "more": new == news.MOST},
                "registers": [{"url": page.url("list"), "open": number} for page, _, number in found],
            },
        )


def _acts(user):
    acts = []
    if may(user, "view", MonthLock):
        label = f"{today().month} 月月报"
        acts.append({"label": label, "url": reverse("monthly"), "icon": "file-earmark-excel", "main": False})
    for page in registry:
        if page.add_label and page.may(user, "add"):
            label = page.add_title or page.add_label
            acts.append({"label": label, "url": page.url("add"), "icon": "plus-lg", "main": True})
    return acts


def _tiles_of(page, user):
    """What a phone offers to report with one tap; nothing to who may not."""
    if not page.may(user, "add"):
        return []
    icons = page.tiles["category"].icons
    return [
        {"label": label, "icon": icons[value], "url": f"{page.url('add')}?category={value}"}
        for value, label in Category.choices
    ]


def _todo(user):
    found = queries.waiting(user)
    kinds, registers = [kind for one in found for kind in one.kinds], [_register(one) for one in found if one.kinds]
    return {
        "expected": bool(found),
        "items": queries.shown(found, user),
        "kinds": kinds if len(kinds) <= KEYS else _in_keys(registers),
        "total": sum(kind["count"] for kind in kinds),
        # Where several registers wait, all of it stands together behind the bell.
        "url": registers[0]["url"] if len(registers) == 1 else reverse("news"),
    }


def _in_keys(registers):
    """A key for each register, and one for what is left over."""
    if len(registers) <= KEYS:
        return registers
    rest = sum(one["count"] for one in registers[KEYS - 1 :])
    return [*registers[: KEYS - 1], {"label": "其他", "count": rest, "url": reverse("news")}]


def _register(one):
    """What waits in one register, all states together."""
    page = one.page
    return {
        "label": page.nav_label or page.title,
        "count": sum(kind["count"] for kind in one.kinds),
        "url": door(page),
    }


def _picture(user):
    """Tiles, numbers and charts of the user's node; None for who may not look at issues."""
    nodes = own_nodes(user, "view", Issue)
    if not nodes:
        return None
    node, standing = nodes[0], queries.Standing(nodes[0])
    months, year, shown = _year(node, user)
    return {
        "node": node,
        "open": standing.count(issues.unsettled),
        "late": standing.count(issues.unsettled_late),
        "phone": _phone(node, standing, year),
        "tiles": _tiles(node, standing),
        "cards": [_card(card.icon, card.shown, node, months[-2:], year) for card in shown],
        "stages": _stages(standing),
        "flow": flow(months, year),
        "kinds": _kinds(node),
    }


def _year(node, user):
    shown, figures = queries.shown_cards(user)
    months, year = queries.year(node, list(figures.values()))
    return months, year, shown


def _values(shown, year, n):
    found = [year[figure.name][n] for figure in parts(shown)]
    return tuple(found) if isinstance(shown, Ratio) else found[0]


def _card(icon, shown, node, last, year):
    then, value = _values(shown, year, -2), _values(shown, year, -1)
    line = [share_of(shown, _values(shown, year, n)) for n in range(12)]
    return {
        "icon": icon,
        "label": shown.label,
        "definition": shown.definition,
        "unit": parts(shown)[0].unit,
        "cell": cell(shown, value, last[-1], {"node": node.pk}),
        "under": parts(shown)[-1].label,
        "change": change(shown, value, then),
        "spark": pictures.spark(line),
        "then": last[0].short,
    }


def _phone(node, standing, year):
    """The four numbers on top of a phone's home."""
    page, here = registry[Issue], Period.of(today())
    returned = standing.count(issues.unsettled, state="returned")
    late = standing.count(issues.unsettled_late)
    return [
        {"label": "超期", "n": late, "url": f"{page.url('list')}?tab=overdue", "red": bool(late)},
        {"label": "退回补正", "n": returned, "url": f"{page.url('list')}?state=returned", "red": False},
        {"label": "未结案", "n": standing.count(issues.unsettled), "url": f"{page.url('list')}?tab=open", "red": False},
        {
            "label": "本月上报",
            "n": year["issue.reported"][-1],
            "url": figure_url(issues.reported, here, {"node": node.pk}),
            "red": False,
        },
    ]


def _tiles(node, standing):
    """The plan of the node's grids, or of the communities of a sub-district; nothing for a single grid."""
    if node.level == NodeLevel.GRID:
        return None
    tree = tree_of([node])
    level = NodeLevel.COMMUNITY if node.level == NodeLevel.STREET else NodeLevel.GRID
    places = [one for one in tree if one.level == level]
    below = {one.pk: [n.pk for n in tree if n.path.startswith(one.path)] for one in places}
    counts = {
        pk: [sum(standing.count(figure, grid=k) for k in keys) for figure in (issues.unsettled, issues.unsettled_late)]
        for pk, keys in below.items()
    }
    most = max([number for number, _ in counts.values()], default=0)
    places, rows = pictures.drawn(places)
    shapes, height = pictures.plan(rows)
    page = registry[Issue]
    tiles = []
    for place, shape in zip(places, shapes, strict=True):
        number, late = counts[place.pk]
        room = shape["width"] - 16 - 14.5 * len(place.name) - 12.5 * len(place.alias)
        link = (
            f"grid={place.pk}"
            if level == NodeLevel.GRID
            else f"figure=issue.open&month={today():%Y-%m}&node={place.pk}"
        )
        tiles.append(
            {
                **shape,
                "name": place.name,
                "page": reverse("grid", args=[place.pk]),
                "alias": place.alias if room > 0 else "",
                "number": number,
                "late": late,
                "heat": pictures.heat(number, most),
                "url": f"{page.url('list')}?{'tab=open&' if level == NodeLevel.GRID else ''}{link}",
            }
        )
    around = pictures.sides(node.boundary)
    return {
        "tiles": tiles,
        "height": height,
        "road": "公路" in node.boundary and pictures.has_road(rows),
        "sides": {side: around.get(side, "") for side in "北南"},
        "south_y": height - 2,
        "west": pictures.upright("西", around, height),
        "east": pictures.upright("东", around, height - 30),
    }


def _stages(standing):
    lines = standing.by_state()
    names = ("时限内", "今日到期", "超期")
    return {
        "rows": lines,
        "names": names,
        "spec": {
            "categories": [line[0] for line in lines],
            "across": True,
            "legend": "bottom",
            "says": "在办事项停在哪一步、是否超期",
            "series": [
                {"name": name, "type": "bar", "stack": "all", "color": colour, "data": [line[n] for line in lines]}
                for n, (name, colour) in enumerate(zip(names, (1, 2, 5), strict=True), 1)
            ],
        },
    }


def _kinds(node):
    found = queries.kinds(node)
    total = sum(number for _, number in found)
    rows = found[:KINDS]
    if rest := found[KINDS:]:
        rows.append((f"其他{len(rest)}类", sum(number for _, number in rest)))
    labels = [f"{number} · {round(100 * number / total)}%" for _, number in rows]
    series = [{"name": "上报", "type": "bar", "color": 1, "data": [n for _, n in rows], "labels": labels}]
    spec = {"categories": [label for label, _ in rows], "across": True, "legend": "none", "width": 12, "series": series}
    return {"total": total, "rows": rows, "spec": {**spec, "says": "本月上报事项的类别"}}
