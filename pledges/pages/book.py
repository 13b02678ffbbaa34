"""The register book: every pledge of a year on paper, with each of its periods, as it is kept in the office."""

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import render

from pledges.choices import FulfilmentState
from pledges.models import Fulfilment
from pledges.models.pledge import PUBLISHED
from portal.clock import today
from portal.keys import key_of
from portal.pages.views.base import PageView

SIGNS = {FulfilmentState.DONE: "✓", FulfilmentState.EXCUSED: "△", FulfilmentState.WAITING: "○"}
MOST = 2000


class Book(PageView):
    """The pledges of a year within reach that were approved, by organisation; A4 across."""

    def get(self, request):
        year = key_of(request.GET.get("year", "")) or today().year
        if not 2016 <= year <= 2100:
            raise Http404
        periods = Fulfilment.objects.exclude(state=FulfilmentState.DROPPED).order_by("number")
        rows = self.page.joined(self.page.rows(request.user)).filter(year=year, state__in=PUBLISHED)
        rows = rows.prefetch_related(Prefetch("fulfilments", periods)).order_by(
            "organisation__name", "created_at", "pk"
        )
        lines = [self._line(number, row) for number, row in enumerate(rows[:MOST], 1)]
        context = {
            "page": self.told,
            "crumbs": self.crumbs({"label": f"{year} 年登记册", "url": ""}),
            "back_url": self.back_url(),
            "year": year,
            "years": [today().year - n for n in range(3)],
            "lines": lines,
            "total": rows.count(),
            "unit": request.user.scope_name,
            "at": f"{today():%Y-%m-%d}",
        }
        return render(request, "pledges/book.html", context)

    def _line(self, number, row):
        name = row.member.person.name
        return {
            "number": number,
            "code": row.code,
            "who": name.removesuffix("（演示）"),
            "demo": name.endswith("（演示）"),
            "organisation": row.organisation.name,
            "sentence": row.card,
            "frequency": row.get_frequency_display(),
            "approved_on": row.approved_on or "",
            "periods": [{"sign": SIGNS[one.state], "on": one.kept_on or one.due_on} for one in row.fulfilments.all()],
            "kept": f"{row.kept}/{row.due}",
            "closed_on": row.closed_on or "",
            "state": row.get_state_display(),
            "url": self.page.url("detail", row.pk),
        }
