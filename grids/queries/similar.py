"""Reads of the grid service larger than a queryset: what may already have been reported."""

import itertools
import re
from datetime import timedelta

from rapidfuzz import fuzz, process

from grids.models import Issue
from grids.models.issue import OPEN
from portal.clock import now

SINCE = timedelta(days=60)
NEWEST = 500
FEWEST = 4
# Little words people put in or leave out when they tell of the same thing.
NOISE = re.compile(r"[\W_]|了|的|在|被|有人|里|因为|给|前|家中|往外|一个|没人")
# Characters shared, as a set: on the 72 pairs of tests/grids/test_similar.py 35 of 36 twins are found and 6 of 36 others.
ALIKE = 76


def similar(grid, words, *, rows=None, most=5):
    """Open issues of the last 60 days, of a grid and those it borders on, whose title tells of the same; the likest first.

    ``words`` is what was typed, at least four characters; ``rows`` narrows where to look. At most the newest 500 are compared.
    """
    if len("".join(words.split())) < FEWEST:
        return []
    found = Issue.objects.all() if rows is None else rows
    found = found.filter(community=grid.community_id, state__in=OPEN, created_at__gte=now() - SINCE)
    if grid.pk != grid.community_id:
        found = found.filter(grid__in=[grid.pk, *grid.neighbours.values_list("pk", flat=True)])
    titles = dict(found.order_by("-created_at", "-pk").values_list("pk", "title")[:NEWEST])
    keys = likest(words, titles, most)
    made = {issue.pk: issue for issue in Issue.objects.filter(pk__in=keys).select_related("grid", "handler")}
    return [made[key] for key in keys]


def likest(words, titles, most):
    """Keys of the titles ({key: title}) that tell of the same as the words, the likest first."""
    asked = essence(words)
    pairs = set(itertools.pairwise(asked))
    near = {}
    for key, title in titles.items():
        told = essence(title)
        if not pairs.isdisjoint(itertools.pairwise(told)):
            near[key] = " ".join(told)
    found = process.extract(" ".join(asked), near, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=most)
    return [key for _, _, key in found]


def essence(title):
    """A title without the little words."""
    return NOISE.sub("", title)
