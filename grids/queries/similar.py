"""Reads of the grid service larger than a queryset: what may already have been reported."""

import re
from datetime import timedelta
from heapq import nlargest
from itertools import pairwise
from operator import itemgetter

from rapidfuzz import fuzz

from grids.models import Issue
from grids.models.issue import UNSETTLED
from portal.clock import now

SINCE = timedelta(days=60)
NEWEST = 500
FEWEST = 4
# What people put in or leave out when they tell of the same thing: house numbers, signs, little words.
NOISE = re.compile(
    r"[\d一二三四五六七八九十]+\s*(?:号楼|单元|栋|幢|层|楼|室|号)|[\W_]|了|的|在|被|有人|里|因为|给|前|家中|往外|一个|没人"
)
# Characters shared, as a set: on the 72 pairs of tests/grids/test_similar.py 35 of 36 twins are found and 6 of 36 others.
ALIKE = 74


def similar(grid, words, *, rows=None, most=5):
    """Open issues of the last 60 days, of a grid and those it borders on, whose title tells of the same; the likest first.

    ``words`` is what was typed, at least four characters; ``rows`` narrows where to look. At most the newest 500 are compared.
    """
    if len("".join(words.split())) < FEWEST:
        return []
    found = Issue.objects.all() if rows is None else rows
    found = found.filter(UNSETTLED, community=grid.community_id, created_at__gte=now() - SINCE)
    if grid.pk != grid.community_id:
        found = found.filter(grid__in=[grid.pk, *grid.neighbours.values_list("pk", flat=True)])
    newest = found.order_by("-created_at", "-pk").values_list("pk", "title", "place")[:NEWEST]
    keys = likest(words, newest, most)
    made = {issue.pk: issue for issue in Issue.objects.filter(pk__in=keys).select_related("grid", "handler")}
    return [made[key] for key in keys]


def likest(words, told, most):
    """Keys of what was told ((key, title, place) each) that tells of the same as the words, the likest first.

    Where it is says nothing about what it is: the place drops out of both.
    """
    near = []
    for key, title, place in told:
        asked, said = essence(words.replace(place, "")), essence(title.replace(place, ""))
        if not {*pairwise(asked)}.isdisjoint(pairwise(said)):
            score = fuzz.token_set_ratio(" ".join(asked), " ".join(said), score_cutoff=ALIKE)
            if score:
                near.append((score, key))
    return [key for _, key in nlargest(most, near, key=itemgetter(0))]


def essence(title):
    """A title without the little words, house numbers and signs."""
    return NOISE.sub("", title)
