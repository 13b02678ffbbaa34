"""Figures the community states about itself, kept beside the ones the portal counts."""

from django.db import models


class StatedFigure(models.Model):
    """One stated number of a community with its source: 924 户, 3,899 人, 7 个网格 …; never overwritten by a count."""

    community = models.ForeignKey("grids.Grid", on_delete=models.PROTECT, related_name="stated", verbose_name="社区")
    key = models.SlugField("键", max_length=40)
    label = models.CharField("名称", max_length=40)
    value = models.DecimalField("数值", max_digits=12, decimal_places=2)
    unit = models.CharField("单位", max_length=10, blank=True)
    about = models.BooleanField("约数", default=False)
    source = models.CharField("出处", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "源文件所述"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["community", "key"], name="grids_stated_once")]

    def __str__(self):
        return f"{self.label} {self.value.normalize():f}{self.unit}"
