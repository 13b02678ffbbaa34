"""Moves happen whole or not at all, from the right state, by the right person, on what that person saw."""

from dataclasses import replace

import pytest

from accounts.choices import Role
from portal.errors import Refused, Stale
from portal.models import Entry
from portal.moves import available, moving
from tests.acid import actions
from tests.acid.models import Case, CaseState, Diary, DiaryState
from tests.factories import acid


@pytest.fixture
def case(house):
    return acid.case(house.near, by=house.user(Role.STUDIO_HEAD))


@pytest.fixture
def mediator(house):
    return house.user(Role.MEDIATOR)


def test_a_move_changes_the_state_and_writes_who_and_why(case, mediator):
    actions.settle(case, by=mediator, note="握手言和")
    case.refresh_from_db()
    entry = Entry.objects.own(case).first()
    assert (case.state, case.version) == (CaseState.SETTLED, 2)
    assert (entry.verb, entry.from_state, entry.to_state, entry.actor) == ("settle", "open", "settled", mediator)
    assert (entry.reason, entry.changes, entry.actor_title) == ("握手言和", {}, "调解员")


def test_a_move_from_a_wrong_state_says_who_was_there_first(case, mediator):
    actions.settle(case, by=mediator, note="好")
    with pytest.raises(Refused, match=f"已了”（{mediator.name}.*不能再“了结”"):
        actions.settle(case, by=mediator, note="好")


def test_a_condition_refuses_in_its_own_words(house, case):
    with pytest.raises(Refused, match="立案人不能自己了结"):
        actions.settle(case, by=house.user(Role.STUDIO_HEAD), note="好")
    assert Case.objects.get().state == CaseState.OPEN


def test_a_move_on_an_older_version_is_stale(case, mediator):
    seen = Case.objects.get()
    case.summary = "改过"
    case.save(by=None)
    with pytest.raises(Stale):
        actions.settle(seen, by=mediator, note="好")


@pytest.mark.parametrize("note", ["", "   ", None])
def test_a_move_that_asks_for_words_gets_them(case, mediator, note):
    with pytest.raises(Refused, match="请写明“了结”的理由"):
        actions.settle(case, by=mediator, note=note)


def test_an_effect_that_fails_leaves_nothing(case, mediator):
    with pytest.raises(ZeroDivisionError), moving(case, "settle", by=mediator, note="好") as locked:
        locked.summary = "半截"
        locked.save(by=mediator)
        raise ZeroDivisionError
    fresh = Case.objects.get()
    assert (fresh.state, fresh.summary, fresh.version) == (CaseState.OPEN, "两家争一堵墙", 1)
    assert Entry.objects.own(case).count() == 1


def test_a_target_can_follow_from_the_record_or_stay(house, monkeypatch):
    diary = acid.diary(house.near)
    move = Diary.MOVES["close"]
    monkeypatch.setitem(Diary.MOVES, "close", replace(move, target=lambda d: DiaryState.CLOSED if d.text else d.state))
    actions.close(diary, by=None)
    diary.refresh_from_db()
    assert diary.state == DiaryState.OPEN
    monkeypatch.setitem(Diary.MOVES, "close", replace(move, sources=None, target=None))
    actions.close(diary, by=None)
    assert Entry.objects.own(diary).first().to_state == "open"


def test_related_rows_change_within_the_move(house, case, mediator):
    actions.assign(case, by=house.user(Role.STUDIO_HEAD), mediators=[mediator])
    entry = Entry.objects.own(case).first()
    assert list(case.mediators.all()) == [mediator]
    assert entry.changes == {"mediators": ["", mediator.name]}


def test_offered_are_the_moves_of_the_state_that_one_may_do(house, case):
    opener = house.user(Role.STUDIO_HEAD)
    offered = {name: refusal for name, _, refusal in available(case, opener, lambda name: True)}
    assert offered == {"assign": None, "settle": "立案人不能自己了结。"}
    assert [name for name, *_ in available(case, opener, lambda name: name == "assign")] == ["assign"]
    case.state = CaseState.SETTLED
    assert list(available(case, opener, lambda name: True)) == []
