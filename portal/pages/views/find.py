"""The search box at the top: one word asked of every register the visitor may read."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.views import View

from portal.history import card_text
from portal.pages.page import registry

SHOWN = 6


class Find(View):
    """Up to six finds a register; a full number opens its record at once."""

    def get(self, request):
        words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
        found = []
        # Of several registers that know numbers, the one whose own they are.
        for page in registry:
            if not (page.bears_numbers and page.may(request.user, "view")):
                continue
            if token := page.number(words):
                return redirect(f"{page.url('list')}?{urlencode({'number': token})}")
        for page in registry:
            if not words or not (page.search or page.seek) or not page.may(request.user, "view"):
                continue
            rows = page.rows(request.user)
            if exact := rows.filter(code=words.upper()).values_list("pk", flat=True).first():
                return redirect(page.url("detail", exact))
            part = rows.filter(page.found(words)).order_by(page.ordering, "pk")
            cards = part.values_list("pk", "code", page.model.CARD)[: SHOWN + 1]
            if cards:
                found.append(
                    {
                        "title": page.title,
                        "all_url": f"{page.url('list')}?{urlencode({'q': words})}",
                        "more": len(cards) > SHOWN,
                        "rows": [
                            {
                                "code": code,
                                "card": card_text(page.model, card, seen=True),
                                "url": page.url("detail", pk),
                            }
                            for pk, code, card in cards[:SHOWN]
                        ],
                    }
                )
        return render(request, "portal/find.html", {"q": words, "found": found})
