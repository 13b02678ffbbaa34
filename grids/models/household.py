"""Households: the dwellings of a grid and who lives in them."""

from django.db import models
from django.db.models import Q

from grids import doors
from grids.choices import Tenure, UseState
from portal.models import Record
from portal.moves import Move, Note


def emptied(household, by):
    """A dwelling is closed once nobody on the register lives there."""
    if household.people.filter(state="present").exists():
        return "还有人住在这一户，请先办理迁出或搬家，再停用。"
    return None


class Household(Record):
    """One dwelling: building, entrance and room, or an address; ``door`` is both as one text, unique in the community."""

    CODE_PREFIX = "HU"
    CARD = "door"

    building = models.CharField("楼栋", max_length=20, blank=True, help_text="如 3；平房不用填")
    entrance = models.CharField("单元", max_length=10, blank=True)
    room = models.CharField("房号", max_length=20, blank=True)
    address = models.CharField(
        "小区或街巷", max_length=60, blank=True, help_text="如 二街家属院；平房写到门牌，如 杨市沟 12 号"
    )
    door = models.CharField("住址", max_length=120, editable=False)
    tenure = models.CharField("住房性质", max_length=8, choices=Tenure, default=Tenure.OWNED)
    note = models.CharField("备注", max_length=200, blank=True)
    state = models.CharField("状态", max_length=6, choices=UseState, default=UseState.OPEN, editable=False)

    MOVES = {
        "regrid": Move(
            "改到别的网格",
            {UseState.OPEN},
            None,
            icon="signpost-split",
            consequence="住在这一户的人一起改到新的网格。",
        ),
        "shut": Move(
            "停用",
            {UseState.OPEN},
            UseState.SHUT,
            when=emptied,
            note=Note.REQUIRED,
            icon="pause-circle",
            style="warn",
            consequence="拆除或空置的住房，以后不再列出供选。",
        ),
        "reuse": Move("重新启用", {UseState.SHUT}, UseState.OPEN, icon="play-circle", style="main"),
    }

    class Meta:
        verbose_name = "住户"
        verbose_name_plural = "住户"
        indexes = [
            models.Index(fields=["community", "grid", "door"], name="grids_household_list"),
            models.Index(fields=["community", "-created_at", "-id"], name="grids_household_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "door"],
                name="grids_household_once",
                violation_error_message="这个住址已经登记过，请在“住户”里查找，不要重复登记。",
            ),
            models.CheckConstraint(
                condition=~Q(door=""),
                name="grids_household_door",
                violation_error_message="请填楼栋房号，或写街巷门牌。",
            ),
        ]

    @classmethod
    def prepare_many(cls, records, *, by):
        records = list(records)
        for record in records:
            record.settle_door()
        super().prepare_many(records, by=by)

    def settle_door(self):
        """Put the parts in order and say them as one text."""
        for name, written in doors.PARTS.items():
            setattr(self, name, written(getattr(self, name)))
        self.door = doors.door_of(*(getattr(self, name) for name in doors.PARTS))

    def clean(self):
        self.settle_door()

    def save(self, **how):
        self.settle_door()
        super().save(**how)
