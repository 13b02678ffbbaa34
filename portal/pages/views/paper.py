"""A paper of one record: looked at and printed, or taken along as a Word file."""

import io

from django.http import FileResponse, Http404
from django.shortcuts import render

from portal import history
from portal.exchange.word import CONTENT_TYPE, write_paper
from portal.exchange.workbook import content_disposition
from portal.pages.views.base import PageView


def as_word(paper):
    """The answer that hands a paper out as a Word file."""
    file = io.BytesIO()
    write_paper(file, paper)
    file.seek(0)
    headers = {"Content-Type": CONTENT_TYPE, "Content-Disposition": content_disposition(f"{paper.name}.docx")}
    return FileResponse(file, headers=headers)


class Paper(PageView):
    """The paper as a page that prints on A4 upright."""

    kind = ""

    def get(self, request, pk):
        record = self.record()
        paper, here = self.paper(record), self.page.url("detail", pk)
        context = {
            "paper": paper,
            "page": self.told,
            "word_url": self.page.url(f"{self.kind}-word", pk),
            "back_url": here,
            "crumbs": self.crumbs({"label": record.code, "url": here}, {"label": paper.title, "url": ""}),
        }
        return render(request, "portal/paper.html", context)

    def paper(self, record):
        """The paper asked for; 404 where the record has none of it."""
        form = self.page.papers[self.kind]
        if not form.when(record):
            raise Http404
        return form.write(record)


class Word(Paper):
    """The same as a file; taking it is written down."""

    def get(self, request, pk):
        record = self.record()
        paper = self.paper(record)
        history.log("export", by=request.user, record=record, note=f"{paper.name}（Word）")
        return as_word(paper)
