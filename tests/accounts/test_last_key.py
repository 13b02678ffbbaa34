"""The last administrator of a community stays, whichever way somebody tries to take the key."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts import actions
from accounts.choices import Role
from accounts.models import Post, User
from portal.errors import Refused
from tests.factories.accounts import UserFactory


@pytest.fixture
def second(people):
    return UserFactory(username="admin2", name="演管二", grid=people.community, role=Role.ADMIN)


def held(user):
    return Post.objects.get(user=user, role=Role.ADMIN)


def test_the_last_one_is_not_closed(people, second):
    actions.deactivate(second, by=people.admin, note="离职")
    with pytest.raises(Refused, match="最后一位系统管理员"):
        actions.deactivate(people.admin, by=people.secretary, note="离职")


def test_the_last_post_is_not_ended(people, second):
    actions.end(held(second), by=people.admin)
    with pytest.raises(Refused, match="最后一位系统管理员"):
        actions.end(held(people.admin), by=people.secretary)


def test_nor_does_it_run_out_by_a_change_of_its_days(people, second):
    yesterday = timezone.localdate() - timedelta(days=1)
    for user, refused in ((second, False), (people.admin, True)):
        post = held(user)
        post.since = post.until = yesterday
        if refused:
            with pytest.raises(Refused, match="没有系统管理员"):
                actions.revise(post, by=people.secretary)
        else:
            actions.revise(post, by=people.admin)
    assert held(people.admin).is_current
    later = held(people.admin)
    later.until = timezone.localdate()
    actions.revise(later, by=people.secretary)


@pytest.mark.parametrize(
    "change", [{"role": Role.CLERK}, {"until": -1}, {"since": 1}, {"closed": True}, {"grid": "near"}]
)
def test_who_is_no_administrator_today_does_not_count(people, second, change):
    post = held(second)
    today = timezone.localdate()
    post.role = change.get("role", post.role)
    if change.get("until"):
        post.since = post.until = today + timedelta(days=-1)
    if change.get("since"):
        post.since = today + timedelta(days=1)
    if change.get("grid"):
        post.grid = people.near
    post.save(by=None)
    if change.get("closed"):
        second.state = "closed"
        second.save(by=None)
    assert held(people.admin).is_last_key()


def test_an_administrator_of_the_street_counts(people):
    street = type(people.community).objects.get_parent(people.community)
    assert held(people.admin).is_last_key()
    above = UserFactory(username="above", grid=people.community)
    Post(user=above, role=Role.ADMIN, grid=street).save(by=None)
    assert not held(people.admin).is_last_key()


@pytest.mark.django_db(transaction=True)
def test_two_administrators_do_not_shut_each_other_out_at_one_moment(people, second):
    start, refused = threading.Barrier(2), []

    def close(pk, by):
        try:
            user, actor = User.objects.get(pk=pk), User.objects.get(pk=by)
            start.wait()
            actions.deactivate(user, by=actor, note="离职")
        except Refused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    pairs = ((second.pk, people.admin.pk), (people.admin.pk, second.pk))
    threads = [threading.Thread(target=close, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.filter(username__startswith="admin", state="active").count() == 1
