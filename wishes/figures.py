"""Figures of the wishes: collected, shown, claimed, come true; of the help fund what came in and went out; of the help station.

What is reported and ranked by is what came true.
"""

from django.db.models import FloatField, Q, Sum
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from portal.figures import Card, Figure, MonthTable, Rate, moved
from wishes.choices import DONE, RUN, ErrandState, Way
from wishes.choices import WishState as S
from wishes.models import Aid, Errand, Wish

# A lock keeps numbers as JSON has them; the ledger itself is in fen.
YUAN = Sum(Cast("amount", FloatField()))


def dated(way, start, end):
    """The day of the entry lies within the period, and money went this way."""
    return Q(way=way, on__gte=localdate(start), on__lt=localdate(end))


def realised_in(start, end):
    """It came true in the period, and nobody said otherwise since."""
    return Q(state__in=DONE, realised_on__gte=localdate(start), realised_on__lt=localdate(end))


collected = Figure(
    "wish.collected",
    "征集",
    "本期登记的心愿，后来撤回和不予受理的除外。",
    Wish,
    lambda start, end: Q(created_at__gte=start, created_at__lt=end) & ~Q(state__in=[S.WITHDRAWN, S.DECLINED]),
    unit="件",
)
published = Figure(
    "wish.published",
    "公示",
    "本期公示上墙的心愿，一件公示几次算一件。",
    Wish,
    lambda start, end: moved(Wish, "publish", start, end),
    unit="件",
    keyed=True,
)
claimed = Figure(
    "wish.claimed",
    "认领",
    "本期有人认领的心愿，含社区兜底的；一件几次认领算一件。",
    Wish,
    lambda start, end: moved(Wish, "claim", start, end) | moved(Wish, "take_over", start, end),
    unit="件",
    keyed=True,
)
realised = Figure("wish.realised", "心愿实现", "本期实现的心愿；回访说没有实现的不算。", Wish, realised_in, unit="件")
asked = Figure(
    "wish.asked",
    "回访",
    "本期实现的心愿中，已经回访的。",
    Wish,
    lambda start, end: realised_in(start, end) & Q(state=S.CLOSED),
    unit="件",
)
asked_rate = Rate("wish.asked_rate", "回访率", "已回访 ÷ 实现。", asked, realised)

month = MonthTable(
    "wishes",
    "微心愿",
    Wish,
    (collected, published, claimed, realised, asked_rate),
    by=("grid", "group", "category"),
    note="按办理时间归期",
    ledger=(
        "code", "person", "group", "category", "grid", "sentence", "amount", "published_on", "claimed_on", "realised_on",
        "spent", "answer", "state",
    ),
)  # fmt: skip
income = Figure(
    "aid.income",
    "资金收入",
    "日期在本期的收入合计，冲正的已减去。",
    Aid,
    lambda start, end: dated(Way.IN, start, end),
    measure=YUAN,
    unit="元",
)
payments = Figure(
    "aid.payments",
    "资金支出",
    "日期在本期的支出合计，冲正的已减去。",
    Aid,
    lambda start, end: dated(Way.OUT, start, end),
    measure=YUAN,
    unit="元",
)
aid = MonthTable(
    "aid",
    "爱心资金",
    Aid,
    (income, payments),
    by=("grid", "fund", "way"),
    note="按收支日期归期",
    ledger=("code", "on", "fund", "way", "amount", "giver", "recipient", "wish", "receipt", "purpose", "reverses"),
)
helps_asked = Figure(
    "help.asked",
    "微帮求助",
    "本期登记的微帮求助，取消的除外。",
    Errand,
    lambda start, end: Q(created_at__gte=start, created_at__lt=end) & ~Q(state=ErrandState.CANCELLED),
    unit="件",
)
helps_done = Figure(
    "help.done",
    "微帮办好",
    "本期办好的微帮；致谢时本人说还没有办的不算。",
    Errand,
    lambda start, end: Q(state__in=RUN, done_on__gte=localdate(start), done_on__lt=localdate(end)),
    unit="件",
)
Card("heart", realised)
