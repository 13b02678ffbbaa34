"""Pictures are seen by exactly those who see their record."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.choices import Role
from portal.errors import Refused
from portal.models import Attachment, Entry
from portal.models.attachment import Kind
from portal.photos import clean_photo
from tests.acid.models import Diary
from tests.factories import acid


def picture(name="a.jpg", size=(40, 30)):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.fixture
def diary(house):
    """A diary page with one picture, of the party member."""
    made = acid.diary(house.near, own=house.user(Role.PARTY))
    Attachment.keep(made, [clean_photo(picture())], by=house.user(Role.PARTY))
    return made


def urls(photo):
    return [f"/photos/{photo.key}/{size}/" for size in ("full", "thumb")]


def test_who_sees_the_record_sees_its_pictures(house, enter, diary):
    photo = Attachment.of(diary).get()
    client = enter(house.user(Role.PARTY))
    page = client.get(f"/acid/diaries/{diary.pk}/").content.decode()
    for url in urls(photo):
        assert url in page
        answer = client.get(url)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Cache-Control"].startswith("private")
        assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.ADMIN])
def test_nobody_else_does(house, enter, client, diary, role):
    photo = Attachment.of(diary).get()
    for url in urls(photo):
        assert client.get(url).status_code == 302
    for url in urls(photo):
        assert enter(house.user(role)).get(url).status_code == 404


def test_a_picture_of_a_row_out_of_reach_is_not_shown_though_the_role_may(house, enter):
    away = acid.diary(house.away)
    Attachment.keep(away, [clean_photo(picture())], by=None)
    assert enter(house.user(Role.SECRETARY)).get(urls(Attachment.of(away).get())[0]).status_code == 404


@pytest.mark.parametrize(
    "path", ["-" * 36 + "/full", "x/full", "0" * 36 + "/thumb", "00000000-0000-0000-0000-000000000000/full"]
)
def test_a_picture_that_is_not_there_is_404(house, enter, path):
    assert enter(house.user(Role.PARTY)).get(f"/photos/{path}/").status_code == 404


def test_a_size_that_is_not_kept_and_a_file_that_is_gone_are_404(house, enter, diary):
    photo, client = Attachment.of(diary).get(), enter(house.user(Role.PARTY))
    assert client.get(f"/photos/{photo.key}/huge/").status_code == 404
    photo.file.delete(save=False)
    assert client.get(urls(photo)[0]).status_code == 404


def test_pictures_come_with_the_form_and_are_told_in_the_history(house, enter):
    party = house.user(Role.PARTY)
    member = acid.whose(house.near, party)
    sent = {"title": "一页", "grid": house.near.pk, "member": member.pk, "photos": [picture("a.jpg"), picture("b.jpg")]}
    assert enter(party).post("/acid/diaries/add/", sent).status_code == 302
    made = Diary.objects.get()
    assert [photo.kind for photo in Attachment.of(made)] == [Kind.BEFORE] * 2
    entry = Entry.objects.own(made).get(verb="photo")
    assert (entry.reason, entry.actor) == ("照片 2 张", party)


def test_something_else_than_a_picture_is_told_and_nothing_is_kept(house, enter):
    party = house.user(Role.PARTY)
    member = acid.whose(house.near, party)
    fake = SimpleUploadedFile("a.jpg", b"<script>", "image/jpeg")
    sent = {"title": "一页", "grid": house.near.pk, "member": member.pk, "photos": [picture(), fake]}
    response = enter(party).post("/acid/diaries/add/", sent)
    assert response.status_code == 422
    assert [error["label"] for error in response.context["errors"]] == ["照片"]
    assert not Diary.objects.exists()
    assert not Attachment.objects.exists()


def test_a_record_has_nine_pictures_of_a_kind_at_most(house, diary, monkeypatch):
    monkeypatch.setattr("portal.models.attachment.MAX_PHOTOS", 2)
    Attachment.keep(diary, [clean_photo(picture())], by=None)
    with pytest.raises(Refused, match="最多 2 张"):
        Attachment.keep(diary, [clean_photo(picture())], by=None)
    Attachment.keep(diary, [clean_photo(picture())], by=None, kind=Kind.AFTER)
    assert Attachment.of(diary).count() == 3
    assert Attachment.keep(diary, [], by=None) == []
