"""The roster of the help station (党员微帮站): which party member is on duty where, and on which day."""

from django.db import models
from django.db.models import Q

from portal.clock import today
from portal.models import Record
from portal.moves import Move
from wishes.choices import DutyState as S


def to_come(duty, by):
    """What is past was kept or not; it is not taken off the roster any more."""
    return "这一天已经过去，值班记录不再取消。" if duty.on < today() else None


class Duty(Record):
    """One member on duty for one grid on one day; a member is on duty in one place a day."""

    CODE_PREFIX = "ZR"
    CARD = "member__person__name"
    OWN = "member__person__user"

    member = models.ForeignKey("party.Member", on_delete=models.PROTECT, related_name="duties", verbose_name="党员")
    on = models.DateField("日期")
    note = models.CharField("时段", max_length=40, blank=True, help_text="如 上午 9 点到 12 点；全天可不填")
    state = models.CharField("状态", max_length=4, choices=S, default=S.ON, editable=False)

    MOVES = {
        "cancel": Move(
            "取消值班",
            {S.ON},
            S.OFF,
            when=to_come,
            icon="calendar-x",
            style="warn",
            consequence="这一天还没有人接的微帮不再派给这位党员；换人请取消后另外登记。",
        ),
    }

    class Meta:
        verbose_name = "值班"
        verbose_name_plural = "党员值班"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="wishes_duty_list"),
            models.Index(fields=["community", "on", "grid"], name="wishes_duty_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "on"],
                condition=Q(state=S.ON),
                name="wishes_duty_once",
                violation_error_message="这位党员这一天已经排了班，请换一天或换一位。",
            ),
        ]
