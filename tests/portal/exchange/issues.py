"""Issues as rows of a workbook."""

from grids.pages import Issues
from portal.exchange import importing
from portal.exchange.plan import Planner
from portal.exchange.reader import read
from tests.portal.exchange.files import workbook

HEAD = ["编号", "标题", "类别", "网格", "地点", "紧急程度", "发生时间", "涉及人数", "描述"]


def row(code="", title="井盖松动", category="公共设施", grid="甲1网格", place="东口", *rest):
    return [code, title, category, grid, place, *rest]


def sheet(head, rows):
    """An upload with as many columns as the longest row fills."""
    return workbook([head[: max(len(one) for one in rows)], *rows])


def plan(user, *rows, head=HEAD):
    return Planner(Issues, user, read(sheet(head, rows), importing.labels(Issues))).plan()


def only(user, *cells, head=HEAD):
    (found,) = plan(user, list(cells), head=head).rows
    return found
