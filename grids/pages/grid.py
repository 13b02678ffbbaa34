"""A grid in one look, and the list of grids: who works there, where it is, what is open, how the year went."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import View

from accounts.models import Post
from grids.choices import NodeLevel
from grids.models import Grid, Issue, Place
from grids.pages.heatmap import heatmap
from grids.pages.issue import Issues
from grids.pages.limits import may_set
from grids.pages.pending import by_state, list_url, pressing
from grids.pages.setup import Places
from grids.queries import node as queries
from portal.keys import key_of
from portal.pages import Link, links
from portal.reach import may, nodes_q


def within(user, verb, model):
    """The nodes on which the user may do the verb, whole communities included."""
    return Grid.objects.filter(nodes_q(user, verb, model))


class NodeView(View):
    """A page of one node of the tree; the doors are those of its issues."""

    model, verb = Issue, "view"

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, self.verb, self.model):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def node(self, pk):
        """The node within reach, or 404."""
        if key_of(pk) is None:
            raise Http404
        return get_object_or_404(within(self.request.user, self.verb, self.model).select_related("community"), pk=pk)


class Grids(NodeView):
    """The grids a user may look into, with what is open in each."""

    def get(self, request):
        nodes = list(within(request.user, "view", Issue).select_related("community").order_by("path"))
        open_now = queries.OpenNow.at(nodes)
        heads = Post.objects.current().filter(grid__in=nodes, role="head").select_related("user").order_by("pk")
        names, below = {}, {}
        for post in heads:
            names.setdefault(post.grid_id, []).append(post.user.name)
        for node in nodes:
            for above in {node.pk, node.community_id}:
                below.setdefault(above, []).append(node.pk)
        rows = [
            {
                "node": node,
                "url": reverse("grid", args=[node.pk]),
                "heads": names.get(node.pk, []),
                "open": whole,
                "late": late,
            }
            for node in nodes
            for whole, late in [open_now.count(below[node.pk])]
        ]
        return render(request, "grids/grids.html", {"rows": rows})


class GridPage(NodeView):
    """One grid or community in one look; ``panels`` are (title, template, context(node, user)) that rooms above put there."""

    panels = []

    def get(self, request, pk):
        node, user = self.node(pk), request.user
        below = list(node.grids) if node.level == NodeLevel.COMMUNITY else []
        open_now = queries.OpenNow(Issue.objects.filter(node.rows_q()))
        narrowed = {"node" if below else "grid": node.pk}
        context = {
            "node": node,
            "staff": queries.staff(node),
            "neighbours": [] if below else list(node.neighbours.order_by("order", "path")),
            "places": self._places(node) if not below else [],
            "below": [
                {"node": one, "url": reverse("grid", args=[one.pk]), "open": whole, "late": late}
                for one in below
                for whole, late in [open_now.count([one.pk])]
            ],
            "states": by_state(open_now, narrowed),
            "all_url": list_url(**narrowed, tab="open"),
            "late_url": list_url(**narrowed, tab="overdue"),
            "pressing": pressing(Issues.rows(user).filter(node.rows_q()), in_one_grid=not below),
            "heat": heatmap(queries.reported_by_day(node)),
            "panels": [
                {"title": title, "html": render_to_string(template, made(node, user), request)}
                for title, template, made in self.panels
            ],
            "places_url": f"{Places.url('list')}?grid={node.pk}" if may(user, "edit", Place) else "",
            # Who sets the community's limits also describes its grids.
            "edit_url": reverse("grid-edit", args=[node.pk]) if may_set(user, node) else "",
            "crumbs": [{"label": "网格", "url": reverse("grids")}, {"label": node.name, "url": ""}],
        }
        return render(request, "grids/grid.html", context)

    def _places(self, node):
        return list(Places.rows(self.request.user, "refer").filter(grid=node, state="open").order_by("order", "pk"))


links.append(Link("网格", "grids", "hexagon", "五微服务", Issue))
