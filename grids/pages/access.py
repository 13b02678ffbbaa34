"""A person's own access page: who looked at what, when and why; printed for whoever asks about the own data."""

from django.shortcuts import render

from grids.queries.access import accesses
from portal.clock import today
from portal.pages.views.base import PageView

SHOWN = 500


class Access(PageView):
    """Every look at whole values of one person."""

    verb = "access"

    def get(self, request, pk):
        record = self.record()
        count, rows = accesses(record, SHOWN)
        here = self.page.url("detail", pk)
        context = {
            "page": self.told,
            "person": {"name": record.name, "code": record.code, "grid": record.grid.name},
            "crumbs": self.crumbs({"label": record.code, "url": here}, {"label": "谁看过", "url": ""}),
            "rows": rows,
            "count": count,
            "shown": SHOWN,
            "back_url": here,
            "print": {"unit": record.community.name, "at": f"{today():%Y-%m-%d}"},
        }
        return render(request, "grids/access.html", context)
