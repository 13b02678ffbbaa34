"""The paper of one record: looked at and printed, or taken along as a Word file."""

import io

from django.http import FileResponse
from django.shortcuts import render

from portal import history
from portal.exchange.word import CONTENT_TYPE, write_paper
from portal.exchange.workbook import content_disposition
from portal.pages.views.base import PageView


class Paper(PageView):
    """The paper as a page that prints on A4 upright."""

    def get(self, request, pk):
        record = self.record()
        paper, here = self.page.paper(record), self.page.url("detail", pk)
        context = {
            "paper": paper,
            "page": self.told,
            "word_url": self.page.url("word", pk),
            "back_url": here,
            "crumbs": self.crumbs({"label": record.code, "url": here}, {"label": paper.title, "url": ""}),
        }
        return render(request, "portal/paper.html", context)


class Word(PageView):
    """The same as a file; taking it is written down."""

    def get(self, request, pk):
        record = self.record()
        paper, file = self.page.paper(record), io.BytesIO()
        write_paper(file, paper)
        file.seek(0)
        history.log("export", by=request.user, record=record, note=f"{paper.name}（Word）")
        headers = {"Content-Type": CONTENT_TYPE, "Content-Disposition": content_disposition(f"{paper.name}.docx")}
        return FileResponse(file, headers=headers)
