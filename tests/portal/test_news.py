"""What is new for somebody, on rows of every shape: only what concerns them, only what they may see, only since they looked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.models import Post
from accounts.models.post import PostState
from portal import history, news
from portal.clock import now
from portal.models import Entry, Reading
from tests.acid import actions
from tests.acid.pages import Cares, Diaries, Members
from tests.factories import acid
from tests.factories.accounts import UserFactory


@pytest.fixture(autouse=True)
def telling(monkeypatch):
    """Diaries and members of the test-only room tell whom they are about."""
    monkeypatch.setattr(Diaries, "concerns", lambda user: Q(member__user=user.pk))
    monkeypatch.setattr(Members, "concerns", lambda user: Q(user=user.pk))
    monkeypatch.setattr(Cares, "words", {"seen": "看望"})


@pytest.fixture
def writer(house):
    return house.user(Role.PARTY)


def closed(house, writer, by=None, **fields):
    """A page of the writer's diary that somebody else closed."""
    diary = acid.diary(house.near, own=writer, by=writer, title=f"第 {Entry.objects.count()} 页", **fields)
    actions.close(diary, by=by)
    return diary


def lines(response, group=0):
    return response.context["groups"][group]["lines"]


def test_what_others_and_the_system_did_is_new_and_what_i_did_is_not(house, writer):
    clerk = house.user(Role.CLERK)
    closed(house, writer)
    closed(house, writer, by=clerk)
    closed(house, writer, by=writer)
    assert [entry.actor for entry in news.lines(writer)] == [clerk, None]
    assert news.count(writer) == 2


def test_only_verbs_of_the_table_and_of_the_pages_words_are_news(house, writer):
    diary = acid.diary(house.near, own=writer)
    diary.text = "改过"
    diary.save(by=None)
    for verb in ("photo", "reveal", "export"):
        history.log(verb, by=None, record=diary)
    assert news.count(writer) == 0


def test_rows_of_others_and_registers_that_tell_nothing_stay_quiet(house, writer, monkeypatch):
    closed(house, UserFactory(grid=house.near, role=Role.PARTY))
    acid.notice(house.near)
    assert news.count(writer) == 0
    closed(house, writer)
    monkeypatch.setattr(Diaries, "concerns", None)
    assert news.count(writer) == 0


def test_who_may_no_longer_see_a_row_hears_nothing_of_it(house, writer):
    closed(house, writer)
    Post._base_manager.filter(user=writer).update(state=PostState.ENDED)
    again = type(writer).objects.get(pk=writer.pk)
    assert (news.count(writer), news.count(again)) == (1, 0)


def test_a_row_out_of_reach_is_silent_though_it_concerns_me(house, writer):
    closed(house, writer)
    away = acid.diary(house.away, member=acid.whose(house.near, writer))
    actions.close(away, by=None)
    assert [entry.grid for entry in news.lines(writer)] == [house.near]


def test_a_child_row_out_of_reach_is_silent_though_its_record_is_not(house):
    clerk = house.user(Role.CLERK)
    care = acid.care(house.away, of=acid.whose(house.near, clerk))
    care.kind = "ill"
    care.save(by=None, verb="seen")
    assert news.count(clerk) == 0


def test_a_sensitive_side_table_keeps_its_news_to_those_who_may_see_it(house, writer):
    clerk = house.user(Role.CLERK)
    for user in (writer, clerk):
        care = acid.care(house.near, of=acid.whose(house.near, user))
        care.kind = "ill"
        care.save(by=None, verb="seen")
    assert news.count(writer) == 0
    assert [entry.verb for entry in news.lines(clerk)] == ["seen"]


def test_an_administrator_has_no_news(house):
    assert news.count(house.user(Role.ADMIN)) == 0


def test_looking_writes_nothing_and_the_page_itself_posts_that_it_was_read(house, writer, enter):
    closed(house, writer)
    client = enter(writer)
    response = client.get("/news/")
    assert not Reading.objects.exists()
    assert [line["what"] for line in lines(response)] == ["合上"]
    upto = response.context["upto"]
    html = response.content.decode()
    assert 'hx-post="/news/" hx-trigger="load, submit"' in html
    assert f'name="entry" value="{upto}"' in html
    assert "都看过了" in html
    assert client.post("/news/", {"entry": upto})["Location"] == "/news/"
    again = client.get("/news/")
    assert (lines(again), [line["what"] for line in lines(again, 1)]) == ([], ["合上"])
    assert news.count(writer) == 0


def test_the_script_gets_a_word_back_and_the_bell_is_counted_anew(house, writer, enter):
    closed(house, writer)
    answer = enter(writer).post("/news/", {"entry": news.newest()}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"]) == (200, '{"news-read": {}}')
    assert "已记为看过" in answer.content.decode()


def test_reading_never_goes_back_nor_past_the_last_line(house, writer, enter):
    closed(house, writer)
    client, last = enter(writer), news.newest()
    for sent in (last, 10**18, 1, 0):
        assert client.post("/news/", {"entry": sent}).status_code == 302
    assert news.read_up_to(writer) == last
    closed(house, writer)
    assert news.count(writer) == 1


@pytest.mark.parametrize("sent", ["", "x", "-1", "1.5", "１", "9" * 20])
def test_nonsense_is_refused(house, writer, enter, sent):
    assert enter(writer).post("/news/", {"entry": sent}).status_code == 400
    assert not Reading.objects.exists()


def test_a_forged_form_marks_nothing_as_read(house, writer):
    closed(house, writer)
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    assert client.post("/news/", {"entry": news.newest()}).status_code == 403
    assert news.read_up_to(writer) == 0


def test_a_stranger_signs_in_first(client, db):
    assert client.get("/news/")["Location"].startswith("/accounts/login/")


def test_old_lines_are_no_news(house, writer, time_machine):
    closed(house, writer)
    time_machine.move_to(now() + timedelta(days=31))
    assert news.count(type(writer).objects.get(pk=writer.pk)) == 0


def test_no_more_of_the_history_is_looked_through_than_the_window(house, writer, monkeypatch):
    closed(house, writer)
    monkeypatch.setattr(news, "WINDOW", 3)
    assert news.count(writer) == 1
    for _ in range(3):
        history.log("sign_in", by=None)
    assert news.count(writer) == 0


def test_the_count_ends_at_the_most(house, writer, monkeypatch, enter):
    monkeypatch.setattr(news, "MOST", 2)
    for _ in range(3):
        closed(house, writer)
    assert news.count(writer) == 2
    assert "只列最近 2 条" in enter(writer).get("/news/").content.decode()


def test_new_lines_are_a_range_of_the_primary_key(house, writer):
    """What keeps the bell cheap on a long history; the plan is asked of the database itself."""
    if connection.vendor != "sqlite":
        return
    closed(house, writer)
    plan = news.lines(writer, after=1)[: news.MOST].explain().splitlines()
    about = [step for step in plan if "portal_entry" in step]
    assert len(about) == 1
    assert "INTEGER PRIMARY KEY (rowid>?)" in about[0]
    assert not any("SCAN" in step or "TEMP" in step for step in plan)


def test_the_page_costs_the_same_for_any_number_of_lines(house, writer, enter):
    client, counts = enter(writer), []
    for _ in range(3):
        closed(house, writer)
        client.get("/news/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/news/")
        counts.append(len(queries))
    assert len(set(counts)) == 1
    assert counts[0] <= 12
