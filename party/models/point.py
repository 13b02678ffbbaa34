"""Points: an append-only ledger of what each member did, and the rules of the year that say what it is worth."""

from dataclasses import replace

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from party.choices import EvaluationState, RuleKey
from portal.models import Record
from portal.models.ledger import REVERSE, Reversible

YEARS = [MinValueValidator(2016), MaxValueValidator(2100)]
FROZEN = "{year} 年度考评已经定案，{year} 年的积分不能再动；要补的记在今年，并在依据里写明。"


def frozen_year(community_id, year):
    """Why the points of a year can be touched no more, as a sentence; None while they can."""
    from party.models.evaluation import Evaluation

    settled = Evaluation.objects.filter(community=community_id, year=year, state=EvaluationState.FROZEN)
    return FROZEN.format(year=year) if settled.exists() else None


def reversible(point, by):
    """A point is reversed once, and not in a year that was settled."""
    return REVERSE.when(point, by) or frozen_year(point.community_id, point.on.year)


class Point(Reversible, Record):
    """One entry of a member's points, at its full worth: the caps of the year's rules are applied when it is added up.

    ``source_*`` name the record it was given for; ``award_key`` keeps one record from being rewarded twice for one thing.
    """

    CODE_PREFIX = "JF"
    CARD = "code"
    OWN = "member__person__user"
    ROOT = "member"
    AMOUNTS = ("points",)
    SILENT = frozenset({"award_key", "source_model", "source_id"})

    member = models.ForeignKey("party.Member", on_delete=models.PROTECT, related_name="points", verbose_name="党员")
    organisation = models.ForeignKey(
        "party.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="党组织"
    )
    on = models.DateField("日期")
    rule = models.CharField("规则", max_length=12, choices=RuleKey)
    points = models.DecimalField("分值", max_digits=5, decimal_places=1)
    basis = models.CharField("依据", max_length=120)
    source_model = models.CharField("来源登记簿", max_length=60, blank=True)
    source_id = models.BigIntegerField("来源记录", null=True, blank=True)
    source_code = models.CharField("来源编号", max_length=30, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="审核人",
    )
    award_key = models.CharField(max_length=120, null=True, editable=False, unique=True)

    MOVES = {"reverse": replace(REVERSE, when=reversible)}

    class Meta:
        verbose_name = "积分"
        verbose_name_plural = "积分台账"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="party_point_list"),
            models.Index(fields=["community", "on", "member", "rule"], name="party_point_year"),
            models.Index(fields=["member", "on", "rule", "points"], name="party_point_member"),
            models.Index(fields=["source_model", "source_id"], name="party_point_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(basis=""), name="party_point_basis", violation_error_message="请写明依据。"
            ),
            models.CheckConstraint(
                condition=Q(source_model="", source_id__isnull=True)
                | (~Q(source_model="") & Q(source_id__isnull=False)),
                name="party_point_source_whole",
                violation_error_message="来源要写全。",
            ),
        ]


class PointRule(Record):
    """What one thing is worth in a community from a year on: points, the most a single entry may give, the cap of a year.

    Holds until a later year has a row of its own. Where there is none, ``party.rules.DEFAULTS`` holds.
    """

    CODE_PREFIX = "JG"

    year = models.PositiveSmallIntegerField("从哪年起", validators=YEARS)
    key = models.CharField("规则", max_length=12, choices=RuleKey)
    points = models.DecimalField("分值", max_digits=4, decimal_places=1)
    most = models.DecimalField(
        "一次最多",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="分值有幅度的才填，如 表彰 3 到 5 分",
    )
    cap = models.DecimalField(
        "一年封顶",
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="不填就不封顶",
    )

    class Meta:
        verbose_name = "积分规则"
        verbose_name_plural = "积分规则"
        indexes = [models.Index(fields=["community", "year", "key"], name="party_rule_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "year", "key"],
                name="party_rule_once",
                violation_error_message="这一年的这条规则已经设过，请修改原来那一条。",
            ),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gte=F("points")),
                name="party_rule_range",
                violation_error_message="“一次最多”不能小于分值。",
            ),
            models.CheckConstraint(
                condition=Q(cap__isnull=True) | Q(cap__gte=0),
                name="party_rule_cap",
                violation_error_message="封顶不能是负数。",
            ),
        ]
