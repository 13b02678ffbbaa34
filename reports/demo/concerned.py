"""Whom the demonstration issues concern: in four of ten where that fits, one or two people of their grid."""

from collections import defaultdict

from grids.choices import Category
from grids.identity import age_on
from grids.models import Issue
from reports.demo import words

SHARE, GROWN = 0.4, 18
TWO = {Category.DISPUTE: 0.8}


def load(demo):
    """Write the pairs in one go; they go with their issue, so they need no mark."""
    dice, near = demo.dice("concerned"), defaultdict(list)
    for one in demo.residents:
        if age_on(one.birth, demo.day) >= GROWN:
            near[one.grid_id].append(one)
    pair = Issue.concerned.through
    rows = []
    for issue in demo.issues:
        if fits(issue) and dice.random() < SHARE:
            # Whoever has come since is not concerned by what was before.
            there = [one for one in near[issue.grid_id] if one.created_at < issue.created_at]
            many = 2 if dice.random() < TWO.get(issue.category, 0.1) else 1
            rows += [pair(issue=issue, person=one) for one in dice.sample(there, min(many, len(there)))]
    pair.objects.bulk_create(rows, batch_size=500)


def fits(issue):
    """Whether somebody of the neighbourhood has a part in such an issue."""
    title = issue.title.removeprefix(issue.place)
    return issue.category in (Category.DISPUTE, Category.LIVELIHOOD, Category.RESIDENTS) or title in words.INDOORS
