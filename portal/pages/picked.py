"""The rows ticked in a list, or everything its filter shows: what the bar above the table acts on."""

from functools import cached_property

from django.http import QueryDict

from portal.keys import key_of
from portal.pages.selection import Selection

LONGEST = 2000


class Picked:
    """Chosen rows of a page within reach of a verb; a key out of reach, or that is none, is as if it were not there.

    ``pk`` are the ticked rows, ``all`` asks for the whole list; ``query`` is the list's address, the request's own for GET.
    """

    def __init__(self, page, request, verb="view"):
        posted = request.method == "POST"
        sent = request.POST if posted else request.GET
        self.whole, self.keys = "all" in sent, sorted(_keys(sent.getlist("pk")))
        self.is_asked = self.whole or "pk" in sent
        query = QueryDict(sent.get("query", "")[:LONGEST]) if posted else None
        self.selection = Selection(page, request, verb, query)

    @cached_property
    def rows(self):
        """The rows in the list's order."""
        if self.whole:
            self.selection.insist()
            return self.selection.rows
        return self.selection.rows_in_reach.filter(pk__in=self.keys).order_by(*self.selection.ordering)

    @property
    def back(self):
        """The tail of the list's address; its page may be gone once the rows have moved on."""
        return self.selection.url(page=None, pk=None, all=None).removesuffix("?")

    def hidden(self):
        """What a form sends along to ask for the same rows again."""
        keys = [] if self.whole else self.keys
        whole = [{"name": "all", "value": "1"}] if self.whole else []
        return [*whole, {"name": "query", "value": self.back[1:]}, *({"name": "pk", "value": key} for key in keys)]


def _keys(words):
    return {key for key in map(key_of, words) if key is not None}
