"""Signing a month off: the page says what it means, the button does it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from grids.choices import NodeLevel
from portal.errors import Refused
from portal.figures import tables
from portal.periods import MONTH
from reports import actions
from reports.pages.asked import MonthView
from reports.pages.shown import cell
from reports.queries.numbers import locks_of


class Locking(MonthView):
    """GET asks, POST locks; once is enough, whoever comes second is told who was first."""

    verb = "add"

    @property
    def month(self):
        """The first day of the month asked for; a quarter or year is never signed off by itself."""
        if self.period.kind != MONTH:
            raise BadRequest("锁定按月进行，请回到月报，一个月一个月地锁。")
        return self.period.first

    @property
    def community(self):
        """The community asked for; a grid or a sub-district has no month of its own to lock."""
        if self.node.level != NodeLevel.COMMUNITY:
            raise Http404
        return self.node

    def get(self, request):
        return self._show()

    def post(self, request):
        here = reverse("monthly") + self.query(node=self.community.pk)
        try:
            actions.lock_month(self.community, self.month, by=request.user)
        except Refused as refusal:
            if self.period.is_running:
                return self._show(str(refusal), status=409)
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(here)
        messages.success(request, f"{self.month.month} 月月报已锁定，之后的更正只记调整。")
        return HttpResponseRedirect(here)

    def _show(self, why_not="", status=200):
        month = self.month
        if not why_not and self.period.is_running:
            why_not = f"{month.month} 月还没有结束，月底过后才能锁定。"
        elif not why_not and (locks := locks_of(self.community, [month])):
            why_not = actions.already(locks[0])
        context = {
            "node": self.community,
            "period": self.period,
            "why_not": why_not,
            "tables": [] if why_not else [self._table(self.report(table)) for table in tables.values()],
            "month": f"{month:%Y-%m}",
            "back_url": reverse("monthly") + self.query(),
        }
        return render(self.request, "reports/lock.html", context, status=status)

    def _table(self, report):
        link = {"node": self.node.pk}
        return {
            "title": report.table.title,
            "cells": [
                {"label": one.label, "cell": cell(one, report.value(one, self.period), self.period, link)}
                for one in report.table.columns
            ],
        }
