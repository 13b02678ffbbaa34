"""Seeing one masked value whole: a POST with a reason, never an address that can be opened again."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from portal.pages.revealing import open_up
from portal.pages.views.base import PageView


class Reveal(PageView):
    """One field of one record; to a script that fact alone, else the way back to the page that showed it masked."""

    verb = "reveal"

    def post(self, request, pk):
        look = open_up(request, self.page, self.record())
        if request.htmx:
            context = {"one": look, "seconds": look.seconds(request.session), "fresh": True}
            answer = render(request, "portal/_look.html", context)
            answer["Cache-Control"] = "no-store"
            return answer
        return HttpResponseRedirect(f"{self._way(request, pk)}#{look.id}")

    def _way(self, request, pk):
        back = request.POST.get("next", "").partition("#")[0]
        return back if url_has_allowed_host_and_scheme(back, None) else self.page.url("detail", pk)
