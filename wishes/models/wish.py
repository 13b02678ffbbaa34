"""Wishes: something small that would help somebody of the neighbourhood, until the applicant says that it came true."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from grids.choices import ConsentState, PersonState, Purpose
from grids.models.person_holds import HOLDS, Hold
from grids.models.person_words import GONE, WORDS
from portal.models import Record
from wishes.choices import DONE, LIMIT, LIMITS, OPEN, SHOWN, TAKEN, Answer, Category, Group, Source, Verification
from wishes.choices import WishState as S
from wishes.models.wish_moves import MOVES


class Wish(Record):
    """One wish of one applicant, ``person``; ``sentence`` is what stands on the wall.

    ``consent`` is the agreement by which it is shown: taken back, the wish is off the wall at once. ``claimant`` is the party
    member who holds it now, ``amount`` and ``spent`` are yuan. ``answer`` and ``thanks`` are the applicant's, the latter for
    everybody to read.
    """

    CODE_PREFIX = "XY"
    CARD = "sentence"
    OWN = "claimant__person__user"
    # The claim says it, and is told itself.
    SILENT = frozenset({"claimant"})

    campaign = models.ForeignKey(
        "wishes.Campaign",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="wishes",
        verbose_name="征集活动",
    )
    person = models.ForeignKey("grids.Person", on_delete=models.PROTECT, related_name="wishes", verbose_name="申请人")
    group = models.CharField("人群", max_length=8, choices=Group)
    category = models.CharField("类别", max_length=8, choices=Category)
    sentence = models.CharField("心愿", max_length=120, help_text="一句话；公示在墙上，不写姓名、电话、门牌")
    amount = models.DecimalField(
        "约需（元）", max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    over_reason = models.CharField(
        "超过限额的理由", max_length=120, blank=True, help_text="500 元以内为宜，学生 200 元以内"
    )
    source = models.CharField("来源", max_length=6, choices=Source, default=Source.VISIT, editable=False)
    verified_how = models.CharField("核实方式", max_length=6, choices=Verification, blank=True, editable=False)
    verified_on = models.DateField("核实日期", null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="核实人",
    )
    consent = models.ForeignKey(
        "grids.Consent", on_delete=models.PROTECT, null=True, editable=False, related_name="+", verbose_name="公示同意"
    )
    published_on = models.DateField("公示日期", null=True, editable=False)
    claimant = models.ForeignKey(
        "party.Member",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="wishes",
        verbose_name="认领党员",
    )
    claimed_on = models.DateField("认领日期", null=True, editable=False)
    realised_on = models.DateField("实现日期", null=True, editable=False)
    how = models.CharField("怎么实现的", max_length=200, blank=True, editable=False)
    spent = models.DecimalField("实际花费（元）", max_digits=8, decimal_places=2, null=True, editable=False)
    answer = models.CharField("回访", max_length=6, choices=Answer, blank=True, editable=False)
    feedback = models.CharField("本人怎么说", max_length=200, blank=True, editable=False)
    thanks = models.CharField("感谢的话", max_length=80, blank=True, editable=False)
    closed_on = models.DateField("回访日期", null=True, editable=False)
    state = models.CharField("状态", max_length=12, choices=S, default=S.PENDING, editable=False)

    MOVES = MOVES

    class Meta:
        verbose_name = "微心愿"
        verbose_name_plural = "微心愿"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="wishes_wish_list"),
            models.Index(fields=["community", "state", "published_on"], name="wishes_wish_state"),
            models.Index(fields=["community", "grid", "state"], name="wishes_wish_grid"),
            models.Index(fields=["person", "-created_at"], name="wishes_wish_person"),
            models.Index(fields=["updated_at"], name="wishes_wish_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sentence=""), name="wishes_wish_said", violation_error_message="请写明心愿。"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="wishes_wish_amount",
                violation_error_message="金额不能是负数。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SHOWN) | Q(published_on__isnull=False, consent__isnull=False),
                name="wishes_wish_shown",
                violation_error_message="公示要先核实，并有本人的公示同意。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*TAKEN, *DONE]) | Q(claimed_on__isnull=False),
                name="wishes_wish_taken",
                violation_error_message="认领的要有认领日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DONE) | Q(realised_on__isnull=False),
                name="wishes_wish_done",
                violation_error_message="实现的要有实现日期。",
            ),
        ]

    @classmethod
    def public_q(cls):
        """What stands on the wall: verified, agreed to, the agreement not taken back, and its applicant not erased."""
        agreed = Q(consent__state=ConsentState.GIVEN, consent__purpose=Purpose.PUBLISH, consent__person=F("person"))
        return Q(state__in=SHOWN) & agreed & ~Q(person__state=PersonState.ERASED)

    @property
    def limit(self):
        """What it had better not cost, in yuan."""
        return LIMITS.get(self.group, LIMIT)

    @property
    def is_over(self):
        """Whether it is expected to cost more than that."""
        return self.amount is not None and self.amount > self.limit

    @property
    def over_refusal(self):
        """Why it cannot be written down like this: it costs more and nobody says why; None where all is well."""
        if self.is_over and not self.over_reason.strip():
            return f"超过 {self.limit:g} 元，请写明理由；大的需要可以“转项目”。"
        return None


HOLDS.append(
    Hold(
        Q(wishes__state__in=OPEN),
        "微心愿 {} 还没有办完；办完或撤回以后才能删除。",
        "wishes__code",
    )
)
# It hung on the wall in these words; nobody is left whose they are.
WORDS["wishes"] = {"sentence": GONE, "over_reason": "", "how": "", "feedback": "", "thanks": ""}
