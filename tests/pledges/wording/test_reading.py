"""A pledge is read for whom, what, how often and by when; slogans are told from deeds, however they are typed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledges.wording import STOCK, read

SAMPLE = st.text(
    st.sampled_from("每周六月号前给李奶奶扫楼道三次年底为人民服务积极参加，。 1２\x00\u3000a"), max_size=60
)


def each(name, words):
    """The test once for each of the blank-separated words."""
    return pytest.mark.parametrize(name, words.split())


@each(
    "words",
    "每月 每周六 隔周 逢五逢十 半月一次 不少于4次 早晚各一趟 每学期两回 每逢周末 天天 隔一天 按月 每两周"
    " 每个赶集日 周一到周五 每晚九点 逢年过节 每季度 一周两次 共3场 每年腊月 每月第二个周末 每个星期二、四",
)
def test_how_often(words):
    assert read(f"{words}给李奶奶打水").often


@each(
    "words",
    "经常 定期 随时 长期 不定期 有空就 再一次 第一次 多次 年底前 用一次性杯子 一次次 每一位 每户"
    " 二次供水时 珍惜每一天， 相逢时 本周六",
)
def test_not_how_often(words):
    assert not read(f"{words}给李奶奶打水").often


@each(
    "words",
    "年底前 到12月 汛期前 本学期内 今年 全年 2026年12月31日前 到明年三月 春节前 入冬前 高考前一个月"
    " 未来一年 半年内 12月20号之前 上半年 暑假里头 任期内 雨季来之前 截至６月底 六一前 至2026年年底"
    " 一季度内 年前",
)
def test_by_when(words):
    assert read(f"{words}给李奶奶打水").by


@each(
    "words",
    "每月5号前 每年春节 每学期 干了二十年， 我今年70岁， 二十年前我就 2019年入党， 三年级时 每月底 老楼下周奶奶",
)
def test_not_by_when(words):
    assert not read(f"{words}给李奶奶打水").by


@each(
    "whom",
    "隔壁的王大妈 老郝家 小马家 三单元 四网格住户 空巢老人 对门双职工 张家洼 本小区租户 环卫工人"
    " 步行街商户 幸福院 三年级学生 10名居民 小军同志 村口的老乡 低保户 我们院",
)
def test_for_whom(whom):
    assert read(f"每周给{whom}扫地").whom


@each(
    "whom",
    "群众 大家 社区居民 人民 他人 身边人 每一位居民 广大群众 家里人 老百姓 自己 社会",
)
def test_for_nobody(whom):
    assert not read(f"每周给{whom}扫地").whom


@each(
    "deed",
    "扫楼道 量血压 理一次发 讲防诈骗课 考下证 戒烟 献两次血 捐50本书 接送上学 把灯修好 不闯红灯 读信 下三盘棋",
)
def test_what(deed):
    assert read(f"今年{deed}").what


@each(
    "deed",
    "关心一次 送一份温暖 提供力所能及的帮助 照顾好 帮忙 参加社区活动 出点力 讲政治 书写新篇章 提高服务质量 接受教育",
)
def test_not_what(deed):
    assert not read(f"今年{deed}").what


def test_a_deed_no_list_knows_is_what_is_left_after_whom_it_helps():
    assert read("给李家峁的孙老汉苫油布").what == "苫油布"
    assert not read("给三单元树起榜样").what


def test_a_verb_after_giving_is_nobody():
    assert not read("每周给量血压").whom


def test_what_somebody_is_is_no_deed():
    assert not read("我是一名理发师，我承诺不忘初心。").what
    assert not read("我开五金店，服务大家。").what


@each(
    "sentence",
    "全心全意为人民服务。 以身作则，严格要求自己，争做表率。 每天都以饱满的热情投入工作。"
    " 今年发挥党员先锋模范作用。 为残疾人奉献爱心。 心如磐石，志比金坚。",
)
def test_hollow(sentence):
    assert read(sentence).hollow


@pytest.mark.parametrize(
    "sentence",
    [
        "以身作则，把楼梯扫干净。",
        "发挥先锋模范作用，服务好三单元。",
        "积极参加志愿活动4次。",
        "无私奉献，帮王大妈。",
        "我文化不高，就是想给社区出点力。",
        "",
    ],
)
def test_not_hollow(sentence):
    assert not read(sentence).hollow


def test_the_staff_keep_the_list():
    assert read("一步一个脚印地往前走", phrases=["一步…脚印"]).hollow
    assert not read("全心全意为人民服务", phrases=[]).hollow
    assert not read("全心全意为人民服务", phrases=["", " ", "…"]).stock
    assert read("（每周.*）", phrases=[".*"]).stock[0].start == 3
    assert len(STOCK) == len(set(STOCK))


def test_blanks_and_wide_digits_are_read_over_and_spans_keep_their_places():
    sentence = " 每 月１５号\x00给王 大妈扫地 "
    reading = read(sentence)
    assert (reading.often, reading.whom, reading.what, reading.by) == ("每 月１５号", "王 大妈", "扫地", "")
    assert {sentence[span.start : span.end] for span in reading.good} == {"每 月１５号", "王 大妈", "扫地"}
    assert reading.length == 11


@pytest.mark.parametrize(
    ("length", "short", "long"), [(9, True, False), (10, False, False), (60, False, False), (61, False, True)]
)
def test_short_and_long(length, short, long):
    reading = read("扫 " * length)
    assert (reading.length, reading.is_short, reading.is_long) == (length, short, long)


@pytest.mark.parametrize("sentence", ["", "，。！？", "\x00", " \n\t\u3000", "\U0001f600"])
def test_nothing_said(sentence):
    reading = read(sentence)
    assert (reading.whom, reading.what, reading.often, reading.by, reading.stock, reading.good) == (
        "",
        "",
        "",
        "",
        (),
        (),
    )
    assert not reading.hollow
    assert reading.is_short


@given(st.text(max_size=80) | SAMPLE)
def test_spans_lie_in_the_sentence_in_order_and_apart(sentence):
    reading = read(sentence)
    for spans in (reading.good, reading.stock):
        ends = [0, *(place for span in spans for place in (span.start, span.end)), len(sentence)]
        assert ends == sorted(ends)
        assert all(span.start < span.end for span in spans)
    for kind in ("whom", "what", "often", "by"):
        pieces = [sentence[span.start : span.end] for span in reading.good if span.kind == kind]
        assert getattr(reading, kind) == "、".join(pieces)


@each(
    "piece",
    "一 每 为党 陪 给老人，服务大局， 每周六、日、一、 争做学习坚定 第2022年12月 到至今年",
)
def test_a_very_long_text_takes_a_moment(piece):
    begun = time.perf_counter()
    read((piece * 5000)[:5000])
    assert time.perf_counter() - begun < 1
