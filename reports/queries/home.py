"""What the home page shows: what waits for a user, and how the user's node stands."""

from dataclasses import dataclass

from django.db.models import Count

from grids import figures as issues
from grids.models.issue import OPEN
from portal.clock import month_bounds, today
from portal.figures import cards, parts, tally
from portal.moves import available
from portal.pages import registry
from portal.pages import waiting as awaiting
from portal.reach import may
from reports.queries.month import last_months
from reports.queries.numbers import numbers_of

SHOWN = 8
STOCKS = (issues.unsettled, issues.unsettled_late, issues.unsettled_today)


@dataclass
class Waiting:
    """One register's rows that wait for a user: how many of each state, and the most urgent ones."""

    page: type
    kinds: list
    rows: list


def waiting(user):
    """What waits for the user in every register, one query each."""
    pages = [page for page in registry if page.awaits is not None and page.may(user, "view")]
    return [Waiting(page, *awaiting.first(page, user, SHOWN)) for page in pages]


def shown(found, user):
    """As many as fit beside the picture, the most urgent of each register dealt in turn, told register by register."""
    turns = sorted((nth, at) for at, one in enumerate(found) for nth in range(len(one.rows)))[:SHOWN]
    return [_item(found[at].page, found[at].rows[nth], user) for at, nth in sorted((at, nth) for nth, at in turns)]


def _item(page, record, user):
    offered = available(record, user, lambda name: may(user, name, page.model))
    moves = {name: move for name, move, refusal in offered if not refusal}
    usual = [n for n, move in moves.items() if move.style != "warn" and n not in page.behind(record)]
    name = next((n for n in usual if moves[n].style == "main"), next(iter(usual), None))
    return {
        "icon": moves[name].icon if name else page.icon,
        "state": getattr(record, f"get_{record.STATE_FIELD}_display")(),
        "title": record.card,
        "sub": page.sub(record),
        "who": record.created_by.name if record.created_by else "",
        "due": page.due_html(record),
        "url": page.url("detail", record.pk),
        "act": moves[name].label if name else "查看",
        "act_url": page.url(name, record.pk) if name else page.url("detail", record.pk),
    }


def open_counts(user):
    """[(page, rows that wait for the user, open rows)] of every register that knows what is open, one query each."""
    found = []
    for page in registry:
        if page.open_q is None or page.awaits is None or not page.may(user, "view"):
            continue
        mine = page.awaits(user)
        one = page.rows(user).filter(page.open_q).order_by().aggregate(mine=Count("pk", filter=mine), open=Count("pk"))
        found.append((page, one["mine"], one["open"]))
    return found


class Standing:
    """Open issues of a node now, by state and by grid, and how pressing they are; one query."""

    def __init__(self, node):
        self.found = tally(STOCKS, [(node.rows_q(), *month_bounds(today()))], "state", "grid")

    def count(self, figure, grid=None, state=None):
        """The number of a stock, of one grid or state or of all."""
        return sum(
            number
            for (name, _, stands, at), number in self.found.items()
            if name == figure.name and grid in (None, at) and state in (None, stands)
        )

    def by_state(self):
        """[(label, in time, due today, late)] of each open state."""
        lines = []
        for state in OPEN:
            whole, late, soon = (self.count(figure, state=state) for figure in (STOCKS[0], STOCKS[1], STOCKS[2]))
            lines.append((state.label, whole - late - soon, soon, late))
        return lines


def year(node, figures):
    """([12 months], {figure name: [12 numbers]}) of a node, two queries."""
    months = last_months(12)
    numbers, _ = numbers_of(figures, (), node, months)
    return months, {one.name: [numbers[month].total(one.name) for month in months] for one in figures}


def kinds(node):
    """[(label, number)] of the issues reported this month by category, largest first."""
    field = issues.reported.model._meta.get_field("category")
    labels = dict(field.flatchoices)
    found = tally([issues.reported], [(node.rows_q(), *month_bounds(today()))], "category")
    counted = [(str(labels.get(key[2], key[2])), number) for key, number in found.items()]
    return sorted(counted, key=lambda pair: -pair[1])


def shown_cards(user):
    """Cards of the rooms whose rows the user may see, and the figures it takes to fill them, each once."""
    mine = [card for card in cards if may(user, "view", card.model)]
    figures = {figure.name: figure for card in mine for figure in parts(card.shown)}
    return mine, figures
