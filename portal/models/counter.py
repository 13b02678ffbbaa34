"""Running numbers: the part after the dash in SX20261122-0001."""

from django.db import models, transaction


class Counter(models.Model):
    """How many numbers of one kind were given out so far; a rolled back write gives its number back."""

    key = models.CharField("号段", max_length=40, primary_key=True)
    value = models.PositiveIntegerField("已用到", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "号段"

    @classmethod
    def take(cls, key, how_many=1):
        """Reserve ``how_many`` numbers under ``key``; returns the first of them."""
        with transaction.atomic():
            cls.objects.get_or_create(key=key)
            row = cls.objects.select_for_update().get(key=key)
            row.value += how_many
            row.save(update_fields=["value"])
        return row.value - how_many + 1
