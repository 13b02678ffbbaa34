"""The month's report on the page and on paper."""

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from grids.choices import NodeLevel
from portal.clock import today
from portal.figures import Rate, parts
from portal.models import MonthLock
from reports.pages.asked import MonthView
from reports.pages.export import may_export
from reports.pages.shown import cell, change, percent, share_of
from reports.queries.changes import changes, told
from reports.queries.month import after, before, is_running, own_nodes

SYMBOLS = ("circle", "diamond", "triangle", "rect")


class Monthly(MonthView):
    """A month of a node: numbers by grid, category or source, beside the month before and the same month last year."""

    def get(self, request):
        report, by = self.report(), self._by()
        lines = report.lines(by)
        shown = [self._line(report, line, by) for line in lines]
        whole = self._line(report, report.whole(), by)
        changed = self._changed(report, lines, by)
        context = {
            "report": report,
            "running": is_running(self.month),
            "months": self._months(),
            "nodes": self.tree if len(self.tree) > 1 else [],
            "by": [
                {"label": label, "url": self.query(by=name), "on": name == by} for name, label in self._dimensions()
            ],
            "by_name": by,
            "by_label": dict(self._dimensions())[by],
            "columns": self.table.columns,
            "beside": _beside(self.table),
            "rows": shown,
            "whole": whole,
            "kpis": [self._kpi(report, column) for column in _headline(self.table)],
            "against": [self._against(report, column) for column in self.table.columns],
            "chart": _chart(report, lines, by),
            "locks": [_lock(lock) for lock in report.locks],
            "lock": self._lock_key(report),
            "changes": changed,
            "at": f"{localdate(report.locks[0].locked_at) if report.locks else today():%Y-%m-%d}",
            "export_url": reverse("monthly-export") + self.query() if may_export(request.user) else "",
        }
        return render(request, "reports/monthly.html", context)

    def _dimensions(self):
        return [(name, str(self.table.model._meta.get_field(name).verbose_name)) for name in self.table.by]

    def _by(self):
        by = self.request.GET.get("by") or self.table.by[0]
        if by not in self.table.by:
            raise BadRequest("月报不能按这一项分列，请从表格上方选。")
        return by

    def _months(self):
        """The month before, this one, the next one."""
        found = []
        for month in (before(self.month), self.month, after(self.month)):
            if month.year >= 2001 and (month <= today()):
                words = f"{month.month} 月{' 未完' if is_running(month) else ''}"
                found.append({"label": words, "url": self.query(month=f"{month:%Y-%m}"), "on": month == self.month})
        return found

    def _line(self, report, line, by):
        now, then, year = report.months
        shown = {"label": line.label, "cells": [], "beside": []}
        for column in self.table.columns:
            shown["cells"].append(cell(column, report.value(column, now, line, by), now, line.link))
        for month, columns in ((then, _beside(self.table)), (year, _beside(self.table))):
            shown["beside"] += [cell(c, report.value(c, month, line, by), month, line.link) for c in columns]
        return shown

    def _kpi(self, report, column):
        value, then = (report.value(column, month) for month in report.months[:2])
        return {
            "label": column.label,
            "definition": column.definition,
            "cell": cell(column, value, self.month, {"node": self.node.pk}),
            "under": parts(column)[-1].label,
            "change": change(column, value, then),
        }

    def _against(self, report, column):
        """A figure of the whole node now, a month and a year before."""
        values = [report.value(column, month) for month in report.months]
        link = {"node": self.node.pk}
        return {
            "label": column.label,
            "definition": column.definition,
            "cells": [cell(column, value, month, link) for value, month in zip(values, report.months, strict=True)],
            "changes": [change(column, values[0], values[1]), change(column, values[0], values[2])],
        }

    def _lock_key(self, report):
        """The button that signs the month off, or why it cannot be pressed; nothing for who may not."""
        user, node = self.request.user, self.node
        signers = own_nodes(user, "add", MonthLock)
        if node.level != NodeLevel.COMMUNITY or report.locks or not any(node.path.startswith(s.path) for s in signers):
            return None
        why_not = f"{self.month.month} 月结束后才能锁定" if is_running(self.month) else ""
        return {
            "label": f"锁定 {self.month.month} 月",
            "url": reverse("monthly-lock") + self.query(),
            "why_not": why_not,
        }

    def _changed(self, report, lines, by):
        if by == self.table.by[0]:
            labels = {str(one.pk): one.name for one in report.nodes}
        else:
            labels = {key: line.label for line in lines for key in sorted(line.keys)}
        found = []
        for lock in report.locks:
            changed = changes(self.table, lock, self.node, by, labels)
            rows = told(changed, self.table, lock, self.request.user)
            found += [_change(one, rows) for one in changed]
        return found


def _beside(table):
    """What is shown of the month before and of the year before beside each line: the first figure and the first rate."""
    return [table.columns[0], *[one for one in table.columns if isinstance(one, Rate)][:1]]


def _headline(table):
    """The figures on top: the first two, the rates, the last."""
    rates = [one for one in table.columns if isinstance(one, Rate)]
    last = [one for one in table.columns if not isinstance(one, Rate)][-1]
    return [*table.columns[:2], *rates, last]


def _chart(report, lines, by):
    rates = [one for one in report.table.columns if isinstance(one, Rate)]
    shares = [[share_of(rate, report.value(rate, report.month, line, by)) for line in lines] for rate in rates]
    known = [share for row in shares for share in row if share is not None]
    low = max(0, min([70, *[int(share // 10) * 10 - 10 for share in known]]))
    series = [
        {
            "name": f"{rate.label} = {rate.numerator.label} / {rate.denominator.label}",
            "type": "scatter",
            "symbol": symbol,
            "shift": -8 if n == 0 else 8,
            "color": n + 1,
            "data": row,
            **({"labels": [percent(share) for share in row]} if n else {}),
        }
        for n, (rate, row, symbol) in enumerate(zip(rates, shares, SYMBOLS, strict=False))
    ]
    return {
        "heads": [rate.label for rate in rates],
        "rows": [(line.label, [percent(row[n]) for row in shares]) for n, line in enumerate(lines)],
        "spec": {
            "categories": [line.label for line in lines],
            "unit": "%",
            "min": low,
            "max": 105,
            "step": 10 if low >= 50 else 20,
            "series": series,
            "says": "、".join(rate.label for rate in rates),
        },
    }


def _lock(lock):
    name = lock.locked_by.name
    return {
        "community": lock.community.name,
        "who": name.removesuffix("（演示）"),
        "demo": name.endswith("（演示）"),
        "at": f"{localtime(lock.locked_at):%m-%d %H:%M}",
    }


def _change(one, rows):
    def listed(pks):
        return [rows[pk] for pk in sorted(pks) if pk in rows]

    hidden = len([pk for pk in one.came | one.went if pk not in rows])
    return {
        "place": one.label,
        "label": one.figure.label,
        "locked": one.locked,
        "delta": f"{one.delta:+}" if one.delta else "0",
        "now": one.now,
        "came": listed(one.came),
        "went": listed(one.went),
        "hidden": hidden,
    }
