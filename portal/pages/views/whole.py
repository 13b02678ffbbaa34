"""A workbook with whole values: its exact number is confirmed, a reason chosen, and everybody in it gets a line of history."""

from dataclasses import replace

from django.core.exceptions import BadRequest
from django.db import transaction
from django.shortcuts import render

from portal import history
from portal.pages.columns import plain
from portal.pages.picked import Picked
from portal.pages.revealing import APART, REASONS, reason
from portal.pages.table import plain_rows, spans
from portal.pages.views.exchange import NOTHING_TICKED, Export

MOST = 50_000
COUNT_CHANGED = "名单变了：刚才是 {then} 条，现在是 {now} 条。没有导出，请核对下面最新的数目再点。"
TOO_MANY = f"一次最多导出 {MOST:,} 条完整信息，请先缩小筛选。"


class Whole(Export):
    """The list as it is filtered, or the rows ticked in it; asked by GET or from the list, given by POST alone."""

    verb = "export_whole"

    def get(self, request):
        return self._ask(Picked(self.page, request, self.verb))

    def post(self, request):
        picked = Picked(self.page, request, self.verb)
        if "seen" not in request.POST:
            return self._ask(picked)
        why = reason(request.POST)
        with transaction.atomic():
            rows, then = self._rows(picked), request.POST["seen"]
            if str(rows.count()) != then:
                return self._ask(picked, COUNT_CHANGED.format(then=then, now=rows.count()), status=409)
            return self._give(picked, rows, why)

    def _rows(self, picked):
        """What was ticked; a list nothing was ticked in is meant whole."""
        picked.selection.insist()
        return picked.rows if picked.is_asked else picked.selection.rows

    def _give(self, picked, rows, why):
        columns = self._columns()
        paths, _ = spans(columns)
        # Read once: who is in the file and who gets a line are the same people.
        read = list(rows.values_list(*paths, "pk"))
        keys = [row[-1] for row in read]
        told = f"，所选 {len(keys):,} 条" if picked.is_asked and not picked.whole else ""
        title = f"{self._title(picked.selection, told)}（完整信息）"
        response, count = self._file(title, columns, plain_rows(columns, read))
        note = f"{title} {count:,} 条{APART}{why}"
        history.log("export_whole", by=self.request.user, note=note, changes={"rows": ["", str(count)]})
        history.log_many(self.page.model, keys, "export_whole", by=self.request.user, note=f"整份导出{APART}{why}")
        response["Cache-Control"] = "no-store"
        return response

    def _columns(self):
        """As in the masked workbook, but personal data as it is; numbers in free text stay masked."""
        return [replace(c, plain=plain) if c.name in self._whole_names() else c for c in super()._columns()]

    def _whole_names(self):
        masked = {
            f.name for f in self.page.model._meta.concrete_fields if getattr(f, "mask", None) not in (None, "text")
        }
        return masked & {"name", *self.page.reveals}

    def _ask(self, picked, refusal="", status=200):
        count = self._rows(picked).count()
        if not count or count > MOST:
            raise BadRequest(TOO_MANY if count else NOTHING_TICKED)
        labels = [self.page.column(name).label for name in self.page.reveals if name in self._whole_names()]
        back = self.page.url("list") + picked.back
        context = {
            "page": self.told,
            "heading": {"title": "导出完整信息", "sub": f"{self.page.title} {count:,} 条"},
            "crumbs": self.crumbs({"label": "导出完整信息", "url": ""}),
            "count": count,
            "labels": "、".join(labels),
            "chips": [chip["label"] for chip in picked.selection.chips()],
            "tab": self.page.conditions[picked.selection.tab].label if picked.selection.tab else "",
            "ticked": picked.is_asked and not picked.whole,
            "reasons": REASONS.items(),
            "hidden": [{"name": "seen", "value": count}, *(picked.hidden() if picked.is_asked else self._all(picked))],
            "refusal": refusal,
            "back_url": back,
        }
        return render(self.request, "portal/whole.html", context, status=status)

    def _all(self, picked):
        return [{"name": "all", "value": "1"}, {"name": "query", "value": picked.back[1:]}]
