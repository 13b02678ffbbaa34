"""The doors of every view: signed in, may the role do this here, is the row within reach; in that order, GET and POST alike."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views import View

from portal.keys import key_of
from portal.reach import reach_q


class PageView(View):
    """A view of one page; ``verb`` is what the visitor is about to do."""

    page = None
    verb = "view"

    def dispatch(self, request, *args, **kwargs):
        if not self.page.may(request.user, self.verb):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def record(self, verb=None):
        """The record of the address within reach for the verb, or 404."""
        pk = self.kwargs["pk"]
        if key_of(pk) is None:
            raise Http404
        user = self.request.user
        rows = self.page.rows(user, verb or self.verb)
        if self.page.may(user, "view"):
            # Whoever reads this register at all acts only on rows they may also see.
            rows = rows.filter(reach_q(user, "view", self.page.model))
        return get_object_or_404(rows.select_related("grid", "created_by"), pk=pk)

    @property
    def told(self):
        """What a template says of the page."""
        return {"title": self.page.title, "model_name": self.page.name}

    def way_on(self, record):
        """Where a write leads: to the record while its writer may see it, else to the list, else home."""
        user = self.request.user
        if self.page.rows(user).filter(pk=record.pk).exists():
            return self.page.url("detail", record.pk)
        return self.back_url() if self.page.may(user, "view") else "/"

    def crumbs(self, *more):
        """The way back: the list with its filter, then what was opened."""
        return [{"label": self.page.title, "url": self.back_url()}, *more]

    def back_url(self):
        """The list as it was last filtered by this user."""
        query = self.request.session.get("lists", {}).get(self.page.name, "")
        return self.page.url("list") + query
