"""The way from ticked people to the sheet of a walk."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from grids.actions.walk import MOST
from grids.models import Walk
from portal.pages.picked import Picked
from portal.pages.views.base import PageView
from portal.reach import may

NOBODY = "还没有勾选。请先勾选要走访的人，再点“做走访表”。"
TOO_MANY = f"一张走访表最多 {MOST} 人，请先筛选或少勾几位。"


class Gather(PageView):
    """From the people ticked in their list to the form of a new sheet; keys only go along."""

    def post(self, request):
        if not may(request.user, "add", Walk):
            raise PermissionDenied
        picked = Picked(self.page, request)
        keys = list(picked.rows.values_list("pk", flat=True)[: MOST + 1])
        if not keys or len(keys) > MOST:
            context = {"sentence": TOO_MANY if keys else NOBODY, "back_url": self.page.url("list") + picked.back}
            return render(request, "portal/refused.html", context, status=400)
        return HttpResponseRedirect(f"{reverse('walk-add')}?{urlencode({'people': keys}, doseq=True)}")
