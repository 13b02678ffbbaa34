"""What a person set up to look at things: saved views of a register, and how far the news was read."""

from django.conf import settings
from django.db import models

from portal.models.record import GRID


class SavedView(models.Model):
    """A list as somebody likes to see it: its filter under a name; shared ones are shown to everybody of the community.

    ``page`` is the register's name, ``query`` the tail of the list's address. A preference, not business data: no history.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, verbose_name="谁的")
    community = models.ForeignKey(GRID, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="社区")
    page = models.CharField("登记簿", max_length=60)
    name = models.CharField("名称", max_length=12)
    query = models.CharField("条件", max_length=500)
    shared = models.BooleanField("给全社区用", default=False)
    made_at = models.DateTimeField("存入时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "常用视图"
        indexes = [models.Index(fields=["page", "user"], name="portal_view_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                name="portal_view_once",
                violation_error_message="已有同名的常用视图，请换个名字。",
            )
        ]

    def __str__(self):
        return self.name


class Reading(models.Model):
    """How far a person has read the news: the key of the newest history line shown to them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, verbose_name="谁")
    entry = models.BigIntegerField("读到", default=0)
    at = models.DateTimeField("读的时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "读到哪里"

    def __str__(self):
        return f"{self.user_id} {self.entry}"
