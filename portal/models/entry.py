"""History: who did what to which record, when and why."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.models.ledger import Ledger
from portal.models.record import GRID
from portal.paths import walk


@cache
def children(model):
    """The registers whose rows belong to a record of ``model``, or to a row that does, and log to it."""
    below = [
        child
        for child in apps.get_models()
        if getattr(child, "ROOT", None) and model in (field.related_model for field in walk(child, child.ROOT))
    ]
    return list(dict.fromkeys([*below, *(further for child in below for further in children(child))]))


def several(verbs):
    """One verb or several as a list."""
    return [verbs] if isinstance(verbs, str) else list(verbs)


class EntryQuerySet(models.QuerySet):
    def of(self, record):
        """What happened to a record and to the rows that belong to it, newest first."""
        return self.filter(root_model=record._meta.label_lower, root_id=record.pk).order_by("-at", "-pk")

    def own(self, record):
        """What happened to the record itself, newest first."""
        return self.filter(model=record._meta.label_lower, object_id=record.pk).order_by("-at", "-pk")

    def seen_by(self, user, record):
        """The lines of a record the user may read: its own, and those of the rows of its that are within reach.

        A row that belongs to another record logs there; its own page tells its own lines.
        """
        if record.ROOT:
            return self.own(record)
        seen = Q(model=record._meta.label_lower)
        for child in children(type(record)):
            rows = child.objects.within_reach(user, "view").values("pk")
            seen |= Q(model=child._meta.label_lower, object_id__in=rows)
        return self.of(record).filter(seen)

    def moved(self, model, verbs, start, end):
        """Ids of the records of ``model`` that made one of the moves in [start, end)."""
        rows = self.filter(model=model._meta.label_lower, verb__in=several(verbs), at__gte=start, at__lt=end)
        return rows.order_by().values("object_id")


class Entry(Ledger):
    """One line of history; a line without a record is a sign-in, an export or a change of rights.

    ``changes`` maps a field name to [old, new] as shown (masked). Times are aware. ``actor`` null means the public or the system.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="办理人"
    )
    actor_title = models.CharField("岗位", max_length=40, blank=True)
    model = models.CharField("登记簿", max_length=60, blank=True)
    object_id = models.BigIntegerField("记录", null=True)
    root_model = models.CharField("所属登记簿", max_length=60, blank=True)
    root_id = models.BigIntegerField("所属记录", null=True)
    verb = models.CharField("动作", max_length=40)
    from_state = models.CharField("原状态", max_length=20, blank=True)
    to_state = models.CharField("新状态", max_length=20, blank=True)
    changes = models.JSONField("改动", default=dict)
    reason = models.TextField("说明", blank=True)
    request_id = models.CharField("请求号", max_length=36, blank=True)
    at = models.DateTimeField("时间", default=timezone.now)
    community = models.ForeignKey(GRID, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="社区")
    grid = models.ForeignKey(GRID, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="网格")

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        indexes = [
            models.Index(fields=["root_model", "root_id", "-at"], name="portal_entry_root"),
            models.Index(fields=["model", "verb", "at", "object_id"], name="portal_entry_flow"),
            models.Index(fields=["model", "object_id", "verb", "at"], name="portal_entry_stock"),
            models.Index(fields=["verb", "-at"], name="portal_entry_verb"),
            models.Index(fields=["actor", "-at"], name="portal_entry_actor"),
        ]
