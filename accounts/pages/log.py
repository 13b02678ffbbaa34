"""The sign-in log: who came in when, and who did not; read by administrators, changed by nobody."""

from urllib.parse import urlencode

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render

from accounts.forms import LogFilter
from accounts.models import User
from accounts.queries import sign_ins, told
from portal.pages import Link, links
from portal.pages.views.base import PageView

links.append(Link("登录记录", "sign-in-log", "clock-history", "设置", User))


class SignInLog(PageView):
    """Lines about accounts within reach, and tries with names that are no account."""

    http_method_names = ["get", "head", "options"]
    per_page = 50

    def get(self, request):
        form = LogFilter(request.GET)
        good = form.is_valid()
        paginator = Paginator(self._lines(form.cleaned_data) if good else sign_ins().none(), self.per_page)
        try:
            part = paginator.page(request.GET.get("page", 1))
        except InvalidPage:
            raise Http404("没有这一页") from None
        asked = {name: value for name, value in request.GET.items() if value and name != "page"}
        context = {
            "form": form,
            "part": part,
            "entries": told(part.object_list),
            "query": urlencode(asked),
            "narrowed": bool(asked),
        }
        return render(request, "accounts/log.html", context, status=200 if good else 400)

    def _lines(self, asked):
        users = self.page.rows(self.request.user, "view")
        if word := asked["q"].strip():
            found = Q(actor__in=users.filter(Q(username__icontains=word) | Q(name__icontains=word)))
        else:
            found = Q(actor__in=users) | Q(actor=None)
        if asked["verb"]:
            found &= Q(verb=asked["verb"])
        if asked["since"]:
            found &= Q(at__date__gte=asked["since"])
        if asked["until"]:
            found &= Q(at__date__lte=asked["until"])
        return sign_ins().filter(found).select_related("actor")
