"""Workbooks out and in: the register as it is filtered, and an upload checked, shown and confirmed."""

import io
from dataclasses import replace
from uuid import UUID

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode

from portal import history
from portal.clock import now, today
from portal.errors import Refused
from portal.exchange import guard, importing
from portal.exchange.plan import CHANGED, NEW, REFUSED, SAME, planner_of
from portal.exchange.sheets import Sheet, SheetColumn
from portal.exchange.template import write_rejected, write_template
from portal.exchange.workbook import CONTENT_TYPE, content_disposition, write_workbook
from portal.masks import mask_free_text
from portal.models.importing import ImportRun, RunState
from portal.pages.fields import is_spoken
from portal.pages.picked import Picked
from portal.pages.table import plain_rows, spans
from portal.pages.views.base import PageView

CHUNK = 2000
KIND_WORDS = {NEW: "新增", CHANGED: "修改", SAME: "不变", REFUSED: "退回"}
KIND_ICONS = {NEW: "plus-lg", CHANGED: "pencil", SAME: "dash", REFUSED: "arrow-return-left"}
KIND_CSS = {NEW: "green", CHANGED: "amber", SAME: "mute", REFUSED: "red"}
NOTHING_TICKED = "还没有勾选要导出的行。请回到列表勾选，再点“导出所选”。"
GONE = "没有选文件。请选择填好的 .xlsx 工作簿。"
# A sheet's title and a file's name hold so much of the conditions.
TITLE_MOST = 60
OUTDATED = "页面已过期，请核对下面最新的结果后再导入。"


class Export(PageView):
    """The list as it is filtered, or the rows ticked in it, masked, in one workbook."""

    verb = "export"

    def get(self, request):
        picked = Picked(self.page, request, "export")
        if picked.is_asked:
            return self._workbook(picked.selection, picked.rows, f"，所选 {picked.rows.count():,} 条")
        picked.selection.insist()
        return self._workbook(picked.selection, picked.selection.rows)

    def post(self, request):
        if not Picked(self.page, request, "export").is_asked:
            raise BadRequest(NOTHING_TICKED)
        return self.get(request)

    def _workbook(self, chosen, rows, told=""):
        title, columns = self._title(chosen, told), self._columns()
        paths, _ = spans(columns)
        if self.page.sheet_order and not chosen.query.get("sort"):
            rows = rows.order_by(*self.page.sheet_order)
        rows = plain_rows(columns, rows.values_list(*paths).iterator(chunk_size=CHUNK))
        response, count = self._file(title, columns, rows)
        history.log("export", by=self.request.user, note=f"{title} {count:,} 条", changes={"rows": ["", str(count)]})
        return response

    def _file(self, title, columns, rows):
        """The download, and how many rows it holds."""
        sheet = Sheet(
            title=title,
            unit=self.request.user.scope_name,
            columns=[SheetColumn(c.label, c.width, c.kind) for c in columns],
            rows=rows,
            name=self.page.title,
        )
        try:
            response, (count,) = _download(f"{title} {today()}.xlsx", write_workbook, [sheet])
        except Refused as refusal:
            raise BadRequest(str(refusal)) from None
        return response, count

    def _columns(self):
        """The page's columns, numbers in free text masked too; the record's number is the key when they come in again."""
        columns = self.page.export_columns()
        if all(column.name != "code" for column in columns):
            columns = [self.page.column("code"), *columns]
        free = {f.name for f in self.page.model._meta.concrete_fields if is_spoken(f)}
        return [replace(c, plain=_masking(c.plain)) if c.name in free else c for c in columns]

    def _title(self, chosen, told):
        """Whose register it is, which rows of it and when: read apart from the page it must not pass for the whole."""
        tab = [self.page.conditions[chosen.tab].label] if chosen.tab else []
        chosen_by = "、".join([*tab, *(chip["label"] for chip in chosen.chips())])
        if len(chosen_by) > TITLE_MOST:
            chosen_by = f"{chosen_by[:TITLE_MOST]}…等条件"
        when = [] if chosen.figure else [f"截至 {today()}"]
        words = "，".join(filter(None, [chosen_by.replace("/", "-"), *when]))
        # Somebody may have looked for a whole number; a title is printed and a name of a file passed on.
        return mask_free_text(f"{self.request.user.scope_name}{self.page.title}（{words}{told}）")


