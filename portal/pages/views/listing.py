"""The register as a list: tabs, filters, table, pages; the same rows in print."""

from django.core.paginator import EmptyPage, InvalidPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property

from portal.clock import today
from portal.pages.counting import count
from portal.pages.selection import Selection
from portal.pages.table import body, spans
from portal.pages.tabs import tabs
from portal.pages.views.base import PageView
from portal.pages.views.tabs import save_url
from portal.reach import may

PRINTED = 2000


class BarePaginator(Paginator):
    """Counts the plain rows only: the joins of shown columns would make counting many times slower."""

    @cached_property
    def count(self):
        return count(self.object_list)

    def _check_object_list_is_ordered(self):
        return None


class List(PageView):
    """Rows within reach, narrowed by the request."""

    def get(self, request):
        chosen = Selection(self.page, request)
        if clean := chosen.without_number():
            return self._elsewhere(self.page.url("list") + clean)
        columns = self.page.list_columns()
        printing = request.GET.get("print") == "1"
        table_alone = request.htmx and request.htmx.target == "table"
        paginator = BarePaginator(chosen.rows, PRINTED if printing else self.page.per_page)
        try:
            part = paginator.page(request.GET.get("page", 1))
        except (PageNotAnInteger, EmptyPage, InvalidPage):
            raise Http404("没有这一页") from None
        bulk = None if printing else self._bulk(chosen, paginator.count)
        paths, _ = spans(columns)
        if bulk:
            paths = [*paths, "pk"]
        first = part.start_index() or 1
        rows = part.object_list.values_list(*paths)
        if not printing:
            self._remember(request)
        context = {
            "page": {"title": self.page.title, "subtitle": self.page.subtitle, "model_name": self.page.name},
            "table": {
                "head": [self._head(chosen, c) for c in columns],
                "body": body(columns, rows, first, ticks=bool(bulk)) if paginator.count else "",
                "count": paginator.count,
            },
            "intro": "" if printing or table_alone else self._intro(chosen),
            "bulk": bulk,
            "looks": bool(self.page.reveals) and chosen.allowed("reveal"),
            "ticks": bool(self.page.bulk or self.page.gatherings),
            "views": tabs(chosen),
            "tabs_url": self._tabs_url(chosen),
            "save_url": save_url(chosen),
            "filters": chosen.filter_bar(),
            "errors": [sentence for sentences in chosen.errors.values() for sentence in sentences],
            "chips": chosen.chips(),
            "clear_url": self.page.url("list"),
            "q": chosen.q,
            "searchable": bool(self.page.search or self.page.seek),
            "search_hint": self.page.search_hint
            or "、".join(dict.fromkeys(self.page.column(name).label for name in self.page.search)),
            "pager": _pager(chosen, part),
            "acts": self._acts(chosen, paginator.count),
            "figure_note": chosen.figure.definition if chosen.figure else None,
            "empty": self._empty(chosen),
            "print": {
                "title": f"{request.user.scope_name}{self.page.title}",
                "unit": request.user.scope_name,
                "at": f"{today():%Y-%m-%d}",
                "total_text": _total(part) if printing else f"合计 {paginator.count:,} 条",
                "on": printing,
            },
        }
        template = "portal/_table.html" if table_alone else "portal/list.html"
        return render(request, template, context, status=400 if chosen.errors else 200)

    def _elsewhere(self, url):
        """Another address of the same list; a script would follow a redirect and keep the old one in the browser's history."""
        return HttpResponse(headers={"HX-Redirect": url}) if self.request.htmx else HttpResponseRedirect(url)

    def _intro(self, chosen):
        told = self.page.intro(chosen)
        return render_to_string(*told, self.request) if told else ""

    def _head(self, chosen, column):
        asked = chosen.query.get("sort", "")
        way = {column.name: "asc", f"-{column.name}": "desc"}.get(asked, "")
        url = chosen.url(sort=f"-{column.name}" if way == "asc" else column.name, page=None) if column.sort else ""
        return {"label": column.label, "sort_url": url, "dir": way, "css": column.css}

    def _tabs_url(self, chosen):
        """Where the tabs are counted; empty where there is nothing to count."""
        return self.page.url("tabs") + chosen.url(page=None) if self.page.tabs and not chosen.errors else ""

    def _bulk(self, chosen, total):
        """The bar that acts on ticked rows; None where this user has no such act."""
        page = self.page
        acts = [(name, page.model.MOVES[name]) for name in page.bulk if chosen.allowed(name)]
        keys = [{"label": m.label, "icon": m.icon, "url": page.url(f"bulk-{name}")} for name, m in acts]
        keys += [
            {"label": one.label, "icon": one.icon, "url": reverse(one.url_name)}
            for one in page.gatherings
            if may(chosen.user, one.verb, one.model)
        ]
        if not keys:
            return None
        return {
            "acts": keys,
            "export_url": page.url("export") if chosen.allowed("export") else "",
            "whole_url": page.url("whole") if page.reveals and chosen.allowed("export_whole") else "",
            "query": chosen.url(page=None)[1:],
            "total": total,
        }

    def _acts(self, chosen, count):
        acts = [*self.page.list_acts(chosen.user)]
        if self.page.addable() and chosen.allowed("import"):
            acts.append({"label": "导入", "url": self.page.url("import"), "icon": "upload", "main": False})
        if self.page.board:
            acts.append({"label": "看板", "url": self.page.url("board"), "icon": "kanban", "main": False})
        acts.append({"label": "打印", "url": chosen.url(print=1, page=None), "icon": "printer", "main": False})
        if chosen.allowed("export"):
            label = f"导出本筛选 {count:,} 条"
            acts.append(
                {
                    "label": label,
                    "url": self.page.url("export") + chosen.url(page=None),
                    "icon": "download",
                    "main": False,
                }
            )
        if self.page.reveals and chosen.allowed("export_whole") and count:
            url = self.page.url("whole") + chosen.url(page=None)
            acts.append({"label": "导出完整信息", "url": url, "icon": "file-earmark-lock", "main": False})
        if self.page.addable() and chosen.allowed("add"):
            label = f"登记{self.page.model._meta.verbose_name}"
            acts.append({"label": label, "url": self.page.url("add"), "icon": "plus-lg", "main": True})
        return acts

    def _empty(self, chosen):
        if chosen.is_narrowed:
            act = {"label": "清除条件，看全部", "url": self.page.url("list")}
            return {
                "title": "没有符合条件的记录",
                "text": "放宽一个条件，或清除后重新查。",
                "act": act,
                "filtered": True,
            }
        act = None
        if self.page.addable() and chosen.allowed("add"):
            act = {"label": f"登记{self.page.model._meta.verbose_name}", "url": self.page.url("add")}
        return {"title": self.page.empty_title, "text": self.page.empty_text, "act": act, "filtered": False}

    def _remember(self, request):
        """Keep the filter for the way back; written only when it changed, so reading stays reading."""
        lists = request.session.get("lists", {})
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        if lists.get(self.page.name, "") != query and len(query) < 500:
            request.session["lists"] = {**lists, self.page.name: query}


def _total(part):
    """The closing line of a printed register; says so when one print does not hold it all."""
    whole = f"合计 {part.paginator.count:,} 条"
    if not part.has_other_pages():
        return whole
    return (
        f"{whole}，本次打印第 {part.start_index():,} 至 {part.end_index():,} 条，其余请翻到下一页再打印，或导出 Excel"
    )


def _pager(chosen, part):
    total = part.paginator.num_pages
    near = sorted({1, total, *range(max(1, part.number - 2), min(total, part.number + 2) + 1)})
    return {
        "first": part.start_index(),
        "last": part.end_index(),
        "total": part.paginator.count,
        "number": part.number,
        "pages": total,
        "prev": chosen.url(page=part.number - 1) if part.has_previous() else "",
        "next": chosen.url(page=part.number + 1) if part.has_next() else "",
        "numbers": [{"n": n, "url": chosen.url(page=n), "on": n == part.number} for n in near],
    }
