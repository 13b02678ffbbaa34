"""What waits for a user in a register, by state, each with the way to its rows."""

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber


def rows(page, user):
    """The rows that wait for the user; said to be open, so that the database need not read the closed ones."""
    found = page.waiting(user)
    return found if page.open_q is None else found.filter(page.open_q)


def door(page):
    """The list of what waits for whoever opens it."""
    tab = next((name for name, one in page.conditions.items() if one.where is page.awaits), "")
    return f"{page.url('list')}?tab={tab}" if tab else page.url("list")


def kinds(page, user):
    """State, label, number and address of each kind of row that waits for the user; one query."""
    return _told(page, dict(rows(page, user).order_by().values_list(page.model.STATE_FIELD).annotate(Count("pk"))))


def first(page, user, many):
    """The same, and the first so many of the rows in the order of the board; one query for both."""
    field, order = page.model.STATE_FIELD, [*page.board_order]
    found = page.judged(rows(page, user)).annotate(
        in_kind=Window(Count("pk"), partition_by=[F(field)]),
        nth_in_kind=Window(RowNumber(), partition_by=[F(field)], order_by=order),
        nth=Window(RowNumber(), order_by=order),
    )
    # The first of each kind brings the kind's number along, however far down it stands.
    found = list(found.filter(Q(nth__lte=many) | Q(nth_in_kind=1)).order_by(*order))
    return _told(page, {getattr(row, field): row.in_kind for row in found}), found[:many]


def _told(page, counts):
    model, url = page.model, door(page)
    labels = dict(model._meta.get_field(model.STATE_FIELD).flatchoices)
    return [
        {
            "state": state,
            "label": str(label),
            "count": counts[state],
            "url": f"{url}&{model.STATE_FIELD}={state}" if "?" in url else url,
        }
        for state, label in labels.items()
        if counts.get(state)
    ]
