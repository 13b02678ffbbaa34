"""The register as a board: one column a state, oldest limits first."""

from django.db.models import Count
from django.shortcuts import render

from portal.pages.selection import Selection
from portal.pages.views.base import PageView

SHOWN = 20


class Board(PageView):
    """Open records by state; each column says how many there are in all and leads to the full list."""

    def get(self, request):
        page, chosen = self.page, Selection(self.page, request)
        model = page.model
        labels = dict(model._meta.get_field(model.STATE_FIELD).flatchoices)
        rows = chosen.rows
        counts = dict(rows.order_by().values_list(model.STATE_FIELD).annotate(Count("pk")))
        columns = []
        for state in page.board:
            cards = rows.filter(**{model.STATE_FIELD: state}).select_related(*page.board_related)
            columns.append(
                {
                    "state": state,
                    "label": labels[state],
                    "count": counts.get(state, 0),
                    "url": page.url("list") + chosen.url(page=None, **{model.STATE_FIELD: state}),
                    "cards": [page.board_card(record) for record in cards.order_by(*page.board_order)[:SHOWN]],
                }
            )
        context = {
            "page": {"title": page.title, "subtitle": page.subtitle, "model_name": page.name},
            "columns": columns,
            "filters": chosen.filter_bar(),
            "chips": chosen.chips(),
            "list_url": page.url("list"),
            "crumbs": self.crumbs({"label": "看板", "url": ""}),
        }
        return render(request, "portal/board.html", context, status=400 if chosen.errors else 200)
