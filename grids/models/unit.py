"""Units: institutions, firms, shops, the hospital and the kindergartens that lie in the neighbourhood."""

from django.db import models

from grids.choices import UnitKind, UseState
from grids.models.place import USE_MOVES
from portal.models import Record


class Unit(Record):
    """One unit; resources, projects and party organisations point to it. ``contact`` is a person on the register."""

    CODE_PREFIX = "DW"
    CARD = "name"

    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类型", max_length=12, choices=UnitKind)
    address = models.CharField("地址", max_length=80, blank=True)
    contact = models.ForeignKey(
        "grids.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="units", verbose_name="联系人"
    )
    phone = models.CharField("办公电话", max_length=30, blank=True, help_text="单位座机；个人手机登记在联系人名下")
    note = models.CharField("备注", max_length=200, blank=True)
    state = models.CharField("状态", max_length=6, choices=UseState, default=UseState.OPEN, editable=False)

    MOVES = USE_MOVES

    class Meta:
        verbose_name = "辖区单位"
        verbose_name_plural = "辖区单位"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="grids_unit_list"),
            models.Index(fields=["community", "kind", "grid"], name="grids_unit_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"], name="grids_unit_once", violation_error_message="已经登记过同名的单位。"
            )
        ]
