"""Lines of work: what the community's clerks divide among themselves. Source: domain.md, 'Issues' (nine lines)."""

from django.db import models
from django.db.models import Q

from portal.models import Record
from portal.moves import Move


class LineState(models.TextChoices):
    """Whether new work is put on the line."""

    OPEN = "open", "在用"
    SHUT = "shut", "停用"


class Line(Record):
    """One line of work of a community: 党建, 民政, 治安 …; staff may rename the nine and add others.

    ``key`` names one of the nine for the portal's own defaults, whatever staff call it; empty for lines they add.
    """

    CODE_PREFIX = "TX"
    CARD = "name"

    name = models.CharField("名称", max_length=12)
    key = models.SlugField("键", max_length=12, blank=True, editable=False)
    duty = models.CharField("管什么", max_length=120, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=99)
    state = models.CharField("状态", max_length=6, choices=LineState, default=LineState.OPEN, editable=False)

    MOVES = {
        "shut": Move(
            "停用",
            {LineState.OPEN},
            LineState.SHUT,
            icon="pause-circle",
            style="warn",
            consequence="已有的事项不变，登记新事项时不再列出。",
        ),
        "reopen": Move("重新启用", {LineState.SHUT}, LineState.OPEN, icon="play-circle", style="main"),
    }

    class Meta:
        verbose_name = "条线"
        verbose_name_plural = "条线"
        indexes = [models.Index(fields=["community", "order", "id"], name="accounts_line_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="accounts_line_once",
                violation_error_message="这个社区已经有同名的条线。",
            ),
            models.UniqueConstraint(fields=["community", "key"], condition=~Q(key=""), name="accounts_line_key"),
        ]

    def __str__(self):
        return self.name
