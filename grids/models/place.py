"""Places and departments: what an issue names again and again, kept once so that nobody types it twice."""

from django.db import models

from grids.choices import UseState
from portal.models import Record
from portal.moves import Move

USE_MOVES = {
    "shut": Move(
        "停用", {UseState.OPEN}, UseState.SHUT, icon="pause-circle", style="warn", consequence="以后不再列出供选。"
    ),
    "reuse": Move("重新启用", {UseState.SHUT}, UseState.OPEN, icon="play-circle", style="main"),
}


class Place(Record):
    """A spot of a grid that everybody there knows by name: 东口公厕, 2 号楼, 步行街北段."""

    CODE_PREFIX = "DD"
    CARD = "name"

    name = models.CharField("名称", max_length=40)
    note = models.CharField("说明", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=99)
    state = models.CharField("状态", max_length=6, choices=UseState, default=UseState.OPEN, editable=False)

    MOVES = USE_MOVES

    class Meta:
        verbose_name = "地点"
        verbose_name_plural = "地点"
        indexes = [models.Index(fields=["community", "grid", "order", "id"], name="grids_place_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["grid", "name"],
                name="grids_place_once",
                violation_error_message="这个网格已经有同名的地点。",
            )
        ]


class Department(Record):
    """An office outside the community that settles what the community cannot; it has no login, staff record its replies."""

    CODE_PREFIX = "BM"
    CARD = "name"

    name = models.CharField("名称", max_length=40)
    duty = models.CharField("管什么", max_length=120, blank=True)
    contact = models.CharField("联系科室", max_length=40, blank=True, help_text="如 办公室、养护科；不写个人姓名")
    phone = models.CharField("办公电话", max_length=30, blank=True, help_text="办公室座机；个人手机不要写在这里")
    state = models.CharField("状态", max_length=6, choices=UseState, default=UseState.OPEN, editable=False)

    MOVES = USE_MOVES

    class Meta:
        verbose_name = "部门"
        verbose_name_plural = "部门"
        indexes = [models.Index(fields=["community", "-created_at", "-id"], name="grids_department_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="grids_department_once",
                violation_error_message="这个社区已经登记过这个部门。",
            )
        ]