class Import(PageView):
    """The steps of an import: choose a file, look at what it would do, confirm."""

    verb = "import"

    def get(self, request):
        if "template" in request.GET:
            return _download(f"{self.page.title}导入模板.xlsx", write_template, self.page, request.user)[0]
        if "run" not in request.GET:
            return self._form()
        run = self._run(request.GET["run"])
        if "rejected" in request.GET:
            return self._rejected(run)
        return self._done(run) if run.state == RunState.DONE else self._preview(run)

    def post(self, request):
        if "run" in request.POST:
            return self._confirm(self._run(request.POST["run"]))
        uploaded = request.FILES.get("file")
        if uploaded is None:
            return self._form(GONE)
        try:
            run = importing.receive(self.page, request.user, uploaded)
        except Refused as refusal:
            return self._form(str(refusal), uploaded.name)
        return HttpResponseRedirect(self._url(run))

    def _confirm(self, run):
        data = self.request.POST
        try:
            if run.state == RunState.DONE:
                return HttpResponseRedirect(self._url(run))
            if "check" in data:
                importing.check_again(run)
            elif data.get("digest") != run.digest:
                return self._preview(run, OUTDATED, status=409)
            else:
                importing.confirm(run, digest=run.digest, partial=data.get("partial") == "1")
        except Refused as refusal:
            run.refresh_from_db()
            return self._preview(run, str(refusal), status=409)
        return HttpResponseRedirect(self._url(run))

    def _run(self, key):
        try:
            key = UUID(key)
        except ValueError:
            raise Http404 from None
        run = ImportRun.objects.filter(key=key, user=self.request.user, model=self.page.model._meta.label_lower).first()
        if run is None:
            raise Http404
        return run

    def _url(self, run, **query):
        return f"{self.page.url('import')}?{urlencode({'run': run.key, **query})}"

    def _rejected(self, run):
        """The refused rows as they are refused now, to be put right and uploaded again."""
        if not run.locked_content:
            raise Http404
        try:
            plan = planner_of(self.page)(self.page, run.user, importing.table_of(run, self.page)).plan()
        except Refused as refusal:
            raise BadRequest(str(refusal)) from None
        lines = set(run.rows.filter(kind=REFUSED).values_list("line", flat=True))
        name = f"{self.page.title}退回的行 {now():%Y-%m-%d %H%M}.xlsx"
        return _download(
            name, write_rejected, self.page, self.request.user, [row for row in plan.of(REFUSED) if row.line in lines]
        )[0]

    # Pages ---------------------------------------------------------------------------

    def _show(self, template, status=200, **context):
        name = self.page.model._meta.verbose_name
        context |= {
            "page": self.told,
            "crumbs": self.crumbs({"label": "导入", "url": ""}),
            "heading": {"title": f"导入{name}", "sub": ""},
            "cancel_url": self.back_url(),
            "import_url": self.page.url("import"),
        }
        return render(self.request, template, context, status=status)

    def _form(self, refusal="", file_name=""):
        columns = [{"label": c.label, "hint": c.hint, "required": c.required} for c in self.page.import_columns()]
        return self._show(
            "portal/import.html",
            status=422 if refusal else 200,
            refusal=refusal,
            file_name=file_name,
            columns=columns,
            template_url=f"{self.page.url('import')}?template=1",
            most={"rows": guard.MAX_ROWS, "megabytes": guard.MAX_BYTES // 2**20},
        )

    def _preview(self, run, refusal="", status=200):
        kind = self.request.GET.get("kind", "")
        if kind and kind not in KIND_WORDS:
            raise BadRequest("没有这类结果，请从上方的标签选。")
        rows = run.rows.filter(kind=kind) if kind else run.rows.all()
        try:
            part = Paginator(rows.order_by("line"), self.page.per_page).page(self.request.GET.get("page", 1))
        except (PageNotAnInteger, EmptyPage):
            raise Http404 from None
        return self._show(
            "portal/import_preview.html",
            status=status,
            run=run,
            refusal=refusal or run.told,
            views=self._tabs(run, kind),
            rows=[self._row(row) for row in part.object_list],
            part={
                "first": part.start_index(),
                "last": part.end_index(),
                "total": part.paginator.count,
                "prev": self._url(run, kind=kind, page=part.number - 1) if part.has_previous() else "",
                "next": self._url(run, kind=kind, page=part.number + 1) if part.has_next() else "",
            },
            here=self._url(run),
            rejected_url=self._url(run, rejected=1) if run.refused and run.locked_content else "",
        )

    def _tabs(self, run, kind):
        tabs = [{"label": "全部", "url": self._url(run), "count": run.total, "on": not kind}]
        for name, words in KIND_WORDS.items():
            url, count = self._url(run, kind=name), run.counts.get(name, 0)
            tabs.append({"label": words, "url": url, "count": count, "on": kind == name})
        return tabs

    def _row(self, row):
        return {
            "line": row.line,
            "icon": KIND_ICONS[row.kind],
            "css": KIND_CSS[row.kind],
            "words": KIND_WORDS[row.kind],
            "code": row.code,
            "card": row.card,
            "changes": [{"label": label, "old": old, "new": new} for label, old, new in row.changes],
            "refusals": [{"label": label, "reason": reason} for label, reason in row.refusals],
            "is_new": not row.code,
        }

    def _done(self, run):
        rejected = self._url(run, rejected=1) if run.refused and run.locked_content else ""
        told = {"list_url": self.page.url("list"), "was_partial": run.partial, "rejected_url": rejected}
        return self._show("portal/import_done.html", run=run, **told)


def _masking(plain):
    return lambda *values: mask_free_text(plain(*values))


def _download(name, write, *what):
    """A workbook as a download under a Chinese name, and what the writing returned; packed it is small enough for memory."""
    file = io.BytesIO()
    result = write(file, *what)
    file.seek(0)
    headers = {"Content-Type": CONTENT_TYPE, "Content-Disposition": content_disposition(name)}
    return FileResponse(file, headers=headers), result
