"""How long a session lasts, and everything that ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import actions
from accounts.models import User
from portal.models import Entry
from tests.accounts.conftest import PASSWORD

ME = "/accounts/me/"


def fresh(user):
    return User.objects.get(pk=user.pk)


def signed_in(client):
    return client.get(ME).status_code == 200


def test_half_an_hour_away_ends_the_session_and_leads_back(client, people, sign_in):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        sign_in(client, "head1")
    with time_machine.travel(start + timedelta(minutes=30), tick=False):
        assert signed_in(client)
    with time_machine.travel(start + timedelta(minutes=60, seconds=1), tick=False):
        answer = client.get("/issues/?state=reported")
        assert answer.url == "/accounts/login/?why=idle&next=%2Fissues%2F%3Fstate%3Dreported"
        page = client.get(answer.url).content.decode()
        assert "太久没有操作" in page
        assert 'name="next" value="/issues/?state=reported"' in page
        assert not signed_in(client)
    assert Entry.objects.get(verb="timed_out").actor == people.head


def test_a_form_sent_too_late_leads_back_to_the_form(people, at):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        client = at(people.head)
        client.get(ME)
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        before = {"referer": "http://testserver/issues/add/?x=1"}
        assert client.post("/issues/add/", headers=before).url.endswith("next=%2Fissues%2Fadd%2F%3Fx%3D1")


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/issues/", "not an address"])
def test_a_foreign_referer_leads_home(people, at, referer):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        client = at(people.head)
        client.get(ME)
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        assert client.post("/issues/add/", headers={"referer": referer}).url.endswith("next=%2F")


def test_part_of_a_page_sends_the_whole_page_to_sign_in(people, at):
    start = timezone.now()
    htmx = {"HX-Request": "true", "HX-Current-URL": "http://testserver/issues/?q=x"}
    with time_machine.travel(start, tick=False):
        client = at(people.head)
        client.get(ME)
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        answer = client.get("/issues/?q=xy", headers=htmx)
        assert answer.status_code == 200
        assert answer["HX-Redirect"] == "/accounts/login/?why=idle&next=%2Fissues%2F%3Fq%3Dx"
        assert answer.content == b""
    assert Client().get("/issues/", headers=htmx)["HX-Redirect"] == "/accounts/login/?next=%2Fissues%2F%3Fq%3Dx"


def test_reading_writes_at_most_once_a_minute(people, at):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        client = at(people.head)
        client.get(ME)
    for seconds, writes in ((59, 0), (60, 1), (61, 0)):
        with (
            time_machine.travel(start + timedelta(seconds=seconds), tick=False),
            CaptureQueriesContext(connection) as run,
        ):
            client.get(ME)
        assert sum("UPDATE" in query["sql"] for query in run) == writes


def test_nothing_private_is_kept_by_the_browser(people, at):
    assert "no-store" in at(people.head).get(ME)["Cache-Control"]


def test_signing_out_everywhere_ends_every_session(people, at):
    phone, desk = at(people.head), at(people.head)
    assert phone.get("/accounts/me/sign-out/").status_code == 405
    assert phone.post("/accounts/me/sign-out/").url == "/accounts/login/?why=everywhere"
    assert not signed_in(phone)
    assert not signed_in(desk)
    assert Entry.objects.get(model="accounts.user", verb="sign_out").actor == people.head


def test_the_second_of_two_taps_ends_the_session_all_the_same(people, at, monkeypatch):
    tap = at(people.head)
    taken = actions.sign_out

    def overtaken(user, *, by):
        monkeypatch.setattr(actions, "sign_out", taken)
        fresh(user).save(by=None, verb="edit")
        taken(user, by=by)

    monkeypatch.setattr(actions, "sign_out", overtaken)
    assert tap.post("/accounts/me/sign-out/").status_code == 302
    assert fresh(people.head).session_epoch == 1


@pytest.mark.parametrize("move", ["sign_out", "reset", "deactivate"])
def test_an_administrator_ends_the_sessions_of_others(people, at, move):
    head, admin = at(people.head), at(people.admin)
    form = {"version": people.head.version, "note": "离职", "password": "Fresh-pass-22"}
    answer = admin.post(f"/accounts/users/{people.head.pk}/{move}/", form)
    assert answer.status_code == 302, answer.content.decode()
    assert not signed_in(head)
    assert signed_in(admin)


def test_a_closed_account_cannot_come_back_until_opened(client, people, sign_in):
    actions.deactivate(fresh(people.head), by=people.admin, note="离职")
    assert sign_in(client, "head1").status_code == 422
    actions.activate(fresh(people.head), by=people.admin)
    assert sign_in(client, "head1").status_code == 302


class TestPassword:
    """Changing the own password, the initial one above all."""

    new = {"old": PASSWORD, "new": "Garden-wall-77", "again": "Garden-wall-77"}

    @pytest.fixture
    def newcomer(self, people):
        people.member.must_change_password = True
        people.member.save(by=None)
        return people.member

    @pytest.mark.parametrize("path", ["/", "/issues/", "/accounts/me/", "/accounts/users/1/", "/issues/export/"])
    def test_nothing_opens_before_the_initial_one_is_changed(self, newcomer, at, path):
        client = at(newcomer)
        assert client.get(path).url == "/accounts/password/"
        assert client.post(path).url == "/accounts/password/"
        assert client.get(path, headers={"HX-Request": "true"})["HX-Redirect"] == "/accounts/password/"

    def test_the_way_out_and_the_health_page_stay_open(self, newcomer, at):
        client = at(newcomer)
        assert client.get("/healthz").status_code in (200, 503)
        assert client.post("/accounts/logout/").url == "/accounts/login/?why=out"

    def test_changing_it_opens_the_house(self, newcomer, at):
        client, elsewhere = at(newcomer), at(newcomer)
        assert "先换掉初始密码" in client.get("/accounts/password/").content.decode()
        assert client.post("/accounts/password/", self.new).url == "/"
        assert signed_in(client)
        assert not signed_in(elsewhere)
        line = Entry.objects.get(verb="password_changed")
        assert line.actor == newcomer
        assert line.changes["password"] == ["（不记录）", "（不记录）"]
        assert "Garden-wall-77" not in str(Entry.objects.values())

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"old": "Wrong-pass-1"}, "现在的密码不对"),
            ({"again": "Garden-wall-78"}, "两次输入的新密码不一样"),
            ({"new": PASSWORD, "again": PASSWORD}, "不能与现在的相同"),
            ({"new": "gardenwallxx", "again": "gardenwallxx"}, "至少三种"),
            ({"new": "Short-1", "again": "Short-1"}, "10"),
            ({"new": "x" * 129}, "128"),
            ({"old": ""}, "请填写现在的密码"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field(self, people, at, change, says):
        answer = at(people.head).post("/accounts/password/", self.new | change)
        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert fresh(people.head).check_password(PASSWORD)

    def test_guessing_the_old_one_locks_as_at_the_door(self, people, at):
        client = at(people.head)
        wrong = self.new | {"old": "Wrong-pass-1"}
        assert [client.post("/accounts/password/", wrong).status_code for _ in range(6)] == [422] * 4 + [429] * 2
        assert client.post("/accounts/password/", self.new).status_code == 429

    def test_a_right_one_leaves_no_failure_behind(self, people, at, sign_in):
        at(people.head).post("/accounts/password/", self.new)
        answers = [sign_in(Client(), "head1", "Wrong-pass-1").status_code for _ in range(5)]
        assert answers == [422] * 4 + [429]


def test_a_request_of_a_signed_in_user_reads_session_account_and_posts(people, at, django_assert_num_queries):
    client = at(people.head)
    client.get(ME)
    with CaptureQueriesContext(connection) as run:
        client.get(ME)
    assert sum("accounts_post" in query["sql"] for query in run) == 1
    assert len(run) <= 5
    assert Session.objects.count() == 1
