"""What an uploaded file must pass before it is opened: the right kind, not damaged, and small once unpacked.

The spreadsheet reader allocates a full grid from the first to the last cell and a copy of every repeated text, so a few
bytes can ask for more memory than there is; both are measured here first, on the raw XML.
"""

import io
import re
import zipfile
import zlib

from portal.errors import Refused

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 2_000
MAX_ROWS, MAX_COLUMNS = 20_000, 200
# Titles, sign-off lines and blank rows come on top of the rows that count.
MAX_LINE = MAX_ROWS + 2_000
MAX_TEXT = 400_000_000

SAVE_AS = "请用 Excel 或 WPS 打开，“另存为”.xlsx 格式（不设密码）后再上传。"
TOO_BIG = "文件超过 20 MB，请删去图片或分成几个文件再上传。"
EMPTY = "这是空文件，请重新选择。"
OLD = f"这是旧版 .xls 文件。{SAVE_AS}"
LOCKED = f"这个文件设了打开密码，无法读取。{SAVE_AS}"
OTHER = f"这不是 .xlsx 工作簿（CSV、文本、图片等不能导入）。{SAVE_AS}"
DAMAGED = f"文件已损坏，读不出来。{SAVE_AS}"
BOMB = "文件解压后过大，已拒绝读取。请只保留要导入的那张表再上传。"
TOO_LONG = f"表格超过 {MAX_ROWS:,} 行，请按网格或年份分成几个文件上传。"
TOO_WIDE = f"表格超过 {MAX_COLUMNS} 列，请只保留要导入的列再上传。"

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>")
REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,9})(\d{1,9})["']""")
SHARED = re.compile(rb"""t=["']s["'][^>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})<""")
SHARED_END = re.compile(rb"</(?:\w+:)?si>")


def checked(uploaded):
    """The bytes of an uploaded workbook that is safe to open; Refused with a sentence otherwise."""
    if uploaded.size > MAX_BYTES:
        raise Refused(TOO_BIG)
    uploaded.seek(0)
    content = uploaded.read()
    if not content:
        raise Refused(EMPTY)
    if content.startswith(OLE):
        raise Refused(LOCKED if ENCRYPTED in content else OLD)
    if not content.startswith(b"PK\x03\x04"):
        raise Refused(OTHER)
    try:
        _check_parts(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Refused(DAMAGED) from error
    return content


def _check_parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = book.infolist()
        names = {part.filename for part in parts}
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Refused(BOMB)
        if any(part.flag_bits & 1 for part in parts):
            raise Refused(LOCKED)
        if "xl/workbook.xml" not in names or names & {"content.xml", "xl/workbook.bin"} or len(names) < len(parts):
            raise Refused(OTHER)
        texts, repeated = [], []
        for part in parts:
            # Reading to the end also proves the size and checksum that the archive claims.
            xml = book.read(part)
            if xml.startswith(WIDE_TEXT):
                raise Refused(DAMAGED)
            if b"sheetData" in xml:
                _check_grid(xml)
                repeated += SHARED.findall(xml)
            elif SHARED_END.search(xml):
                texts = [len(text) for text in SHARED_END.split(xml)]
        if sum(texts[int(n)] for n in repeated if int(n) < len(texts)) > MAX_TEXT:
            raise Refused(BOMB)


def _check_grid(xml):
    """Refuse a sheet whose last filled cell lies too far out."""
    row = 0
    column = 0
    for match in CELL.finditer(xml):
        kind, attributes = match.groups()
        found = REFERENCE.search(attributes)
        if kind == b"row":
            row, column = (int(found.group(2)) if found else row + 1), 0
            continue
        column += 1
        if found:
            row = int(found.group(2))
            column = _number(found.group(1).upper())
        if attributes.endswith(b"/"):
            continue
        if row > MAX_LINE:
            raise Refused(TOO_LONG)
        if column > MAX_COLUMNS:
            raise Refused(TOO_WIDE)


def _number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
