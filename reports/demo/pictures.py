"""Pictures of the latest demonstration issues of which something can be seen: before, and after where work was submitted."""

import uuid
from datetime import timedelta

from django.core.files.base import ContentFile

from grids.choices import IssueState
from portal.models import Attachment, Entry
from portal.models.attachment import Kind
from reports.demo.scenes import TROUBLES, Scene
from reports.demo.story import line, tied

MANY = 80


def load(demo):
    """Draw them and write their history, one line a sitting as the register does."""
    dice, kept, lines = demo.dice("pictures"), [], []
    seen = [(issue, trouble) for issue in demo.issues if (trouble := _trouble(issue))][-MANY:]
    submits = Entry.objects.filter(model="grids.issue", verb="submit", object_id__in=[issue.pk for issue, _ in seen])
    submitted = dict(submits.order_by("at").values_list("object_id", "at"))
    for issue, trouble in seen:
        scene, number = Scene(dice, trouble), 0
        sittings = [(Kind.BEFORE, dice.choice([1, 1, 2]), issue.created_by, issue.created_at)]
        if issue.pk in submitted:
            sittings.append((Kind.AFTER, 1, issue.handler, submitted[issue.pk]))
        for kind, many, by, at in sittings:
            told = line(issue, "photo", by=by, at=at + timedelta(seconds=1), note=f"照片 {many} 张")
            lines += tied(issue, [told])
            for _ in range(many):
                kept.append(_kept(demo, issue, scene.photo(kind, number), kind, by, at, number))
                number += 1
    Attachment.objects.bulk_create(kept)
    Entry.objects.bulk_create(lines)
    demo.mark(*kept)


def _trouble(issue):
    if issue.state == IssueState.VOID:
        return None
    return TROUBLES.get(issue.title.removeprefix(issue.place))


def _kept(demo, issue, photo, kind, by, at, number):
    one = Attachment(
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"{issue.code} {number}"),
        model=issue._meta.label_lower, object_id=issue.pk, kind=kind, width=photo.width, height=photo.height,
        sha256=photo.sha256, caption="演示图", added_by=by, added_at=at,
    )  # fmt: skip
    one.file.save(".jpg", ContentFile(photo.bytes), save=False)
    demo.files.append(one.file.name)
    one.thumb.save("-s.jpg", ContentFile(photo.thumb_bytes), save=False)
    demo.files.append(one.thumb.name)
    return one
