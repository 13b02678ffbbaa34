"""One description of a paper, two outputs: the page and the Word file say the same, and neither tells a phone number."""

import io
import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm

from portal.exchange.word import write_paper
from portal.papers import Cell, Paper, Part

PAPER = Paper(
    unit="演示社区",
    title="证明",
    number="演示证〔2026〕3号",
    parts=(
        Part(
            sentences=("兹证明：",),
            rows=(
                (Cell("事由", "井盖松动 <b>"), Cell("电话", "13812345678")),
                (Cell("情况", "第一行\n第二行 612725198001011234"),),
                (Cell("意见", lines=4),),
            ),
            signs=("演示社区（盖章）", "年　月　日"),
        ),
        Part(heading="回　执", sentences=("找王小明 138 1234 5678",)),
    ),
    note="一式两份。",
)


@pytest.fixture
def word():
    file = io.BytesIO()
    write_paper(file, PAPER)
    file.seek(0)
    return Document(file)


def page_text():
    html = render_to_string("portal/_paper.html", {"paper": PAPER})
    return unescape(re.sub(r"<[^>]+>", " ", html))


def word_text(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in document.paragraphs] + cells)


def test_page_and_file_say_the_same(word):
    said = [PAPER.unit, PAPER.title, PAPER.number, PAPER.note]
    for part in PAPER.parts:
        said += [part.heading, *part.sentences, *part.signs]
        said += [words for row in part.rows for cell in row for words in (cell.label, cell.value)]
    for text in (page_text(), word_text(word)):
        assert [words for words in said if words not in text] == []


def test_numbers_of_people_stand_on_neither(word):
    for text in (page_text(), word_text(word)):
        assert "138****5678" in text
        assert "6127**********1234" in text
        assert not re.search(r"13812345678|1234 5678|198001011234", text)


def test_the_file_is_an_a4_sheet_with_chinese_faces_a_ruled_table_and_page_numbers(word):
    section = word.sections[0]
    assert (round(section.page_width / Cm(1), 1), round(section.page_height / Cm(1), 1)) == (21.0, 29.7)
    faces = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for line in word.paragraphs for run in line.runs}
    assert faces == {"宋体", "仿宋"}
    assert word.tables[0].style.name == "Table Grid"
    foot = section.footer.paragraphs[0]._p.xml
    assert "PAGE" in foot
    assert "NUMPAGES" in foot
    assert (word.core_properties.author, word.core_properties.title) == ("演示社区", "证明 演示证〔2026〕3号")


def test_a_row_of_one_goes_across_and_an_empty_cell_leaves_room_for_the_pen(word):
    table = word.tables[0]
    assert table.cell(1, 1)._tc is table.cell(1, 3)._tc
    assert round(table.rows[2].height / Cm(0.8), 1) == 4.0
    html = render_to_string("portal/_paper.html", {"paper": PAPER})
    assert html.count("<br>") == 4
    assert html.count('colspan="3"') == 2
    assert "&lt;b&gt;" in html


def test_what_word_cannot_hold_is_left_out():
    assert Cell("情况", "一\x00二\x0b三").value == "一二三"
