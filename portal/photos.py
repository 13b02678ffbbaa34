"""Photos as they are kept: re-encoded, upright, without any trace of where, when and by whose phone they were taken."""

import hashlib
import io
from dataclasses import dataclass

import pillow_heif
from django import forms
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

pillow_heif.register_heif_opener(thumbnails=False)

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE, THUMB_SIDE, QUALITY = 2560, 480, 85
MAX_PHOTOS = 9

NOT_A_PHOTO = "不是能识别的照片，请用手机拍照或选择 JPG、PNG、WebP、HEIC 图片。"
TOO_BIG = "照片超过 10 MB，请在手机上压缩或截取后再选。"
TOO_MANY_PIXELS = "照片的像素太多（超过 5000 万），请用普通画质重新拍照。"
DAMAGED = "照片不完整，可能没有传完，请重新选择一次。"
EMPTY = "选中的照片是空文件，请重新选择一次。"


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG and its small picture; sizes in pixels, ``sha256`` of ``bytes``."""

    thumb_bytes: bytes
    width: int
    height: int
    sha256: str
    bytes: bytes


def clean_photo(uploaded):
    """Make a kept photo of an uploaded file, judged by what it holds and not by its name.

    Raises ValidationError with a sentence for whoever took the photo.
    """
    if uploaded.size > MAX_BYTES:
        raise ValidationError(TOO_BIG, code="too_big")
    if not uploaded.size:
        raise ValidationError(EMPTY, code="empty")
    uploaded.seek(0)
    picture = _decoded(_opened(io.BytesIO(uploaded.read())))
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    width, height = picture.size
    content = _jpeg(picture)
    picture.thumbnail((THUMB_SIDE, THUMB_SIDE))
    return CleanPhoto(_jpeg(picture), width, height, hashlib.sha256(content).hexdigest(), content)


def _opened(stream):
    """The picture with its header read and not one pixel decoded, so that a bomb costs nothing."""
    try:
        picture = Image.open(stream, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels") from error
    except Exception as error:
        # Broken headers raise whatever the decoder at hand happens to raise.
        raise ValidationError(NOT_A_PHOTO, code="not_a_photo") from error
    if picture.width * picture.height > MAX_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS, code="too_many_pixels")
    return picture


def _decoded(picture):
    """The pixels, upright, on white where the picture was transparent, and nothing else of the file."""
    try:
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
        picture = ImageOps.exif_transpose(picture)
        if picture.has_transparency_data:
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
        picture = picture.convert("RGB")
    except Exception as error:
        raise ValidationError(DAMAGED, code="damaged") from error
    # Pillow would write a comment found here into the new file.
    picture.info = {}
    return picture


def _jpeg(picture):
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


class PhotosInput(forms.ClearableFileInput):
    """One button for several pictures; on a phone it offers the camera."""

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        super().__init__({"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic", **(attrs or {})})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PhotosField(forms.FileField):
    """Up to nine photos; cleans to a list of CleanPhoto, and names the file at fault."""

    widget = PhotosInput
    default_error_messages = {"too_many": "一次最多 %(most)d 张照片，请留下最说明问题的几张。"}

    def __init__(self, *, most=MAX_PHOTOS, **options):
        self.most = most
        super().__init__(**options)

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if len(files) > self.most:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": self.most})
        photos, errors = [], []
        for number, uploaded in enumerate(files, 1):
            try:
                photos.append(clean_photo(uploaded))
            except ValidationError as error:
                errors.append(f"第 {number} 张{error.message}" if len(files) > 1 else error.message)
        if errors:
            raise ValidationError(errors)
        return photos
