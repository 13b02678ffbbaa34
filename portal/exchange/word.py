"""A paper as a Word file: A4 upright, Song title, Fangsong text, ruled table, 第 X 页 共 Y 页."""

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SERIF, TEXT, LATIN = "宋体", "仿宋", "Times New Roman"
# Label, value, label, value: the width of A4 between its margins.
WIDTHS = (Cm(2.5), Cm(5.2), Cm(2.5), Cm(6.2))
CENTER, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
AIR = Pt(3)
LINE = Cm(0.8)


def write_paper(target, paper):
    """Write the paper into a file object."""
    document = Document()
    _page(document, paper)
    _line(document, paper.unit, size=16, face=SERIF, bold=True, align=CENTER)
    _line(document, paper.title, size=22, face=SERIF, bold=True, align=CENTER)
    if paper.number:
        _line(document, paper.number, align=CENTER, after=8)
    for n, part in enumerate(paper.parts):
        _part(document, part, before=8 if n else 0)
    if paper.note:
        _line(document, paper.note, size=10)
    document.save(target)


def _page(document, paper):
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2), Cm(1.8)
    facts = document.core_properties
    facts.title, facts.author, facts.comments = paper.name, paper.unit, ""
    _face(document.styles["Normal"], TEXT, 12)
    foot = section.footer.paragraphs[0]
    foot.alignment = CENTER
    for words, code in (("第 ", "PAGE"), (" 页　共 ", "NUMPAGES"), (" 页", "")):
        _face(foot.add_run(words), SERIF, 9)
        if code:
            _field(foot, code)


def _part(document, part, before):
    if part.heading:
        _line(document, part.heading, size=14, face=SERIF, bold=True, align=CENTER, before=12, keep=True)
    for n, sentence in enumerate(part.sentences):
        _line(document, sentence, before=0 if n or part.heading else before, after=6, keep=True)
    if part.rows:
        _table(document, part.rows)
    if part.head:
        _list(document, part)
    for sign in part.signs:
        _line(document, sign, align=WD_ALIGN_PARAGRAPH.RIGHT, before=6)


def _table(document, rows):
    table = _ruled(document, len(rows), WIDTHS)
    for row, cells in zip(table.rows, rows, strict=True):
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, LINE * max(cell.lines for cell in cells)
        boxes = list(row.cells)
        if len(cells) == 1:
            boxes = [boxes[0], boxes[1].merge(boxes[3])]
        words = [text for cell in cells for text in (cell.label, cell.value)]
        for n, (box, text) in enumerate(zip(boxes, words, strict=True)):
            _fill(box, text, align=LEFT if n % 2 else CENTER, bold=not n % 2)


def _list(document, part):
    """The head comes again on every page, and no line is torn between two."""
    prose, size = part.prose, 10.5 if part.is_tight else 12
    table = _ruled(document, 1 + len(part.lines), [round(sum(WIDTHS) * share / 100) for share in part.shares])
    for n, (row, texts) in enumerate(zip(table.rows, (part.head, *part.lines), strict=True)):
        row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, LINE
        for mark in ["w:cantSplit"] if n else ["w:cantSplit", "w:tblHeader"]:
            row._tr.get_or_add_trPr().append(OxmlElement(mark))
        for at, (box, text) in enumerate(zip(row.cells, texts, strict=True)):
            _fill(box, text, align=LEFT if n and at in prose else CENTER, size=size, bold=not n)


def _ruled(document, many, widths):
    """An empty table of so many rows."""
    table = document.add_table(many, len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for box, width in zip(row.cells, widths, strict=True):
            box.width = width
    return table


def _fill(box, text, *, align, size=12, bold=False):
    box.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    line = box.paragraphs[0]
    line.paragraph_format.space_before = line.paragraph_format.space_after = AIR
    line.alignment = align
    _face(line.add_run(text), TEXT, size, bold=bold)


def _line(document, text, *, size=12, face=TEXT, bold=False, align=None, before=0, after=2, keep=False):
    line = document.add_paragraph()
    line.paragraph_format.keep_with_next = keep
    line.alignment = align
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    _face(line.add_run(text), face, size, bold=bold)


def _face(part, face, size, *, bold=False):
    """Set letters and characters apart: Word takes the Chinese face from an attribute of its own."""
    part.font.name, part.font.size, part.font.bold = LATIN, Pt(size), bold
    part.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _field(line, code):
    """A number the reader's own program fills in: the page, or how many there are."""
    for kind in ("begin", "code", "end"):
        run = line.add_run()
        _face(run, SERIF, 9)
        part = OxmlElement("w:instrText" if kind == "code" else "w:fldChar")
        if kind == "code":
            part.text = code
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
