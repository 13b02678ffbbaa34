"""Pictures of the latest demonstration issues of which something can be seen: before, and after where it was put right."""

import uuid
from datetime import timedelta

from django.core.files.base import ContentFile

from grids.choices import IssueState
from portal.models import Attachment, Entry
from portal.models.attachment import Kind
from reports.demo.register import write
from reports.demo.scenes import TROUBLES, Scene
from reports.demo.story import line

MANY = 80


def load(demo):
    """Draw them and write their history, one line a sitting as the register does."""
    dice, kept, lines = demo.dice("pictures"), [], []
    seen = [(issue, trouble) for issue in demo.issues if (trouble := _trouble(issue))][-MANY:]
    keys = [issue.pk for issue, _ in seen]
    ends = Entry.objects.filter(model="grids.issue", verb__in=("submit", "settle"), object_id__in=keys)
    done = {entry.object_id: entry for entry in ends.select_related("actor").order_by("at", "pk")}
    for issue, trouble in seen:
        scene, number = Scene(dice, trouble), 0
        sittings = [(Kind.BEFORE, dice.choice([1, 1, 2]), issue.created_by, issue.created_at)]
        if end := done.get(issue.pk):
            sittings.append((Kind.AFTER, 1, end.actor, end.at))
        for kind, many, by, at in sittings:
            told = line(issue, "photo", by=by, at=at + timedelta(seconds=1), note=f"照片 {many} 张")
            lines.append((told, issue))
            for _ in range(many):
                kept.append(_kept(demo, issue, scene.photo(kind, number), kind, by, at, number))
                number += 1
    Attachment.objects.bulk_create(kept)
    write(lines)
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
