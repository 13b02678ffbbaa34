"""The workbook of a month, quarter or year: 汇总 with charts, and the register of the rows behind its numbers."""

from portal.exchange.sheets import Band, Sheet, SheetColumn
from portal.exchange.workbook import write_workbook
from portal.figures import Ratio, parts
from portal.pages import registry
from portal.pages.table import plain_rows, spans
from reports.charts import Charts

CHUNK = 5000
NUMBER_WIDTH, RATE_WIDTH = 7.4, 8.6


def in_parts(rows, keys):
    """The rows with these keys, some thousands at a time: a database takes only so many keys in one question."""
    keys = sorted(keys)
    for start in range(0, len(keys), CHUNK):
        yield rows.filter(pk__in=keys[start : start + CHUNK]).order_by("pk")


def ledger(table, rows, keys):
    """(columns, {primary key: cells}) of the rows with these keys, as the register exports them: masked, in order of number."""
    page, raw = registry[table.model], []
    columns = page.export_columns(table.ledger)
    paths, _ = spans(columns)
    for part in in_parts(rows, keys):
        raw += part.values_list("code", "pk", *paths)
    raw.sort(key=lambda row: row[:2])
    cells = plain_rows(columns, (row[2:] for row in raw))
    return columns, {row[1]: line for row, line in zip(raw, cells, strict=True)}


def file_name(reports):
    """What the workbook is called on the reader's machine: 杨园则社区2026年11月工作月报.xlsx, 杨园则社区2026年工作年报.xlsx."""
    first = reports[0]
    title = first.subject.removeprefix(first.unit) if len(reports) == 1 else "工作"
    return f"{first.unit}{first.period.label}{title}{first.period.words.report}.xlsx"


def shown_columns(table):
    """The table's figures, rates and averages in order, each quotient after the number above its line."""
    found = []
    for column in table.columns:
        for one in (*parts(column), column):
            if one not in found:
                found.append(one)
    return found


def write_month(target, parts_):
    """Write two sheets for each table; ``parts_`` are (report, columns of the register, its rows)."""
    sheets = []
    for report, columns, rows in parts_:
        title, word = registry[report.table.model].title, "" if len(parts_) == 1 else report.table.title
        register = Sheet(
            title=f"{report.unit}{title}（{report.period.label}）",
            unit=report.unit,
            columns=[SheetColumn(c.label, c.width, c.kind) for c in columns],
            rows=rows,
            name=title,
        )
        sheets += [summary(report, f"{word}汇总"), register]
    return write_workbook(target, sheets)


def heading(table, one):
    """What a column is called; a number in another unit than the table's says so: 回复用时（小时）."""
    whole = table.figures[0].unit
    return one.label if one.unit in (whole, "%") else f"{one.label}（{one.unit}）"


def summary(report, name):
    """The sheet 汇总: a band of lines for each dimension; this period beside those it is compared with."""
    table = report.table
    shown, rows, bands = shown_columns(table), [], {}
    for dimension in table.by:
        rows.append(Band(f"按{table.model._meta.get_field(dimension).verbose_name}"))
        lines = report.lines(dimension)
        bands[dimension] = (len(rows), len(lines))
        rows.extend((line.label, *_cells(report, shown, line, dimension)) for line in lines)
    if report.signed:
        rows += [Band("各月锁定"), *_signed(report, shown)]
    columns = [SheetColumn("项目", 14)]
    for words, _ in report.beside:
        for one in shown:
            label = f"{words}\n{heading(table, one)}" if words else heading(table, one)
            ratio = isinstance(one, Ratio)
            columns.append(SheetColumn(label, RATE_WIDTH if ratio else NUMBER_WIDTH, one.kind if ratio else "number"))
    total = dict(zip([c.label for c in columns], ("全部", *_cells(report, shown)), strict=True))
    return Sheet(
        title=report.title,
        unit=report.unit,
        columns=columns,
        rows=rows,
        name=name,
        totals={label: value for label, value in total.items() if value is not None},
        decorate=lambda book, page, area: Charts(report, bands, book, page, area, heading).draw(),
    )


def _cells(report, shown, line=None, dimension=None):
    return tuple(_worth(one, report.value(one, period, line, dimension)) for period in report.periods for one in shown)


def _worth(one, value):
    return one.quotient(*value) if isinstance(one, Ratio) else value


def _signed(report, shown):
    """Two lines of the whole: what the locked months add up to, and what would have to be added to it."""
    signed = [_worth(one, report.signed.value(one)) for one in shown]
    now = [_worth(one, report.value(one, report.period)) for one in shown]
    off = [None if None in pair else pair[0] - pair[1] for pair in zip(now, signed, strict=True)]
    rest = (None,) * (len(shown) * (len(report.periods) - 1))
    return [("各月锁定数之和", *signed, *rest), ("调整", *off, *rest)]
