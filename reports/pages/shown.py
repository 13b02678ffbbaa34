"""Numbers as pages show them: a rate beside its fraction, a counted number as the door to its rows."""

from django.utils.http import urlencode

from portal.figures import Ratio
from portal.pages import registry


def figure_url(figure, period, link):
    """The list of exactly the rows behind a number; empty where no list can name them."""
    if not link:
        return ""
    query = {"figure": figure.name, **period.query, **link}
    return f"{registry[figure.model].url('list')}?{urlencode(query)}"


def counted(figure, number, period, link, unit=""):
    """One number and its address; nothing stands behind a nought."""
    number = round(number, 1) if isinstance(number, float) else number
    return {"n": f"{number:,}{unit}", "url": figure_url(figure, period, link) if number else ""}


def share_of(shown, value):
    """The quotient of a rate's or average's (numerator, denominator), the number itself of a figure."""
    return shown.share(*value) if isinstance(shown, Ratio) else value


def cell(shown, value, period, link):
    """A figure, rate or average of a period as a table cell."""
    if not isinstance(shown, Ratio):
        return {"rate": "", **counted(shown, value, period, link)}
    over, under = shown.numerator, shown.denominator
    # Hours over replies would read as a share; what is not of one kind says what it is.
    unit = "" if over.unit == under.unit else f" {over.unit}"
    return {
        "rate": shown.words(shown.share(*value)),
        "over": counted(over, value[0], period, link, unit),
        "under": counted(under, value[1], period, link),
    }


def change(shown, now, then):
    """How a number moved since another period: words, and for a rate whether it rose and whether that is good."""
    now, then = share_of(shown, now), share_of(shown, then)
    if now is None or then is None:
        return {"css": "flat", "icon": "", "way": "", "text": "—"}
    moved = round(now - then, 1)
    if not isinstance(shown, Ratio) or not moved:
        return {"css": "flat", "icon": "", "way": "", "text": f"{moved:+,}" if moved else "持平"}
    rose = moved > 0
    return {
        "css": "up" if rose == shown.rising_is_good else "down",
        "icon": "arrow-up" if rose else "arrow-down",
        "way": "升" if rose else "降",
        "text": f"{abs(moved)}",
    }


def adjusted(shown, now, signed):
    """What would have to be added to the locked number: +1, or for a rate the points it lies off."""
    now, signed = share_of(shown, now), share_of(shown, signed)
    if now is None or signed is None:
        return "—"
    moved = round(now - signed, 1)
    return f"{moved:+,}" if moved else "0"
