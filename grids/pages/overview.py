"""The population of a grid or community in pictures; each number leads to the list of just those it counts."""

from math import ceil

from django.http import Http404
from django.shortcuts import render
from django.utils.http import urlencode

from grids.choices import ManagedKind, NodeLevel, Residence, ServiceTag, Sex
from grids.figures import person as figures
from grids.models import ManagedCare, Person
from grids.pages.stated import figure_url, household_words, stated_lines, told
from grids.pages.unit import GROUP
from grids.queries.node import nodes_of
from grids.queries.population import LAST, Population, band_words, born_within, managed_at
from portal.clock import today
from portal.pages import Link, links, registry
from portal.pages.views.base import PageView

STEPS = 4
SIDES = ((Sex.MALE, 1), (Sex.FEMALE, 2))
SPLIT = ((Residence.SETTLED, 1), (Residence.FLOATING, 2))


def people_url(node, **narrowed):
    """The list of residents here now at a node, narrowed by its filters."""
    at = {"grid" if node.level == NodeLevel.GRID else "node": node.pk}
    return f"{registry[Person].url('list')}?{urlencode({'tab': 'here', **at, **narrowed})}"


class Overview(PageView):
    """One node: stated beside counted, by grid, by age and sex, by care tag."""

    def get(self, request):
        nodes = nodes_of(request.user, "view", Person)
        node = self._asked(nodes)
        counted = Population(node)
        grids = [one for one in nodes if one.community_id == node.pk and one.level == NodeLevel.GRID] or [node]
        context = {
            "node": node,
            "nodes": nodes if len(nodes) > 1 else [],
            "day": today(),
            "top": _top(counted),
            "stated": stated_lines(counted),
            "explained": household_words(counted),
            "grids": _by_grid(counted, grids),
            "split": _split(counted, grids) if len(grids) > 1 else None,
            "ages": _pyramid(counted),
            "undated": told(counted.undated(), people_url(node, tab="undated")),
            "care": _care(counted, grids),
            "managed": _managed(request.user, node),
            "crumbs": [{"label": self.page.title, "url": self.back_url()}, {"label": "人口概览", "url": ""}],
        }
        return render(request, "grids/overview.html", context)

    def _asked(self, nodes):
        asked = self.request.GET.get("node")
        node = next((one for one in nodes if not asked or str(one.pk) == asked), None)
        if node is None:
            raise Http404
        return node


def _top(counted):
    node = counted.node
    return [
        {
            "label": figure.label,
            "says": figure.definition,
            "cell": told(number, figure_url(figure, node)),
            "unit": figure.unit,
        }
        for figure, number in (
            (figures.lived, counted.households()),
            (figures.present, counted.count()),
            (figures.settled, counted.count(residence=Residence.SETTLED)),
            (figures.floating, counted.count(residence=Residence.FLOATING)),
            (figures.overdue, counted.late()),
        )
    ]


def _by_grid(counted, grids):
    """A line a grid: dwellings, people, registered here and elsewhere, overdue visits."""
    return [
        {
            "grid": grid,
            "cells": [
                told(counted.households(grid.pk), figure_url(figures.lived, grid)),
                told(counted.count(grid.pk), figure_url(figures.present, grid)),
                told(counted.count(grid.pk, Residence.SETTLED), figure_url(figures.settled, grid)),
                told(counted.count(grid.pk, Residence.FLOATING), figure_url(figures.floating, grid)),
                told(counted.late(grid.pk), figure_url(figures.overdue, grid)),
            ],
        }
        for grid in grids
    ]


def _split(counted, grids):
    """The chart of those registered here and elsewhere, grid by grid."""
    series = [
        {
            "name": residence.label,
            "type": "bar",
            "stack": "people",
            "color": colour,
            "data": [counted.count(grid.pk, residence) for grid in grids],
        }
        for residence, colour in SPLIT
    ]
    return {
        "categories": [str(grid) for grid in grids],
        "series": series,
        "across": True,
        "says": "各网格户籍、流动人数",
    }


def _pyramid(counted):
    """The age pyramid, and the table beside it, the oldest first."""
    node, bands = counted.node, range(LAST + 1)
    while len(bands) > 1 and not counted.count(band=bands[-1]):
        bands = bands[:-1]
    series = [
        {
            "name": sex.label,
            "type": "bar",
            "stack": "people",
            "color": colour,
            "data": [counted.count(sex=sex, band=band) for band in bands],
        }
        for sex, colour in SIDES
    ]
    rows = []
    for band in reversed(bands):
        first, last = born_within(band, counted.day)
        born = {"birth_from": first, "birth_to": last} if first else {"birth_to": last}
        cells = [told(counted.count(sex=sex, band=band), people_url(node, sex=sex, **born)) for sex, _ in SIDES]
        rows.append((band_words(band), [*cells, told(counted.count(band=band), people_url(node, **born))]))
    words, most = [band_words(band) for band in bands], max([1, *(number for one in series for number in one["data"])])
    step = _step(most)
    # Both sides as long, or the longer one would look no longer than the other.
    wide = {"min": -step * ceil(most / step), "max": step * ceil(most / step), "step": step}
    return {
        "spec": {"categories": words, "series": series, "mirrored": True, "says": "年龄金字塔", **wide},
        "rows": rows,
    }


def _step(most):
    """How far apart the lines of an axis are that reaches so far: 1, 2 or 5 with noughts, at most five on a side."""
    step = 1
    while step * 5 < most:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step


def _care(counted, grids):
    """People by tag and grid, darker where there are more; nobody is told of a tag nobody bears."""
    by_tag, whole = counted.cared()
    most = max(by_tag.values(), default=0)
    lines = [
        {
            "label": tag.label,
            "cells": [
                told(n, people_url(grid, care=tag)) | {"many": n, "heat": ceil(STEPS * n / most) if n else 0}
                for grid in grids
                for n in [by_tag[tag, grid.pk]]
            ],
            "whole": told(sum(by_tag[tag, grid] for grid in whole), figure_url(figures.tags[tag], counted.node)),
        }
        for tag in ServiceTag
    ]
    return {
        "lines": lines,
        "grids": grids,
        "by_grid": [told(whole[grid.pk], figure_url(figures.cared, grid)) for grid in grids],
        "whole": told(sum(whole.values()), figure_url(figures.cared, counted.node)),
        "most": most,
    }


def _managed(user, node):
    """People under managed care by kind, for those alone who may see them."""
    page = registry[ManagedCare]
    if not page.may(user, "view"):
        return None
    found = managed_at(user, node)
    at = {"grid" if node.level == NodeLevel.GRID else "node": node.pk, "state": "active"}
    return [
        {"label": kind.label, "cell": told(found.get(kind, 0), f"{page.url('list')}?{urlencode({'kind': kind, **at})}")}
        for kind in ManagedKind
        # What a clerk's line of work has none of is not named to that clerk.
        if kind in found
    ]


links.append(Link("人口概览", "person-overview", "bar-chart-line", GROUP, Person))
