"""Workbooks as staff expect them: title, unit and time, 序号 to 备注, 合计, sign-off, A4 landscape, one page wide.

Rows stream to a temporary file, so a workbook of any length takes a few megabytes of memory.
"""

import re
from itertools import islice
from math import ceil

from django.utils import timezone
from django.utils.http import content_disposition_header
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from portal.errors import Refused
from portal.exchange.cells import CELLS, clean_text
from portal.exchange.sheets import Area, Band, SheetColumn

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_048_576
TOO_MANY_ROWS = f"超过一张工作表的上限（{MAX_ROWS:,} 行），请先按月份或网格筛选，再分次导出。"
FIRST, LAST = SheetColumn("序号", 6, "number"), SheetColumn("备注", 12)
WIDTHS = {"text": 16, "number": 9, "decimal": 11, "tenth": 9, "percent": 9, "date": 12, "datetime": 17}
NUMBER_FORMATS = {
    "number": "#,##0",
    "decimal": "#,##0.00",
    "tenth": "#,##0.0",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "text": "@",
}
ALIGN = {
    "text": "left",
    "number": "right",
    "decimal": "right",
    "tenth": "right",
    "percent": "right",
    "date": "center",
    "datetime": "center",
}
TITLE_ROW, UNIT_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2, 3
CHUNK, LINE_HEIGHT = 500, 13.5
# A heading may run this much over its column before it breaks.
SLACK = 1.5


class RowsWorksheet(Worksheet):
    """A worksheet of a constant-memory workbook that also takes ready-made rows of XML."""

    def put_rows(self, first, lines, last_column):
        """Append lines of row XML from row ``first`` on; returns how many there were."""
        self._write_single_row(first)
        count = 0
        while chunk := list(islice(lines, CHUNK)):
            self.fh.write("".join(chunk))
            count += len(chunk)
        if count:
            self._check_dimensions(first + count - 1, last_column)
            self.previous_row = first + count
        return count


