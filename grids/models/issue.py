"""Issues: what is seen in a grid and settled by its head, the community or a department."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Line
from grids.choices import CardColour, Category, IssueLevel, IssueState, Satisfaction, Source, Urgency
from grids.models.issue_moves import DONE, MOVES, OPEN
from portal.models import Record

S = IssueState
UNTAKEN = [S.REPORTED, S.RETURNED, S.VOID]
# What is open has no closing moment; said too, it leads the database to the small index kept of such issues.
UNSETTLED = Q(state__in=OPEN, closed_at=None)


def not_in_future(moment):
    """What happened, happened before now; a few minutes of a phone's wrong clock are forgiven."""
    if moment > timezone.now() + timedelta(minutes=10):
        raise ValidationError("发生时间不能晚于现在，请核对日期和上午下午。")


def overdue_q(at):
    """Condition: an open issue whose total limit has passed at the moment."""
    return UNSETTLED & Q(due_at__lt=at)


def late_q(at):
    """Condition: an open issue one of whose two limits, of the whole or of the step at hand, has passed at the moment."""
    return UNSETTLED & (Q(due_at__lt=at) | Q(stage_due_at__lt=at))


class Issue(Record):
    """Something in a grid that needs doing, from the moment it is seen until the resident says it is settled.

    Two clocks: ``due_at`` for the whole, ``stage_due_at`` for the step at hand; each follows from its ``…_from`` by the limits,
    unless a person set the moment (extension, 挂账, order): then ``due_fixed`` is on, or ``stage_from`` empty.
    ``first_due_at`` is the limit months are judged by: a reopening moves ``due_at`` only. Overdue is computed, never stored.
    ``asked_until`` is an extension waiting for its answer.
    """

    CODE_PREFIX = "SX"
    CARD = "title"
    OWN = "created_by"
    ASSIGNED = "handler"
    LINE = "line"
    SILENT = frozenset({"clock_from", "stage_from", "due_fixed", "first_due_at", "stage_due_at"})

    title = models.CharField("标题", max_length=60, help_text="一句话说清看到了什么，如 路灯不亮")
    category = models.CharField("类别", max_length=12, choices=Category)
    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="条线"
    )
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.MEMBER)
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency, default=Urgency.ORDINARY)
    occurred_at = models.DateTimeField("发生时间", default=timezone.now, validators=[not_in_future])
    place = models.CharField("地点", max_length=80, help_text="说到楼号、门牌或路口，别人按它找得到")
    people = models.PositiveIntegerField("涉及人数", null=True, blank=True)
    concerned = models.ManyToManyField(
        "grids.Person",
        blank=True,
        related_name="issues",
        verbose_name="当事人",
        help_text="按姓名、拼音、住址或电话后四位找；不在册的写在描述里",
    )
    visit = models.ForeignKey(
        "grids.Visit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issues",
        verbose_name="走访",
    )
    description = models.TextField("描述", max_length=500, blank=True)
    state = models.CharField("状态", max_length=12, choices=S, default=S.REPORTED, editable=False)
    level = models.CharField("层级", max_length=12, choices=IssueLevel, default=IssueLevel.GRID, editable=False)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="承办人",
    )
    due_at = models.DateTimeField("时限", editable=False)
    first_due_at = models.DateTimeField("首次时限", editable=False)
    clock_from = models.DateTimeField("全程起算", editable=False)
    due_fixed = models.BooleanField("时限由人定", default=False, editable=False)
    stage_due_at = models.DateTimeField("本阶段时限", null=True, blank=True, editable=False)
    stage_from = models.DateTimeField("本阶段起算", null=True, editable=False)
    asked_until = models.DateTimeField("申请延到", null=True, blank=True, editable=False)
    look_on = models.DateField("再看日期", null=True, blank=True, editable=False)
    supervision = models.CharField("督办", max_length=8, choices=CardColour, blank=True, editable=False)
    redone = models.PositiveSmallIntegerField("重办次数", default=0, editable=False)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True, editable=False)
    result = models.TextField("结果", max_length=500, blank=True, editable=False)
    satisfaction = models.CharField("满意度", max_length=6, choices=Satisfaction, blank=True, editable=False)
    duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="duplicates",
        verbose_name="并入",
    )
    split_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="parts",
        verbose_name="拆自",
    )

    MOVES = MOVES

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项台账"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="grids_issue_list"),
            models.Index(fields=["-created_at", "-id"], name="grids_issue_newest"),
            models.Index(fields=["community", "grid", "-created_at", "-id"], name="grids_issue_grid"),
            # The moment is null in all of them: named, it is one more match, by which SQLite unmeasured takes this index.
            models.Index(
                fields=["community", "closed_at", "grid", "state", "due_at"],
                condition=Q(closed_at__isnull=True),
                name="grids_issue_open",
            ),
            # All that a month's figures ask of an issue, so that none of the rows is read.
            models.Index(
                fields=["community", "first_due_at", "grid", "state", "closed_at", "redone"], name="grids_issue_month"
            ),
            models.Index(fields=["community", "line", "-created_at", "-id"], name="grids_issue_line"),
            models.Index(fields=["handler", "state"], name="grids_issue_handler"),
            models.Index(
                fields=["stage_due_at"], condition=Q(stage_due_at__isnull=False), name="grids_issue_stage_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DONE, closed_at__isnull=False) | (~Q(state__in=DONE) & Q(closed_at__isnull=True)),
                name="grids_issue_closed_at",
                violation_error_message="结案必须有办结时间，未结案不能有。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=UNTAKEN) | Q(handler__isnull=False),
                name="grids_issue_handler_set",
                violation_error_message="受理后的事项必须有承办人。",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.SUSPENDED) | Q(look_on__isnull=False),
                name="grids_issue_look_on",
                violation_error_message="挂账必须写明哪天再看。",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | Q(state=S.VOID),
                name="grids_issue_duplicate_void",
                violation_error_message="并入他件的事项作废，不能再办。",
            ),
        ]
