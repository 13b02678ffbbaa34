"""Party organisations: the branch, its groups in the grids, those of units that checked in, those of enterprises."""

from django.db import models

from grids.choices import UseState
from grids.models.place import USE_MOVES
from party.choices import OrganisationKind
from portal.models import Record


class Organisation(Record):
    """One party organisation; a group hangs on its grid, the others on the community. ``lead`` is a person on the register."""

    CODE_PREFIX = "ZZ"
    CARD = "name"

    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类型", max_length=12, choices=OrganisationKind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级党组织"
    )
    unit = models.ForeignKey(
        "grids.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name="所在单位",
        help_text="辖区里的单位从这里选；辖区外的单位写在名称里",
    )
    lead = models.ForeignKey(
        "grids.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="负责人"
    )
    phone = models.CharField("办公电话", max_length=30, blank=True, help_text="单位座机；个人手机登记在负责人名下")
    checked_in_on = models.DateField("报到日期", null=True, blank=True)
    note = models.CharField("认领的服务", max_length=200, blank=True, help_text="如 每季度义诊一次、认领三网格环境整治")
    state = models.CharField("状态", max_length=6, choices=UseState, default=UseState.OPEN, editable=False)

    MOVES = USE_MOVES

    class Meta:
        verbose_name = "党组织"
        verbose_name_plural = "党组织"
        indexes = [models.Index(fields=["community", "kind", "name"], name="party_organisation_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="party_organisation_once",
                violation_error_message="已经登记过同名的党组织。",
            )
        ]
