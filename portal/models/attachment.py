"""Pictures of a record: re-encoded, without traces of where and by whom, seen only by who sees the record."""

import uuid

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone

from portal import history
from portal.errors import Refused
from portal.photos import MAX_PHOTOS


class Kind(models.TextChoices):
    """When in the life of a matter the picture was taken."""

    BEFORE = "before", "前"
    AFTER = "after", "后"


def _path(attachment, name):
    return f"{attachment.model.replace('.', '/')}/{timezone.localdate():%Y/%m}/{attachment.key}{name}"


class Attachment(models.Model):
    """One picture and its thumbnail; sizes in pixels, ``sha256`` of the kept bytes."""

    key = models.UUIDField("取图号", default=uuid.uuid4, unique=True, editable=False)
    model = models.CharField("登记簿", max_length=60)
    object_id = models.BigIntegerField("记录")
    kind = models.CharField("类型", max_length=10, choices=Kind, default=Kind.BEFORE)
    file = models.FileField("图片", upload_to=_path)
    thumb = models.FileField("缩略图", upload_to=_path)
    width = models.PositiveIntegerField("宽")
    height = models.PositiveIntegerField("高")
    sha256 = models.CharField("指纹", max_length=64)
    caption = models.CharField("说明", max_length=60, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField("上传时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "照片"
        indexes = [models.Index(fields=["model", "object_id", "id"], name="portal_attachment_of")]

    @classmethod
    def of(cls, record):
        """The pictures of one record, oldest first."""
        return cls.objects.filter(model=record._meta.label_lower, object_id=record.pk).order_by("pk")

    @classmethod
    def pass_on(cls, record, to, *, by):
        """Let another record have the pictures of this one: what was left here is worked on there."""
        many = cls.of(record).update(model=to._meta.label_lower, object_id=to.pk)
        if many:
            history.log("photo", by=by, record=to, note=f"照片 {many} 张，随 {record.code} 转来")

    @classmethod
    def keep(cls, record, photos, *, by, kind=Kind.BEFORE, caption=""):
        """Attach cleaned photos (``portal.photos.CleanPhoto``) to a record; the history line names how many."""
        if not photos:
            return []
        kept = []
        with transaction.atomic():
            # Two uploads at once would each count without the other.
            type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
            if cls.of(record).filter(kind=kind).count() + len(photos) > MAX_PHOTOS:
                raise Refused(f"照片最多 {MAX_PHOTOS} 张，请留下最说明问题的几张。")
            for photo in photos:
                one = cls(
                    model=record._meta.label_lower,
                    object_id=record.pk,
                    kind=kind,
                    width=photo.width,
                    height=photo.height,
                    sha256=photo.sha256,
                    caption=caption,
                    added_by=history.author(by),
                )
                one.file.save(".jpg", ContentFile(photo.bytes), save=False)
                one.thumb.save("-s.jpg", ContentFile(photo.thumb_bytes), save=False)
                one.save(force_insert=True)
                kept.append(one)
            history.log("photo", by=by, record=record, note=f"照片 {len(kept)} 张")
        return kept
