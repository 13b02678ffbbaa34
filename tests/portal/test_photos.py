import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal import photos
from portal.photos import PhotosField, PhotosInput, clean_photo

GPS = 0x8825


def upload(content, name="照片.jpg"):
    return SimpleUploadedFile(name, content)


def picture(form="JPEG", size=(60, 40), mode="RGB", colour="red", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, form, **options)
    return out.getvalue()


def traced_exif(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(GPS).update({1: "N", 2: (37.0, 57.0, 1.0)})
    return exif.tobytes()


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_what_phones_take_becomes_a_jpeg(form):
    photo = clean_photo(upload(picture(form), name="随便.txt"))
    kept = opened(photo.bytes)
    assert (kept.format, kept.size, photo.width, photo.height) == ("JPEG", (60, 40), 60, 40)
    assert len(photo.sha256) == 64


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_no_trace_of_place_or_phone_is_left(form):
    content = picture(form, exif=traced_exif(), **({"comment": b"SecretPhone"} if form == "JPEG" else {}))
    assert b"SecretPhone" in content
    photo = clean_photo(upload(content))
    for kept in (photo.bytes, photo.thumb_bytes):
        assert b"SecretPhone" not in kept
        assert not opened(kept).getexif()
        assert set(opened(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_phone_held_sideways_gives_an_upright_photo():
    photo = clean_photo(upload(picture(size=(60, 40), exif=traced_exif(orientation=6))))
    assert (photo.width, photo.height) == (40, 60)


def test_large_photos_are_made_smaller():
    photo = clean_photo(upload(picture(size=(4000, 3000))))
    assert (photo.width, photo.height) == (2560, 1920)
    assert opened(photo.thumb_bytes).size == (480, 360)


def test_transparent_pictures_lie_on_white():
    photo = clean_photo(upload(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0))))
    assert opened(photo.bytes).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "I;16", "CMYK"])
def test_every_kind_of_colour_is_taken(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert clean_photo(upload(picture(form, mode=mode, colour=0))).width == 60


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        b"%PDF-1.7",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        "文字".encode(),
    ],
)
def test_what_is_no_photo_is_refused_in_words(content):
    with pytest.raises(ValidationError, match="请用手机拍照或选择"):
        clean_photo(upload(content, name="照片.jpg"))


def test_an_empty_file_is_refused():
    with pytest.raises(ValidationError, match="空文件"):
        clean_photo(upload(b""))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_half_a_photo_is_refused(form):
    content = picture(form, size=(300, 300), **({"quality": 90} if form == "JPEG" else {}))
    with pytest.raises(ValidationError):
        clean_photo(upload(content[: len(content) * 2 // 3]))


def test_more_than_ten_megabytes_is_refused():
    with pytest.raises(ValidationError, match="10 MB"):
        clean_photo(upload(picture() + b"0" * photos.MAX_BYTES))


@pytest.mark.parametrize("side", [8000, 12_000, 60_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"not even packed pixels") + chunk(b"IEND", b"")
    )
    with pytest.raises(ValidationError, match="像素太多"):
        clean_photo(upload(bomb))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF"]), st.integers(0, 400), st.binary(min_size=1, max_size=30))
def test_damage_anywhere_is_a_sentence_or_a_photo(form, where, damage):
    content = bytearray(picture(form))
    content[where : where + len(damage)] = damage
    try:
        said = f"{clean_photo(upload(bytes(content))).width}。"
    except ValidationError as error:
        said = error.messages[0]
    assert said.endswith("。")


def test_the_field_takes_several_and_names_the_one_at_fault():
    field = PhotosField()
    assert len(field.clean([upload(picture()), upload(picture("PNG"))])) == 2
    with pytest.raises(ValidationError, match="第 2 张不是能识别的照片"):
        field.clean([upload(picture()), upload(b"x")])
    with pytest.raises(ValidationError, match="最多 9 张"):
        field.clean([upload(picture())] * 10)
    with pytest.raises(ValidationError):
        field.clean([])
    assert PhotosField(required=False).clean([]) == []


def test_the_input_hands_over_every_file():
    files = MultiValueDict({"photos": [upload(b"1"), upload(b"2")]})
    assert len(PhotosInput().value_from_datadict({}, files, "photos")) == 2
    assert "multiple" in PhotosInput().render("photos", None)
