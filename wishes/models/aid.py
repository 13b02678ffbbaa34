"""The help fund (爱心资金): where its money comes from, whom it helps, and every yuan that came in or went out."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from grids.choices import UseState
from grids.models.person_holds import HOLDS, Hold
from grids.models.person_words import WORDS
from grids.models.place import USE_MOVES
from portal.models import Record
from portal.models.ledger import REVERSE, Reversible
from portal.moves import Move, Note
from wishes.choices import FundSource, Help, RecipientState, Way

CENT = Decimal("0.01")
POSITIVE = [MinValueValidator(CENT)]


class Fund(Record):
    """One purse; ``balance`` (yuan) is what its entries come to, and never less than nothing."""

    CODE_PREFIX = "ZJ"
    CARD = "name"
    DERIVED = frozenset({"balance"})
    SILENT = DERIVED

    name = models.CharField("名称", max_length=40)
    source = models.CharField("来源", max_length=10, choices=FundSource)
    note = models.CharField("说明", max_length=120, blank=True)
    balance = models.DecimalField("结余（元）", max_digits=10, decimal_places=2, default=Decimal(0), editable=False)
    state = models.CharField("状态", max_length=6, choices=UseState, default=UseState.OPEN, editable=False)

    MOVES = USE_MOVES

    class Meta:
        verbose_name = "爱心资金"
        verbose_name_plural = "爱心资金"
        indexes = [models.Index(fields=["community", "name"], name="wishes_fund_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"], name="wishes_fund_once", violation_error_message="已经有同名的资金。"
            ),
            models.CheckConstraint(
                condition=Q(balance__gte=0), name="wishes_fund_balance", violation_error_message="结余不够。"
            ),
        ]


class Recipient(Record):
    """Somebody the fund helps, once or year after year; a student may have a lasting sponsor among members or organisations."""

    CODE_PREFIX = "BF"
    CARD = "person__name"
    ROOT = "person"

    person = models.ForeignKey("grids.Person", on_delete=models.PROTECT, related_name="helped", verbose_name="姓名")
    kind = models.CharField("帮扶类型", max_length=10, choices=Help)
    reason = models.CharField("情况", max_length=200, blank=True, help_text="为什么帮；不写病名、证号")
    member = models.ForeignKey(
        "party.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="资助党员"
    )
    organisation = models.ForeignKey(
        "party.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="资助党组织",
    )
    yearly = models.DecimalField(
        "每年（元）", max_digits=8, decimal_places=2, null=True, blank=True, validators=POSITIVE
    )
    since = models.DateField("从哪天起")
    until = models.DateField("到哪天止", null=True, blank=True)
    state = models.CharField(
        "状态", max_length=8, choices=RecipientState, default=RecipientState.ACTIVE, editable=False
    )

    MOVES = {
        "end": Move(
            "结束帮扶",
            {RecipientState.ACTIVE},
            RecipientState.ENDED,
            note=Note.REQUIRED,
            icon="stop-circle",
            style="warn",
            consequence="以后不能再记给这个人的支出；以前的台账不变。",
        ),
    }

    class Meta:
        verbose_name = "帮扶对象"
        verbose_name_plural = "帮扶对象"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="wishes_recipient_list"),
            models.Index(fields=["person", "state"], name="wishes_recipient_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state=RecipientState.ACTIVE),
                name="wishes_recipient_once",
                violation_error_message="这个人的这一类帮扶已经登记，请打开原来那一条。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="wishes_recipient_days",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(organisation__isnull=True),
                name="wishes_recipient_sponsor",
                violation_error_message="资助方选党员或党组织其中一个。",
            ),
        ]


class Aid(Reversible, Record):
    """One entry of the fund: money that came in from ``giver``, or went out to a recipient or for a wish; in yuan.

    A mistake is put right by an entry of the opposite amount.
    """

    CODE_PREFIX = "AX"
    CARD = "code"
    ROOT = "fund"

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="entries", verbose_name="资金")
    way = models.CharField("收支", max_length=4, choices=Way)
    on = models.DateField("日期")
    amount = models.DecimalField("金额（元）", max_digits=10, decimal_places=2, validators=POSITIVE)
    giver = models.CharField("谁给的", max_length=60, blank=True, help_text="收入要写：捐赠的单位或个人")
    recipient = models.ForeignKey(
        Recipient, on_delete=models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="帮扶对象"
    )
    wish = models.ForeignKey(
        "wishes.Wish", on_delete=models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="用于心愿"
    )
    receipt = models.CharField("票据号", max_length=40, blank=True, help_text="收据、发票或领款签字单的编号")
    purpose = models.CharField("用途", max_length=120, help_text="如 秋季学费；不写姓名、病名、电话，台账记下就不能改")
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审核人",
    )

    MOVES = {"reverse": REVERSE}

    class Meta:
        verbose_name = "爱心资金台账"
        verbose_name_plural = "爱心资金台账"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="wishes_aid_list"),
            models.Index(fields=["fund", "on"], name="wishes_aid_fund"),
            models.Index(fields=["recipient", "on"], name="wishes_aid_recipient"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="wishes_aid_amount",
                violation_error_message="金额要大于 0；收还是支，另选。",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.IN, recipient__isnull=True, wish__isnull=True)
                | (
                    Q(way=Way.OUT)
                    & (Q(recipient__isnull=False, wish__isnull=True) | Q(recipient__isnull=True, wish__isnull=False))
                ),
                name="wishes_aid_whom",
                violation_error_message="支出要选帮扶对象或心愿其中一个；收入不选。",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.IN) & ~Q(giver="") | Q(way=Way.OUT) & ~Q(receipt=""),
                name="wishes_aid_proof",
                violation_error_message="收入要写谁给的，支出要写票据号。",
            ),
        ]


HOLDS.append(
    Hold(
        Q(helped__state=RecipientState.ACTIVE),
        "这个人还在帮扶对象里（{}），请先“结束帮扶”；结束以后才能删除。",
        "helped__code",
    )
)
# The ledger itself is never changed, so nothing of anybody stands there but the way to the recipient.
WORDS["helped"] = {"reason": ""}
