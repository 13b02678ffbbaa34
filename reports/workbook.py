"""The month's workbook: 汇总 with charts, and the register of the rows behind its numbers."""

from portal.exchange.sheets import Band, Sheet, SheetColumn
from portal.exchange.workbook import write_workbook
from portal.figures import Rate, parts
from portal.pages import registry
from portal.pages.table import plain_rows, spans

CHUNK = 5000
PERIODS = ("", "上月\n", "去年同月\n")
BLUE, OCHRE, GREEN, RED = "#2B5F8C", "#BD7C36", "#4E8C6F", "#A9322A"
FONT = {"name": "宋体", "size": 9}
GRIDLINES = {"visible": True, "line": {"color": "#E4E1D9", "width": 0.75}}


def in_parts(rows, keys):
    """The rows with these keys, some thousands at a time: a database takes only so many keys in one question."""
    keys = sorted(keys)
    for start in range(0, len(keys), CHUNK):
        yield rows.filter(pk__in=keys[start : start + CHUNK]).order_by("pk")


def ledger(table, rows, keys):
    """(columns, {primary key: cells}) of the rows with these keys, as the register is exported: masked, in order of number."""
    columns, raw = registry[table.model].export_columns(), []
    paths, _ = spans(columns)
    for part in in_parts(rows, keys):
        raw += part.values_list("code", "pk", *paths)
    raw.sort(key=lambda row: row[:2])
    cells = plain_rows(columns, (row[2:] for row in raw))
    return columns, {row[1]: line for row, line in zip(raw, cells, strict=True)}


def file_name(reports):
    """What the workbook is called on the reader's machine: 杨园则社区2026年11月网格事项月报.xlsx."""
    first = reports[0]
    title = first.subject.removeprefix(first.unit) if len(reports) == 1 else "工作"
    return f"{first.unit}{first.month.year}年{first.month.month}月{title}月报.xlsx"


def shown_columns(table):
    """The table's figures and rates in order, each rate after the number above its line."""
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
            title=f"{report.unit}{title}（{report.month.year}年{report.month.month}月）",
            unit=report.unit,
            columns=[SheetColumn(c.label, c.width, c.kind) for c in columns],
            rows=rows,
            name=title,
        )
        sheets += [summary(report, f"{word}汇总"), register]
    return write_workbook(target, sheets)


def summary(report, name):
    """The sheet 汇总: a band of lines for each dimension; this month, the month before, the same month last year."""
    shown, rows, bands = shown_columns(report.table), [], {}
    for dimension in report.table.by:
        label = str(report.table.model._meta.get_field(dimension).verbose_name)
        rows.append(Band(f"按{label}"))
        lines = report.lines(dimension)
        bands[dimension] = (len(rows), len(lines))
        rows.extend((line.label, *_cells(report, shown, line, dimension)) for line in lines)
    columns = [SheetColumn("项目", 14)]
    for period in PERIODS:
        for one in shown:
            rate = isinstance(one, Rate)
            columns.append(SheetColumn(period + one.label, 8.6 if rate else 7.4, "percent" if rate else "number"))
    total = dict(zip([c.label for c in columns], ("全部", *_cells(report, shown)), strict=True))
    return Sheet(
        title=report.title,
        unit=report.unit,
        columns=columns,
        rows=rows,
        name=name,
        totals={label: value for label, value in total.items() if value is not None},
        decorate=lambda book, page, area: Charts(report, bands, book, page, area).draw(),
    )


def _cells(report, shown, line=None, dimension=None):
    found = []
    for month in report.months:
        for one in shown:
            value = report.value(one, month, line, dimension)
            if isinstance(one, Rate):
                value = value[0] / value[1] if value[1] else None
            found.append(value)
    return tuple(found)


class Charts:
    """Charts under the summary, drawn from its cells by the reader's own programme."""

    def __init__(self, report, bands, book, page, area):
        self.report, self.bands, self.book, self.page, self.area = report, bands, book, page, area

    def draw(self):
        """Two and two, below the sign-off."""
        table, below = self.report.table, self.area.last + 4
        counts = [one for one in table.columns if not isinstance(one, Rate)]
        rates = [one for one in table.columns if isinstance(one, Rate)]
        place = table.by[0]
        self._put(below, 1, self._chart("column", "各网格办理情况（件）", place, [one.label for one in counts]))
        if rates:
            chart = self._chart("line", "各网格结案率与按期结案率", place, [one.label for one in rates])
            chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": FONT, "major_gridlines": GRIDLINES})
            self._put(below, 14, chart)
        for n, dimension in enumerate(table.by[1:3]):
            label = table.model._meta.get_field(dimension).verbose_name
            labels = [period + counts[0].label for period in PERIODS]
            chart = self._chart("bar", f"{counts[0].label}按{label}：本月、上月、去年同月（件）", dimension, labels)
            chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": FONT})
            chart.set_x_axis({"label_position": "high", "num_font": FONT, "major_gridlines": GRIDLINES})
            self._put(below + 14, 1 + 13 * n, chart)

    def _put(self, row, column, chart):
        self.page.insert_chart(row, column, chart, {"x_offset": 4, "y_offset": 4})

    def _chart(self, kind, title, dimension, labels):
        chart = self.book.add_chart({"type": kind})
        offset, count = self.bands[dimension]
        first = self.area.first + offset
        last = first + max(count, 1) - 1
        names = [self.area.sheet, first, self.area.columns["项目"], last, self.area.columns["项目"]]
        for label, colour in zip(labels, (BLUE, OCHRE, GREEN, "#8A6FA8", RED), strict=False):
            column = self.area.columns[label]
            paint = RED if label.endswith("超期") else colour
            series = {
                "name": label.replace("\n", ""),
                "categories": names,
                "values": [self.area.sheet, first, column, last, column],
            }
            if kind == "line":
                series |= {
                    "line": {"none": True},
                    "marker": {"type": "circle" if colour == BLUE else "diamond", "size": 8, "fill": {"color": paint}},
                }
                if colour != BLUE:
                    series["data_labels"] = {"value": True, "position": "below", "num_format": "0.0%", "font": FONT}
            else:
                series |= {"fill": {"color": paint}, "gap": 60}
            chart.add_series(series)
        chart.set_title({"name": title, "name_font": {"name": "宋体", "size": 11, "bold": True}, "overlay": False})
        chart.set_legend({"position": "bottom", "font": FONT})
        chart.set_x_axis({"num_font": FONT})
        chart.set_y_axis({"num_font": FONT, "major_gridlines": GRIDLINES})
        chart.set_size({"width": 640, "height": 264})
        return chart
