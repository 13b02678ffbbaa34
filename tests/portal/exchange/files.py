"""Workbooks as desks send them, and as mischief makes them."""

import io
import zipfile

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook


def upload(content, name="台账.xlsx"):
    return SimpleUploadedFile(name, content)


def workbook(*sheets, **hidden):
    """An upload with one sheet per list of rows; a cell is a value, a format may be given as (value, num_format)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        for rows in sheets:
            page = book.add_worksheet()
            for line, row in enumerate(rows):
                for n, value in enumerate(row):
                    if isinstance(value, tuple):
                        page.write_datetime(line, n, value[0], book.add_format({"num_format": value[1]}))
                    elif value is not None:
                        page.write(line, n, value)
        for name, rows in hidden.items():
            page = book.add_worksheet(name)
            for line, row in enumerate(rows):
                page.write_row(line, 0, row)
            page.hide()
    return upload(out.getvalue())


def merged(rows, *ranges):
    """An upload with merged cells: (first row, first column, last row, last column, text)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        for line, row in enumerate(rows):
            for n, value in enumerate(row):
                if value is not None:
                    page.write(line, n, value)
        for one in ranges:
            page.merge_range(*one)
    return upload(out.getvalue())


def repacked(source, **parts):
    """The upload with parts of the archive replaced by name, dots for slashes in keys."""
    source.seek(0)
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = name.rsplit("/", 1)[-1].split(".")[0]
            new.writestr(name, parts.pop(key, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return upload(out.getvalue())


def lines(out, sheet=0):
    """The rows of a sheet of a written workbook."""
    return CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue())).get_sheet_by_index(sheet).to_python()
