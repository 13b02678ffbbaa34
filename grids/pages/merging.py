"""Two rows that may be one human being: the list of them, and the page that compares and merges two."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render

from grids.actions import merge as actions
from grids.forms.merge import Join
from grids.models.person_moves import NAMED
from grids.queries.duplicates import duplicates
from grids.queries.references import counted
from portal.errors import Refused
from portal.keys import key_of
from portal.pages.views.base import PageView


class Duplicates(PageView):
    """Who may stand on the register twice, among the people one may merge."""

    verb = "merge"

    def get(self, request):
        found, more = duplicates(self.page.rows(request.user, "merge"))
        groups = [{"why": why, "people": [self._row(one, people) for one in people]} for why, people in found]
        empty = {
            "title": "没有看上去重复的人",
            "text": "登记时同名同生日会当场提醒，证号相同的不能登记两次。",
            "act": None,
        }
        crumbs = self.crumbs({"label": "重复的人", "url": ""})
        context = {"page": self.told, "groups": groups, "more": more, "crumbs": crumbs, "empty": empty}
        return render(request, "grids/duplicates.html", context)

    def _row(self, person, people):
        first = people[0]
        beside = first if person is not first else people[1]
        return {
            "person": person,
            "where": self.page.sub(person),
            "url": self.page.url("detail", person.pk),
            "merge_url": f"{self.page.url('merge', beside.pk)}?with={person.pk}" if person is not first else "",
        }


class Merging(PageView):
    """One person beside another: what differs, what would move, which values stay."""

    verb = "merge"

    def get(self, request, pk):
        kept = self.record()
        return self._show(kept, self._other(kept, request.GET.get("with", "")))

    def post(self, request, pk):
        kept = self.record()
        other = self._other(kept, request.POST.get("gone", ""))
        if other is None:
            return self._show(kept, None, self._form(kept, None, request.POST), 422)
        form = self._form(kept, other, request.POST)
        if not form.is_valid():
            return self._show(kept, other, form, 422)
        try:
            done = self._merge(form, kept, other)
        except Refused as refusal:
            kept, other = self.record(), self._other(kept, str(other.pk))
            form = self._form(kept, other)
            return self._show(kept, other, form, 409, str(refusal))
        messages.success(request, done)
        return HttpResponseRedirect(self.page.url("detail", kept.pk))

    def _merge(self, form, kept, other):
        by, note = self.request.user, form.cleaned_data["note"]
        if "apart" in self.request.POST:
            actions.keep_apart(kept, other, by=by, note=note)
            return "已记下：这是两个人，以后不再提示"
        kept.version, other.version = form.cleaned_data["version"], form.cleaned_data["other_version"]
        actions.join(kept, other, by=by, take=form.taken(), note=note)
        return f"已合并：{other.code} 并入 {kept.code}；认错了可在“合并记录”里撤销"

    def _other(self, kept, key):
        """The other row, within reach of the same verb; None where none is named yet."""
        if not key:
            return None
        if key_of(key) is None:
            raise BadRequest("要合并的人选得不对，请从搜索框里选。")
        rows = self.page.rows(self.request.user, "merge").select_related("grid", "household", "created_by")
        other = rows.filter(pk=int(key)).exclude(pk=kept.pk).first()
        if other is None:
            raise Http404
        return other

    def _form(self, kept, other, data=None):
        return Join(data, page=self.page, user=self.request.user, kept=kept, other=other)

    def _show(self, kept, other, form=None, status=200, refusal=""):
        usable = kept.state in NAMED and (other is None or other.state in NAMED)
        context = {
            "page": self.told,
            "heading": {"title": "合并重复的人", "sub": self.page.sub(kept)},
            "crumbs": self.crumbs(
                {"label": kept.code, "url": self.page.url("detail", kept.pk)}, {"label": "合并", "url": ""}
            ),
            "kept": kept,
            "other": other,
            "form": form or self._form(kept, other),
            "moving": counted(other, self.request.user) if other else [],
            "refusal": refusal or ("" if usable else "已合并或已删除的记录不能再合并。"),
            "swap_url": f"{self.page.url('merge', other.pk)}?with={kept.pk}" if other else "",
            "usable": usable,
            "cancel_url": self.page.url("detail", kept.pk),
        }
        return render(self.request, "grids/merge.html", context, status=status)
