"""A month that was signed off: its figures, the rows behind them and the workbook, as they stood."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from portal.models.ledger import Ledger
from portal.models.record import GRID


class MonthLock(Ledger):
    """One community's month, settled by the secretary; later differences are shown as 调整, never written over.

    ``values`` holds {figure: {"grid|category|source": number}}, ``rows`` of each table {"shown": {key: displayed columns},
    "keys": {figure: {"grid|category|source": [keys of the rows behind it]}}}, ``file`` the masked workbook.
    """

    community = models.ForeignKey(GRID, on_delete=models.PROTECT, related_name="+", verbose_name="社区")
    month = models.DateField("月份")
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField("锁定时间", default=timezone.now)
    values = models.JSONField("数字")
    rows = models.JSONField("所列各条")
    file = models.FileField("工作簿", upload_to="months/%Y/")

    class Meta:
        verbose_name = verbose_name_plural = "月报锁定"
        constraints = [models.UniqueConstraint(fields=["community", "month"], name="portal_monthlock_once")]
