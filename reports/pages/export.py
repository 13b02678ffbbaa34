"""The month's workbook, as far as the visitor's reach goes."""

from io import BytesIO

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q
from django.http import FileResponse, HttpResponse

from grids.choices import NodeLevel
from portal import history
from portal.errors import Refused
from portal.exchange.workbook import CONTENT_TYPE, content_disposition
from portal.figures import tables
from portal.reach import Reach, grants, may
from reports.pages.asked import MonthView
from reports.queries.changes import every, rows_behind
from reports.workbook import file_name, in_parts, ledger, write_month


class Export(MonthView):
    """The month's workbook; of a locked month the very file that was signed, for who may see all of it."""

    def get(self, request):
        if not may_export(request.user):
            raise PermissionDenied
        # Whoever may not take the rows of a register away gets the workbook without it.
        reports = [self.report(table) for table in tables.values() if may(request.user, "export", table.model)]
        signed = next(iter(reports[0].locks), None)
        history.log("export", by=request.user, note=file_name(reports), community=self.node.community)
        is_whole = len(reports) == len(tables) and all(_sees_all(request.user, one) for one in reports)
        if signed and self.node.level == NodeLevel.COMMUNITY and is_whole:
            response = FileResponse(signed.file.open("rb"), content_type=CONTENT_TYPE)
        else:
            content = BytesIO()
            try:
                write_month(content, [(one, *_register(one, request.user)) for one in reports])
            except Refused as refusal:
                raise BadRequest(str(refusal)) from None
            response = HttpResponse(content.getvalue(), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = content_disposition(file_name(reports))
        return response


def may_export(user):
    """Whether the user may take the rows of some table away."""
    return any(may(user, "export", table.model) for table in tables.values())


def _sees_all(user, report):
    """Whether one post of the user alone opens every row of the node."""
    return any(
        grant.reach == Reach.SUBTREE and not grant.lines and report.node.path.startswith(grant.node.path)
        for grant in grants(user, "export", report.table.model)
    )


def _register(report, user):
    """(columns, rows) of the register behind a report: kept rows of locked communities, live rows of the others; within reach."""
    table, node = report.table, report.node
    mine = table.model.objects.within_reach(user, "export")
    signed = [lock.community_id for lock in report.locks]
    live = every(rows_behind(table, node.rows_q() & ~Q(community__in=signed), report.period))
    columns, rows = ledger(table, mine, live)
    found = list(rows.values())
    for lock in report.locks:
        kept = lock.rows[table.name]
        keys = every(kept["keys"], str(node.pk) if node.level == NodeLevel.GRID else None)
        within = {pk for part in in_parts(mine, keys) for pk in part.values_list("pk", flat=True)}
        found += [cells for pk, cells in kept["shown"].items() if int(pk) in within]
    return columns, found
