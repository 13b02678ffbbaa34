"""Limits and the working calendar: what staff may set, with who set it and when in the history."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from grids.choices import Category, Stage, Urgency
from portal.clock import Unit
from portal.models import Record


class Limit(Record):
    """How long a step of an issue may take in a community, for one urgency and one category or all; running limits stay as set.

    A limit of 0 means the end of the same day. Where none is set, ``grids.limits.DEFAULTS`` holds.
    """

    CODE_PREFIX = "QX"

    stage = models.CharField("环节", max_length=10, choices=Stage)
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency)
    category = models.CharField("类别", max_length=12, choices=Category, blank=True, help_text="不选就是各类通用")
    amount = models.PositiveSmallIntegerField("时限", validators=[MaxValueValidator(365)], help_text="0 表示当日")
    unit = models.CharField("单位", max_length=12, choices=Unit, default=Unit.WORKING_DAY)

    class Meta:
        verbose_name = "办理时限"
        verbose_name_plural = "办理时限"
        indexes = [models.Index(fields=["community", "stage", "urgency"], name="grids_limit_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "stage", "urgency", "category"],
                name="grids_limit_once",
                violation_error_message="这个环节、紧急程度和类别已经设过时限，请修改原来那一条。",
            ),
            models.CheckConstraint(
                condition=Q(amount__lte=365), name="grids_limit_amount", violation_error_message="时限最长 365。"
            ),
        ]


class CalendarDay(Record):
    """A day whose working hours differ from the State Council's calendar as the portal knows it; one line a date for the house."""

    CODE_PREFIX = "RL"

    date = models.DateField("日期", unique=True, error_messages={"unique": "这一天已经登记过，请修改原来那一条。"})
    working = models.BooleanField("上班", default=False, help_text="勾上为上班，不勾为放假")
    reason = models.CharField("缘由", max_length=60, help_text="如 国务院办公厅 2027 年放假通知")

    class Meta:
        verbose_name = "工作日历"
        verbose_name_plural = "工作日历"
        indexes = [models.Index(fields=["community", "-date"], name="grids_day_list")]
