"""How a grid or community stands: who works there, what is open, what was reported day by day."""

from datetime import timedelta

from django.db.models import Count, DateField, Q
from django.db.models.functions import TruncDate

from accounts.choices import Role
from accounts.models import Post
from grids.models import Grid, Issue
from grids.models.issue import UNSETTLED, overdue_q
from portal.clock import now, start_of_day, today
from portal.reach import nodes_q

WEEKS = 53


def nodes_of(user, verb, model):
    """The nodes at which the user may do the verb to rows of a model, the widest first; one query."""
    nodes = Grid.objects.filter(nodes_q(user, verb, model)).select_related("community")
    return sorted(nodes, key=lambda node: (node.depth, node.order, node.path))


def staff(node):
    """Posts held now at the node itself, heads first; one query."""
    rank = {Role.SECRETARY: 0, Role.HEAD: 1, Role.CLERK: 2, Role.MEMBER: 3}
    posts = Post.objects.current().filter(grid=node, role__in=rank).select_related("user").order_by("pk")
    return sorted(posts, key=lambda post: rank[post.role])


class Day(TruncDate):
    """The date of a moment here, told by SQLite itself: Django has it call Python for every row."""

    output_field = DateField()

    def as_sqlite(self, compiler, connection):
        sql, params = compiler.compile(self.lhs)
        # The house keeps one time zone, which knows no summer time.
        return f"DATE({sql}, %s)", [*params, f"{now().utcoffset() / timedelta(minutes=1):+.0f} minutes"]


class OpenNow:
    """Open issues among some rows by grid and state, and how many of them are overdue; one query."""

    def __init__(self, rows):
        rows = rows.filter(UNSETTLED).order_by().values_list("grid", "state")
        self.found = list(rows.annotate(whole=Count("pk"), late=Count("pk", filter=overdue_q(now()))))

    @classmethod
    def at(cls, nodes):
        """Those that hang on the nodes themselves."""
        communities = {node.community_id for node in nodes}
        return cls(Issue.objects.filter(community__in=communities, grid__in=[node.pk for node in nodes]))

    def count(self, grids=None, state=None):
        """(open, of these overdue) in some grids, by their keys, and in one state, or of all."""
        asked = [row for row in self.found if (grids is None or row[0] in grids) and state in (None, row[1])]
        return sum(row[2] for row in asked), sum(row[3] for row in asked)


def pressing(rows, many=10):
    """Open issues among the rows one may read, the soonest due first, suspended ones left out; one query."""
    rows = rows.filter(UNSETTLED).exclude(state="suspended")
    return list(rows.select_related("grid", "handler").order_by("due_at", "pk")[:many])


def reported_by_day(node):
    """[(date, reports)] of each day from a Monday about a year ago to today, voided ones left out; one query."""
    last = today()
    first = last - timedelta(weeks=WEEKS - 1, days=last.weekday())
    rows = Issue.objects.filter(node.rows_q(), ~Q(state="void"), created_at__gte=start_of_day(first)).order_by()
    counted = dict(rows.annotate(day=Day("created_at")).values_list("day").annotate(many=Count("pk")))
    return [(day, counted.get(day, 0)) for day in (first + timedelta(days=n) for n in range((last - first).days + 1))]
