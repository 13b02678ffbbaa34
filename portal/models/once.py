"""One tap, one record: the key of a form already sent leads to what it made."""

from django.conf import settings
from django.db import models


class Submission(models.Model):
    """A form sent by a user; the same key and content sent again by the same user opens the first result."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, verbose_name="提交人")
    key = models.UUIDField("提交号")
    digest = models.CharField("内容指纹", max_length=64)
    url = models.CharField("结果页", max_length=200)
    at = models.DateTimeField("提交时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "提交"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="portal_submission_once")]
