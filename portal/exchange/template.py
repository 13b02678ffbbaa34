"""Workbooks to fill in: an empty one with drop-down lists, and the refused rows of an upload with the reasons."""

from xlsxwriter.utility import xl_col_to_name

from portal.exchange.cells import clean_text
from portal.exchange.fields import CODE_LABEL, listed
from portal.exchange.rows import row_form
from portal.exchange.workbook import StaffWorkbook, sheet_name

REASON = "退回原因"
LISTS = "选项"
READY_ROWS = 2_000
LONGEST_LIST = 1_000
HEADER_ROW, FIRST_ROW = 2, 3
CODE_HINT = "修改已有记录时填它的编号；新增时留空，编号由系统给。"
REASON_HINT = "只供查看，改好后连同这一列上传也没有关系。"


def write_template(target, page, user):
    """An empty workbook of the register's columns for this user."""
    _write(target, page, user, f"{page.title}导入模板", rows=(), reasons=None)


def write_rejected(target, page, user, rows):
    """The refused rows as they were uploaded, with the reason of each; ``rows`` are PlanRows."""
    reasons = ["；".join(f"{label}：{reason}" if label else reason for label, reason in row.refusals) for row in rows]
    _write(target, page, user, f"{page.title}退回的行", rows=[row.row_values for row in rows], reasons=reasons)


def _write(target, page, user, title, *, rows, reasons):
    columns = page.import_columns()
    heads = [CODE_LABEL, *(column.label for column in columns)] + ([REASON] if reasons else [])
    hints = [CODE_HINT, *(column.hint for column in columns)] + ([REASON_HINT] if reasons else [])
    with StaffWorkbook(target) as book:
        sheet = book.add_worksheet(sheet_name(page.title, 1))
        sheet.merge_range(0, 0, 0, len(heads) - 1, "", book.style(bold=True, font_size=16, align="center"))
        sheet.write_string(0, 0, clean_text(title), book.style(bold=True, font_size=16, align="center"))
        sheet.write_string(1, 0, "带 * 的必填；鼠标停在列名上有填写说明。填好后整份上传，先核对，确认后才写入。")
        _head(book, sheet, columns, heads, hints)
        for line, (cells, reason) in enumerate(zip(rows, reasons or (), strict=True), FIRST_ROW):
            for n, label in enumerate(heads[:-1]):
                _put(book, sheet, line, n, cells.get(label))
            sheet.write_string(
                line, len(heads) - 1, clean_text(reason), book.style(font_color="#A9322A", text_wrap=True)
            )
        _lists(book, sheet, page, user, columns, FIRST_ROW + max(READY_ROWS, len(rows)))


def _head(book, sheet, columns, heads, hints):
    header = book.style(bold=True, border=1, align="center", text_wrap=True, bg_color="#F0EEE8")
    required = {column.label for column in columns if column.required}
    text = book.style(num_format="@")
    day = book.style(num_format="yyyy-mm-dd")
    kinds = {column.label: column.field.get_internal_type() for column in columns}
    for n, (label, hint) in enumerate(zip(heads, hints, strict=True)):
        kind = kinds.get(label, "CharField")
        plain = {"DateField": day, "DateTimeField": None}.get(kind, text if "Integer" not in kind else None)
        sheet.set_column(n, n, 40 if label == REASON else 30 if kind == "TextField" else 16, plain)
        sheet.write_string(HEADER_ROW, n, f"{label} *" if label in required else label, header)
        sheet.write_comment(HEADER_ROW, n, hint, {"x_scale": 1.6, "font_size": 9})
    sheet.freeze_panes(FIRST_ROW, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _put(book, sheet, line, n, value):
    if value is None or value == "":
        return
    if hasattr(value, "isoformat") and hasattr(value, "year"):
        pattern = "yyyy-mm-dd hh:mm" if hasattr(value, "hour") else "yyyy-mm-dd"
        sheet.write_datetime(line, n, value, book.style(num_format=pattern))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, n, value)
    else:
        sheet.write_string(line, n, clean_text(value), book.style(num_format="@"))


def _lists(book, sheet, page, user, columns, last):
    """Drop-down lists, kept on a hidden sheet because a list in the cell itself ends at 255 characters."""
    form = row_form(page, user, "add" if page.may(user, "add") else "edit")
    lists = [(n, _choices(column, form)) for n, column in enumerate(columns, 1)]
    lists = [(n, choices) for n, choices in lists if choices]
    if not lists:
        return
    hidden = book.add_worksheet(LISTS)
    for line in range(max(len(choices) for _, choices in lists)):
        for place, (_, choices) in enumerate(lists):
            if line < len(choices):
                hidden.write_string(line, place, clean_text(choices[line]))
    hidden.hide()
    for place, (n, choices) in enumerate(lists):
        letter = xl_col_to_name(place)
        sheet.data_validation(
            FIRST_ROW,
            n,
            last,
            n,
            {
                "validate": "list",
                "source": f"={LISTS}!${letter}$1:${letter}${len(choices)}",
                "error_title": "请从列表选",
                "error_message": "这一列只能从下拉列表里选一项。",
            },
        )


def _choices(column, form):
    if column.choices:
        return list(column.choices.values())
    if column.is_related and (rows := getattr(form.fields.get(column.name), "choosable", None)) is not None:
        cards = [listed(row) for row in rows.order_by("pk")[: LONGEST_LIST + 1]]
        return cards if len(cards) <= LONGEST_LIST else []
    return ["是", "否"] if column.field.get_internal_type() == "BooleanField" else []
