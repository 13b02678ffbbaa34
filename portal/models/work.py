"""What the worker leaves behind: that it lives, when each round was last made, and which timed effects are done."""

from django.db import models


class Beat(models.Model):
    """The last sign of life of a worker (``worker:…``) or of a round it makes (``tick:…``)."""

    name = models.CharField("名称", max_length=80, unique=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "心跳"
        verbose_name_plural = "心跳"

    def __str__(self):
        return self.name


class TimedEffect(models.Model):
    """A write the clock made on a record, once for each rule and due date however often or late the round comes."""

    model = models.CharField("类别", max_length=60)
    object_id = models.BigIntegerField("对象")
    rule = models.CharField("规则", max_length=40)
    due_on = models.DateField("应于")
    done_at = models.DateTimeField("办理时间", auto_now_add=True)

    class Meta:
        verbose_name = "到期处理"
        verbose_name_plural = "到期处理"
        constraints = [
            models.UniqueConstraint(fields=["model", "object_id", "rule", "due_on"], name="portal_timed_effect_once")
        ]

    def __str__(self):
        return f"{self.model} {self.object_id} {self.rule} {self.due_on}"
