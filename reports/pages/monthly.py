"""The report of a month, quarter or year on the page and on paper."""

from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from grids.choices import NodeLevel
from portal.clock import today
from portal.figures import Ratio, parts, tables
from portal.models import MonthLock
from portal.periods import LENGTHS, MONTH, WORDS, Period
from reports.pages.asked import MonthView
from reports.pages.chart import chart
from reports.pages.export import may_export
from reports.pages.shown import adjusted, cell, change
from reports.queries.changes import changes, told
from reports.queries.month import own_nodes

HEADLINE = 5


class Monthly(MonthView):
    """A period of a node: numbers by grid, category or department, beside the one before and the same last year."""

    def get(self, request):
        report, by = self.report(), self._by()
        lines = report.lines(by)
        context = {
            "report": report,
            "period": self.period,
            "words": self.period.words,
            "tables": self._tables(),
            "kinds": self._kinds(),
            "periods": self._periods(),
            "nodes": self.tree if len(self.tree) > 1 else [],
            "by": [
                {"label": label, "url": self.query(by=name), "on": name == by} for name, label in self._dimensions()
            ],
            "by_name": by,
            "by_label": dict(self._dimensions())[by],
            "columns": self.table.columns,
            "beside": [f"{word}{one.label}" for word, _ in report.beside[1:] for one in _beside(self.table)],
            "rows": [self._line(report, line, by) for line in lines],
            "whole": self._line(report, report.whole(), by),
            "signed": self._signed(report),
            "kpis": [self._kpi(report, column) for column in _headline(self.table)],
            "against": [self._against(report, column) for column in self.table.columns],
            "chart": chart(report, lines, by),
            "ratios": [one for one in self.table.columns if isinstance(one, Ratio)],
            "locks": [_lock(lock) for lock in report.locks],
            "lock": self._lock_key(report),
            "changes": self._changed(report, by),
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

    def _tables(self):
        """The rooms' tables, when there are several."""
        if len(tables) < 2:
            return []
        return [
            {"label": one.title, "url": self.query(table=one.name), "on": one is self.table} for one in tables.values()
        ]

    def _kinds(self):
        """The month, quarter and year that hold today where the period shown does, its first day otherwise."""
        found = []
        for kind in LENGTHS:
            held = Period.of(today() if self.period.is_running else self.period.first, kind)
            found.append(
                {
                    "label": WORDS[kind].report,
                    "url": self.query(**{"period": None} | held.query),
                    "on": kind == self.period.kind,
                }
            )
        return found

    def _periods(self):
        """The one before, this one, the next one."""
        found = []
        for one in (self.period.before(), self.period, self.period.after()):
            if one.first.year >= 2001 and one.first <= today():
                words = f"{one.short}{' 未完' if one.is_running else ''}"
                found.append({"label": words, "url": self.query(**one.query), "on": one == self.period})
        return found

    def _line(self, report, line, by):
        def shown(column, period):
            return cell(column, report.value(column, period, line, by), period, line.link)

        return {
            "label": line.label,
            "cells": [shown(column, self.period) for column in self.table.columns],
            "beside": [shown(column, then) for _, then in report.beside[1:] for column in _beside(self.table)],
        }

    def _signed(self, report):
        """The sum of the locked months of a quarter or year, and how far the definition over the whole lies from it."""
        if report.signed is None:
            return None
        pairs = [(one, report.value(one, self.period), report.signed.value(one)) for one in self.table.columns]
        return {
            "cells": [cell(one, signed, self.period, {}) for one, _, signed in pairs],
            "adjusted": [adjusted(*pair) for pair in pairs],
        }

    def _kpi(self, report, column):
        value, then = (report.value(column, period) for period in report.periods[:2])
        return {
            "label": column.label,
            "definition": column.definition,
            "cell": cell(column, value, self.period, {"node": self.node.pk}),
            "under": parts(column)[-1].label,
            "change": change(column, value, then),
        }

    def _against(self, report, column):
        """A figure of the whole node now, and each period it is compared with."""
        link, now = {"node": self.node.pk}, report.value(column, self.period)
        then = [(one, report.value(column, one)) for one in report.periods[1:]]
        return {
            "label": column.label,
            "definition": column.definition,
            "cell": cell(column, now, self.period, link),
            "then": [(cell(column, value, one, link), change(column, now, value)) for one, value in then],
        }

    def _lock_key(self, report):
        """The button that signs the month off, or why it cannot be pressed; nothing for who may not."""
        if self.period.kind != MONTH:
            return None
        user, node, month = self.request.user, self.node, self.period.first
        signers = own_nodes(user, "add", MonthLock)
        if node.level != NodeLevel.COMMUNITY or report.locks or not any(node.path.startswith(s.path) for s in signers):
            return None
        return {
            "label": f"锁定 {month.month} 月",
            "url": reverse("monthly-lock") + self.query(),
            "why_not": f"{month.month} 月结束后才能锁定" if self.period.is_running else "",
        }

    def _changed(self, report, by):
        found, labels = [], report.labels(by) if report.locks else {}
        for lock in report.locks:
            changed = changes(self.table, lock, self.node, by, labels)
            rows = told(changed, self.table, lock, self.request.user)
            found += [_change(one, rows) for one in changed]
        return found


def _beside(table):
    """What is shown of other periods beside each line: the first figure and the first rate."""
    return [table.columns[0], *[one for one in table.columns if isinstance(one, Ratio)][:1]]


def _headline(table):
    """The figures on top: all of a short table; of a longer one the first, the rates, the last count."""
    if len(table.columns) <= HEADLINE:
        return table.columns
    rates = [one for one in table.columns if isinstance(one, Ratio)]
    last = [one for one in table.columns if not isinstance(one, Ratio)][-1]
    return [table.columns[0], *rates, last]


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
