"""Outsiders: the name and phone somebody left, kept apart and purged in time."""

from django.db import models

from portal.crypto import EncryptedText, keyed_hash
from portal.models.record import GRID


class Contact(models.Model):
    """An unconfirmed outsider; lives until staff link a person or retention ends. Encrypted; looked up by hash."""

    community = models.ForeignKey(GRID, on_delete=models.PROTECT, related_name="+", verbose_name="社区")
    name = EncryptedText("姓名", mask="name")
    phone = EncryptedText("电话", mask="phone", blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    left_at = models.DateTimeField("留下时间", auto_now_add=True)
    purge_on = models.DateField("到期清除")

    class Meta:
        verbose_name = verbose_name_plural = "外来联系人"

    def __str__(self):
        return f"联系人 {self.pk}"

    def save(self, *args, **kwargs):
        self.phone_hash = keyed_hash(self.phone) if self.phone else ""
        super().save(*args, **kwargs)
