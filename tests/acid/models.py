"""One model for each shape of register."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.crypto import EncryptedText
from portal.models import REVERSE, Record, Reversible
from portal.moves import Move, Note


class DiaryState(models.TextChoices):
    """Whether a diary page is still written."""

    OPEN = "open", "写着"
    CLOSED = "closed", "已合上"


class CaseState(models.TextChoices):
    """Where a sealed case stands."""

    OPEN = "open", "未了"
    SETTLED = "settled", "已了"


class NoticeState(models.TextChoices):
    """Whether a notice hangs on the wall."""

    DRAFT = "draft", "草稿"
    PUBLIC = "public", "已公示"


class Member(Record):
    """Somebody rows are about; the name and phone are personal data."""

    CODE_PREFIX = "RY"
    CARD = "name"
    OWN = "user"

    name = EncryptedText("姓名", mask="name")
    phone = EncryptedText("电话", mask="phone", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, verbose_name="账号"
    )

    class Meta:
        verbose_name = verbose_name_plural = "人员"


class Diary(Record):
    """Rows of one's own: the way to the user leads over another row."""

    CODE_PREFIX = "RJ"
    CARD = "title"
    OWN = "member__user"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, verbose_name="人员")
    title = models.CharField("标题", max_length=40)
    text = models.TextField("内容", blank=True)
    written_at = models.DateTimeField("写于", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=DiaryState, default=DiaryState.OPEN, editable=False)

    MOVES = {"close": Move("合上", {DiaryState.OPEN}, DiaryState.CLOSED, note=Note.NONE)}

    class Meta:
        verbose_name = verbose_name_plural = "日记"
        constraints = [models.UniqueConstraint(fields=["member", "title"], name="acid_diary_once")]


def not_by_opener(case, by):
    """Who opened a case does not settle it."""
    return "立案人不能自己了结。" if case.created_by_id == by.pk else None


class Case(Record):
    """A sealed case: seen by those it is in the hands of, elsewhere only its number and state."""

    CODE_PREFIX = "AJ"
    ASSIGNED = "mediators"

    summary = models.TextField("案情")
    mediators = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name="调解员")
    state = models.CharField("状态", max_length=10, choices=CaseState, default=CaseState.OPEN, editable=False)

    MOVES = {
        "assign": Move("分派", {CaseState.OPEN}, CaseState.OPEN),
        "settle": Move("了结", {CaseState.OPEN}, CaseState.SETTLED, when=not_by_opener, note=Note.REQUIRED),
    }

    class Meta:
        verbose_name = verbose_name_plural = "案件"


class Referral(Record):
    """A list elsewhere that names a sealed case."""

    CODE_PREFIX = "ZB"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, verbose_name="案件")
    why = models.CharField("缘由", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "转办"


class Notice(Record):
    """A row anybody may read once it is public, without the name of who wrote it."""

    CODE_PREFIX = "GS"
    CARD = "title"

    title = models.CharField("标题", max_length=40)
    author = EncryptedText("联系人", mask="name", blank=True)
    state = models.CharField("状态", max_length=10, choices=NoticeState, default=NoticeState.DRAFT, editable=False)

    MOVES = {"publish": Move("公示", {NoticeState.DRAFT}, NoticeState.PUBLIC)}

    class Meta:
        verbose_name = verbose_name_plural = "公示"

    @classmethod
    def public_q(cls):
        return Q(state=NoticeState.PUBLIC)


class Care(Record):
    """A sensitive side table: its rows and its history are for fewer people than the member they belong to."""

    CODE_PREFIX = "GH"
    ROOT = "member"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, verbose_name="人员")
    kind = models.CharField("类别", max_length=10, choices=[("alone", "独居"), ("ill", "大病")])

    class Meta:
        verbose_name = verbose_name_plural = "关怀"


class Venue(Record):
    """A place the whole community shares, wherever in it one works."""

    CODE_PREFIX = "CD"
    CARD = "name"

    name = models.CharField("名称", max_length=40)
    seats = models.PositiveIntegerField("座位", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "场地"


class Stamp(Reversible, Record):
    """A ledger: points given to a member, never changed, put right by a reversal."""

    CODE_PREFIX = "JF"
    OWN = "member__user"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, verbose_name="人员")
    amount = models.DecimalField("分值", max_digits=6, decimal_places=1)
    why = models.CharField("依据", max_length=40)

    MOVES = {"reverse": REVERSE}

    class Meta:
        verbose_name = verbose_name_plural = "积分"


class Activity(Record):
    """An activity over several grids: it hangs on the community and counts there once."""

    CODE_PREFIX = "HD"
    CARD = "name"

    name = models.CharField("名称", max_length=40)
    grids = models.ManyToManyField("grids.Grid", related_name="+", verbose_name="参加网格")
    held_on = models.DateField("日期")

    class Meta:
        verbose_name = verbose_name_plural = "活动"
