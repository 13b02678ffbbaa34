"""What a spreadsheet for staff is made of: titled sheets, typed columns, bands of rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column; ``kind`` is text, number, decimal, tenth, percent, date or datetime; ``total`` adds it up in the 合计 row.

    ``width`` counts half-width characters; 0 chooses by the kind.
    """

    label: str
    width: float = 0
    kind: str = "text"
    total: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A row that only says what the rows below it have in common, such as 按网格."""

    label: str


@dataclass(slots=True)
class Sheet:
    """One page of a workbook as staff print it.

    ``rows`` is any iterable of tuples in the order of ``columns``, without 序号 and 备注, which are added; it is read
    once. ``totals`` gives the 合计 row by column label where adding up is wrong (rates);
    ``decorate(workbook, worksheet, area)`` draws charts once the rows are written.
    """

    title: str
    unit: str
    columns: list[SheetColumn]
    rows: Iterable[tuple | Band]
    name: str = ""
    at: str = ""
    total_label: str = "合计"
    totals: dict = field(default_factory=dict)
    signoff: tuple[str, ...] = ("制表人", "审核人", "负责人")
    decorate: Callable | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """Where the rows of a written sheet lie: sheet name, zero-based first and last row, column number by label."""

    sheet: str
    first: int
    last: int
    columns: dict[str, int]
