"""Writes of the reports: signing a month off."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count
from django.utils.timezone import localtime

from grids.models import Grid
from portal import history
from portal.errors import Refused
from portal.figures import tables
from portal.models import MonthLock
from portal.periods import Period
from reports.queries.changes import every, rows_behind
from reports.queries.month import MonthReport, tree_of
from reports.queries.numbers import SEPARATOR
from reports.workbook import ledger, write_month


def lock_month(community, month, *, by):
    """Keep a community's finished month as it stands now: numbers, rows behind them, workbook.

    Raises Refused when the month has not ended or is locked already; of two at once the second is told who was first.
    """
    if Period.of(month).is_running:
        raise Refused(f"{month.month} 月还没有结束，月底过后才能锁定。")
    kept = None
    try:
        with transaction.atomic():
            Grid.objects.select_for_update(no_key=True).get(pk=community.pk)
            _refuse_second(community, month)
            kept = _as_it_stands(community, month, by)
            kept.save()
            history.log("lock", by=by, note=f"{community} {month:%Y-%m} 月报锁定", community=community)
    except Exception:
        if kept is not None and kept.file.name:
            kept.file.storage.delete(kept.file.name)
        raise
    return kept


def _refuse_second(community, month):
    before = MonthLock.objects.filter(community=community, month=month).select_related("locked_by").first()
    if before:
        raise Refused(already(before))


def already(lock):
    """What to tell who would lock the month a second time."""
    return (
        f"{lock.month.month} 月已由 {lock.locked_by.name} 于 {localtime(lock.locked_at):%m-%d %H:%M} 锁定，不用再锁。"
    )


def _refuse_torn(table, values, keys):
    """Numbers and rows are read one after the other; a write in between would be signed as a contradiction for ever."""
    for figure in table.figures:
        rows = sum(len(pks) for pks in keys[figure.name].values())
        if isinstance(figure.measure, Count) and not figure.sealed and sum(values[figure.name].values()) != rows:
            raise Refused("刚才有人正在改这个月的事项，没有锁定。请核对后再点一次。")


def _as_it_stands(community, month, by):
    values, rows, sheets, period = {}, {}, [], Period.of(month)
    within, tree = community.rows_q(), tree_of([community])
    for table in tables.values():
        report = MonthReport(table, community, period, tree)
        for figure in table.figures:
            counted = report.numbers[period].cells.get(figure.name, [])
            values[figure.name] = {SEPARATOR.join(key): number for key, number in counted}
        keys = rows_behind(table, within, period)
        _refuse_torn(table, values, keys)
        columns, shown = ledger(table, table.model._base_manager.all(), every(keys))
        rows[table.name] = {
            "shown": {pk: [str(cell) for cell in cells] for pk, cells in shown.items()},
            "keys": keys,
        }
        sheets.append((report, columns, shown.values()))
    content = BytesIO()
    write_month(content, sheets)
    lock = MonthLock(community=community, month=month, locked_by=by, values=values, rows=rows)
    lock.file.save(f"{community.code}-{month:%Y-%m}.xlsx", ContentFile(content.getvalue()), save=False)
    return lock
