"""The public door of a grid: what strangers leave there, and the posters that lead to it."""

import re

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import Role
from grids.models import Issue
from portal.models import Attachment, Contact, Entry
from tests.portal.test_attachment import picture
from wishes.choices import LetterKind, LetterState
from wishes.models import Letter, Wish
from wishes.public import door
from wishes.public.tracking import new_key, plain

NOW = "2026-11-20T10:00:00+08:00"
REPORT = {"text": "楼门口的路灯不亮，电话13812345678", "place": "3号楼门口"}
CODE = re.compile(r'<p class="trk">([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})</p>')


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


def text(answer):
    return answer.content.decode()


def leave(client, grid, kind="issue", **told):
    """Fill in the form of a door as it was opened, and send it."""
    url = f"/r/{grid.code}/?kind={kind}"
    key = client.get(url).context["form"].initial["key"]
    return client.post(url, {"key": key, **(REPORT if kind == "issue" else {}), **told})


def code_in(answer):
    assert answer.status_code == 200, text(answer)
    return CODE.search(text(answer))[1]


def tracked(client, code):
    answer = client.post("/track/", {"code": code})
    return answer.status_code, text(answer)


class TestLeave:
    def test_an_issue_needs_no_name_and_waits_to_be_looked_at(self, house, client):
        code = code_in(leave(client, house.near))
        letter = Letter.objects.get()
        assert (letter.kind, letter.state, letter.grid, letter.contact) == (
            LetterKind.ISSUE, LetterState.PENDING, house.near, None,
        )  # fmt: skip
        assert not Issue.objects.exists()
        assert letter.created_by is None
        assert code not in text(client.get(f"/r/{house.near.code}/"))

    def test_the_code_is_kept_as_a_hash_and_in_no_history(self, house, client):
        code = plain(code_in(leave(client, house.near)))
        letter = Letter.objects.get()
        assert code not in letter.mark
        assert not any(code in str(entry.changes) or letter.mark in str(entry.changes) for entry in Entry.objects.all())

    def test_a_wish_needs_somebody_to_call(self, house, client):
        answer = leave(client, house.near, "wish", text="想要一床厚褥子")
        assert (answer.status_code, "请留电话" in text(answer), "请写怎么称呼您" in text(answer)) == (422, True, True)
        code_in(leave(client, house.near, "wish", text="想要一床厚褥子", name="周演外", phone="139 0000 2222"))
        contact = Letter.objects.get(kind=LetterKind.WISH).contact
        assert (contact.name, contact.phone, contact.purge_on.year) == ("周演外", "13900002222", 2027)
        assert not Wish.objects.exists()

    def test_pictures_are_cleaned_and_at_most_three(self, house, client):
        photos = [picture(f"{n}.jpg") for n in range(4)]
        answer = leave(client, house.near, photos=photos)
        assert (answer.status_code, "一次最多 3 张照片" in text(answer)) == (422, True)
        photos = [picture(), picture()]
        code_in(leave(client, house.near, photos=photos))
        assert Attachment.of(Letter.objects.get()).count() == 2
        answer = leave(client, house.near, photos=[SimpleUploadedFile("x.jpg", b"MZ not a picture")])
        assert (answer.status_code, "不是能识别的照片" in text(answer)) == (422, True)

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [({"text": " "}, "请写看到了什么"), ({"place": ""}, "请写在哪里"), ({"phone": "看墙上"}, "电话看不清"),
         ({"text": "字" * 301}, "300")],
    )  # fmt: skip
    def test_what_is_wrong_is_told_and_what_was_written_stays(self, house, client, wrong, why):
        answer = leave(client, house.near, **{"name": "周演外", **wrong})
        assert (answer.status_code, why in text(answer), "周演外" in text(answer)) == (422, True, True)
        assert not Letter.objects.exists()

    def test_a_line_break_counts_as_one(self, house, client):
        code_in(leave(client, house.near, text="\r\n".join(["字" * 29] * 10)))
        assert len(Letter.objects.get().text) == 299

    def test_the_same_tap_twice_is_one_letter_and_one_code(self, house, client):
        key = new_key()
        first, second = (client.post(f"/r/{house.near.code}/", {"key": key, **REPORT}) for _ in range(2))
        assert code_in(first) == code_in(second)
        assert Letter.objects.count() == 1

    def test_a_second_matter_from_the_same_page_is_not_lost(self, house, client):
        key, url = new_key(), f"/r/{house.near.code}/"
        client.post(url, {"key": key, **REPORT})
        answer = client.post(url, {"key": key, **REPORT, "text": "下水道堵了"})
        assert (answer.status_code, "如果这是另一件" in text(answer), "下水道堵了" in text(answer)) == (409, True, True)
        again = re.search(r'name="key" value="([^"]+)"', text(answer))[1]
        assert again != key
        code_in(client.post(url, {"key": again, **REPORT, "text": "下水道堵了"}))
        assert Letter.objects.count() == 2

    def test_a_form_that_is_not_ours_or_lay_open_too_long_is_asked_for_once_more(self, house, client, time_machine):
        ours = new_key()
        time_machine.move_to("2026-11-22T11:00:00+08:00")
        for key in ("", "x", signing.dumps("a", salt="other"), ours):
            answer = client.post(f"/r/{house.near.code}/", {"key": key, **REPORT})
            assert (answer.status_code, "请再点一次" in text(answer)) == (409, True)
        assert not Letter.objects.exists()

    @pytest.mark.parametrize("put_right", [{"place": "5号楼门口"}, {"phone": "13900002222"}, {"photos": True}])
    def test_what_was_put_right_meanwhile_is_not_swallowed(self, house, client, put_right):
        key, url = new_key(), f"/r/{house.near.code}/"
        client.post(url, {"key": key, **REPORT})
        answer = client.post(
            url, {"key": key, **REPORT, **({"photos": [picture()]} if "photos" in put_right else put_right)}
        )
        assert (answer.status_code, "如果这是另一件" in text(answer)) == (409, True)

    def test_pictures_are_looked_at_only_so_often(self, house, client, monkeypatch):
        monkeypatch.setattr(door, "TRIES", 2)
        seen = []
        monkeypatch.setattr("portal.photos.clean_photo", lambda photo: seen.append(photo))
        for _ in range(4):
            answer = client.post(
                f"/r/{house.near.code}/", {"key": new_key(), "text": "留着的话", "photos": [picture()]}
            )
        assert (answer.status_code, "太频繁" in text(answer), "留着的话" in text(answer)) == (409, True, True)
        client.post(f"/r/{house.aside.code}/", {"key": "stale", **REPORT, "photos": [picture()]})
        assert len(seen) == 2

    def test_a_machine_that_fills_in_all_is_thanked_and_forgotten(self, house, client):
        code_in(leave(client, house.near, website="http://x"))
        assert not Letter.objects.exists()
        assert not Contact.objects.exists()

    def test_from_one_place_only_some_in_an_hour(self, house, client, time_machine):
        codes = [leave(client, house.near).status_code for _ in range(door.MOST + 1)]
        assert codes == [200] * door.MOST + [409]
        assert Letter.objects.count() == door.MOST
        time_machine.move_to("2026-11-20T11:30:00+08:00")
        assert leave(client, house.near).status_code == 200

    def test_at_one_door_only_some_in_an_hour_wherever_from(self, house, client, monkeypatch):
        monkeypatch.setattr(door, "MOST_OF_GRID", 2)

        def knocks(grid, n):
            url = f"/r/{grid.code}/"
            return client.post(url, {"key": new_key(), **REPORT}, REMOTE_ADDR=f"10.0.0.{n}").status_code

        assert [knocks(house.near, n) for n in range(3)] == [200, 200, 409]
        assert knocks(house.aside, 9) == 200

    def test_where_there_is_no_such_grid_one_is_chosen(self, house, client):
        for odd in ("nowhere", house.community.code):
            answer = client.get(f"/r/{odd}/")
            assert (answer.status_code, "没有这个网格" in text(answer)) == (404, True)
            assert client.post(f"/r/{odd}/", REPORT).status_code == 404
        page = text(client.get("/r/"))
        assert all(f"/r/{grid.code}/" in page for grid in (house.near, house.aside, house.away))

    def test_a_stranger_needs_the_token_of_the_page(self, house):
        from django.test import Client

        answer = Client(enforce_csrf_checks=True).post(f"/r/{house.near.code}/", {"key": new_key(), **REPORT})
        assert answer.status_code == 403
        assert not Letter.objects.exists()


class TestPosters:
    def test_the_wall_and_every_grid_in_reach(self, house, enter):
        page = text(enter(house.user(Role.CLERK)).get("/letters/posters/"))
        assert page.count('class="poster"') == 3
        assert "http://testserver/wall/" in page
        assert all(f"http://testserver/r/{grid.code}/" in page for grid in (house.near, house.aside))
        assert f"/r/{house.away.code}/" not in page

    def test_one_of_them_and_only_of_the_own(self, house, enter):
        client = enter(house.user(Role.HEAD))
        assert text(client.get(f"/letters/posters/?grid={house.near.pk}")).count('class="poster"') == 1
        assert text(client.get(f"/letters/posters/?grid={house.aside.pk}")).count('class="poster"') == 0
        assert enter(house.user(Role.PARTY)).get("/letters/posters/").status_code == 403
