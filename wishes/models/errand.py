"""Errands of the help station: something small a neighbour needs today or tomorrow, and the party member who does it."""

from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from grids.models.person_holds import HOLDS, Hold
from grids.models.person_words import GONE, WORDS
from portal.crypto import EncryptedText
from portal.models import Record
from wishes.choices import AFOOT, IN_HAND, RUN, ErrandKind, Heard
from wishes.choices import ErrandState as S
from wishes.models.errand_moves import MOVES

# Asked for today or tomorrow; what takes longer is a wish or a project. An errand's hours, as points count them.
AHEAD = timedelta(days=1)
LEAST, MOST = Decimal("0.5"), Decimal(8)


class Errand(Record):
    """One errand for one neighbour, ``person``; ``place`` is where to come, kept encrypted and shown masked like name and phone.

    ``offered`` are the members it was offered to, ``put_down`` who gave it back, ``member`` is who took it. ``hours`` is what
    it took, counted as service. ``thanks`` is what the neighbour said when called afterwards.
    """

    CODE_PREFIX = "WB"
    CARD = "sentence"
    OWN = "member__person__user"
    ASSIGNED = "offered__person__user"
    ROOT = "person"

    person = models.ForeignKey("grids.Person", on_delete=models.PROTECT, related_name="errands", verbose_name="求助人")
    kind = models.CharField("类别", max_length=8, choices=ErrandKind)
    sentence = models.CharField("要帮什么", max_length=80, help_text="一句话，不写姓名、电话、门牌")
    place = EncryptedText("到哪里", mask="address", max_length=80, blank=True, help_text="不填就是求助人家里")
    asked_on = models.DateField("求助日期", editable=False)
    wanted_on = models.DateField("哪天要")
    offered = models.ManyToManyField(
        "party.Member", related_name="offered_errands", editable=False, verbose_name="派给"
    )
    put_down = models.ManyToManyField("party.Member", related_name="+", editable=False, verbose_name="放下的")
    member = models.ForeignKey(
        "party.Member", on_delete=models.PROTECT, null=True, editable=False, related_name="errands", verbose_name="党员"
    )
    accepted_on = models.DateField("接单日期", null=True, editable=False)
    done_on = models.DateField("办好日期", null=True, editable=False)
    how = models.CharField("怎么办的", max_length=120, blank=True, editable=False)
    hours = models.DecimalField("用时（小时）", max_digits=3, decimal_places=1, null=True, editable=False)
    answer = models.CharField("本人怎么答", max_length=6, choices=Heard, blank=True, editable=False)
    thanks = models.CharField("致谢", max_length=120, blank=True, editable=False)
    thanked_on = models.DateField("致谢日期", null=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=S, default=S.OFFERED, editable=False)

    MOVES = MOVES

    class Meta:
        verbose_name = "微帮"
        verbose_name_plural = "微帮"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="wishes_errand_list"),
            models.Index(fields=["community", "state", "wanted_on"], name="wishes_errand_state"),
            models.Index(fields=["member", "state"], name="wishes_errand_member"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(sentence=""), name="wishes_errand_said", violation_error_message="请写明要帮什么。"
            ),
            models.CheckConstraint(
                condition=Q(wanted_on__gte=F("asked_on")) & Q(wanted_on__lte=F("asked_on") + AHEAD),
                name="wishes_errand_soon",
                violation_error_message="微帮只办今天或明天的小事。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_HAND, member__isnull=False) | ~Q(state__in=IN_HAND) & Q(member__isnull=True),
                name="wishes_errand_taken",
                violation_error_message="接了单的要写明是谁，没人接的不写。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RUN, done_on__isnull=False, hours__gte=LEAST, hours__lte=MOST)
                | ~Q(state__in=RUN) & Q(done_on__isnull=True, hours__isnull=True),
                name="wishes_errand_done",
                violation_error_message="办好的要写明日期和用时（0.5 到 8 小时）。",
            ),
        ]


HOLDS.append(
    Hold(
        Q(errands__state__in=AFOOT),
        "微帮 {} 还没有办完；致谢或取消以后才能删除。",
        "errands__code",
    )
)
# Where to come and what was said lead to the person.
WORDS["errands"] = {"sentence": GONE, "place": "", "how": "", "thanks": ""}
