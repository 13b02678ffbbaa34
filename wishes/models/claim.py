"""Claims: who takes a wish on."""

from django.db import models
from django.db.models import Q

from portal.models import Record
from portal.moves import Move, Note
from wishes.choices import HOLDING, Claimant
from wishes.choices import ClaimState as S


class Claim(Record):
    """One claim of one wish: by a party member, a party organisation, somebody from outside, or the community itself.

    ``contact`` is the outsider's name and phone, kept until retention ends. A wish has at most one claim that holds it.
    """

    CODE_PREFIX = "RL"
    CARD = "code"
    OWN = "member__person__user"
    ROOT = "wish"

    wish = models.ForeignKey("wishes.Wish", on_delete=models.PROTECT, related_name="claims", verbose_name="心愿")
    kind = models.CharField("认领方", max_length=12, choices=Claimant)
    member = models.ForeignKey(
        "party.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="claims", verbose_name="党员"
    )
    organisation = models.ForeignKey(
        "party.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name="党组织",
    )
    contact = models.ForeignKey(
        "portal.Contact", on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="联系人"
    )
    promised_on = models.DateField("约定日期", null=True, blank=True)
    claimed_on = models.DateField("认领日期", editable=False)
    state = models.CharField("状态", max_length=10, choices=S, default=S.LIVE, editable=False)

    MOVES = {
        "confirm": Move(
            "确认认领",
            {S.WAITING},
            S.LIVE,
            icon="telephone-outbound",
            style="main",
            consequence="已经和认领人通过电话，说好怎么办。",
        ),
        "refuse": Move(
            "不能确认",
            {S.WAITING},
            S.REFUSED,
            note=Note.REQUIRED,
            icon="x-circle",
            style="warn",
            consequence="心愿回到墙上，别人可以再认领。",
        ),
    }

    class Meta:
        verbose_name = "心愿认领"
        verbose_name_plural = "心愿认领"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="wishes_claim_list"),
            models.Index(fields=["member", "state"], name="wishes_claim_member"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["wish"],
                condition=Q(state__in=HOLDING),
                name="wishes_claim_one_holds",
                violation_error_message="这个心愿已经有人认领了。",
            ),
            models.CheckConstraint(
                condition=Q(kind=Claimant.MEMBER, member__isnull=False, organisation__isnull=True)
                | Q(kind=Claimant.ORGANISATION, member__isnull=True, organisation__isnull=False)
                | Q(kind__in=[Claimant.OUTSIDER, Claimant.COMMUNITY], member__isnull=True, organisation__isnull=True),
                name="wishes_claim_by_one",
                violation_error_message="认领方只能是一方。",
            ),
        ]
