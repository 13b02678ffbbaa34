"""The tabs above a list once more, with how many rows each holds: fetched after the page, so that the list need not wait."""

from django.shortcuts import render

from portal.pages.selection import Selection
from portal.pages.tabs import counted, tabs
from portal.pages.views.base import PageView


class Tabs(PageView):
    """The inside of the tab bar of a list."""

    def get(self, request):
        chosen = Selection(self.page, request)
        chosen.insist()
        context = {"views": tabs(chosen, counted(chosen)), "save_url": save_url(chosen)}
        return render(request, "portal/_views.html", context)


def save_url(chosen):
    """Where the list as it is now can be kept under a name; empty where the register keeps none or nothing is asked."""
    page = chosen.page
    return page.url("views") + chosen.url(page=None) if page.keeps_views else ""
