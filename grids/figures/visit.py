"""Figures of the visits: how many were made and whom they met; who was due and was visited in time; the floating population.

Whoever was met, in person or by the family, is visited. Whoever left the register since is asked of nobody any more.
"""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from grids.choices import PersonState, Residence, Tie, VisitKind, VisitOutcome, VisitState
from grids.models import Person, Visit
from portal.clock import now, today
from portal.figures import Figure, MonthTable, Rate, stood

MET = Q(state=VisitState.DONE, outcome__in=[VisitOutcome.MET, VisitOutcome.FAMILY])


def made_in(start, end):
    """Made within the period."""
    return Q(state=VisitState.DONE, visited_at__gte=start, visited_at__lt=end)


def met_by(start, end, **which):
    """Condition on a person: met within the period."""
    met = Visit.objects.filter(MET, made_in(start, end), person=OuterRef("pk"), **which).order_by()
    return Q(Exists(met))


def fell_due(start, end, **which):
    """Visits that met somebody who had been due within the period."""
    return Visit.objects.filter(
        MET, person=OuterRef("pk"), due_on__gte=localdate(start), due_on__lt=localdate(end), **which
    )


def due_in(start, end):
    """A visit to the person was due within the period; while it runs, only by today or made already."""
    last = min(localdate(end), today()) if end > now() else localdate(end)
    waits = Q(visit_due_on__gte=localdate(start), visit_due_on__lt=last)
    return waits | Q(Exists(fell_due(start, end).order_by()))


def late_in(start, end):
    """Of those, one still waits beyond the day, or was visited after it."""
    waits = Q(visit_due_on__gte=localdate(start), visit_due_on__lt=min(localdate(end), today()))
    late = fell_due(start, end).alias(day=TruncDate("visited_at")).filter(day__gt=F("due_on")).order_by()
    return waits | Q(Exists(late))


def floating_at(end):
    """Of the floating population as the period ends, or now while it runs."""
    theirs = Q(tie=Tie.RESIDENT, residence=Residence.FLOATING)
    return theirs & (Q(state=PersonState.PRESENT) if end > now() else stood(Person, [PersonState.PRESENT], end))


made = Figure("visit.made", "走访", "本期登记完成的走访，入户、核查、电话都算。", Visit, made_in, unit="次")
at_home = Figure(
    "visit.home",
    "入户",
    "本期的入户走访。",
    Visit,
    lambda start, end: made_in(start, end) & Q(kind=VisitKind.HOME),
    unit="次",
)
check = Figure(
    "visit.check",
    "核查",
    "本期的流动人口核查。",
    Visit,
    lambda start, end: made_in(start, end) & Q(kind=VisitKind.CHECK),
    unit="次",
)
call = Figure(
    "visit.call",
    "电话",
    "本期的电话联系。",
    Visit,
    lambda start, end: made_in(start, end) & Q(kind=VisitKind.CALL),
    unit="次",
)
absent = Figure(
    "visit.absent",
    "家中无人",
    "本期走访时家中无人的；不算见到，到期日不变。",
    Visit,
    lambda start, end: made_in(start, end) & Q(outcome=VisitOutcome.ABSENT),
    unit="次",
)
met = Figure("visit.met", "见到", "本期走访见到本人或家人的居民，一人算一次。", Person, met_by, unit="人")
due = Figure(
    "visit.due",
    "应访",
    "走访到期日落在本期的居民，已迁出、已故的除外；本期未完时只计到期日已过的和已走访的。",
    Person,
    due_in,
    unit="人",
)
on_time = Figure(
    "visit.on_time",
    "按期走访",
    "应访的居民中，每次到期都在到期日以前见到本人或家人的。",
    Person,
    lambda start, end: due_in(start, end) & ~late_in(start, end),
    unit="人",
)
floating = Figure(
    "visit.floating",
    "流动人口",
    "期末（本期未完时为此刻）在册的流动人口。",
    Person,
    lambda start, end: floating_at(end),
    unit="人",
    stock=True,
)
checked = Figure(
    "visit.checked",
    "已核查",
    "期末在册的流动人口中，本期走访见到本人或家人的，不论哪种方式。",
    Person,
    lambda start, end: floating_at(end) & met_by(start, end),
    unit="人",
)
unchecked = Figure(
    "visit.unchecked",
    "未核查",
    "期末在册的流动人口中，本期没有见到本人和家人的。",
    Person,
    lambda start, end: floating_at(end) & ~met_by(start, end),
    unit="人",
)
on_time_rate = Rate("visit.on_time_rate", "按期走访率", "按期走访 ÷ 应访。", on_time, due)
check_rate = Rate("visit.check_rate", "核查率", "已核查 ÷ 流动人口。", checked, floating)

month = MonthTable(
    "visits",
    "走访",
    Visit,
    (made, at_home, check, call, absent),
    by=("grid", "visitor"),
    note="按走访时间归期",
    # Kept for ever once a month is signed: nothing that tells whom the visit was to, or what was found.
    ledger=("code", "grid", "kind", "outcome", "visitor", "visited_at"),
)
people = MonthTable(
    "visited",
    "走访对象",
    Person,
    (due, on_time_rate, met, floating, check_rate, unchecked),
    note="按走访到期日归期；人户分离、迁出后按现在的登记算",
    ledger=("code", "grid", "visit_due_on"),
)
