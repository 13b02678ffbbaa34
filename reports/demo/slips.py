"""The signed slips of the demonstration: a sheet with ruled lines and a scrawl, marked as drawn."""

import io
import uuid

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from portal.models import Attachment
from portal.models.attachment import Kind
from portal.photos import clean_photo
from reports.demo.scenes import LABEL_HEIGHT, LABELS
from reports.demo.story import line

SIZE, PAPER, RULE, INK, STAMP = (480, 640), "#f7f4ea", "#b9c3cc", "#27406b", "#4a4843"
LINES, FIRST_LINE, APART = 9, 120, 52


def load(demo):
    """Attach one to each period that was confirmed by a slip."""
    dice, kept, lines = demo.dice("slips"), [], []
    for period, by, at in demo.party.slips:
        photo = clean_photo(ContentFile(_drawn(dice)))
        one = Attachment(
            key=uuid.uuid5(uuid.NAMESPACE_OID, f"{period.code} slip"), model=period._meta.label_lower, object_id=period.pk,
            kind=Kind.AFTER, width=photo.width, height=photo.height, sha256=photo.sha256, caption="演示图", added_by=by,
            added_at=at,
        )  # fmt: skip
        for field, name, content in ((one.file, ".jpg", photo.bytes), (one.thumb, "-s.jpg", photo.thumb_bytes)):
            field.save(name, ContentFile(content), save=False)
            demo.files.append(field.name)
        kept.append(one)
        lines.append((line(period, "photo", by=by, at=at, note="照片 1 张"), period))
    Attachment.objects.bulk_create(kept)
    demo.mark(*kept)
    demo.party.keep([], lines)


def _drawn(dice):
    """The bytes of a sheet with a few written lines and a name that nobody can read."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    for n in range(LINES):
        y = FIRST_LINE + APART * n
        pen.line((40, y, SIZE[0] - 40, y), fill=RULE, width=2)
        if n < 4:
            _scrawl(dice, pen, 56, SIZE[0] - dice.randint(60, 180), y - 14)
    _scrawl(dice, pen, SIZE[0] - 180, SIZE[0] - 80, FIRST_LINE + APART * (LINES - 1) - 16)
    with Image.open(LABELS) as sheet:
        label = sheet.crop((0, 0, sheet.width, LABEL_HEIGHT))
    pen.rectangle((24, 24, 24 + label.width, 24 + LABEL_HEIGHT), fill=STAMP)
    picture.paste("white", (24, 24), label)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _scrawl(dice, pen, left, right, y):
    points = [(x, y + dice.randint(-11, 11)) for x in range(left, right, 7)]
    pen.line(points, fill=INK, width=3, joint="curve")
