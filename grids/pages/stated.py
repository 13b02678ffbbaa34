"""What a community states of itself beside what its registers count, and why the two may differ."""

from django.utils.html import format_html
from django.utils.http import urlencode

from grids.choices import Residence, UnitKind
from grids.figures import person as figures
from portal.clock import today
from portal.pages import registry
from portal.periods import Period

PEOPLE = {
    "households": figures.lived,
    "people": figures.present,
    "resident-households": figures.settled_doors,
    "resident-people": figures.settled,
    "floating-households": figures.floating_doors,
    "floating-people": figures.floating,
}
UNITS = {
    "institutions": UnitKind.INSTITUTION,
    "enterprises": UnitKind.ENTERPRISE,
    "traders": UnitKind.TRADER,
    "hospitals": UnitKind.HOSPITAL,
    "kindergartens": UnitKind.KINDERGARTEN,
}


def figure_url(figure, node):
    """The list of the rows behind a figure of a node, as it stands now."""
    query = {"figure": figure.name, **Period.of(today()).query, "node": node.pk}
    return f"{registry[figure.model].url('list')}?{urlencode(query)}"


def told(number, url):
    """A number and where it leads, and both as they stand in a cell; nothing stands behind a nought.

    Put together here: a template that included another for each cell of the page would take longer than all its queries.
    """
    n, url = f"{number:,}", url if number else ""
    return {"n": n, "url": url, "html": format_html('<a class="drill" href="{}">{}</a>', url, n) if url else n}


def stated_lines(counted):
    """A line for each figure the source states and the registers count; empty where nothing is stated."""
    stated = counted.stated()
    if not stated:
        return []
    units = counted.units()
    numbers = {
        "households": counted.households(),
        "people": counted.count(),
        "resident-households": counted.households(here=True),
        "resident-people": counted.count(residence=Residence.SETTLED),
        "floating-households": counted.households(away=True),
        "floating-people": counted.count(residence=Residence.FLOATING),
        **{key: units.get(kind, 0) for key, kind in UNITS.items()},
    }
    shown = PEOPLE | {key: figures.units[kind] for key, kind in UNITS.items()}
    return [line(stated[key], figure, numbers[key], counted.node) for key, figure in shown.items() if key in stated]


def line(stated, figure, number, node):
    """A stated figure beside the figure that counts the same."""
    return beside(stated, number, url=figure_url(figure, node), says=figure.definition)


def beside(stated, number, *, url, says):
    """One stated figure, the counted one with its rows, and what lies between them."""
    apart = number - int(stated.value)
    return {
        "label": stated.label,
        "stated": f"{'约 ' if stated.about else ''}{stated.value.normalize():,f}",
        "unit": stated.unit,
        **told(number, url),
        "says": says,
        "apart": f"多 {apart:,}" if apart > 0 else f"少 {-apart:,}" if apart else "一致",
        "differs": bool(apart),
    }


def household_words(counted):
    """Why the two kinds of households come to more than there are: some are of both; empty where none is."""
    both = counted.households(here=True, away=True)
    if not both:
        return ""
    here, away, whole = counted.households(here=True), counted.households(away=True), counted.households()
    return (
        f"居民户 {here:,} + 流动人口户 {away:,} = {here + away:,}，比总户数 {whole:,} 多 {both:,}："
        f"有 {both:,} 户既有户籍人口又有流动人口，两边各算了一次。"
    )
