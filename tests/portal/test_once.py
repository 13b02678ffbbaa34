"""One tap, one record: a form sent twice opens what it made the first time."""

import uuid

from accounts.choices import Role
from portal.models import Submission
from tests.acid.models import Notice
from tests.factories.accounts import UserFactory


def send(client, house, **changes):
    return client.post("/acid/notices/add/", {"title": "停水", "grid": house.near.pk, **changes})


def test_a_form_carries_a_key_of_its_own(house, enter):
    client = enter(house.user(Role.CLERK))
    keys = {client.get("/acid/notices/add/").context["form"]["once"].value() for _ in range(2)}
    assert len(keys) == 2


def test_the_second_sending_opens_the_first_record(house, enter):
    client, key = enter(house.user(Role.CLERK)), str(uuid.uuid4())
    first, second = send(client, house, once=key), send(client, house, once=key)
    made = Notice.objects.get()
    assert first["Location"] == second["Location"] == f"/acid/notices/{made.pk}/"
    assert made.title == "停水"


def test_other_words_under_the_same_key_are_asked_about_not_dropped(house, enter):
    client, key = enter(house.user(Role.CLERK)), str(uuid.uuid4())
    send(client, house, once=key)
    again = send(client, house, once=key, title="又一件")
    assert again.status_code == 422
    assert "如果这是另一件" in again.content.decode()
    fresh = again.context["form"]["once"].value()
    assert fresh != key
    assert send(client, house, once=fresh, title="又一件").status_code == 302
    assert set(Notice.objects.values_list("title", flat=True)) == {"停水", "又一件"}


def test_another_key_or_another_person_is_another_record(house, enter):
    key = str(uuid.uuid4())
    send(enter(house.user(Role.CLERK)), house, once=key)
    send(enter(house.user(Role.CLERK)), house, once=str(uuid.uuid4()), title="停电")
    send(enter(UserFactory(grid=house.community, role=Role.CLERK)), house, once=key)
    assert Notice.objects.count() == 3


def test_the_same_words_under_a_new_key_are_asked_about_once(house, enter):
    client = enter(house.user(Role.CLERK))
    send(client, house, once=str(uuid.uuid4()))
    again = send(client, house, once=str(uuid.uuid4()))
    assert again.status_code == 422
    assert Notice.objects.get().code in again.content.decode()
    form = again.context["form"]
    assert send(client, house, once=form["once"].value(), sure=form["sure"].value()).status_code == 302
    assert Notice.objects.count() == 2


def test_the_question_needs_no_record_to_lead_to(house, enter, monkeypatch):
    monkeypatch.setattr("portal.pages.views.base.PageView.way_on", lambda self, record: "/acid/notices/?tab=x")
    client = enter(house.user(Role.CLERK))
    assert send(client, house, once=str(uuid.uuid4())).status_code == 302
    again = send(client, house, once=str(uuid.uuid4()))
    assert again.status_code == 422
    assert "再点一次" in again.content.decode()


def test_a_refused_form_does_not_use_its_key_up(house, enter):
    client, key = enter(house.user(Role.CLERK)), str(uuid.uuid4())
    refused = send(client, house, once=key, title="")
    assert refused.status_code == 422
    assert refused.context["form"]["once"].value() == key
    assert not Submission.objects.exists()
    assert send(client, house, once=key).status_code == 302
    assert Notice.objects.count() == 1


def test_without_a_key_each_sending_counts_and_a_broken_key_is_told(house, enter):
    client = enter(house.user(Role.CLERK))
    send(client, house)
    send(client, house)
    assert Notice.objects.count() == 2
    assert send(client, house, once="x").status_code == 422
