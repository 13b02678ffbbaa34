"""Who lives in a grid, on the grid's page: dwellings, people, tags and overdue visits."""

from django.urls import reverse

from grids.choices import Residence
from grids.figures import person as figures
from grids.models import Person
from grids.pages.grid import GridPage
from grids.pages.stated import figure_url, told
from grids.queries.population import Population
from portal.reach import grants


def living(node, user):
    """The numbers, each the door to its rows for who may see people there; who reads the grid alone sees totals only."""
    counted = Population(node)
    reads = any(node.path.startswith(grant.node.path) for grant in grants(user, "view", Person))
    shown = [
        (figures.lived, counted.households()),
        (figures.present, counted.count()),
        (figures.settled, counted.count(residence=Residence.SETTLED)),
        (figures.floating, counted.count(residence=Residence.FLOATING)),
    ]
    tags = []
    if reads:
        by_tag, whole = counted.cared()
        shown += [(figures.cared, sum(whole.values())), (figures.overdue, counted.late())]
        tags = [
            {"label": figure.label, "cell": told(many, figure_url(figure, node))}
            for tag, figure in figures.tags.items()
            if (many := sum(by_tag[tag, grid] for grid in whole))
        ]
    return {
        "shown": [
            {
                "label": figure.label,
                "unit": figure.unit,
                "late": figure is figures.overdue and number,
                "cell": told(number, figure_url(figure, node) if reads else ""),
            }
            for figure, number in shown
        ],
        "tags": tags,
        "overview_url": f"{reverse('person-overview')}?node={node.pk}" if reads else "",
    }


GridPage.panels.append(("住户与居民", "grids/_living.html", living))
