"""Pledges: one sentence of one party member, from its proposal until it is struck off the register."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from pledges.choices import RUNNING as RUNNING
from pledges.choices import Fault, Finding, Frequency, PledgeKind, PledgeState
from pledges.models.pledge_moves import MOVES
from portal.models import Record
from portal.tags import Tags

S = PledgeState
# Published, and not taken off: what the other members of the branch may read.
PUBLISHED = [S.PUBLIC, S.KEEPING, S.REVIEWING, S.CLOSED, S.UNMET]
OPEN = [S.PENDING, S.RETURNED, S.PUBLIC, S.KEEPING, S.REVIEWING]


class Pledge(Record):
    """What a member promises to do for the neighbourhood, how often, from when until when.

    ``organisation`` is that of the member when it was made. ``essence`` is what likeness is judged by, ``flags`` what the
    wording check found at the last draft. ``due`` counts the periods, ``kept`` those kept, ``next_due_on`` is the nearest
    that waits; all three follow from them.
    """

    CODE_PREFIX = "CN"
    CARD = "sentence"
    OWN = "member__person__user"
    ROOT = "member"
    DERIVED = frozenset({"due", "kept", "next_due_on"})
    # Who is helped is told by nobody's history: the member reads it.
    SECRET = frozenset({"beneficiary"})
    SILENT = frozenset({"essence"}) | DERIVED

    member = models.ForeignKey("party.Member", on_delete=models.PROTECT, related_name="pledges", verbose_name="党员")
    organisation = models.ForeignKey(
        "party.Organisation", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="党组织"
    )
    year = models.PositiveSmallIntegerField("年度", validators=[MinValueValidator(2016), MaxValueValidator(2100)])
    kind = models.CharField("类型", max_length=10, choices=PledgeKind, default=PledgeKind.ANNUAL)
    sentence = models.CharField("承诺", max_length=120, help_text="一句话：对谁、做什么、多久一次、到什么时候")
    frequency = models.CharField("频次", max_length=10, choices=Frequency, default=Frequency.MONTHLY)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("截止日期")
    beneficiary = models.ForeignKey(
        "grids.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pledges_for",
        verbose_name="受益人",
        help_text="由社区填，好打电话核实；不对外显示",
    )
    draft = models.PositiveSmallIntegerField("第几稿", default=1, editable=False)
    flags = Tags("用语提示", words=Finding, editable=False)
    essence = models.CharField(max_length=120, blank=True, editable=False)
    advice = models.CharField("审诺意见", max_length=200, blank=True, editable=False)
    suggestion = models.CharField("建议写法", max_length=120, blank=True, editable=False)
    approved_on = models.DateField("审诺通过", null=True, editable=False)
    public_until = models.DateField("公示到", null=True, editable=False)
    closed_on = models.DateField("销号日期", null=True, editable=False)
    fault = models.CharField("未兑现原因", max_length=10, choices=Fault, blank=True, editable=False)
    due = models.PositiveSmallIntegerField("应兑现", default=0, editable=False)
    kept = models.PositiveSmallIntegerField("已兑现", default=0, editable=False)
    next_due_on = models.DateField("下一期", null=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=S, default=S.PENDING, editable=False)

    MOVES = MOVES

    class Meta:
        verbose_name = "微承诺"
        verbose_name_plural = "微承诺"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="pledges_pledge_list"),
            models.Index(fields=["community", "state", "created_at"], name="pledges_pledge_state"),
            models.Index(fields=["community", "grid", "state"], name="pledges_pledge_grid"),
            models.Index(fields=["member", "year"], name="pledges_pledge_member"),
            # The wording check asks how many there are and what changed last.
            models.Index(fields=["community", "year", "updated_at"], name="pledges_pledge_check"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="pledges_pledge_days",
                violation_error_message="截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(sentence=""), name="pledges_pledge_said", violation_error_message="请写一句承诺。"
            ),
            models.UniqueConstraint(
                fields=["member", "year", "sentence"],
                condition=~Q(state=S.VOID),
                name="pledges_pledge_once",
                violation_error_message="这位党员今年已经有一模一样的一条承诺。",
            ),
        ]

    @classmethod
    def public_q(cls):
        """What the branch was told of."""
        return Q(state__in=PUBLISHED)
