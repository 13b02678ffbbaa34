"""The register of people as rows of a workbook."""

from grids.pages import Persons
from portal.exchange import importing, reader
from tests.portal.exchange.files import workbook

HEAD = ["网格", "楼号", "单元", "房间号", "与户主关系", "姓名", "身份证号码", "联系电话", "户口性质"]


def plan_of(user, upload):
    table = reader.read(upload, importing.labels(Persons), importing.other_heads(Persons))
    return Persons.planner(Persons, user, table).plan()


def plan(user, *rows, head=HEAD):
    return plan_of(user, workbook([head, *rows]))


def only(user, **cells):
    """One row of a resident of the first grid, cells by head."""
    row = {"网格": "A1网格", "楼号": "3", "与户主关系": "户主", "姓名": "王演", "户口性质": "户籍"} | cells
    (found,) = plan(user, list(row.values()), head=list(row)).rows
    return found


def received(user, upload):
    """The upload as its preview shows it."""
    run = importing.receive(Persons, user, upload)
    run.refresh_from_db()
    return run


def confirmed(run, *, partial=False):
    importing.confirm(run, digest=run.digest, partial=partial)
    run.refresh_from_db()
    return run


def put(user, *rows, head=HEAD, partial=False):
    return confirmed(received(user, workbook([head, *rows])), partial=partial)


def refusals(row):
    return dict(row.refusals)
