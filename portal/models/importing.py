"""An upload on its way into a register: what was sent, what it would do, how far it is."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.crypto import decrypt, encrypt

LOST_AFTER = timedelta(minutes=2)


class RunState(models.TextChoices):
    """Where an import stands."""

    CHECKING = "checking", "核对中"
    READY = "ready", "待确认"
    WRITING = "writing", "导入中"
    DONE = "done", "已导入"
    FAILED = "failed", "未导入"


class RunQuerySet(models.QuerySet):
    """Runs by whether anybody still works on them."""

    def lost(self):
        """Runs whose worker has shown no life for a while."""
        busy = [RunState.CHECKING, RunState.WRITING]
        return self.filter(state__in=busy, touched_at__lt=timezone.now() - LOST_AFTER)

    def claim(self, key, state, *, digest=None, partial=False):
        """Take a run that nobody works on into hand; its attempt number, or None when it is not to be had.

        Only the holder of the last attempt may write, so a run taken twice is written once.
        """
        free = Q(state__in=[RunState.READY, RunState.FAILED]) | Q(pk__in=list(self.lost().values_list("pk", flat=True)))
        runs = self.filter(free, key=key)
        if digest is not None:
            runs = runs.filter(digest=digest)
        now = timezone.now()
        if not runs.update(state=state, attempt=F("attempt") + 1, partial=partial, done=0, told="", touched_at=now):
            return None
        return self.get(key=key).attempt


class ImportRun(models.Model):
    """One upload of one user; only that user sees it, and its file is kept, encrypted, no longer than needed.

    ``digest`` stands for the plan as it was shown; ``done`` of ``total`` rows are checked. ``partial``: refused rows stay out.
    """

    key = models.UUIDField("取件号", default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="导入人"
    )
    model = models.CharField("登记簿", max_length=60)
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件指纹", max_length=64)
    locked_content = models.TextField("文件内容（加密）", blank=True)
    state = models.CharField("状态", max_length=10, choices=RunState, default=RunState.READY)
    total = models.PositiveIntegerField("行数", default=0)
    done = models.PositiveIntegerField("已核对", default=0)
    counts = models.JSONField("各类行数", default=dict)
    unknown = models.JSONField("没有用到的列", default=list)
    digest = models.CharField("核对指纹", max_length=64, blank=True)
    partial = models.BooleanField("退回的行先不导入", default=False)
    told = models.TextField("说明", blank=True)
    attempt = models.PositiveIntegerField("次数", default=0)
    made_at = models.DateTimeField("上传时间", default=timezone.now)
    touched_at = models.DateTimeField("最近动作", default=timezone.now)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        indexes = [models.Index(fields=["user", "-made_at"], name="portal_import_user")]

    def __str__(self):
        return self.file_name

    @property
    def content(self):
        """The bytes of the upload; none once it was forgotten."""
        return decrypt(self.locked_content).encode("latin-1") if self.locked_content else b""

    @content.setter
    def content(self, content):
        self.locked_content = encrypt(content.decode("latin-1")) if content else ""

    @property
    def is_busy(self):
        """Whether somebody works on it now."""
        return self.state in (RunState.CHECKING, RunState.WRITING) and not self.is_interrupted

    @property
    def is_interrupted(self):
        """Whether the worker died with it; whatever it had begun to write was rolled back."""
        busy = self.state in (RunState.CHECKING, RunState.WRITING)
        return busy and self.touched_at < timezone.now() - LOST_AFTER

    @property
    def state_words(self):
        return "中断" if self.is_interrupted else self.get_state_display()

    @property
    def accepted(self):
        """How many rows would be written."""
        return self.counts.get("new", 0) + self.counts.get("update", 0)

    @property
    def emptied(self):
        """How many cells of known rows would lose what they hold; one query."""
        changed = self.rows.filter(kind="update").values_list("changes", flat=True)
        return sum(bool(old) and not new for changes in changed for _, old, new in changes)

    @property
    def refused(self):
        return self.counts.get("invalid", 0)


class ImportRow(models.Model):
    """What one row of an upload would do, masked, for the preview."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows", verbose_name="导入")
    line = models.PositiveIntegerField("行号")
    kind = models.CharField("结果", max_length=8)
    code = models.CharField("编号", max_length=60, blank=True)
    card = models.CharField("名称", max_length=200, blank=True)
    changes = models.JSONField("改动", default=list)
    refusals = models.JSONField("退回原因", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "导入行"
        constraints = [models.UniqueConstraint(fields=["run", "line"], name="portal_import_row_once")]
        indexes = [models.Index(fields=["run", "kind", "line"], name="portal_import_row_kind")]

    def __str__(self):
        return f"第 {self.line} 行"
