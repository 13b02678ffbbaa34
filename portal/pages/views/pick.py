"""Choosing one row of many: a search box asks, at most twenty masked cards answer."""

from django.db.models import Q
from django.http import JsonResponse

from portal.history import card_text
from portal.pages.views.base import PageView
from portal.paths import walk
from portal.pinyin import sounds_like

SHOWN = 20
# Pinyin is compared here, not in the database: enough for people and places, a bound for long registers.
HEARD = 2000


class Pick(PageView):
    """Rows within reach of ``refer``, found by card, code or the sound of the card."""

    verb = "refer"

    def get(self, request):
        page, typed = self.page, request.GET.get("q", "").replace("\x00", "").strip()[:50]
        model = page.model
        rows = page.rows(request.user, self.verb).filter(page.pickable).order_by("-pk")
        rows = rows.values_list("pk", model.CARD, "code")
        found = {row[0]: row for row in (rows.filter(self._written(typed)) if typed else rows)[:SHOWN]}
        if typed and typed.isascii() and len(found) < SHOWN and not self._is_masked():
            for row in rows[:HEARD]:
                if len(found) < SHOWN and sounds_like(str(row[1]), typed):
                    found.setdefault(row[0], row)
        cards = [{"value": pk, "text": card_text(model, card), "code": code} for pk, card, code in found.values()]
        return JsonResponse(cards, safe=False)

    def _is_masked(self):
        """Whether the card is personal data: then it is neither searched nor heard, for a hit would tell it."""
        return bool(getattr(walk(self.page.model, self.page.model.CARD)[-1], "mask", None))

    def _written(self, typed):
        card = () if self._is_masked() else (self.page.model.CARD,)
        found = Q()
        for path in self.page.picks or (*card, "code"):
            found |= Q(**{f"{path}__icontains": typed})
        return found
