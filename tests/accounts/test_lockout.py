"""Five wrong passwords lock a name for half an hour, known or not."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.models import User
from portal.models import Entry
from tests.accounts.conftest import PASSWORD


def wrong(client, sign_in, name, times):
    return [sign_in(client, name, "Wrong-pass-1").status_code for _ in range(times)]


@pytest.mark.parametrize("name", ["head1", "nobody"])
def test_the_fifth_failure_locks_whether_the_account_exists_or_not(client, people, sign_in, name):
    assert wrong(client, sign_in, name, 6) == [422, 422, 422, 422, 429, 429]
    answer = sign_in(client, name)
    assert answer.status_code == 429
    assert "还有 30 分钟" in answer.content.decode()
    assert answer["Retry-After"] == "1800"


def test_the_lock_is_the_names_not_the_browsers(client, people, sign_in):
    wrong(client, sign_in, "head1", 5)
    elsewhere = Client(REMOTE_ADDR="10.0.0.9", headers={"user-agent": "another"})
    assert sign_in(elsewhere, "head1").status_code == 429
    assert sign_in(elsewhere, "head2").status_code == 302


def test_it_says_how_long_and_opens_by_itself(client, people, sign_in):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        wrong(client, sign_in, "head1", 5)
    with time_machine.travel(start + timedelta(minutes=29), tick=False):
        answer = sign_in(client, "head1")
        assert answer.status_code == 429
        assert "还有 1 分钟" in answer.content.decode()
    with time_machine.travel(start + timedelta(minutes=30), tick=False):
        assert sign_in(client, "head1").status_code == 302


def test_trying_while_locked_does_not_lengthen_the_lock(client, people, sign_in):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        wrong(client, sign_in, "head1", 5)
    with time_machine.travel(start + timedelta(minutes=20), tick=False):
        wrong(client, sign_in, "head1", 3)
    with time_machine.travel(start + timedelta(minutes=31), tick=False):
        assert sign_in(client, "head1").status_code == 302


def test_a_right_password_forgets_the_wrong_ones(client, people, sign_in):
    for _ in range(3):
        assert wrong(client, sign_in, "head1", 4) == [422] * 4
        assert sign_in(client, "head1").status_code == 302
        client.logout()


def test_what_the_log_says(client, people, sign_in):
    wrong(client, sign_in, "head1", 7)
    verbs = Entry.objects.filter(actor=people.head, model="").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["sign_in_failed"] * 5 + ["locked_out"]


@pytest.mark.parametrize("act", ["unlock", "reset"])
def test_an_administrator_opens_it_again(client, people, sign_in, act):
    wrong(client, sign_in, "head1", 5)
    head = User.objects.get(pk=people.head.pk)
    more = {"password": "Fresh-pass-22"} if act == "reset" else {}
    getattr(actions, act)(head, by=people.admin, **more)
    assert sign_in(client, "head1", more.get("password", PASSWORD)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_tries_sent_at_one_moment_do_not_slip_past_the_limit(people, monkeypatch):
    looked, start = [], threading.Barrier(12)
    check = User.check_password

    def counted(self, raw):
        looked.append(raw)
        return check(self, raw)

    monkeypatch.setattr(User, "check_password", counted)

    def one(n):
        try:
            client = Client(REMOTE_ADDR=f"10.0.0.{n}", headers={"user-agent": f"browser {n}"})
            start.wait()
            client.post("/accounts/login/", {"username": "head1", "password": f"Wrong-pass-{n}"})
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked) == 5
    assert Entry.objects.filter(verb="locked_out").count() == 1
