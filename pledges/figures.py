"""Figures of the pledges: proposed, approved, struck off; periods that fell due and were kept.

A period counts where its day lies, kept as it was known when the month ended: what is kept later does not change the past.
"""

from django.db.models import F, Q
from django.utils.timezone import localdate

from pledges.choices import FulfilmentState, PledgeState
from pledges.models import Fulfilment, Pledge
from pledges.models.fulfilment import COUNTED
from portal.clock import now, today
from portal.figures import Card, Figure, MonthTable, Rate, moved

DONE = Q(state=FulfilmentState.DONE)


def due_in(start, end):
    """The day of the period lies here; while the month runs, only what is due by now or kept already."""
    fell = COUNTED & Q(due_on__gte=localdate(start), due_on__lt=localdate(end))
    return fell if end <= now() else fell & (Q(due_on__lte=today()) | DONE)


def kept_in(start, end):
    """Of those, kept before the month ended."""
    return due_in(start, end) & DONE & Q(kept_on__lt=localdate(end))


proposed = Figure(
    "pledge.proposed",
    "提诺",
    "本期登记的承诺，后来作废的除外。",
    Pledge,
    lambda start, end: Q(created_at__gte=start, created_at__lt=end) & ~Q(state=PledgeState.VOID),
    unit="条",
)
approved = Figure(
    "pledge.approved",
    "审诺通过",
    "本期审诺通过的承诺，一条通过几次算一条。",
    Pledge,
    lambda start, end: moved(Pledge, "approve", start, end),
    unit="条",
    keyed=True,
)
returned = Figure(
    "pledge.returned",
    "退回修改",
    "本期审诺时退回过的承诺。",
    Pledge,
    lambda start, end: moved(Pledge, "send_back", start, end),
    unit="条",
    keyed=True,
)
closed = Figure(
    "pledge.closed",
    "销号",
    "本期销号的承诺，后来撤销结论的也算。",
    Pledge,
    lambda start, end: moved(Pledge, "close", start, end),
    unit="条",
    keyed=True,
)
unmet = Figure(
    "pledge.unmet",
    "未兑现",
    "本期定为未兑现的承诺，不论客观原因还是本人原因。",
    Pledge,
    lambda start, end: moved(Pledge, "fail", start, end),
    unit="条",
    keyed=True,
)
due = Figure(
    "fulfilment.due",
    "应兑现",
    "应兑现日期落在本期的期次，改期和作废的除外；本期未完时只计日期已到的和已兑现的。",
    Fulfilment,
    due_in,
    unit="期",
)
kept = Figure(
    "fulfilment.kept", "已兑现", "应兑现的期次中，在本期末以前兑现的，逾期补做的也算。", Fulfilment, kept_in, unit="期"
)
on_time = Figure(
    "fulfilment.on_time",
    "按期兑现",
    "应兑现的期次中，在应兑现日期以前兑现的。",
    Fulfilment,
    lambda start, end: due_in(start, end) & DONE & Q(kept_on__lte=F("due_on")),
    unit="期",
)
excused = Figure(
    "fulfilment.excused",
    "客观原因",
    "应兑现的期次中，登记了客观原因未兑现的。",
    Fulfilment,
    lambda start, end: due_in(start, end) & Q(state=FulfilmentState.EXCUSED),
    unit="期",
)
confirmed = Figure(
    "fulfilment.confirmed",
    "已核实",
    "已兑现的期次中，向受益人核实过的。",
    Fulfilment,
    lambda start, end: kept_in(start, end) & ~Q(confirmed_how=""),
    unit="期",
)
kept_rate = Rate("fulfilment.rate", "兑现率", "已兑现 ÷ 应兑现。", kept, due)
on_time_rate = Rate("fulfilment.on_time_rate", "按期兑现率", "按期兑现 ÷ 应兑现。", on_time, due)
confirmed_rate = Rate("fulfilment.confirmed_rate", "核实率", "已核实 ÷ 已兑现。", confirmed, kept)

month = MonthTable(
    "pledges",
    "微承诺",
    Pledge,
    (proposed, approved, returned, closed, unmet),
    by=("grid", "organisation", "kind"),
    note="按办理时间归期",
    ledger=(
        "code", "member", "organisation", "grid", "sentence", "frequency", "approved_on", "due", "kept", "closed_on", "state",
    ),
)  # fmt: skip
periods = MonthTable(
    "fulfilments",
    "承诺兑现",
    Fulfilment,
    (due, kept_rate, on_time_rate, excused, confirmed_rate),
    by=("grid", "organisation"),
    note="按应兑现日期归期",
    ledger=("code", "pledge", "organisation", "grid", "number", "due_on", "kept_on", "confirmed_how", "state"),
)
Card("vector-pen", kept_rate)
