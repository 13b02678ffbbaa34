"""The built-in stock phrases above the register of a community's own."""

from django.utils.http import urlencode

from grids.choices import UseState
from pledges.wording import STOCK


def built_in(chosen):
    """Every built-in phrase, and whether it was put out of use."""
    off = set(chosen.rows_in_reach.filter(state=UseState.SHUT).values_list("text", flat=True))
    may = chosen.allowed("add")
    lines = [
        {
            "text": text,
            "off": text in off,
            "url": f"{chosen.page.url('add')}?{urlencode({'text': text})}" if may else "",
        }
        for text in STOCK
    ]
    return "pledges/_stock.html", {"lines": lines}
