"""Figures of the orders to departments: how many answered, in time, after how long, and what the grids say of it.

A reply counts by the moment the department gave it, so one written down late corrects the past. What was called back is
asked of no department any more.
"""

from django.db.models import F, IntegerField, Q, Sum

from grids.choices import OrderState
from grids.figures.issue import CONTENT
from grids.models import Order
from portal.clock import now
from portal.figures import Figure, Mean, MonthTable, Rate, moved


def due_in(start, end):
    """A reply was due within the period; while it runs, only what is due by now or answered already."""
    due_then = ~Q(state=OrderState.WITHDRAWN) & Q(reply_due_at__gte=start, reply_due_at__lt=end)
    at = now()
    return due_then if end <= at else due_then & (Q(reply_due_at__lt=at) | Q(state=OrderState.REPLIED))


def answered_in(start, end):
    """The department answered within the period."""
    return Q(replied_at__gte=start, replied_at__lt=end)


def rated_in(start, end):
    """The grid rated the reply within the period."""
    return moved(Order, "rate", start, end)


sent = Figure(
    "order.sent",
    "交办",
    "本期开出的交办单，后来收回的也算。",
    Order,
    lambda start, end: Q(created_at__gte=start, created_at__lt=end),
)
due = Figure(
    "order.due",
    "应回复",
    "回复时限落在本期的交办单，收回的除外；本期未完时只计时限已到的和已提前回复的。",
    Order,
    due_in,
)
replied = Figure(
    "order.replied",
    "已回复",
    "应回复的交办单中，部门在期末前回复的。",
    Order,
    lambda start, end: due_in(start, end) & Q(replied_at__lt=end),
)
on_time = Figure(
    "order.on_time",
    "按期回复",
    "应回复的交办单中，部门在回复时限以内回复的。",
    Order,
    lambda start, end: due_in(start, end) & Q(replied_at__lte=F("reply_due_at")),
)
answers = Figure(
    "order.answers", "本期回复", "部门在本期给了回复的交办单，不论何时交办、何时到期。", Order, answered_in
)
took = Figure(
    "order.took",
    "回复用时",
    "本期回复的交办单，从交办到回复一共用的小时数，不足一小时不计。",
    Order,
    answered_in,
    measure=Sum("took_hours", output_field=IntegerField()),
    unit="小时",
)
rated = Figure("order.rated", "评价", "本期由网格评价过的回复，不论何时回复。", Order, rated_in, keyed=True)
content = Figure(
    "order.content",
    "评价满意",
    "本期评价过的回复中，评为“满意”或“基本满意”的。",
    Order,
    lambda start, end: rated_in(start, end) & Q(rating__in=CONTENT),
    keyed=True,
)
on_time_rate = Rate("order.on_time_rate", "按期回复率", "按期回复 ÷ 应回复。", on_time, due)
mean_reply = Mean(
    "order.mean_reply",
    "平均回复用时",
    "回复用时 ÷ 本期回复，24 小时折一天，节假日也算在内。",
    took,
    answers,
    unit="天",
    per=24,
    rising_is_good=False,
)
content_rate = Rate("order.content_rate", "评价满意率", "评价满意 ÷ 评价。", content, rated)

month = MonthTable(
    "orders",
    "部门交办",
    Order,
    (sent, due, replied, on_time_rate, mean_reply, content_rate),
    by=("grid", "department"),
    note="按回复时限归期",
)