class StaffWorkbook(Workbook):
    """A workbook on disk, in the fonts offices have, that never turns text into formulas or links."""

    def __init__(self, target):
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": "宋体", "font_size": 10, "valign": "vcenter"},
        }
        super().__init__(target, options)
        self._styles = {}

    def style(self, **properties):
        """The format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.add_format(properties)
        return self._styles[key]

    def body(self, column):
        """The format of the cells of a column."""
        kind = column.kind
        align = "center" if column is FIRST else ALIGN[kind]
        return self.style(border=1, num_format=NUMBER_FORMATS[kind], align=align, text_wrap=kind == "text")


def write_workbook(target, sheets):
    """Write the sheets to a path or binary file; returns the number of rows of each."""
    with StaffWorkbook(target) as book:
        return [_write_sheet(book, sheet, number) for number, sheet in enumerate(sheets, 1)]


def content_disposition(name):
    """The header that saves a download under a Chinese name (RFC 5987), free of what Windows forbids in one."""
    return content_disposition_header(True, re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", name))


def _write_sheet(book, sheet, number):
    columns = [FIRST, *sheet.columns]
    if columns[-1].label != LAST.label:
        columns.append(LAST)
    page = book.add_worksheet(sheet_name(sheet.name or sheet.title, number), worksheet_class=RowsWorksheet)
    _head(book, page, sheet, columns)
    sums, bands = dict.fromkeys((n for n, column in enumerate(columns) if column.total), 0), []
    padding = () if len(columns) == len(sheet.columns) + 1 else (None,)
    lines = _lines(book, sheet.rows, columns, padding, sums, bands)
    count = page.put_rows(FIRST_ROW, lines, len(columns) - 1)
    after = FIRST_ROW + count
    if count and not bands:
        page.autofilter(HEADER_ROW, 0, after - 1, len(columns) - 1)
    counted = count - len(bands)
    _foot(book, page, sheet, columns, sums, after, counted)
    if sheet.decorate:
        labels = {column.label: n for n, column in enumerate(columns)}
        sheet.decorate(book, page, Area(page.get_name(), FIRST_ROW, after - 1, labels))
    return counted


def sheet_name(title, number):
    """A legal worksheet name: no []:*?/\\ and at most 31 characters."""
    return re.sub(r"[\[\]:*?/\\']", " ", clean_text(title)).strip()[:31] or f"表{number}"


def _head(book, page, sheet, columns):
    last = len(columns) - 1
    middle = last // 2
    for n, column in enumerate(columns):
        page.set_column(n, n, column.width or WIDTHS[column.kind])
    _across(page, TITLE_ROW, 0, last, sheet.title, book.style(bold=True, font_size=16, align="center"))
    page.set_row(TITLE_ROW, 30)
    _across(page, UNIT_ROW, 0, middle, f"填报单位：{sheet.unit}", book.style(align="left"))
    at = sheet.at or f"{timezone.localtime():%Y-%m-%d %H:%M}"
    _across(page, UNIT_ROW, middle + 1, last, f"填报时间：{at}", book.style(align="right"))
    header = book.style(bold=True, border=1, align="center", text_wrap=True, bg_color="#F0EEE8")
    lines = max(_lines_in(column.label, (column.width or WIDTHS[column.kind]) + SLACK) for column in columns)
    page.set_row(HEADER_ROW, max(24, lines * LINE_HEIGHT + 3))
    for n, column in enumerate(columns):
        page.write_string(HEADER_ROW, n, clean_text(column.label), header)
    page.freeze_panes(FIRST_ROW, 2)
    page.repeat_rows(HEADER_ROW)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.center_horizontally()
    page.set_footer("&C第&P页 共&N页")


def _lines(book, rows, columns, padding, sums, bands):
    """Each row as XML, numbered from 1 after each band; sums and bands are gathered on the way."""
    heads = [f'<c r="{xl_col_to_name(n)}' for n in range(len(columns))]
    tails = [f'" s="{book.body(column)._get_xf_index()}"' for column in columns]
    band_tail = f'" s="{book.style(border=1, bold=True, align="left", bg_color="#F8F6F1")._get_xf_index()}"'
    cells = list(zip(heads[1:], tails[1:], [CELLS[column.kind] for column in columns[1:]], strict=True))
    own = columns[1 : len(columns) - len(padding)]
    wrapping = [(n, column.width or WIDTHS["text"]) for n, column in enumerate(own) if column.kind == "text"]
    number = 0
    for line, row in enumerate(rows, FIRST_ROW + 1):
        if line > MAX_ROWS - 4:
            raise Refused(TOO_MANY_ROWS)
        if isinstance(row, Band):
            bands.append(line)
            blank = "".join(f"{head}{line}{band_tail}/>" for head in heads[1:])
            yield f'<row r="{line}">{heads[0]}{line}{band_tail}{CELLS["text"](row.label)}{blank}</row>'
            number = 0
            continue
        number += 1
        for n in sums:
            sums[n] += row[n - 1] or 0
        body = "".join(
            [
                f"{head}{line}{tail}{cell(value)}"
                for (head, tail, cell), value in zip(cells, (*row, *padding), strict=True)
            ]
        )
        height = _height(row, wrapping)
        yield f'<row r="{line}"{height}>{heads[0]}{line}{tails[0]}><v>{number}</v></c>{body}</row>'


def _height(row, wrapping):
    """The height a row needs for its longest text; viewers other than Excel do not find it themselves."""
    lines = 1
    for n, width in wrapping:
        text = row[n]
        if text.__class__ is str and len(text) * 2 > width:
            lines = max(lines, _wide(text, width), text.count("\n") + 1)
    return f' ht="{min(lines * LINE_HEIGHT + 3, 400)}" customHeight="1"' if lines > 1 else ""


def _wide(text, width):
    """How many lines a text fills; UTF-8 takes three bytes for a character two columns wide, one for one of one."""
    return ceil((len(text.encode("utf-8", "replace")) + len(text)) / 2 / width)


def _lines_in(text, width):
    return sum(max(1, _wide(part, width)) for part in text.split("\n"))


def _foot(book, page, sheet, columns, sums, row, count):
    last = len(columns) - 1
    if sheet.total_label:
        for n, column in enumerate(columns):
            kind = column.kind if n in sums or column.label in sheet.totals else "text"
            style = book.style(border=1, bold=True, num_format=NUMBER_FORMATS[kind], align=ALIGN[kind])
            value = sheet.totals.get(column.label, sums.get(n))
            if n == 0:
                page.write_string(row, n, sheet.total_label, style)
            elif value is not None:
                page.write(row, n, value, style)
            elif n == 1:
                page.write_string(row, n, f"{count:,} 条", style)
            else:
                page.write_blank(row, n, None, style)
        row += 1
    if sheet.signoff:
        page.set_row(row, 30)
        ends = [(last + 1) * (n + 1) // len(sheet.signoff) - 1 for n in range(len(sheet.signoff))]
        start = 0
        for words, end in zip(sheet.signoff, ends, strict=True):
            _across(page, row, start, max(start, end), f"{words}：", book.style(align="left"))
            start = max(start, end) + 1


def _across(page, row, first, last, text, style):
    if last > first:
        page.merge_range(row, first, row, last, "", style)
    page.write_string(row, first, clean_text(text), style)
