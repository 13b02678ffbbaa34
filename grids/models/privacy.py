"""What people agreed to, what they asked about their own data, and how long it is kept. Source: PIPL §14–15, 19, 45–47."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from grids.choices import ConsentState, ConsentWay, KeptKind, Purpose, RequestKind, RequestState
from portal.models import Record
from portal.moves import Move, Note


class Consent(Record):
    """One consent of one person: what for, when, how, and whether it was taken back."""

    CODE_PREFIX = "TY"
    CARD = "person__name"
    ROOT = "person"

    person = models.ForeignKey("grids.Person", on_delete=models.PROTECT, related_name="consents", verbose_name="姓名")
    purpose = models.CharField("同意什么", max_length=10, choices=Purpose)
    way = models.CharField("怎样同意", max_length=8, choices=ConsentWay)
    given_on = models.DateField("同意日期")
    guardian = models.CharField("监护人关系", max_length=20, blank=True, help_text="未满 14 岁的由谁同意，如 母亲")
    note = models.CharField("说明", max_length=200, blank=True, help_text="如 签字单存放在哪里")
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=ConsentState, default=ConsentState.GIVEN, editable=False)

    MOVES = {
        "withdraw_consent": Move(
            "撤回同意",
            {ConsentState.GIVEN},
            ConsentState.WITHDRAWN,
            icon="hand-thumbs-down",
            style="warn",
            consequence="从今天起不能再按这项同意使用信息；以前已经做的不受影响。",
        )
    }

    class Meta:
        verbose_name = "个人信息同意"
        verbose_name_plural = "个人信息同意"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="grids_consent_list"),
            models.Index(fields=["person", "purpose", "state"], name="grids_consent_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="grids_consent_days",
                violation_error_message="撤回日期不能早于同意日期。",
            )
        ]


class DataRequest(Record):
    """Somebody asks to see, to correct or to delete the own data; the answer is due within days the law calls prompt."""

    CODE_PREFIX = "QQ"
    CARD = "person__name"
    ROOT = "person"

    person = models.ForeignKey(
        "grids.Person", on_delete=models.PROTECT, related_name="data_requests", verbose_name="请求人"
    )
    kind = models.CharField("请求", max_length=8, choices=RequestKind)
    asked_on = models.DateField("提出日期")
    words = models.TextField("怎么说的", max_length=300, blank=True)
    due_on = models.DateField("答复期限", editable=False)
    answer = models.TextField("怎么答复的", max_length=300, blank=True, editable=False)
    answered_on = models.DateField("答复日期", null=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=RequestState, default=RequestState.OPEN, editable=False)

    MOVES = {
        "fulfil": Move(
            "办理并答复",
            {RequestState.OPEN},
            RequestState.DONE,
            icon="check2-circle",
            style="main",
            consequence="查阅的打印告知单交给本人；删除的立即删去个人信息，不能恢复。",
        ),
        "decline": Move(
            "不予办理",
            {RequestState.OPEN},
            RequestState.DECLINED,
            note=Note.REQUIRED,
            icon="x-circle",
            style="warn",
            consequence="法律、法规要求保存的可以不删；理由要告诉本人。",
        ),
    }

    class Meta:
        verbose_name = "个人信息请求"
        verbose_name_plural = "个人信息请求"
        indexes = [models.Index(fields=["community", "-created_at", "-id"], name="grids_data_request_list")]


class Retention(Record):
    """How many months a kind of personal data is kept; where none is set, ``grids.retention.DEFAULTS`` holds."""

    CODE_PREFIX = "BQ"

    kind = models.CharField("什么资料", max_length=10, choices=KeptKind)
    months = models.PositiveSmallIntegerField("保存月数", validators=[MinValueValidator(1), MaxValueValidator(600)])

    class Meta:
        verbose_name = "保存期限"
        verbose_name_plural = "保存期限"
        indexes = [models.Index(fields=["community", "kind"], name="grids_retention_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "kind"],
                name="grids_retention_once",
                violation_error_message="这类资料已经设过期限，请修改原来那一条。",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=600),
                name="grids_retention_months",
                violation_error_message="期限 1 到 600 个月。",
            ),
        ]
