"""What a sentence says of how often and until which month, against the rule beside it."""

import pytest

from pledges.choices import Frequency
from pledges.wording import frequencies, last_month


@pytest.mark.parametrize(
    ("often", "named"),
    [
        ("每周三", {"weekly"}), ("周末", {"weekly"}), ("每天早上", {"weekly"}), ("天天", {"weekly"}), ("每个星期", {"weekly"}),
        ("每月两次", {"monthly"}), ("每月5日", {"monthly"}), ("月月", {"monthly"}), ("每季度", {"quarterly"}),
        ("每周、每月", {"weekly", "monthly"}), ("两次", set()), ("每两个月", set()), ("隔周", set()), ("每年", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_how_often(often, named):
    assert frequencies(often) == named
    assert named <= set(Frequency.values)


@pytest.mark.parametrize(
    ("by", "month"),
    [
        ("到10月底", 10), ("年底前", 12), ("岁末", 12), ("十二月底前", 12), ("3月到10月", 10), ("2026年06月30日", 6),
        ("春节前", None), ("13月", None), ("", None),
    ],
)  # fmt: skip
def test_until_which_month(by, month):
    assert last_month(by) == month
