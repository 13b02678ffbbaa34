"""Rounds of collecting wishes, each with the plan of its service activity (活动预案)."""

from django.db import models
from django.db.models import F, Q

from grids.choices import UseState
from grids.models.place import USE_MOVES
from portal.models import Record


class Campaign(Record):
    """One round: from when until when wishes are collected, and what the volunteers plan to do; shown on the wall while in use."""

    CODE_PREFIX = "HD"
    CARD = "name"

    name = models.CharField("名称", max_length=60, help_text="如 2026 年冬季点亮微心愿")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    plan = models.TextField(
        "活动预案", max_length=1000, blank=True, help_text="时间、地点、做什么、要几个人；公示在心愿墙上"
    )
    state = models.CharField("状态", max_length=6, choices=UseState, default=UseState.OPEN, editable=False)

    MOVES = USE_MOVES

    class Meta:
        verbose_name = "征集活动"
        verbose_name_plural = "征集活动"
        indexes = [models.Index(fields=["community", "-starts_on"], name="wishes_campaign_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="wishes_campaign_once",
                violation_error_message="已经有同名的征集活动。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="wishes_campaign_days",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]
