"""A small community to test in: one street, one community, two grids; and a neighbour."""

import factory

from grids import actions
from grids.choices import Category, NodeLevel
from grids.models import Grid, Issue


def plant(prefix="A", grids=2):
    """A street with one community and some grids; returns (community, [grids])."""
    street = Grid.plant(name=f"{prefix}街道", code=f"{prefix}S", level=NodeLevel.STREET)
    community = Grid.plant(street, name=f"{prefix}社区", code=f"{prefix}C", level=NodeLevel.COMMUNITY)
    made = []
    for n in range(1, grids + 1):
        community.refresh_from_db()
        made.append(Grid.plant(community, name=f"{prefix}{n}网格", code=f"{prefix}{n}", level=NodeLevel.GRID, order=n))
    return community, made


class IssueFactory(factory.django.DjangoModelFactory):
    """A reported issue, written by the action a grid member uses."""

    class Meta:
        model = Issue

    title = factory.Sequence(lambda n: f"井盖松动 {n}")
    category = Category.FACILITY
    place = "东口"
    by = None

    @classmethod
    def _create(cls, model_class, *args, by=None, **kwargs):
        return actions.report(model_class(**kwargs), by=by)
