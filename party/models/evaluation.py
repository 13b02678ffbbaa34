"""The year's evaluation: four sub-scores, weights, stars, what was published, who objected, and the end of it."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from party.choices import Category, EvaluationState, ObjectionState, Objector, Side
from party.models.point import YEARS
from portal.clock import today
from portal.models import Record
from portal.models.ledger import Ledger
from portal.moves import Move, Note

S = EvaluationState
PUBLISHED_DAYS = 7
WEIGHT = [MaxValueValidator(100)]
SCORE = [MinValueValidator(0), MaxValueValidator(100)]


def over(evaluation, by):
    """A year is settled once its publicity has run and every objection has its answer."""
    if today() < evaluation.public_until:
        return f"公示到 {evaluation.public_until} 为止，满了才能定案。"
    if open_one := evaluation.objections.filter(state=ObjectionState.OPEN).first():
        return f"异议 {open_one.code} 还没有答复，请先答复。"
    return None


def unobjected(evaluation, by):
    """What waits for an answer is not swept away."""
    if evaluation.objections.filter(state=ObjectionState.OPEN).exists():
        return "还有异议没有答复，请先答复再撤回重算。"
    return None


class Evaluation(Record):
    """The evaluation of a year in a community; ``edition`` counts its publications, the results of the last one count.

    Weights are shares of a hundred.
    """

    CODE_PREFIX = "KP"
    CARD = "year"

    year = models.PositiveSmallIntegerField("年度", validators=YEARS)
    w_unit = models.PositiveSmallIntegerField("单位考占比", default=20, validators=WEIGHT)
    w_community = models.PositiveSmallIntegerField("社区考占比", default=40, validators=WEIGHT, help_text="按积分算")
    w_organisation = models.PositiveSmallIntegerField("组织评占比", default=20, validators=WEIGHT)
    w_resident = models.PositiveSmallIntegerField("群众评占比", default=20, validators=WEIGHT)
    days = models.PositiveSmallIntegerField(
        "公示天数", default=PUBLISHED_DAYS, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    edition = models.PositiveSmallIntegerField("第几次公示", default=0, editable=False)
    published_on = models.DateField("公示日期", null=True, blank=True, editable=False)
    frozen_on = models.DateField("定案日期", null=True, blank=True, editable=False)
    state = models.CharField("状态", max_length=8, choices=S, default=S.TRIAL, editable=False)

    MOVES = {
        "publish": Move(
            "公示结果",
            {S.TRIAL},
            S.PUBLIC,
            icon="megaphone",
            style="main",
            consequence="按现在的权重算出每人的星级并公示；公示期内可以提异议。",
        ),
        "recall": Move(
            "撤回重算",
            {S.PUBLIC},
            S.TRIAL,
            when=unobjected,
            note=Note.REQUIRED,
            icon="arrow-counterclockwise",
            style="warn",
            consequence="这一次公示的结果留底，改好以后再公示一次。",
        ),
        "freeze": Move(
            "定案",
            {S.PUBLIC},
            S.FROZEN,
            when=over,
            icon="lock",
            style="main",
            consequence="这一年的星级从此不再变，这一年的积分也不能再动。",
        ),
    }

    class Meta:
        verbose_name = "年度考评"
        verbose_name_plural = "年度考评"
        indexes = [models.Index(fields=["community", "-year", "-id"], name="party_evaluation_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "year"],
                name="party_evaluation_once",
                violation_error_message="这一年的考评已经建好，请打开原来那一条。",
            ),
            models.CheckConstraint(
                condition=Q(w_unit=100 - F("w_community") - F("w_organisation") - F("w_resident")),
                name="party_evaluation_weights",
                violation_error_message="四项占比加起来要是 100。",
            ),
        ]

    @property
    def weights(self):
        """{side: share of a hundred}."""
        return {side: getattr(self, f"w_{side}") for side in Side.values}

    @property
    def public_until(self):
        """The first day on which the publicity has run; today where nothing was published."""
        return self.published_on + timedelta(days=self.days) if self.published_on else today()


class Assessment(Record):
    """A sub-score somebody gave a member for a year: the home unit's own assessment, or one of the others told as a number."""

    CODE_PREFIX = "PF"
    CARD = "code"
    ROOT = "member"

    member = models.ForeignKey(
        "party.Member", on_delete=models.PROTECT, related_name="assessments", verbose_name="党员"
    )
    year = models.PositiveSmallIntegerField("年度", validators=YEARS)
    side = models.CharField("哪一项", max_length=12, choices=[one for one in Side.choices if one[0] != Side.COMMUNITY])
    score = models.DecimalField("得分", max_digits=4, decimal_places=1, validators=SCORE, help_text="0 到 100")
    words = models.CharField("评语", max_length=120, blank=True)

    class Meta:
        verbose_name = "考评打分"
        verbose_name_plural = "考评打分"
        indexes = [models.Index(fields=["community", "year", "member"], name="party_assessment_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "year", "side"],
                name="party_assessment_once",
                violation_error_message="这位党员这一项已经打过分，请修改原来那一条。",
            ),
            models.CheckConstraint(
                condition=Q(score__gte=0, score__lte=100),
                name="party_assessment_score",
                violation_error_message="得分在 0 到 100 之间。",
            ),
        ]


