"""What the demonstration left behind, so that it can be taken away again."""

from django.db import models


class DemoRow(models.Model):
    """One row that ``manage.py demo`` made: ``model`` as "grids.issue", ``key`` its primary key as text."""

    model = models.CharField("登记簿", max_length=60)
    key = models.CharField("主键", max_length=40)
    made_at = models.DateTimeField("载入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "演示记录"
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="reports_demorow_once")]

    def __str__(self):
        return f"{self.model} {self.key}"
