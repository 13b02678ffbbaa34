"""Who is looked after by law, and how often whom the community visits."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Line
from grids.choices import ManagedKind, ManagedState, VisitSubject
from portal.models import Record
from portal.moves import Move, Note

TWICE = "这个人已经在这一类里，不用重复登记。"
ENDS_FIRST = "届满日期不能早于起始日期。"


class ManagedCare(Record):
    """One person under managed care: a table of its own, for the secretary and the clerks of its line of work."""

    CODE_PREFIX = "GL"
    CARD = "person__name"
    LINE = "line"
    ROOT = "person"

    person = models.ForeignKey("grids.Person", on_delete=models.PROTECT, related_name="managed", verbose_name="对象")
    kind = models.CharField("类别", max_length=12, choices=ManagedKind)
    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="条线"
    )
    since = models.DateField("起始日期")
    until = models.DateField("届满日期", null=True, blank=True)
    measures = models.TextField("帮扶管理措施", max_length=500, blank=True)
    look_on = models.DateField("下次走访", null=True, blank=True)
    state = models.CharField("状态", max_length=8, choices=ManagedState, default=ManagedState.ACTIVE, editable=False)

    MOVES = {
        "look": Move("登记走访", {ManagedState.ACTIVE}, None, note=Note.REQUIRED, icon="journal-check", style="main"),
        "release": Move(
            "解除",
            {ManagedState.ACTIVE},
            ManagedState.ENDED,
            note=Note.REQUIRED,
            icon="unlock",
            style="warn",
            consequence="不再列在管理对象里，经过仍保留。",
        ),
    }

    class Meta:
        verbose_name = "管理对象"
        verbose_name_plural = "管理对象"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="grids_managed_list"),
            models.Index(fields=["person", "state"], name="grids_managed_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state=ManagedState.ACTIVE),
                name="grids_managed_once",
                violation_error_message=TWICE,
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="grids_managed_days",
                violation_error_message=ENDS_FIRST,
            ),
        ]


class VisitRule(Record):
    """How many days may pass between two visits to those with a tag; where none is set, ``grids.visiting.DEFAULTS`` holds."""

    CODE_PREFIX = "ZQ"

    subject = models.CharField("对象", max_length=20, choices=VisitSubject)
    days = models.PositiveSmallIntegerField(
        "间隔天数", validators=[MaxValueValidator(730)], help_text="0 表示不定期走访"
    )

    class Meta:
        verbose_name = "走访周期"
        verbose_name_plural = "走访周期"
        indexes = [models.Index(fields=["community", "subject"], name="grids_visit_rule_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "subject"],
                name="grids_visit_rule_once",
                violation_error_message="这类对象已经设过周期，请修改原来那一条。",
            ),
            models.CheckConstraint(
                condition=Q(days__lte=730), name="grids_visit_rule_days", violation_error_message="周期最长 730 天。"
            ),
        ]
