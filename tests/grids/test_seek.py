"""People found by what staff type, whatever else they type with it; on SQLite and PostgreSQL alike."""

import logging
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.choices import Role
from grids import tokens
from grids.choices import PersonState
from grids.models import Person
from grids.queries.person import seek
from portal.crypto import keyed_hash
from tests.factories import people

NUMBER = people.id_number(date(1970, 5, 6), n=321)


@pytest.fixture
def wang(house):
    """王小明 at 3 号楼 2 单元 501 among others."""
    home = people.household(house.near, address="二街家属院", building="3", entrance="2", room="501")
    others = people.household(house.near, building="77")
    for n in range(3):
        people.resident(house.near, household=others, name=f"李演{n}", phone=f"1390000111{n}")
    return people.resident(house.near, household=home, name="王小明", phone="13812345678", id_number=NUMBER)


def found(words):
    return set(Person.objects.filter(seek(words)).values_list("name", flat=True))


@pytest.mark.parametrize(
    "words",
    ["王小明", "小明", "明", "王", "王小", "wangxiaoming", "WangXiaoMing", "wxm", "xm", "wangxm", "xiaoming", "wang xiaoming",
     "wang xiao ming", "王 501", "wxm 3号楼", "501 王", "3-2-501", "3－2－501", "2-501", "3-501", "501", "3号楼2单元501", "3号楼2",
     "3号楼501", "3栋2单元501室", "三号楼二单元", "3#", "3幢501室", "二街", "二街家属院3号楼", "家属院", "5678", "王 5678",
     "wxm 501 5678", "13812345678",
     "138 1234 5678", "138-1234-5678", "+86 138 1234 5678", "１３８１２３４５６７８",
     NUMBER, NUMBER.lower(),
     f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]} ", "ＷＸＭ", "王　小明", "王小明王小明"[:3], "王 王 王", "w w wx wxm"],
)  # fmt: skip
def test_somebody_is_found_by(wang, words):
    assert found(words) == {"王小明"}


@pytest.mark.parametrize(
    "words",
    ["", " ", "王明", "xiaowang", "5679", "678", "12345678", "1381234567", "3-2-502", "3-2-50-1", "13812345679", "%", "_", "'",
     "''", '"', "\\", "\\'", ":*", "😀", "王😀明x", "\x00", "*", "#", ";--", "x" * 5000, "王" * 5000, "8 " * 5000, "9" * 500,
     "\u202e", "é"],
)  # fmt: skip
def test_nobody_is_found_and_nothing_breaks_by(wang, words):
    assert found(words) == set()


@pytest.mark.parametrize(
    "words",
    [
        "王%",
        "王_小",
        "王'小",
        '"王"',
        "王\\",
        "王:*",
        "!王",
        "王&小",
        "王|小",
        "(王",
        "王'); --",
        "w'x",
        "😀 王",
        "王\x00小",
    ],
)
def test_marks_among_the_words_are_passed_over(wang, words):
    assert found(words) == {"王小明"}


def test_the_tail_of_a_phone_is_kept_as_a_keyed_hash_only(wang):
    assert "5678" not in wang.search
    assert keyed_hash("5678")[:16] in wang.search
    assert found(f"#{keyed_hash('5678')[:16]}") == set()


def test_old_numbers_of_fifteen_places_find_the_same_person(house):
    whole = people.id_number(date(1960, 1, 2), n=7)
    people.resident(house.near, name="赵演", id_number=whole)
    assert found(whole[:6] + whole[8:17]) == {"赵演"}


def test_landlines_are_found_whole(house):
    people.resident(house.near, name="赵演", phone="0912-3456789")
    people.resident(house.near, name="钱演", phone="3456780")
    assert (found("0912-3456789"), found("09123456789"), found("3456780")) == ({"赵演"}, {"赵演"}, {"钱演"})


def test_a_surname_of_two_readings_is_found_by_both(house):
    people.resident(house.near, name="单雪")
    assert found("shan") == found("danxue") == found("sx") == {"单雪"}


def test_who_has_a_number_of_the_register_is_found_by_it(wang):
    assert found(wang.code.lower()) == {"王小明"}


def test_who_was_merged_or_erased_is_found_by_nothing(wang):
    wang.state, wang.household = PersonState.ERASED, None
    wang.save(by=None)
    assert found("王小明") == found("501") == set()


def test_choosing_shows_who_may_be_chosen_masked_and_within_reach(wang, house, enter):
    near, aside = house.user(Role.MEMBER), people.resident(house.aside, name="王小明")
    (only,) = enter(near).get("/people/pick/", {"q": "wxm"}).json()
    assert only["value"] == wang.pk
    assert "二街家属院3号楼2单元501" in only["code"]
    assert {one["value"] for one in enter(house.user(Role.CLERK)).get("/people/pick/", {"q": "王小明"}).json()} == {
        wang.pk,
        aside.pk,
    }
    assert enter(near).get("/people/pick/", {"q": aside.code}).json() == []
    assert len(enter(near).get("/people/pick/").json()) == 4
    both = enter(house.user(Role.CLERK)).get("/people/pick/", {"q": "王小明"}).json()
    assert {one["value"] for one in both} == {wang.pk, aside.pk}


@pytest.mark.parametrize("door", ["/people/pick/", "/people/"])
def test_no_words_break_a_door_or_are_written_down(wang, house, enter, caplog, door):
    browser = enter(house.user(Role.CLERK))
    with caplog.at_level(logging.DEBUG):
        for words in ("王'\\%_\"", "😀" * 40, "\x00", "x" * 4000, "１３８１２３４５６７８", NUMBER, "3-2-501"):
            assert browser.get(door, {"q": words}).status_code in (200, 302, 400)
    assert NUMBER not in caplog.text


@given(st.text(max_size=80))
def test_whatever_is_typed_becomes_words_without_marks(typed):
    for ways in tokens.asked(typed):
        for way in ways:
            assert way
            assert len(way) <= tokens.LONGEST
            assert not set(way.removeprefix("#")) & set("'\\:&|!()*% _")


@given(st.text("王小明欧阳单吕ab·", min_size=1, max_size=6), st.integers(1, 20), st.integers(1, 9))
def test_every_beginning_of_a_word_finds(name, building, room):
    words = tokens.of_person(name, f"{building}号楼1单元{room}01", "13812345678").split(" ")
    for typed, cut in product([name, f"{building}号楼", f"{room}01", "5678", f"{building}-1-{room}"], (1, 9)):
        for ways in tokens.asked(typed if typed == "5678" else typed[:cut]):
            assert any(word.startswith(way) for word in words for way in ways)
