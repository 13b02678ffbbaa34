"""Party members: those of the branch, those of units who serve here, those who are away or too old to come."""

from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from grids.models.person_holds import HOLDS, Hold
from party.choices import Category, Duty, MemberState
from portal.models import Record
from portal.moves import Move, Note

# Source: domain.md, the usual quota of a member who checked in.
HOURS, ACTIVITIES = 50, 4


def linkable(member, by):
    """An account is linked once, to somebody who has none."""
    return "这位党员已经关联了账号，要换先点“解除账号”。" if member.person.user_id else None


def linked(member, by):
    """What is not linked cannot be taken apart."""
    return None if member.person.user_id else "这位党员还没有关联账号。"


class Member(Record):
    """Somebody as a member of the party: of which organisation, of which of the three kinds, serving in which grid.

    A person is a member once at a time. ``score`` is the balance of the points of ``score_year``, both reckoned from the ledger
    (``party.actions.points``). ``hours`` and ``activities`` are what a year is to bring: either is enough.
    """

    CODE_PREFIX = "DY"
    CARD = "person__name"
    OWN = "person__user"
    DERIVED = frozenset({"score", "score_year"})
    SILENT = DERIVED

    person = models.ForeignKey(
        "grids.Person", on_delete=models.PROTECT, related_name="memberships", verbose_name="姓名"
    )
    organisation = models.ForeignKey(
        "party.Organisation", on_delete=models.PROTECT, related_name="members", verbose_name="党组织"
    )
    category = models.CharField("类别", max_length=12, choices=Category)
    duty = models.CharField("职务", max_length=12, choices=Duty, default=Duty.NONE)
    joined_on = models.DateField("入党日期", null=True, blank=True)
    checked_in_on = models.DateField("报到日期", null=True, blank=True, help_text="在职党员到社区报到的日期")
    skills = models.CharField("特长", max_length=100, blank=True, help_text="如 电工、法律、书法")
    offers = models.CharField("愿意做的服务", max_length=100, blank=True, help_text="如 周末代教、上门量血压")
    hours = models.PositiveSmallIntegerField(
        "年度时长（小时）", default=HOURS, validators=[MaxValueValidator(2000)], help_text="时长和次数做到一样就行"
    )
    activities = models.PositiveSmallIntegerField("年度次数", default=ACTIVITIES, validators=[MaxValueValidator(366)])
    left_on = models.DateField("转出日期", null=True, blank=True, editable=False)
    score = models.DecimalField("本年积分", max_digits=6, decimal_places=1, default=Decimal(0), editable=False)
    score_year = models.PositiveSmallIntegerField("积分年度", default=0, editable=False)
    state = models.CharField("状态", max_length=8, choices=MemberState, default=MemberState.ACTIVE, editable=False)

    MOVES = {
        "transfer": Move(
            "转到别的党组织",
            {MemberState.ACTIVE},
            None,
            icon="arrow-left-right",
            consequence="以后的承诺和积分算在新的党组织，以前的不变。",
        ),
        "link": Move(
            "关联账号",
            {MemberState.ACTIVE},
            None,
            when=linkable,
            icon="person-check",
            consequence="这个账号登录后，能看到并办理本人的承诺。先核对是本人的账号。",
        ),
        "unlink": Move(
            "解除账号", {MemberState.ACTIVE}, None, when=linked, note=Note.REQUIRED, icon="person-slash", style="warn"
        ),
        "leave": Move(
            "转出",
            {MemberState.ACTIVE},
            MemberState.LEFT,
            note=Note.REQUIRED,
            icon="box-arrow-right",
            style="warn",
            consequence="从名册减去，不再参加考评；承诺和积分的记录保留，没做完的承诺请书记作废或转入评诺。",
        ),
        "rejoin": Move("转回", {MemberState.LEFT}, MemberState.ACTIVE, icon="box-arrow-in-left", style="main"),
    }

    class Meta:
        verbose_name = "党员"
        verbose_name_plural = "党员"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="party_member_list"),
            models.Index(fields=["community", "grid", "state"], name="party_member_grid"),
            models.Index(fields=["organisation", "state"], name="party_member_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=MemberState.ACTIVE),
                name="party_member_once",
                violation_error_message="这个人已经是在册党员，请在“党员”里查找，不要重复登记。",
            ),
            models.CheckConstraint(
                condition=Q(joined_on__isnull=True)
                | Q(checked_in_on__isnull=True)
                | Q(checked_in_on__gte=F("joined_on")),
                name="party_member_days",
                violation_error_message="报到日期不能早于入党日期。",
            ),
        ]


HOLDS.append(
    Hold(
        Q(memberships__state=MemberState.ACTIVE),
        "这个人还是在册党员（{}），请先办理党员转出；转出以后才能删除。",
        "memberships__code",
    )
)
