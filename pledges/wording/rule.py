"""Whether a sentence and the rule beside it tell the same times: how often, and until which month."""

import re

EVERY = re.compile("每逢?个?(周|星期|礼拜|月|季|天|日|晚|早)|(天天|日日|周周|双休日|周末|周[一二三四五六日天])|(月月)")
MEANS = {"月": "monthly", "月月": "monthly", "季": "quarterly"}
MONTH = re.compile(r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月|[年岁][底末终尾]")
NUMBERS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
MONTHS = {words: n for n, name in enumerate(NUMBERS, 1) for words in (name, str(n), f"{n:02}")}
LAST = 12


def frequencies(often):
    """The frequencies that words such as 每周三、每月两次 name, by their keys; none for 每两个月 or 两次, which no rule can be."""
    return {MEANS.get(next(filter(None, found)), "weekly") for found in EVERY.findall(often)}


def last_month(by):
    """The month that words such as 到10月底、年底前 end with, 1 to 12; None where they name none."""
    found = [MONTHS.get(one) if one else LAST for one in MONTH.findall(by)]
    return found[-1] if found else None
