"""Names found by how they sound."""

import pytest

from portal.pinyin import sounds_like


@pytest.mark.parametrize(
    "typed", ["wxm", "wangxiaoming", "wangxm", "wxiaoming", "xm", "WXM", "wang x", "ming", "wangxi"]
)
def test_initials_syllables_and_both_mixed(typed):
    assert sounds_like("王小明", typed)


@pytest.mark.parametrize("typed", ["wmx", "zxm", "wxmm", "angxiao", "王"])
def test_what_does_not_sound_like_it(typed):
    assert sounds_like("王小明", typed) is (typed == "王")


def test_a_character_with_two_readings_keeps_both():
    assert sounds_like("单玉", "shanyu")
    assert sounds_like("单玉", "dany")


def test_letters_and_digits_stand_for_themselves():
    assert sounds_like("A3网格", "a3wg")
    assert not sounds_like("", "a")
    assert sounds_like("王", "")
