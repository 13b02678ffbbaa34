"""Issues: what is seen in a grid and settled by its head and the community."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.choices import Line
from grids.choices import Category, IssueState, Source, Urgency
from portal.crypto import EncryptedText
from portal.models import Record
from portal.moves import Move, Note

S = IssueState
OPEN = [S.REPORTED, S.RETURNED, S.ACCEPTED, S.HANDLING, S.CHECKING]


def not_in_future(moment):
    """What happened, happened before now; a few minutes of a phone's wrong clock are forgiven."""
    if moment > timezone.now() + timedelta(minutes=10):
        raise ValidationError("发生时间不能晚于现在，请核对日期和上午下午。")


def reporter_only(issue, by):
    """A returned report is mended by the one who made it, or by the grid head when that person works here no more."""
    reporter = issue.created_by
    if reporter and reporter.pk != by.pk and reporter.posts_now:
        return f"退回的事项由原上报人（{reporter.name}）补正后重报。"
    return None


def not_own_work(issue, by):
    """Who handled an issue does not verify it."""
    if issue.handler_id == by.pk:
        return "承办人不能核查自己办的事项，请由社区其他人员核查。"
    return None


class Issue(Record):
    """Something in a grid that needs doing, from the moment it is seen until the community says it is settled.

    ``due_at`` is the total limit set when reported (domain.md, 'Issues'); overdue is computed, never stored.
    """

    CODE_PREFIX = "SX"
    CARD = "title"
    OWN = "created_by"
    ASSIGNED = "handler"
    LINE = "line"

    title = models.CharField("标题", max_length=60, help_text="一句话说清看到了什么，如 路灯不亮")
    category = models.CharField("类别", max_length=12, choices=Category)
    line = models.CharField("条线", max_length=12, choices=Line, blank=True)
    source = models.CharField("来源", max_length=10, choices=Source, default=Source.MEMBER)
    urgency = models.CharField("紧急程度", max_length=10, choices=Urgency, default=Urgency.ORDINARY)
    occurred_at = models.DateTimeField("发生时间", default=timezone.now, validators=[not_in_future])
    place = models.CharField("地点", max_length=80, help_text="说到楼号、门牌或路口，别人按它找得到")
    people = models.PositiveIntegerField("涉及人数", null=True, blank=True)
    parties = EncryptedText(
        "当事人", mask="name", max_length=200, blank=True, help_text="姓名用顿号隔开；保存后只显示姓氏"
    )
    description = models.TextField("描述", max_length=500, blank=True)
    state = models.CharField("状态", max_length=12, choices=S, default=S.REPORTED, editable=False)
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
    closed_at = models.DateTimeField("办结时间", null=True, blank=True, editable=False)
    result = models.TextField("结果", max_length=500, blank=True, editable=False)

    MOVES = {
        "accept": Move(
            "受理",
            {S.REPORTED},
            S.ACCEPTED,
            icon="check2-square",
            style="main",
            consequence="您将成为承办人，时限继续计算。",
        ),
        "send_back": Move(
            "退回",
            {S.REPORTED},
            S.RETURNED,
            note=Note.REQUIRED,
            icon="arrow-return-left",
            consequence="退给上报人补正，请写清缺什么。",
        ),
        "resubmit": Move(
            "补正重报",
            {S.RETURNED},
            S.REPORTED,
            when=reporter_only,
            icon="send",
            style="main",
            consequence="补好的内容会重新送到网格长。",
        ),
        "handle": Move(
            "开始处置",
            {S.ACCEPTED},
            S.HANDLING,
            icon="tools",
            style="main",
            consequence="写下第一步怎么办，居民问起时好答复。",
        ),
        "submit": Move(
            "提交核查",
            {S.HANDLING},
            S.CHECKING,
            icon="clipboard-check",
            style="main",
            consequence="写明处置结果，送社区核查。",
        ),
        "verify": Move(
            "核查结案",
            {S.CHECKING},
            S.CLOSED,
            when=not_own_work,
            icon="check-circle",
            style="main",
            consequence="核查通过后结案，记入本月月报。",
        ),
        "reject": Move(
            "核查不通过",
            {S.CHECKING},
            S.HANDLING,
            when=not_own_work,
            note=Note.REQUIRED,
            icon="x-circle",
            consequence="退回承办人继续处置，请写明还差什么。",
        ),
        "void": Move(
            "作废",
            {S.REPORTED, S.RETURNED, S.ACCEPTED, S.HANDLING},
            S.VOID,
            note=Note.REQUIRED,
            icon="slash-circle",
            style="warn",
            consequence="作废后不再计入台账数字，经过仍然保留。",
        ),
    }

    class Meta:
        verbose_name = "事项"
        verbose_name_plural = "事项台账"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="grids_issue_list"),
            models.Index(fields=["community", "grid", "-created_at", "-id"], name="grids_issue_grid"),
            models.Index(fields=["community", "state", "due_at"], name="grids_issue_due"),
            models.Index(fields=["community", "due_at"], name="grids_issue_month"),
            models.Index(fields=["handler", "state"], name="grids_issue_handler"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=S.CLOSED, closed_at__isnull=False) | (~Q(state=S.CLOSED) & Q(closed_at__isnull=True)),
                name="grids_issue_closed_at",
                violation_error_message="结案必须有办结时间，未结案不能有。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[S.REPORTED, S.RETURNED, S.VOID]) | Q(handler__isnull=False),
                name="grids_issue_handler_set",
                violation_error_message="受理后的事项必须有承办人。",
            ),
        ]
