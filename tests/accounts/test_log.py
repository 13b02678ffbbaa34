"""The sign-in log: read by administrators, about their own people, changed by nobody."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.choices import Role
from accounts.lockout import note
from portal.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.grids import plant

LOG = "/accounts/log/"


def rows(answer):
    return answer.content.decode().partition("<tbody>")[2].partition("</tbody>")[0]


@pytest.fixture
def lines(people):
    """Somebody came in, somebody tried, somebody elsewhere too, and a name that is none."""
    _, (away, _) = plant("B")
    note(people.head, "sign_in")
    note(people.member, "sign_in_failed")
    note(UserFactory(username="stranger", grid=away, role=Role.HEAD), "sign_in")
    note(None, "sign_in_failed")


def test_own_people_and_names_that_are_none(people, lines, at):
    page = rows(at(people.admin).get(LOG))
    assert "head1" in page
    assert "member1" in page
    assert "没有这个账号" in page
    assert "stranger" not in page


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("q=head", ["head1"]),
        ("q=小梅", ["member1"]),
        ("q=stranger", []),
        ("verb=sign_in", ["head1"]),
        ("verb=sign_in_failed", ["member1"]),
        ("verb=locked_out", []),
        ("since=2999-01-01", []),
        ("until=2000-01-01", []),
    ],
)
def test_filters(people, lines, at, query, seen):
    page = rows(at(people.admin).get(f"{LOG}?{query}"))
    assert [name for name in ("head1", "member1", "stranger") if name in page] == seen


def test_days_are_whole(people, lines, at):
    today = timezone.localdate()
    assert "head1" in rows(at(people.admin).get(f"{LOG}?since={today}&until={today}"))
    assert rows(at(people.admin).get(f"{LOG}?until={today - timedelta(days=1)}")) == ""


@pytest.mark.parametrize("query", ["verb=burn", "since=yesterday", "until=2026-13-01", "q=" + "x" * 31])
def test_a_wrong_filter_is_told(people, lines, at, query):
    answer = at(people.admin).get(f"{LOG}?{query}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "9", "x", "-1"])
def test_a_wrong_page_is_not_found(people, lines, at, page):
    assert at(people.admin).get(f"{LOG}?page={page}").status_code == 404


def test_pages_keep_the_filter(people, at):
    for _ in range(51):
        note(people.head, "sign_in")
    first = at(people.admin).get(f"{LOG}?verb=sign_in").content.decode()
    assert 'href="?verb=sign_in&amp;page=2"' in first
    assert "第 51–51 条，共 51 条" in at(people.admin).get(f"{LOG}?verb=sign_in&page=2").content.decode()


def test_the_number_of_queries_does_not_grow(people, at):
    admin, runs = at(people.admin), []
    admin.get(LOG)
    for times in (1, 9):
        for _ in range(times):
            note(people.head, "sign_in")
        with CaptureQueriesContext(connection) as run:
            admin.get(LOG)
        runs.append(len(run))
    assert runs[0] == runs[1] <= 6


def test_a_line_is_never_changed(people, lines):
    for statement in ("UPDATE portal_entry SET verb = 'x'", "DELETE FROM portal_entry"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(TypeError):
        Entry.objects.get(actor=people.head, verb="sign_in").delete()


def test_everybody_sees_the_own_sign_ins(people, lines, at):
    page = at(people.member).get("/accounts/me/").content.decode()
    assert page.count("密码不对") == 1
    assert "head1" not in page


def test_a_visitor_is_led_to_the_door(db):
    for path in ("log", "me", "handover", "password", "users/1/handover", "users/pick"):
        assert Client().get(f"/accounts/{path}/").url.startswith("/accounts/login/?next=")
