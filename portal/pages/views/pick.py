"""Choosing one row of many: a search box asks, at most twenty masked cards answer."""

from datetime import date

from django.db.models import Q
from django.http import JsonResponse

from portal.crypto import MaskedText
from portal.history import card_text
from portal.keys import key_of
from portal.pages.views.base import PageView
from portal.paths import walk
from portal.pinyin import sounds_like

SHOWN = 20
# Pinyin is compared here, not in the database: enough for places and accounts, a bound for long registers; those ``seek``.
HEARD = 2000


class Pick(PageView):
    """Rows within reach of ``refer``, found by card, code or the sound of the card, or as the page seeks.

    ``pk`` asks for rows chosen before, which a draft kept by their keys alone.
    """

    verb = "refer"

    def get(self, request):
        page, typed = self.page, request.GET.get("q", "").replace("\x00", "").strip()[:50]
        rows = page.rows(request.user, self.verb).filter(page.pickable)
        rows = rows.values_list("pk", page.model.CARD, "code", *page.beside)
        if keys := [key for key in map(key_of, request.GET.getlist("pk")) if key is not None]:
            found = list(rows.filter(pk__in=keys).order_by("pk")[:SHOWN])
        elif page.seek:
            found = self._sought(rows, typed)
        else:
            found = self._written_or_heard(rows.order_by("-pk"), typed)
        seen = self._seen([row[0] for row in found])
        cards = [
            {"value": pk, "text": card_text(page.model, card, seen=pk in seen), "code": _told(code, beside)}
            for pk, card, code, *beside in found
        ]
        return JsonResponse(cards, safe=False)

    def _sought(self, rows, typed):
        """The first found, in no order of the database's: to sort a great many for the sake of twenty would cost the most.

        Where nothing is typed yet the newest, by the index that each list has.
        """
        if not typed:
            return list(rows.order_by("-created_at", "-pk")[:SHOWN])
        card = self.page.model.CARD
        # Whoever bears just this name comes first: among many whose names begin so, twenty taken as they come may miss that one.
        same = list(rows.filter(**{card: typed}).order_by("pk")[:SHOWN]) if isinstance(self._card, MaskedText) else []
        found = list(rows.filter(self.page.found(typed) | Q(code=typed.upper())).order_by()[:SHOWN])
        rest = sorted((row for row in found if row not in same), key=lambda row: (str(row[1]), row[0]))
        return [*same, *rest][:SHOWN]

    def _written_or_heard(self, rows, typed):
        found = {row[0]: row for row in (rows.filter(self._written(typed)) if typed else rows)[:SHOWN]}
        if typed and typed.isascii() and len(found) < SHOWN and not self._is_masked():
            for row in rows[:HEARD]:
                if len(found) < SHOWN and sounds_like(str(row[1]), typed):
                    found.setdefault(row[0], row)
        return list(found.values())

    def _seen(self, keys):
        """Those of the rows whose cards the user may read whole; only names kept plain ask for it."""
        if not isinstance(self._card, MaskedText):
            return set()
        return set(self.page.rows(self.request.user).filter(pk__in=keys).values_list("pk", flat=True))

    @property
    def _card(self):
        return walk(self.page.model, self.page.model.CARD)[-1]

    def _is_masked(self):
        """Whether the card is personal data: then it is neither searched nor heard, for a hit would tell it."""
        return bool(getattr(self._card, "mask", None))

    def _written(self, typed):
        card = () if self._is_masked() else (self.page.model.CARD,)
        found = Q()
        for path in self.page.picks or (*card, "code"):
            found |= Q(**{f"{path}__icontains": typed})
        return found


def _told(code, beside):
    """What is told beside a card: the number of the row, then what tells two of one name apart."""
    words = [f"{value.year} 年生" if isinstance(value, date) else str(value) for value in beside if value]
    return " · ".join([*words, code])
