"""The register as a board: one column a state, oldest limits first, on each card the moves that can be made now."""

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.shortcuts import render

from portal import moves
from portal.pages.selection import Selection
from portal.pages.views.base import PageView
from portal.reach import allowed

SHOWN = 20


class Board(PageView):
    """Open records by state; each column says how many there are in all and leads to the full list."""

    def get(self, request):
        page, chosen = self.page, Selection(self.page, request)
        field = page.model.STATE_FIELD
        labels = dict(page.model._meta.get_field(field).flatchoices)
        records, counts = self._records(chosen.rows)
        verbs = allowed(request.user, page.model.MOVES, page.model, [record.pk for record in records])
        columns = {
            state: {
                "state": state,
                "label": labels[state],
                "count": counts.get(state, 0),
                "url": page.url("list") + chosen.url(page=None, **{field: state}),
                "cards": [],
            }
            for state in page.board
        }
        for record in records:
            card = page.board_card(record) | {"moves": self._moves(record, verbs.get(record.pk, set()))}
            columns[getattr(record, field)]["cards"].append(card)
        context = {
            "page": {"title": page.title, "subtitle": page.subtitle, "model_name": page.name},
            "columns": list(columns.values()),
            "filters": chosen.filter_bar(),
            "chips": chosen.chips(),
            "list_url": page.url("list"),
            "crumbs": self.crumbs({"label": "看板", "url": ""}),
        }
        return render(request, "portal/board.html", context, status=400 if chosen.errors else 200)

    def _records(self, rows):
        """The first rows of each column with all their cards read, and {state: how many in all}; one query each."""
        page, field = self.page, self.page.model.STATE_FIELD
        whole = Window(Count("pk"), partition_by=[F(field)])
        place = Window(RowNumber(), partition_by=[F(field)], order_by=[*page.board_order])
        shown = rows if page.open_q is None else rows.filter(page.open_q)
        placed = shown.order_by().filter(**{f"{field}__in": page.board}).annotate(in_column=whole, nth=place)
        found = placed.filter(nth__lte=SHOWN).values_list("pk", field, "in_column")
        counts = {state: count for _, state, count in found}
        records = page.judged(page.model.objects.filter(pk__in=[pk for pk, *_ in found]))
        return list(records.order_by(*page.board_order)), counts

    def _moves(self, record, verbs):
        """What can be done with a card now, the main way first; ``target`` is the state it leads to, where that is known."""
        found = [
            {
                "label": move.label,
                "url": self.page.url(name, record.pk),
                "icon": move.icon,
                "css": move.style,
                "target": "" if callable(move.target) else move.target or "",
            }
            for name, move, refusal in moves.available(record, self.request.user, verbs.__contains__)
            if not refusal
        ]
        return sorted(found, key=lambda move: ("main", "", "warn").index(move["css"]))
