"""The secretary's page: how pledges are kept at a glance, by organisation, grid and month, each number the way to its rows."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.utils.http import urlencode

from grids.choices import NodeLevel
from grids.pages.stated import told
from grids.queries.node import nodes_of
from pledges import figures
from pledges.choices import PledgeState
from pledges.models import Fulfilment, Pledge
from pledges.pages import looks
from pledges.queries import standing
from portal.clock import today
from portal.keys import key_of
from portal.pages import Link, links, registry
from portal.pages.views.base import PageView
from portal.periods import YEAR, Period

SHOWN = 10


class Overview(PageView):
    """One node and year."""

    verb = "export"

    def get(self, request):
        nodes, year = nodes_of(request.user, "export", Pledge), self._year()
        node = next((one for one in nodes if str(one.pk) == request.GET.get("node", str(one.pk))), None)
        if node is None:
            raise Http404
        self.node, self.year, self.period = node, year, Period(YEAR, date(year, 1, 1))
        counted = (one.where(*self.period.bounds) for one in (figures.due, figures.kept))
        self.kept = standing.Kept(node, year, *counted)
        context = {
            "node": node,
            "nodes": nodes if len(nodes) > 1 else [],
            "year": year,
            "years": [today().year - n for n in range(3)],
            "top": self._top(),
            "organisations": self._by_organisation(),
            "grids": self._by_grid(nodes),
            "months": self._months(),
            "findings": self._findings(),
            "late": self._late(),
            "review": self._review(),
            "crumbs": self.crumbs({"label": "承诺总览", "url": ""}),
        }
        return render(request, "pledges/overview.html", context)

    def _year(self):
        year = key_of(self.request.GET.get("year", "")) or today().year
        if not 2016 <= year <= today().year:
            raise Http404
        return year

    # Where numbers lead -----------------------------------------------------------------

    def _at(self):
        return {"grid" if self.node.level == NodeLevel.GRID else "node": self.node.pk}

    def _pledges(self, **narrowed):
        return f"{self.page.url('list')}?{urlencode({**self._at(), 'year': self.year, **narrowed})}"

    def _periods(self, figure, **narrowed):
        """The very rows a figure of the year counts."""
        asked = {"figure": figure.name, **self.period.query, "node": self.node.pk}
        return f"{registry[Fulfilment].url('list')}?{urlencode({**asked, **narrowed})}"

    # The parts ---------------------------------------------------------------------------

    def _top(self):
        states = standing.states(self.node, self.year)
        due, kept = self.kept.whole()
        running = states.get(PledgeState.PUBLIC, 0) + states.get(PledgeState.KEEPING, 0)
        whole = sum(many for state, many in states.items() if state != PledgeState.VOID)
        return {
            "whole": told(whole, self._pledges(tab="standing")),
            "pending": told(states.get(PledgeState.PENDING, 0), self._pledges(state=PledgeState.PENDING)),
            "running": told(running, self._pledges(tab="keeping")),
            "closed": told(states.get(PledgeState.CLOSED, 0), self._pledges(state=PledgeState.CLOSED)),
            "rate": _rate(kept, due),
            "due": told(due, self._periods(figures.due)),
            "kept": told(kept, self._periods(figures.kept)),
        }

    def _line(self, label, due, kept, **at):
        return {
            "label": label,
            "due": told(due, self._periods(figures.due, **at)),
            "kept": told(kept, self._periods(figures.kept, **at)),
            "rate": _rate(kept, due),
            "share": round(100 * kept / due, 1) if due else 0,
        }

    def _by_organisation(self):
        lines = [self._line(name, due, kept, organisation=key) for key, name, due, kept in self.kept.by_organisation()]
        return self._chart(lines, "各党组织兑现率")

    def _by_grid(self, nodes):
        if self.node.level == NodeLevel.GRID:
            return None
        found = self.kept.by_grid()
        rows = [self._line(one.name, *found[one.pk], grid=one.pk) for one in nodes if one.pk in found]
        return self._chart(rows, "各网格兑现率")

    def _chart(self, rows, says):
        series = [
            {
                "name": "兑现率 %",
                "type": "bar",
                "color": 3,
                "data": [row["share"] for row in rows],
                "labels": [row["rate"] for row in rows],
            }
        ]
        spec = {
            "categories": [row["label"] for row in rows],
            "across": True,
            "legend": "none",
            "series": series,
            "says": says,
        }
        return {"rows": rows, "spec": spec}

    def _months(self):
        rows = self.kept.by_month()
        data = {"应兑现": [due for _, due, _ in rows], "已兑现": [kept for _, _, kept in rows]}
        series = [
            {"name": name, "type": "bar", "color": colour, "data": data[name]}
            for name, colour in (("应兑现", 6), ("已兑现", 3))
        ]
        spec = {
            "categories": [f"{month} 月" for month, _, _ in rows],
            "series": series,
            "says": "各月应兑现、已兑现期数",
        }
        lines = [
            {"label": f"{month} 月", "due": told(due, ""), "kept": told(kept, ""), "rate": _rate(kept, due)}
            for month, due, kept in rows
        ]
        return {"rows": lines, "spec": spec}

    def _findings(self):
        at = urlencode({**self._at(), "tab": "formal"})
        return [
            {"label": finding.label, "cell": told(many, f"{self.page.url('list')}?{at}&flags={finding}")}
            for finding, many in standing.findings(self.node)
        ]

    def _late(self):
        page = registry[Fulfilment]
        rows = page.rows(self.request.user).filter(self.node.rows_q(), page.conditions["late"].where(self.request.user))
        shown = page.joined(rows).order_by("due_on", "pk")[:SHOWN]
        return {
            "url": f"{page.url('list')}?{urlencode({**self._at(), 'tab': 'late'})}",
            "rows": [
                {
                    "who": row.pledge.member.person.name.removesuffix("（演示）"),
                    "sentence": row.pledge.card,
                    "number": row.number,
                    "due_html": looks.due_cell(row.due_on, row.state),
                    "url": page.url("detail", row.pk),
                }
                for row in shown
            ],
        }

    def _review(self):
        if not self.page.may(self.request.user, "approve"):
            return None
        where = self.page.conditions["review"].where(self.request.user)
        many = self.page.rows(self.request.user).filter(self.node.rows_q(), where).count()
        return {"many": many, "url": self.page.url("desk")}


def _rate(kept, due):
    return f"{100 * kept / due:.1f}%" if due else "—"


links.append(Link("承诺总览", "pledge-overview", "bar-chart-line", "五微服务", Pledge, "export"))
