"""Workbooks as they come from desks: a title on top, blank rows between, columns in any order, totals and signatures below."""

import io
import re
import unicodedata
from dataclasses import dataclass, field

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from portal.errors import Refused
from portal.exchange import guard

HEADER_WITHIN = 40
IGNORED = {"序号", "备注", "退回原因", ""}
ENDINGS = re.compile(
    r"(合计|总计|小计|共计|累计|制表人|审核人|负责人|填报人|填表人|制表日期|填写说明|填表说明)([：:共\d].*)?", re.DOTALL
)
BLANKS = re.compile(r"\s+")
MARKS = re.compile(r"[*＊]|[（(]必填[）)]|[：:]$")


@dataclass(slots=True)
class Table:
    """The rows found on the best sheet: (line number as staff see it, {column label: raw value}); unknown columns by name."""

    sheet: str
    labels: list[str]
    rows: list = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def read(uploaded, labels, others=()):
    """Read the sheet that has most of the labels among its heads; ``others`` are other words for some of them.

    Raises Refused with a sentence when the file is none that can be read or no sheet has the heads.
    """
    content = guard.checked(uploaded)
    wanted = {label_key(head): label for head, label in dict(others).items()}
    wanted |= {label_key(label): label for label in labels}
    best = None
    for name, rows, merged in _sheets(content):
        found = _header(rows, wanted)
        if found and (best is None or len(found[1]) > len(best[3])):
            best = (name, rows, merged, *reversed(found))
    if best is None:
        raise Refused(f"没有找到表头。表头应有“{'”“'.join(labels[:4])}”等列名，可先下载模板对照。")
    name, rows, merged, places, at = best
    table = Table(name, list(places), unknown=_unknown(rows[at], places))
    _fill_merged(rows, merged, at)
    for line, row in enumerate(rows[at + 1 :], at + 2):
        if _is_content(row, rows[at]):
            table.rows.append((line, {label: row[n] for label, n in places.items()}))
    if len(table.rows) > guard.MAX_ROWS:
        raise Refused(guard.TOO_LONG)
    if not table.rows:
        raise Refused("表头下面没有一行内容，请填好再上传。")
    return table


def label_key(label):
    """A head without blanks, stars and width, so that “标 题＊” is 标题."""
    return MARKS.sub("", BLANKS.sub("", unicodedata.normalize("NFKC", str(label))))


def _sheets(content):
    """Visible worksheets: name, rows from the top, merged ranges."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in book.sheets_metadata:
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                page = book.get_sheet_by_name(sheet.name)
                yield sheet.name, page.to_python(skip_empty_area=False), page.merged_cell_ranges or []
    except Refused:
        raise
    except BaseException as error:
        # A panic of the Rust reader is not an Exception.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise Refused(guard.DAMAGED) from error


def _header(rows, wanted):
    """(row index, {label: column}) of the row that has most of the wanted heads, at least two of them."""
    best = None
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        places = {}
        for n, cell in enumerate(row):
            label = wanted.get(label_key(cell))
            if label in places and label_key(cell) == label_key(row[places[label]]):
                raise Refused(f"“{label}”这一列出现了两次，请只留一列。")
            # Of several heads that mean one column the label's own comes first, then the leftmost.
            if label and (label not in places or label_key(cell) == label_key(label)):
                places[label] = n
        if len(places) >= min(2, len(wanted)) and (best is None or len(places) > len(best[1])):
            best = (at, places)
    return best


def _unknown(header, places):
    names = [BLANKS.sub(" ", str(cell)).strip() for n, cell in enumerate(header) if n not in places.values()]
    return [name for name in names if name not in IGNORED]


def _is_content(row, header):
    """Whether a row under the head is one to import, not blank, a total, a signature or the head again."""
    filled = [cell for cell in row if cell is not None and str(cell).strip()]
    if not filled or row == header:
        return False
    first = unicodedata.normalize("NFKC", str(filled[0])).strip()
    return not ENDINGS.fullmatch(BLANKS.sub("", first[:200]))


def _fill_merged(rows, merged, header):
    """Give every row of a cell merged downwards its value."""
    for (top, left), (bottom, right) in merged:
        if left == right and top > header and bottom < len(rows) and left < len(rows[top]):
            for n in range(top + 1, bottom + 1):
                rows[n][left] = rows[top][left]
