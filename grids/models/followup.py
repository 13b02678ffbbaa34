"""What belongs to one issue: orders to departments, requests for time, supervision cards, calls back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from grids.choices import (
    CardColour,
    CardState,
    Channel,
    ExtensionState,
    OrderState,
    Outcome,
    Satisfaction,
    Stage,
)
from grids.models.issue import Issue
from grids.models.place import Department
from portal.models import Record
from portal.moves import Move, Note


class OfIssue(Record):
    """A row of one issue: it hangs where the issue hangs and tells its history there."""

    CARD = "issue__title"
    ROOT = "issue"
    LINE = "issue__line"

    issue = models.ForeignKey(
        Issue, on_delete=models.PROTECT, editable=False, related_name="%(class)ss", verbose_name="事项"
    )

    class Meta:
        abstract = True


def rated_once(order, by):
    """A reply is rated by those who live with it, once."""
    return "这份回复已经评价过了。" if order.rating else None


class Order(OfIssue):
    """A numbered order of the community to a department (交办单): what is asked, by when, and what came back.

    ``number`` runs by community and year: 杨园则社区交办〔2026〕12号. ``took_hours`` is the time to the reply, whole hours.
    """

    CODE_PREFIX = "JB"

    number = models.CharField("文号", max_length=60, editable=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, editable=False, related_name="orders", verbose_name="部门"
    )
    request = models.TextField("交办要求", max_length=500)
    reply_due_at = models.DateTimeField("回复时限", editable=False)
    state = models.CharField("状态", max_length=10, choices=OrderState, default=OrderState.SENT, editable=False)
    chased = models.PositiveSmallIntegerField("催办次数", default=0, editable=False)
    outcome = models.CharField("部门意见", max_length=8, choices=Outcome, blank=True, editable=False)
    reply_text = models.TextField("回复内容", max_length=1000, blank=True, editable=False)
    replied_at = models.DateTimeField("回复时间", null=True, blank=True, editable=False)
    took_hours = models.PositiveIntegerField("回复用时（小时）", null=True, blank=True, editable=False)
    rating = models.CharField("对回复的评价", max_length=6, choices=Satisfaction, blank=True, editable=False)

    MOVES = {
        "reply": Move(
            "登记部门回复",
            {OrderState.SENT},
            OrderState.REPLIED,
            icon="reply",
            style="main",
            consequence="已办结的送社区核查；没有办成的回到社区继续处置。",
        ),
        "chase": Move(
            "催办",
            {OrderState.SENT},
            OrderState.SENT,
            icon="bell",
            consequence="记一次催办，写明怎么催的、对方怎么说。",
        ),
        "rate": Move(
            "评价回复",
            {OrderState.REPLIED},
            OrderState.REPLIED,
            when=rated_once,
            icon="star",
            consequence="由网格里的人评价部门办得怎样，记入部门办理统计。",
        ),
    }

    class Meta:
        verbose_name = "交办单"
        verbose_name_plural = "交办台账"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="grids_order_list"),
            models.Index(fields=["community", "state", "reply_due_at"], name="grids_order_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["issue"],
                condition=Q(state=OrderState.SENT),
                name="grids_order_one_open",
                violation_error_message="这件事项已有一张交办单等着回复。",
            ),
            models.UniqueConstraint(fields=["community", "number"], name="grids_order_number"),
            models.CheckConstraint(
                condition=(Q(state=OrderState.REPLIED) & Q(replied_at__isnull=False) & ~Q(outcome=""))
                | (~Q(state=OrderState.REPLIED) & Q(replied_at__isnull=True) & Q(outcome="")),
                name="grids_order_replied",
                violation_error_message="已回复的交办单要有回复时间和部门意见。",
            ),
        ]


def applicant_does_not_decide(extension, by):
    """Who asked for more time, or would use it, does not grant it; and it must still be running."""
    if by.pk in (extension.created_by_id, extension.issue.handler_id):
        return "申请人和承办人不能批自己的延期，请由社区其他人员办理。"
    return None


class Extension(OfIssue):
    """A handler's request for more time; until the community answers, the old limit holds."""

    CODE_PREFIX = "YQ"
    OWN = "created_by"

    until = models.DateTimeField("申请延到")
    reason = models.TextField("理由", max_length=500)
    state = models.CharField(
        "状态", max_length=10, choices=ExtensionState, default=ExtensionState.PENDING, editable=False
    )

    MOVES = {
        "approve": Move(
            "批准延期",
            {ExtensionState.PENDING},
            ExtensionState.APPROVED,
            when=applicant_does_not_decide,
            icon="check-circle",
            style="main",
            consequence="时限改到申请的时间，月报按新时限计算。",
        ),
        "refuse": Move(
            "不批准",
            {ExtensionState.PENDING},
            ExtensionState.REFUSED,
            when=applicant_does_not_decide,
            note=Note.REQUIRED,
            icon="x-circle",
            consequence="时限不变，请写明理由。",
        ),
    }

    class Meta:
        verbose_name = "延期申请"
        verbose_name_plural = "延期申请"
        indexes = [models.Index(fields=["community", "state", "-created_at"], name="grids_extension_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["issue"],
                condition=Q(state=ExtensionState.PENDING),
                name="grids_extension_one_pending",
                violation_error_message="已有一份延期申请等着批。",
            )
        ]


class Card(OfIssue):
    """A yellow or red supervision card, given by the clock; never twice of one colour in one round, and it can be withdrawn."""

    CODE_PREFIX = "DB"

    colour = models.CharField("牌", max_length=8, choices=CardColour)
    reason = models.CharField("事由", max_length=120)
    stage = models.CharField("环节", max_length=10, choices=Stage, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="承办人"
    )
    round = models.PositiveSmallIntegerField("第几轮", default=0, editable=False)
    state = models.CharField("状态", max_length=10, choices=CardState, default=CardState.GIVEN, editable=False)

    MOVES = {
        "withdraw": Move(
            "撤牌",
            {CardState.GIVEN},
            CardState.WITHDRAWN,
            note=Note.REQUIRED,
            icon="x-square",
            style="warn",
            consequence="有客观原因的可以撤，请写明；同一轮同色的牌不会再挂。",
        )
    }

    class Meta:
        verbose_name = "督办牌"
        verbose_name_plural = "督办台账"
        indexes = [models.Index(fields=["community", "-created_at", "-id"], name="grids_card_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "colour", "round"],
                name="grids_card_once",
                violation_error_message="这件事项这一轮已经挂过同色的牌。",
            )
        ]


class Revisit(OfIssue):
    """A call back to the resident after the close: how they were asked and what they said."""

    CODE_PREFIX = "HF"

    channel = models.CharField("方式", max_length=8, choices=Channel, default=Channel.PHONE)
    satisfaction = models.CharField("满意度", max_length=6, choices=Satisfaction)
    words = models.TextField("居民怎么说", max_length=500, blank=True)

    class Meta:
        verbose_name = "回访"
        verbose_name_plural = "回访台账"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="grids_revisit_list"),
            models.Index(fields=["issue", "created_at"], name="grids_revisit_issue"),
        ]
