"""The ledger of comings and goings."""

from django.db import models

from grids.choices import RelocationKind, RelocationState
from portal.models import Record


class Relocation(Record):
    """One coming, going or change of dwelling of a resident; written by the move that makes it, never by hand.

    A record, not a Ledger: it names a person, whose traces must be movable by a merger and removable on request.
    """

    CODE_PREFIX = "BD"
    CARD = "person__name"
    ROOT = "person"

    person = models.ForeignKey(
        "grids.Person", on_delete=models.PROTECT, related_name="relocations", verbose_name="姓名"
    )
    kind = models.CharField("变动", max_length=8, choices=RelocationKind)
    on = models.DateField("日期")
    left = models.ForeignKey(
        "grids.Household", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原住户"
    )
    entered = models.ForeignKey(
        "grids.Household", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="新住户"
    )
    place = models.CharField("来源或去向", max_length=60, blank=True, help_text="写到县区，如 榆阳区")
    state = models.CharField(
        "状态", max_length=5, choices=RelocationState, default=RelocationState.GIVEN, editable=False
    )

    class Meta:
        verbose_name = "居住变动"
        verbose_name_plural = "居住变动"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="grids_relocation_list"),
            models.Index(fields=["community", "on", "kind", "grid"], name="grids_relocation_on"),
        ]
