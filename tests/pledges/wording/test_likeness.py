"""Twins are found however they are turned, and the words they share are marked."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.wording import ALIKE, common, essence, likeness, nearest

TWINS = [
    ("每周六下午教五网格的老年人用手机挂号看病。", "每周日上午教二网格老年人用手机挂号看病"),
    ("全年给居民讲不少于4次防诈骗课。", "全年为居民讲防诈骗课不少于６次。"),
    ("陪失明的刘大爷到区医院复查、拿药，全年不少于6次。", "全年不少于6次，陪失明的刘大爷去区医院复查拿药。"),
    ("把我们单元门口的积雪铲了。", "今年冬天每天早上把我们单元门口的积雪铲了。"),
    ("全心全意为人民服务，做一名合格的党员。", "做一名合格的共产党员，全心全意为人民服务。"),
    ("每月帮对面楼空巢老人擦一次玻璃。", "每个月帮对面楼的空巢老人擦两次玻璃、倒垃圾。"),
]
OTHERS = [
    ("每周给三单元王奶奶买一次菜。", "每周给二单元的楼道扫一次地。"),
    ("发挥先锋模范作用，做群众贴心人。", "发挥先锋模范作用，把五单元的门禁修好。"),
    ("到明年三月把烟戒了。", "把酒戒了，不再让家里人操心。"),
    ("春节前给老人写春联。", "汛期前把排水沟清一遍。"),
]


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_twins_are_alike(one, other):
    assert likeness(essence(one), essence(other)) >= ALIKE


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_others_are_not(one, other):
    assert likeness(essence(one), essence(other)) < ALIKE


def test_an_essence_has_no_numbers_signs_or_little_words():
    assert (
        essence("每月１５号，给 李奶奶量２次血压！")
        == essence("每周三次为李奶奶量血压")
        == "".join(sorted("李奶奶量血压"))
    )
    assert essence("，。 \x00每月一次") == ""


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_the_same_both_ways_and_whole_for_itself(one, other):
    a, b = essence(one), essence(other)
    assert likeness(a, b) == pytest.approx(likeness(b, a))
    assert 0 <= likeness(a, b) <= 1
    assert likeness(a, a) == 1


def test_nearest_gives_the_likest_first_with_their_keys():
    said = {7: "每周六教老年人用手机挂号", 8: "每周日教三网格老年人用手机挂号", 9: "春节前写春联"}
    candidates = (list(said), [essence(words) for words in said.values()])
    found = nearest(essence("每周六教老年人用手机挂号"), candidates)
    assert [key for _, key in found] == [7, 8]
    assert found[0][0] == 1
    assert nearest(essence("每周六教老年人用手机挂号"), candidates, most=1) == found[:1]
    assert nearest(essence("，。"), ([1, 2], ["", essence("扫地")])) == []
    assert nearest(essence("扫楼道"), ([], [])) == []


@given(
    st.lists(st.text("扫楼道买菜药", min_size=1, max_size=9), max_size=12),
    st.text("扫楼道买菜药", min_size=2, max_size=9),
)
def test_the_quick_scorer_loses_none(essences, own):
    found = nearest(own, (range(len(essences)), essences), most=99)
    alike = {place for place, other in enumerate(essences) if likeness(own, other) >= ALIKE}
    assert {place for _, place in found} == alike
    assert all(score == likeness(own, essences[place]) for score, place in found)


def test_what_is_shared_is_marked_where_it_stands():
    one, other = "陪刘大爷到医院拿药，全年6次。", "全年6次，陪 刘大爷去医院拿药"
    assert [one[start:end] for start, end in common(one, other)] == ["刘大爷", "医院拿药", "全年6次"]
    assert common("", other) == common(one, "") == common("，。", "，。") == []
    assert common("扫地", "扫地") == [(0, 2)]


@given(st.text("扫楼道，买菜 药", max_size=30), st.text("扫楼道，买菜 药", max_size=30))
def test_common_runs_stand_in_both_apart_and_in_order(one, other):
    spans = common(one, other)
    assert all(end - start >= 2 and one[start:end] in other and one[start:end].isalnum() for start, end in spans)
    ends = [place for span in spans for place in span]
    assert ends == sorted(ends)


def test_very_long_texts_take_a_moment():
    begun = time.perf_counter()
    for piece, other in (("扫", "扫"), ("扫地", "地扫"), ("每月", "每周")):
        long, turned = (piece * 5000)[:5000], (other * 5000)[:5000]
        assert likeness(essence(long), essence(turned)) <= 1
        common(long, turned)
    assert time.perf_counter() - begun < 1
