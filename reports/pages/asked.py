"""Which month, quarter or year of which node a request asks for; what is wrong with it is told, never guessed."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views import View

from portal.clock import today
from portal.figures import period_named, tables
from portal.keys import key_of
from portal.models import MonthLock
from portal.reach import may
from reports.queries.month import MonthReport, own_nodes, tree_of


class MonthView(View):
    """A page about one month, quarter or year of one node; ``verb`` is what the visitor is about to do with it."""

    verb = "view"

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, self.verb, MonthLock):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def asked(self):
        """The parameters of the request: of the address when reading, of the form when writing."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @cached_property
    def period(self):
        """The month asked for, the running one by default, or the quarter or year it lies in."""
        month = self.asked.get("month") or f"{today():%Y-%m}"
        try:
            period = period_named(month, self.asked.get("period", ""))
        except ValueError as error:
            raise BadRequest(str(error)) from None
        if period.first > today():
            raise BadRequest(f"{period.label}还没有到，请选{period.words.this}或以前的。")
        return period

    @cached_property
    def tree(self):
        """All nodes the user may ask for, in the order of the tree."""
        return tree_of(own_nodes(self.request.user, self.verb, MonthLock))

    @cached_property
    def node(self):
        """The node asked for, the user's widest one by default."""
        text = self.asked.get("node") or str(own_nodes(self.request.user, self.verb, MonthLock)[0].pk)
        if (key := key_of(text)) is None:
            raise BadRequest("网格编号不对，请从月报的下拉列表选。")
        node = next((one for one in self.tree if one.pk == key), None)
        if node is None:
            raise Http404
        return node

    @cached_property
    def table(self):
        """The room's table asked for, the first one by default."""
        name = self.asked.get("table") or next(iter(tables))
        if name not in tables:
            raise BadRequest("没有这张月报，请从页面上方选。")
        return tables[name]

    def report(self, table=None):
        """The numbers of the period asked for."""
        return MonthReport(table or self.table, self.node, self.period, self.tree)

    def query(self, **changes):
        """The same period, node and table with something changed, as the tail of an address."""
        table = self.table.name if len(tables) > 1 else None
        query = self.period.query | {"node": self.node.pk, "table": table} | changes
        return f"?{urlencode({key: value for key, value in query.items() if value is not None})}"
