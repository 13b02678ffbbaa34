"""Signing a month off: the page says what it means, the button does it."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from grids.choices import NodeLevel
from portal.errors import Refused
from portal.figures import Rate
from reports import actions
from reports.pages.asked import MonthView
from reports.pages.shown import cell
from reports.queries.month import is_running, locks_of


class Locking(MonthView):
    """GET asks, POST locks; once is enough, whoever comes second is told who was first."""

    verb = "add"

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
            if is_running(self.month):
                return self._show(str(refusal), status=409)
            messages.warning(request, str(refusal))
            return HttpResponseRedirect(here)
        messages.success(request, f"{self.month.month} 月月报已锁定，之后的更正只记调整。")
        return HttpResponseRedirect(here)

    def _show(self, why_not="", status=200):
        report = self.report()
        if not why_not and is_running(self.month):
            why_not = f"{self.month.month} 月还没有结束，月底过后才能锁定。"
        elif not why_not and (locks := locks_of(self.community, [self.month])):
            why_not = actions.already(locks[0])
        shown = [
            (c, cell(c, report.value(c, self.month), self.month, {"node": self.node.pk})) for c in self.table.columns
        ]
        context = {
            "report": report,
            "why_not": why_not,
            "cells": [{"label": c.label, "rate": isinstance(c, Rate), "cell": one} for c, one in shown],
            "month": f"{self.month:%Y-%m}",
            "back_url": reverse("monthly") + self.query(),
        }
        return render(self.request, "reports/lock.html", context, status=status)
