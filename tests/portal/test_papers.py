"""One description of a paper, two outputs: the page and the Word file say the same, and neither tells a phone number."""

import io
import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm

from portal.exchange.word import write_paper
from portal.papers import Cell, Paper, Part, ems, fitted

CENTER, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
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
        Part(
            sentences=("登记如下",),
            head=("序号", "做了什么 <i>", "备注"),
            lines=(
                ("1", "和楼长一起扫雪、清理楼道，联系 13812345678 或 612725198001011234", ""),
                ("2", "义诊\x00半天", ""),
                ("", "", ""),
            ),
        ),
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
        said += [*part.head, *(words for line in part.lines for words in line)]
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


class TestList:
    """A head and many lines under it."""

    PART = PAPER.parts[-1]

    def test_the_head_comes_again_on_every_page_and_no_line_is_torn(self, word):
        table = word.tables[-1]
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            list(self.PART.head),
            *map(list, self.PART.lines),
        ]
        marks = [[mark.tag.rpartition("}")[2] for mark in row._tr.trPr] for row in table.rows]
        assert ["tblHeader" in one for one in marks] == [True, False, False, False]
        assert all("cantSplit" in one for one in marks)
        assert table.style.name == "Table Grid"
        assert next(line for line in word.paragraphs if line.text == "登记如下").paragraph_format.keep_with_next
        html = render_to_string("portal/_paper.html", {"paper": PAPER})
        assert html.count('<th scope="col">') == 3
        assert (
            html.index("<thead>") < html.index("做了什么 &lt;i&gt;") < html.index("</thead>") < html.index("义诊半天")
        )

    def test_columns_fill_the_sheet_as_their_words_ask(self, word):
        number, deed, note = self.PART.shares
        assert number < note < deed
        assert sum(self.PART.shares) == pytest.approx(100, abs=0.2)
        widths = [column.width / Cm(1) for column in word.tables[-1].columns]
        assert sum(widths) == pytest.approx(16.4, abs=0.1)
        assert [round(width / 16.4 * 100) for width in widths] == [round(share) for share in self.PART.shares]
        html = render_to_string("portal/_paper.html", {"paper": PAPER})
        assert [float(share) for share in re.findall(r'<col width="([\d.]+)%">', html)] == [number, deed, note]

    def test_letters_are_smaller_where_the_words_do_not_fit(self, word):
        sizes = {
            run.font.size.pt for row in word.tables[-1].rows for cell in row.cells for run in cell.paragraphs[0].runs
        }
        assert (self.PART.is_tight, sizes) == (True, {10.5})
        short = Part(head=("序号", "姓名"), lines=(("1", "王某"),))
        assert not short.is_tight
        assert sum(short.shares) == pytest.approx(100, abs=0.2)
        file = io.BytesIO()
        write_paper(file, Paper("演示社区", "名单", "", (short,)))
        assert Document(file).tables[0].cell(1, 1).paragraphs[0].runs[0].font.size.pt == 12

    def test_long_texts_are_read_from_the_left(self, word):
        assert self.PART.prose == {1}
        assert [box.paragraphs[0].alignment for box in word.tables[-1].rows[1].cells] == [CENTER, LEFT, CENTER]
        assert render_to_string("portal/_paper.html", {"paper": PAPER}).count('class="pre pa-t"') == 3
        assert Part(head=("序号", "姓名")).prose == set()

    @pytest.mark.parametrize(
        ("wished", "widths"),
        [([2, 3, 5], [4, 6, 10]), ([4, 30, 6], [4, 10, 6]), ([30, 4, 30], [8, 4, 8]), ([20, 20], [10, 10])],
    )
    def test_the_widest_yield_first(self, wished, widths):
        assert fitted(wished, 20) == pytest.approx(widths)

    def test_a_chinese_character_is_twice_as_wide(self):
        assert [ems(text) for text in ("序号", "2026-08-09", "（1）", "")] == [2, 5, 2.5, 0]


def test_what_word_cannot_hold_is_left_out():
    assert Cell("情况", "一\x00二\x0b三").value == "一二三"
