"""Letters: what residents leave at the public door without an account."""

from django.db import models
from django.db.models import Q

from grids.models.person_words import GONE, WORDS
from portal.models import Record
from portal.moves import Move, Note
from wishes.choices import LetterKind
from wishes.choices import LetterState as S


class Letter(Record):
    """One letter about one grid, which waits until staff look at it and make an issue or a wish of it, or say no.

    ``contact`` is who left it, kept until retention ends. ``mark`` is the keyed hash of the tracking code; the code itself is
    known to the writer alone. ``reply`` is what the writer reads when it was declined.
    """

    CODE_PREFIX, CARD = "LJ", "text"

    kind = models.CharField("来意", max_length=6, choices=LetterKind)
    text = models.TextField("内容", max_length=300)
    place = models.CharField("地点", max_length=80, blank=True)
    contact = models.ForeignKey(
        "portal.Contact", on_delete=models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="联系人"
    )
    mark = models.CharField(max_length=64, unique=True, editable=False)
    issue = models.ForeignKey(
        "grids.Issue",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="letters",
        verbose_name="转为事项",
    )
    wish = models.ForeignKey(
        "wishes.Wish",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="letters",
        verbose_name="登记为心愿",
    )
    reply = models.CharField("给居民的答复", max_length=200, blank=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=S, default=S.PENDING, editable=False)

    MOVES = {
        "to_issue": Move(
            "转为事项",
            {S.PENDING},
            S.TAKEN,
            icon="send-check",
            style="main",
            consequence="照片一起转过去，事项从现在起计时；居民用查询码能看到办到哪一步。",
        ),
        "to_wish": Move(
            "登记为心愿",
            {S.PENDING},
            S.TAKEN,
            icon="heart",
            style="main",
            consequence="先打电话问清是谁；没登记的居民先到“居民”登记。",
        ),
        "join": Move(
            "并入已有事项",
            {S.PENDING},
            S.TAKEN,
            icon="sign-merge-right",
            consequence="已经有人报过的，并到那一件；居民看到的是那一件办到哪一步。",
        ),
        "decline": Move(
            "不予受理",
            {S.PENDING},
            S.DECLINED,
            note=Note.REQUIRED,
            icon="x-circle",
            style="warn",
            consequence="写的话居民用查询码能看到；不写姓名、电话。",
        ),
    }

    class Meta:
        verbose_name = "居民来件"
        verbose_name_plural = "居民来件"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="wishes_letter_list"),
            models.Index(fields=["community", "grid", "state"], name="wishes_letter_grid"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=S.TAKEN, issue__isnull=True, wish__isnull=True)
                & (Q(issue__isnull=True) | Q(wish__isnull=True))
                & (Q(state=S.TAKEN) | Q(issue__isnull=True, wish__isnull=True)),
                name="wishes_letter_became",
                violation_error_message="受理的来件要转为一件事项或一个心愿。",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DECLINED) | ~Q(reply=""),
                name="wishes_letter_reply",
                violation_error_message="不予受理要写给居民的答复。",
            ),
        ]


# What a wish was made of is said in the same words, by the same person.
WORDS["wishes__letters"] = {"text": GONE, "place": "", "contact": None}
