"""Handing a leaver's open items over: chosen by register and grid, confirmed by number, all or none."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import actions
from accounts.forms import HandOverForm, users_in_hand
from accounts.models import User
from accounts.queries import open_by_person, open_lines
from portal.errors import Refused
from portal.pages import Link, links
from portal.pages.views.base import PageView
from portal.pages.views.formed import error_summary

links.append(Link("移交名下事项", "handover", "arrow-left-right", "设置", User, "handover"))


class Leaver(PageView):
    """Everybody with open items, those first who have most; somebody whose account is closed is marked."""

    verb = "handover"
    http_method_names = ["get", "head", "options"]

    def get(self, request):
        return render(request, "accounts/leavers.html", {"people": open_by_person(request.user)})


class HandOver(PageView):
    """First which lines go to whom, then the exact number once more; nothing of the items themselves is shown."""

    verb = "handover"
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request, pk):
        leaver = self.record()
        return self._show(leaver, self._form(leaver))

    def post(self, request, pk):
        leaver = self.record()
        form = self._form(leaver, request.POST)
        if not form.is_valid():
            return self._show(leaver, form, status=422)
        lines, count, to, note = (form.cleaned_data[name] for name in ("chosen", "expected", "to", "note"))
        if count is None:
            confirm = {"lines": lines, "to": to, "count": sum(line.count for line in lines)}
            return self._show(leaver, form, confirm=confirm)
        try:
            actions.hand_over(lines, count=count, to=to, by=request.user, note=note)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._show(leaver, form, status=409)
        messages.success(request, f"已把 {leaver.name} 名下 {count} 件移交给 {to.name}。")
        return redirect(self.way_on(leaver))

    def _form(self, leaver, *data):
        users = users_in_hand(self.request.user).exclude(pk=leaver.pk)
        return HandOverForm(*data, lines=open_lines(leaver, self.request.user), users=users, url=self.page.url("pick"))

    def _show(self, leaver, form, confirm=None, status=200):
        context = {
            "form": form,
            "leaver": leaver,
            "lines": list(form.of.values()),
            "confirm": confirm,
            "heading": {"title": f"移交 {leaver.name} 名下事项", "sub": "只显示件数，不显示内容"},
            "crumbs": [{"label": "移交名下事项", "url": reverse("handover")}, {"label": leaver.name, "url": ""}],
            "cancel_url": self.way_on(leaver),
            "errors": error_summary(form),
        }
        return render(self.request, "accounts/handover.html", context, status=status)
