"""Keeping the list's filter under a name, and taking away what one kept."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from portal.errors import Refused
from portal.keys import key_of
from portal.pages import saved
from portal.pages.selection import Selection
from portal.pages.views.base import PageView
from portal.pages.views.formed import form_page


class SavedViews(PageView):
    """The form for a new view of the list as it is filtered, and the user's own views of this register."""

    def get(self, request):
        return self._show(self._form())

    def post(self, request):
        if "remove" in request.POST:
            return self._remove(request.POST["remove"])
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            view = saved.keep(self.page, request.user, query=self._chosen().url(page=None)[1:], **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._show(form)
        messages.success(request, f"已存为常用视图“{view.name}”")
        return HttpResponseRedirect(f"{self.page.url('list')}?{view.query}")

    def _remove(self, key):
        views = saved.own(self.page, self.request.user)
        view = views.filter(pk=key_of(key)).first()
        if view is None:
            raise Http404
        view.delete()
        messages.success(self.request, f"已删除常用视图“{view.name}”")
        return HttpResponseRedirect(self.request.get_full_path())

    def _form(self, *data):
        return saved.SaveForm(*data, may_share=saved.may_share(self.page, self.request.user))

    def _chosen(self):
        """The list that is kept; wrong values are told now, not when the view is opened."""
        chosen = Selection(self.page, self.request)
        chosen.insist()
        _ = chosen.rows
        return chosen

    def _show(self, form):
        chosen, page = self._chosen(), self.page
        tab = [page.conditions[chosen.tab].label] if chosen.tab else []
        submit = {"label": "存为常用视图", "icon": "bookmark-plus", "css": "main"}
        context = form_page(
            form,
            page=self.told,
            heading={"title": "存为常用视图", "sub": f"{page.title}按现在的条件存一个名字，以后一点就到"},
            crumbs=self.crumbs({"label": "常用视图", "url": ""}),
            submit=submit if chosen.url(page=None) != "?" else None,
            cancel_url=page.url("list") + chosen.url(page=None),
            conditions=[*tab, *(chip["label"] for chip in chosen.chips())],
            own=list(saved.own(page, self.request.user)),
            list_url=page.url("list"),
        )
        return render(self.request, "portal/saved.html", context, status=422 if form.errors else 200)
