"""Seeing one masked value whole: a reason, a line of history, five minutes, one session."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from accounts.choices import Role
from grids.choices import PersonState
from grids.pages import Persons
from portal.clock import now
from portal.models import Entry
from tests.factories import people

PHONE, PLACE = "13911112222", "虚构省虚构县虚构街道虚构路 77 号"


@pytest.fixture
def someone(house):
    return people.resident(house.near, name="王小明", phone=PHONE, id_number=people.id_number(n=7), registered=PLACE)


@pytest.fixture
def member(house, enter):
    return enter(house.user(Role.MEMBER))


def reveal(client, person, field="phone", why="call", **more):
    how = {"headers": more.pop("headers")} if "headers" in more else {}
    return client.post(Persons.url("reveal", person.pk), {"field": field, "why": why, **more}, **how)


def page(client, person):
    return client.get(Persons.url("detail", person.pk))


def test_each_masked_fact_has_an_eye(member, someone):
    html = page(member, someone).content.decode()
    assert html.count('class="look-f"') == 4  # three eyes and a telephone
    assert "139****2222" in html
    for value in (PHONE, someone.id_number, PLACE):
        assert value not in html


def test_a_reason_shows_one_field_for_some_minutes(member, someone):
    answer = reveal(member, someone)
    assert (answer.status_code, answer["Location"]) == (302, f"/people/{someone.pk}/#phone-{someone.pk}")
    seen = page(member, someone)
    html = seen.content.decode()
    assert f'href="tel:{PHONE}"' in html
    assert someone.id_number not in html
    assert seen["Cache-Control"] == "no-store"
    with time_machine.travel(now() + timedelta(minutes=4, seconds=50), tick=False):
        assert PHONE in page(member, someone).content.decode()
    with time_machine.travel(now() + timedelta(minutes=5, seconds=1), tick=False):
        assert PHONE not in page(member, someone).content.decode()


def test_a_script_gets_that_fact_alone(member, someone):
    answer = reveal(member, someone, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert html.lstrip().startswith(f'<span class="look" id="phone-{someone.pk}">')
    assert f'href="tel:{PHONE}"' in html
    assert "<html" not in html
    other = reveal(member, someone, field="registered", why="check", headers={"HX-Request": "true"})
    assert PLACE in other.content.decode()
    assert "tel:" not in other.content.decode()


def test_it_is_written_down_without_the_value(member, someone, house):
    reveal(member, someone, why="visit", words=f"约好周三上门，电话 {PHONE}")
    (entry,) = Entry.objects.filter(verb="reveal")
    assert (entry.object_id, entry.actor) == (someone.pk, house.user(Role.MEMBER))
    assert entry.reason == "电话 · 上门走访 · 约好周三上门，电话 139****2222"
    assert entry.changes == {}
    assert "上门走访" in page(member, someone).content.decode()


def test_the_session_keeps_no_value(member, someone):
    reveal(member, someone, field="id_number")
    kept = str(dict(member.session))
    assert f"grids.person:{someone.pk}:id_number" in kept
    assert someone.id_number not in kept


def test_another_session_of_the_same_user_sees_the_mask(member, someone, house):
    reveal(member, someone)
    other = Client()
    other.force_login(house.user(Role.MEMBER))
    assert PHONE not in page(other, someone).content.decode()


def test_it_opens_no_other_record(member, someone, house):
    other = people.resident(house.near, phone="13922223333")
    reveal(member, someone)
    assert "13922223333" not in page(member, other).content.decode()


def test_who_may_no_longer_reveal_sees_the_mask_again(house, enter, someone):
    user = house.user(Role.MEMBER)
    client = enter(user)
    reveal(client, someone)
    post = user.posts.get()
    post.role = Role.OBSERVER
    post.save(by=None)
    assert page(client, someone).status_code == 403


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"field": "name"}, "没有这一项"),
        ({"field": "id_hash"}, "没有这一项"),
        ({"field": ""}, "没有这一项"),
        ({"why": ""}, "还没有选查看的理由"),
        ({"why": "因为好奇"}, "还没有选查看的理由"),
    ],
)
def test_what_is_refused_in_words(member, someone, sent, sentence):
    answer = reveal(member, someone, **sent)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not Entry.objects.filter(verb="reveal").exists()


def test_an_empty_field_has_nothing_to_see(member, house):
    somebody = people.resident(house.near)
    assert reveal(member, somebody).status_code == 400
    assert 'class="look-f"' not in page(member, somebody).content.decode()


def test_doors(member, someone, house, enter):
    foreign = people.resident(house.aside, phone="13922223333")
    assert member.get(Persons.url("reveal", someone.pk)).status_code == 405
    assert reveal(member, foreign).status_code == 404
    assert reveal(enter(house.user(Role.OBSERVER)), someone).status_code == 403
    assert reveal(Client(), someone).status_code == 302
    assert not Entry.objects.filter(verb="reveal").exists()


def test_the_way_back_stays_inside(member, someone):
    assert reveal(member, someone, next="/people/?q=a#x")["Location"] == f"/people/?q=a#phone-{someone.pk}"
    for outside in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert reveal(member, someone, next=outside)["Location"].startswith(f"/people/{someone.pk}/")


def test_in_a_list_each_phone_leads_to_a_reason(member, someone):
    html = member.get("/people/").content.decode()
    assert f'data-look="/people/{someone.pk}/reveal/"' in html
    assert html.count('class="look-f"') == 1
    assert PHONE not in html


def test_the_access_page_tells_who_looked(house, enter, someone):
    reveal(enter(house.user(Role.MEMBER)), someone, why="errand", words="办居住证")
    client = enter(house.user(Role.CLERK))
    html = client.get(f"/people/{someone.pk}/access/").content.decode()
    assert "共 1 次" in html
    for words in ("代办业务 · 办居住证", '<td data-label="看了什么">电话</td>', house.user(Role.MEMBER).name[:-4]):
        assert words in html
    assert PHONE not in html


def test_looks_at_rows_merged_into_this_one_count_however_long_the_chain(house, enter, someone):
    first, second = people.resident(house.near, phone="13922223333"), people.resident(house.near)
    reveal(enter(house.user(Role.MEMBER)), first, why="errand", words="办居住证")
    for gone, kept in ((first, second), (second, someone)):
        gone.merged_into, gone.state = kept, PersonState.MERGED
        gone.save(by=None)
    html = enter(house.user(Role.CLERK)).get(f"/people/{someone.pk}/access/").content.decode()
    assert "共 1 次" in html
    assert "办居住证" in html


def workbook(answer):
    content = b"".join(answer.streaming_content)
    return [row for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) if row[0] != ""]


class TestWhole:
    """The workbook of whole values."""

    @pytest.fixture
    def secretary(self, house, enter):
        return enter(house.user(Role.SECRETARY))

    def test_it_is_asked_about_with_the_exact_number(self, secretary, someone, house):
        people.resident(house.near)
        html = secretary.get("/people/whole/?q=王小明").content.decode()
        assert "本筛选 1 条，含完整的身份证号、电话、户籍地址" in html
        assert "含“王小明”" in html
        assert not Entry.objects.filter(verb="export_whole").exists()

    def test_it_holds_whole_values_as_text_and_everybody_has_a_line(self, secretary, someone, house):
        other = people.resident(house.near, phone="13922223333", support="请打 13833334444")
        answer = secretary.post(
            "/people/whole/", {"all": "1", "query": "", "seen": "2", "why": "paper", "words": "年审"}
        )
        assert answer["Cache-Control"] == "no-store"
        cells = {cell for row in workbook(answer) for cell in row}
        assert {PHONE, someone.id_number, PLACE, "王小明", "13922223333"} <= cells
        assert "请打 138****4444" in cells
        lines = Entry.objects.filter(verb="export_whole")
        assert {line.object_id for line in lines} == {None, someone.pk, other.pk}
        whole = lines.get(object_id=None)
        assert "2 条 · 开具证明 · 年审" in whole.reason
        assert PHONE not in str(list(lines.values()))
        html = secretary.get(f"/people/{someone.pk}/access/").content.decode()
        assert "登记簿里的全部项目" in html

    def test_ticked_rows_alone(self, secretary, someone, house):
        other = people.resident(house.near)
        sent = {"pk": [someone.pk], "query": ""}
        assert "勾选的 1 条" in secretary.post("/people/whole/", sent).content.decode()
        secretary.post("/people/whole/", {**sent, "seen": "1", "why": "paper"})
        assert not Entry.objects.filter(verb="export_whole", object_id=other.pk).exists()

    def test_a_list_that_changed_is_confirmed_again(self, secretary, someone, house):
        people.resident(house.near)
        answer = secretary.post("/people/whole/", {"all": "1", "query": "", "seen": "1", "why": "paper"})
        assert answer.status_code == 409
        assert "刚才是 1 条，现在是 2 条" in answer.content.decode()
        assert not Entry.objects.filter(verb="export_whole").exists()

    def test_without_a_reason_nothing_leaves(self, secretary, someone):
        answer = secretary.post("/people/whole/", {"all": "1", "query": "", "seen": "1"})
        assert answer.status_code == 400
        assert not Entry.objects.filter(verb="export_whole").exists()

    @pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.MEMBER, Role.OBSERVER, Role.ADMIN])
    def test_nobody_else(self, house, enter, someone, role):
        client = enter(house.user(role))
        assert client.get("/people/whole/").status_code == 403
        assert client.post("/people/whole/", {"all": "1", "seen": "1", "why": "paper"}).status_code == 403
        assert "导出完整信息" not in client.get("/people/").content.decode()

    def test_the_export_by_address_stays_masked(self, secretary, someone):
        cells = {cell for row in workbook(secretary.get("/people/export/?q=" + PHONE)) for cell in row}
        assert not {PHONE, someone.id_number, PLACE} & cells
        assert "139****2222" in cells
        assert not [cell for cell in cells if cell and PHONE in str(cell)]
