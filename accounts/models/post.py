"""Posts: a role at a node of the tree, from one day to another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.choices import Role
from accounts.models.line import Line
from portal.models import Record, RecordQuerySet
from portal.models.record import GRID
from portal.moves import Move


def endable(post, by):
    """Nobody ends the own post, and the last administrator of a community stays."""
    if by is not None and by.pk == post.user_id:
        return "不能卸任自己的岗位，请由另一位系统管理员办理。"
    if post.is_last_key():
        return "这是这里最后一位系统管理员的岗位，请先给别人设好系统管理员岗位，再卸任。"
    return None


def line_words(lines):
    """Lines of work, given by their keys, as a person reads them; one query, none for no lines."""
    if not lines:
        return ""
    return "、".join(Line.objects.filter(pk__in=lines).order_by("order", "pk").values_list("name", flat=True))


class Lines(models.JSONField):
    """Lines of work as a list of primary keys; empty means every line."""

    def words(self, value):
        """The list as the history writes it."""
        return line_words(value)


def current_q():
    """Condition: the post is held today."""
    today = timezone.localdate()
    return Q(Q(until__isnull=True) | Q(until__gte=today), since__lte=today, state=PostState.HELD)


class PostQuerySet(RecordQuerySet):
    """Posts by time."""

    def current(self):
        """Posts held today."""
        return self.filter(current_q())


class PostState(models.TextChoices):
    """Whether the post still counts."""

    HELD = "held", "任职"
    ENDED = "ended", "已卸任"


class Post(Record):
    """One role of one person at one node; two posts of a person never add up to more than each allows.

    ``lines`` limits a clerk to lines of work, empty means all. ``until`` is the last day held.
    """

    CODE_PREFIX = "GW"
    CARD = "user__name"
    OWN = "user"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name="姓名"
    )
    role = models.CharField("角色", max_length=12, choices=Role)
    community = models.ForeignKey(
        GRID, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name="社区"
    )
    since = models.DateField("任职起", default=timezone.localdate)
    until = models.DateField("任职止", null=True, blank=True)
    lines = Lines("限定条线", default=list, blank=True)
    state = models.CharField("状态", max_length=8, choices=PostState, default=PostState.HELD, editable=False)

    MOVES = {
        "end": Move(
            "卸任",
            {PostState.HELD},
            PostState.ENDED,
            when=endable,
            icon="person-dash",
            style="warn",
            consequence="今天起这个岗位的权限收回，经过仍然保留。",
        )
    }

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        indexes = [models.Index(fields=["community", "-created_at", "-id"], name="accounts_post_list")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="accounts_post_days",
                violation_error_message="任职止不能早于任职起。",
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.grid}"

    @property
    def is_current(self):
        """Whether the post counts today."""
        today = timezone.localdate()
        return self.state == PostState.HELD and self.since <= today and (self.until is None or self.until >= today)

    def is_last_key(self):
        """Whether nobody else administers this node today; one query."""
        if self.role != Role.ADMIN or not self.is_current:
            return False
        others = Post.objects.current().filter(role=Role.ADMIN, user__state="active").exclude(user=self.user_id)
        return not any(self.grid.path.startswith(path) for path in others.values_list("grid__path", flat=True))

    @property
    def community_q(self):
        """Condition on a Record: the whole community of this post, or the subtree of a sub-district's."""
        return Q(community=self.community_id) if self.community_id else self.grid.rows_q()

    @property
    def community_nodes_q(self):
        """Condition on the tree for the same."""
        return Q(community=self.community_id) if self.community_id else self.grid.nodes_q()
