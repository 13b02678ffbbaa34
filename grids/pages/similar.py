"""What may already have been reported, shown while a report is typed."""

from django.http import Http404
from django.shortcuts import render

from grids.models import Grid
from grids.pages import standing
from grids.queries.similar import FEWEST, similar
from portal.keys import key_of
from portal.masks import mask_free_text
from portal.pages.views.base import PageView
from portal.reach import nodes_q

MOST = 60


class Similar(PageView):
    """A piece of the report form: open issues like the words typed, as masked cards; nothing when there are none.

    What somebody types may name people, so it is posted: addresses end up in logs.
    """

    verb = "add"
    http_method_names = ["post", "options"]

    def post(self, request):
        words = next((words for name in ("title", "description") if len(words := self._typed(name)) >= FEWEST), "")
        grid = self._grid()
        found = similar(grid, words) if grid else []
        seen = set(
            self.page.rows(request.user).filter(pk__in=[issue.pk for issue in found]).values_list("pk", flat=True)
        )
        cards = [
            {
                "title": mask_free_text(issue.title),
                "place": mask_free_text(issue.place),
                "grid": issue.grid.name,
                "state_html": standing.badge(issue.state, issue.level, issue.asked_until),
                "who": issue.handler.name if issue.handler else "",
                "url": self.page.url("detail", issue.pk) if issue.pk in seen else "",
            }
            for issue in found
        ]
        return render(request, "grids/similar.html", {"cards": cards})

    def _typed(self, name):
        return self.request.POST.get(name, "").replace("\x00", "").strip()[:MOST]

    def _grid(self):
        """The grid chosen, among those where the reader may report; None before one is chosen."""
        key = self.request.POST.get("grid", "")
        if not key:
            return None
        if key_of(key) is None:
            raise Http404
        nodes = Grid.objects.filter(nodes_q(self.request.user, self.verb, self.page.model), pk=key)
        if grid := nodes.first():
            return grid
        raise Http404
