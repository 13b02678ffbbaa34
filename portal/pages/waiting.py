"""What waits for a user in a register, by state, each with the way to its rows."""

from django.db.models import Count


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
    model, url = page.model, door(page)
    labels = dict(model._meta.get_field(model.STATE_FIELD).flatchoices)
    counts = dict(rows(page, user).order_by().values_list(model.STATE_FIELD).annotate(Count("pk")))
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
