"""What the four sides say of a pledge: the member, other members, the organisation, the residents."""

from django.db import models
from django.db.models import Q

from pledges.choices import Rating, Reviewer, ReviewWay
from portal.clock import today
from portal.models import Record


class Review(Record):
    """One word on one pledge; those of residents and of other members are entered by staff."""

    CODE_PREFIX = "PN"
    CARD = "pledge__sentence"
    OWN = "pledge__member__person__user"
    ROOT = "pledge"

    pledge = models.ForeignKey("pledges.Pledge", on_delete=models.PROTECT, related_name="reviews", verbose_name="承诺")
    side = models.CharField("谁评", max_length=12, choices=Reviewer)
    rating = models.CharField("评价", max_length=6, choices=Rating)
    way = models.CharField("怎么评的", max_length=8, choices=ReviewWay, default=ReviewWay.MEETING)
    words = models.CharField("评语", max_length=200, blank=True)
    said_on = models.DateField("评议日期", default=today)

    class Meta:
        verbose_name = "评诺"
        verbose_name_plural = "评诺"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="pledges_review_list"),
            models.Index(fields=["pledge", "side"], name="pledges_review_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "side"],
                condition=Q(side__in=[Reviewer.SELF, Reviewer.ORGANISATION]),
                name="pledges_review_once",
                violation_error_message="本人和组织对一条承诺各评一次，请修改原来那一条。",
            )
        ]
