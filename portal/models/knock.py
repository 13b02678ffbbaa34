"""Knocks at the public door: how often one address tried something lately, so that nobody tries everything."""

from django.db import models


class Knock(models.Model):
    """One try of one kind from one address; the address is kept as a keyed hash, for a day."""

    kind = models.CharField("什么", max_length=20)
    who = models.CharField("来处", max_length=64)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "来访次数"
        indexes = [models.Index(fields=["kind", "who", "at"], name="portal_knock_who")]
