"""A house with a hole in its declarations does not open."""

from django.core.checks import run_checks

from accounts.choices import Role
from accounts.roles import MATRIX
from grids.models import Issue
from portal.checks import bulk_moves_exist, choices_are_narrowed, moves_have_actions, records_have_pages, verbs_exist
from portal.models import Contact
from portal.moves import Move
from portal.pages import registry
from tests.acid.models import Diary, Venue


def test_the_house_as_it_stands_has_none():
    assert run_checks(tags=["portal"]) == []
    assert moves_have_actions(None) == verbs_exist(None) == records_have_pages(None) == []


def test_a_move_without_an_action(monkeypatch):
    monkeypatch.setitem(Diary.MOVES, "burn", Move("烧掉", None, None))
    assert [error.id for error in moves_have_actions(None)] == ["portal.E001"]


def test_a_verb_or_a_model_nobody_knows(monkeypatch):
    monkeypatch.setitem(MATRIX[Role.CLERK], "acid.Ghost", {"subtree": "view"})
    monkeypatch.setitem(MATRIX[Role.CLERK], "acid.Venue", {"subtree": "view fly"})
    assert sorted(error.id for error in verbs_exist(None)) == ["portal.E002", "portal.E003"]


def test_a_choice_nobody_narrows(monkeypatch):
    monkeypatch.setattr(Diary._meta.get_field("member"), "related_model", Contact)
    assert [error.id for error in choices_are_narrowed(None)] == ["portal.E005"]


def test_a_register_without_a_page(monkeypatch):
    monkeypatch.delitem(registry, Venue)
    assert [error.msg for error in records_have_pages(None)] == ["acid.Venue has no page"]


def test_a_move_that_many_rows_cannot_make_at_once(monkeypatch):
    assert bulk_moves_exist(None) == []
    monkeypatch.setattr(registry[Diary], "bulk", ("burn",))
    monkeypatch.setattr(registry[Issue], "bulk", ("accept", "submit"))
    assert sorted(error.msg for error in bulk_moves_exist(None)) == [
        "acid.Diary: burn is no move of many rows",
        "grids.Issue: submit is no move of many rows",
    ]
