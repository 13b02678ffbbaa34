"""Charts under a workbook's summary, drawn from its cells by the reader's own programme."""

from portal.figures import Mean, Rate, Ratio

BLUE, OCHRE, GREEN, VIOLET, RED = "#2B5F8C", "#BD7C36", "#4E8C6F", "#8A6FA8", "#A9322A"
COLOURS = (BLUE, OCHRE, GREEN, VIOLET, RED)
FONT = {"name": "宋体", "size": 9}
GRIDLINES = {"visible": True, "line": {"color": "#E4E1D9", "width": 0.75}}
HIGH, WIDE, COLUMN = 14, 13, 57


class Charts:
    """The charts of one summary; ``bands`` tells where the lines of each dimension are, ``heading`` names a column."""

    def __init__(self, report, bands, book, page, area, heading):
        self.report, self.bands, self.book, self.page, self.area = report, bands, book, page, area
        self.heading = lambda one: heading(report.table, one)

    def draw(self):
        """Two and two, below the sign-off; no wider than the table, or the whole page would be printed smaller."""
        half = min(WIDE, len(self.area.columns) // 2)
        for n, chart in enumerate(self._charts()):
            row, column = self.area.last + 4 + HIGH * (n // 2), 1 + half * (n % 2)
            chart.set_size({"width": min(640, max(380, COLUMN * half - 20)), "height": 264})
            self.page.insert_chart(row, column, chart, {"x_offset": 4, "y_offset": 4})

    def _charts(self):
        """Counts and rates by place, then the first count and the averages by whatever else splits the table."""
        table, (place, *others) = self.report.table, self.report.table.by
        counts = [one for one in table.columns if not isinstance(one, Ratio)]
        rates = [one for one in table.columns if isinstance(one, Rate)]
        unit = counts[0].unit
        # What stands at the end would dwarf what came and went.
        flows = [one for one in counts if not one.stock]
        words = f"各网格{table.title.removeprefix('网格')}情况（{unit}）"
        yield self._chart("column", words, place, self._labels(flows))
        if rates:
            chart = self._chart("line", f"各网格{'、'.join(one.label for one in rates)}", place, self._labels(rates))
            chart.set_y_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": FONT, "major_gridlines": GRIDLINES})
            yield chart
        for dimension in others[:2]:
            yield self._across(counts[0], dimension, unit)
        for one in table.columns:
            if isinstance(one, Mean):
                yield self._across(one, others[0] if others else place, one.unit)

    def _across(self, one, dimension, unit):
        """One number by a dimension, this period and those it is compared with, as bars."""
        beside = [words for words, _ in self.report.beside]
        word = self.report.table.model._meta.get_field(dimension).verbose_name
        told = "、".join([self.report.period.words.this, *beside[1:]])
        labels = [f"{words}\n{self.heading(one)}".lstrip() for words in beside]
        chart = self._chart("bar", f"{one.label}按{word}：{told}（{unit}）", dimension, labels)
        chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": FONT})
        chart.set_x_axis({"label_position": "high", "num_font": FONT, "major_gridlines": GRIDLINES})
        return chart

    def _labels(self, columns):
        return [self.heading(one) for one in columns]

    def _chart(self, kind, title, dimension, labels):
        chart = self.book.add_chart({"type": kind})
        offset, count = self.bands[dimension]
        first = self.area.first + offset
        last = first + max(count, 1) - 1
        names = [self.area.sheet, first, self.area.columns["项目"], last, self.area.columns["项目"]]
        for label, colour in zip(labels, COLOURS, strict=False):
            column = self.area.columns[label]
            paint = RED if label.endswith(("超期", "红牌")) else colour
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
        return chart
