"""The tree 街道 → 社区 → 网格 that every row of the house hangs on."""

from django.core.cache import cache
from django.db import models
from django.db.models import Q
from treebeard.mp_tree import MP_Node

from grids.choices import NodeLevel

KEPT_SECONDS = 60


class Grid(MP_Node):
    """A node of the tree: a sub-district, a community, or one of its grids.

    ``community`` is the node itself for a community, its parent for a grid, null for a sub-district. ``plan_row``, ``plan_order``
    and ``plan_width`` (a share of the row) place a grid on the schematic plan (look.md); none is a measured boundary.
    ``neighbours`` are the grids it borders on, each the other's.
    """

    CARD = "name"

    name = models.CharField("名称", max_length=40)
    alias = models.CharField("俗称", max_length=40, blank=True)
    code = models.CharField("代号", max_length=20, unique=True)
    level = models.CharField("层级", max_length=10, choices=NodeLevel)
    community = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    boundary = models.CharField("四至", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)
    party_group = models.CharField("党小组", max_length=40, blank=True)
    plan_row = models.PositiveSmallIntegerField("示意图第几行", null=True, blank=True)
    plan_order = models.PositiveSmallIntegerField("行内次序", null=True, blank=True)
    plan_width = models.PositiveSmallIntegerField("宽度份数", null=True, blank=True)
    neighbours = models.ManyToManyField("self", blank=True, verbose_name="相邻网格")

    class Meta:
        verbose_name = verbose_name_plural = "网格"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=NodeLevel.STREET) | Q(community__isnull=False) | Q(level=NodeLevel.COMMUNITY),
                name="grids_grid_has_community",
                violation_error_message="网格必须属于一个社区。",
            )
        ]

    def __str__(self):
        return self.name

    @classmethod
    def plant(cls, parent=None, **fields):
        """Add a node under ``parent`` (None for a sub-district); returns it with its community set."""
        if fields["level"] == NodeLevel.GRID:
            fields["community_id"] = parent.community_id
        node = cls.objects.add_child(parent, fields) if parent else cls.objects.add_root(fields)
        if node.level == NodeLevel.COMMUNITY:
            node.community_id = node.pk
            node.save(update_fields=["community"])
        return node

    @property
    def grids(self):
        """The grids of a community, in their own order; a queryset."""
        return Grid.objects.filter(community=self.pk, level=NodeLevel.GRID).order_by("order", "path")

    def communities(self):
        """Keys of the communities of a sub-district; asked anew each minute, and at once when one was added or taken away."""
        name = f"communities:{self.pk}:{self.numchild}"
        found = cache.get(name)
        if found is None:
            below = Grid.objects.filter(path__startswith=self.path, level=NodeLevel.COMMUNITY)
            found = list(below.order_by("path").values_list("pk", flat=True))
            cache.set(name, found, KEPT_SECONDS)
        return found

    def rows_q(self, prefix="", streets=False):
        """Condition on a Record (or its relation ``prefix``): rows of this node and everything below it.

        Those of a sub-district are found by its communities, which lead every index; ``streets`` for registers whose rows may
        hang on the sub-district itself.
        """
        if self.level == NodeLevel.COMMUNITY:
            return Q(**{f"{prefix}community": self.pk})
        if self.level == NodeLevel.GRID:
            return Q(**{f"{prefix}community": self.community_id, f"{prefix}grid": self.pk})
        if streets:
            return Q(**{f"{prefix}grid__path__startswith": self.path})
        return Q(**{f"{prefix}community__in": self.communities()})

    def nodes_q(self, streets=False):
        """Condition on the tree: the nodes of this subtree on which rows may hang; accounts and posts also on a street."""
        below = Q(path__startswith=self.path)
        return below if streets else below & ~Q(level=NodeLevel.STREET)