class Result(Ledger, Record):
    """What one publication says of one member; never changed, another publication brings another row.

    ``explained`` is the list of lines that lead to the stars: [words, points].
    """

    CODE_PREFIX = "XJ"
    CARD = "code"
    OWN = "member__person__user"

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, related_name="results", verbose_name="考评年度"
    )
    edition = models.PositiveSmallIntegerField("第几次公示")
    member = models.ForeignKey("party.Member", on_delete=models.PROTECT, related_name="results", verbose_name="党员")
    organisation = models.ForeignKey(
        "party.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="党组织"
    )
    category = models.CharField("类别", max_length=12, choices=Category)
    unit = models.DecimalField("单位考", max_digits=4, decimal_places=1, null=True)
    community_score = models.DecimalField("社区考", max_digits=4, decimal_places=1, null=True)
    organisation_score = models.DecimalField("组织评", max_digits=4, decimal_places=1, null=True)
    resident = models.DecimalField("群众评", max_digits=4, decimal_places=1, null=True)
    total = models.DecimalField("总分", max_digits=4, decimal_places=1)
    stars = models.PositiveSmallIntegerField("星级")
    explained = models.JSONField("怎么算的", default=list)

    class Meta:
        verbose_name = "星级结果"
        verbose_name_plural = "星级结果"
        indexes = [models.Index(fields=["community", "evaluation", "edition", "-total"], name="party_result_list")]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "edition", "member"], name="party_result_once"),
            models.CheckConstraint(condition=Q(stars__lte=5), name="party_result_stars"),
        ]

    @classmethod
    def public_q(cls):
        """What is published now, or was settled."""
        return Q(evaluation__state__in=[S.PUBLIC, S.FROZEN], edition=F("evaluation__edition"))


class Objection(Record):
    """A word against a published result, and the answer."""

    CODE_PREFIX = "YY"
    CARD = "code"
    ROOT = "evaluation"

    evaluation = models.ForeignKey(
        Evaluation, on_delete=models.PROTECT, related_name="objections", verbose_name="考评年度"
    )
    member = models.ForeignKey(
        "party.Member", on_delete=models.PROTECT, related_name="objections", verbose_name="对谁的结果"
    )
    objector = models.CharField("谁提出", max_length=10, choices=Objector)
    raised_on = models.DateField("提出日期", default=today)
    words = models.TextField("怎么说的", max_length=300)
    answer = models.TextField("答复", max_length=300, blank=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=ObjectionState, default=ObjectionState.OPEN, editable=False)

    MOVES = {
        "uphold": Move(
            "采纳",
            {ObjectionState.OPEN},
            ObjectionState.UPHELD,
            note=Note.REQUIRED,
            icon="check2-circle",
            style="main",
            consequence="采纳以后请改正积分或打分，再把考评“撤回重算”。",
        ),
        "dismiss": Move(
            "不采纳",
            {ObjectionState.OPEN},
            ObjectionState.DISMISSED,
            note=Note.REQUIRED,
            icon="x-circle",
            style="warn",
            consequence="理由要告诉提出的人。",
        ),
    }

    class Meta:
        verbose_name = "考评异议"
        verbose_name_plural = "考评异议"
        indexes = [models.Index(fields=["community", "-created_at", "-id"], name="party_objection_list")]
