"""Numbers as pages show them: a rate beside its fraction, a counted number as the door to its rows."""

from django.utils.http import urlencode

from portal.figures import Rate
from portal.pages import registry


def figure_url(figure, month, link):
    """The list of exactly the rows behind a number; empty where no list can name them."""
    if not link:
        return ""
    query = {"figure": figure.name, "month": f"{month:%Y-%m}", **link}
    return f"{registry[figure.model].url('list')}?{urlencode(query)}"


def counted(figure, number, month, link):
    """One number and its address; nothing stands behind a nought."""
    return {"n": f"{number:,}", "url": figure_url(figure, month, link) if number else ""}


def percent(share):
    """97.1 as 97.1%, no rate as a dash."""
    return "—" if share is None else f"{share}%"


def share_of(shown, value):
    """The percentage of a rate's (numerator, denominator), the number itself of a figure."""
    return shown.share(*value) if isinstance(shown, Rate) else value


def cell(shown, value, month, link):
    """A figure or rate of a month as a table cell."""
    if not isinstance(shown, Rate):
        return {"rate": "", **counted(shown, value, month, link)}
    return {
        "rate": percent(shown.share(*value)),
        "over": counted(shown.numerator, value[0], month, link),
        "under": counted(shown.denominator, value[1], month, link),
    }


def change(shown, now, then):
    """How a number moved since another month: words, and for a rate whether it is better or worse."""
    now, then = share_of(shown, now), share_of(shown, then)
    if now is None or then is None:
        return {"css": "flat", "icon": "", "text": "—"}
    moved = round(now - then, 1)
    if not isinstance(shown, Rate) or not moved:
        return {"css": "flat", "icon": "", "text": f"{moved:+,}" if moved else "持平"}
    better = moved > 0
    return {"css": "up" if better else "down", "icon": "arrow-up" if better else "arrow-down", "text": f"{abs(moved)}"}
