"""Figures of the issues. Source: domain.md, 'Issues', month figures; 结案率 = 结案 / 应结案, never / 受理.

Moves are read from the history, so a later reopening changes no past month; voiding corrects even a past one.
"""

from django.db.models import Exists, F, OuterRef, Q

from grids.choices import IssueState, Satisfaction
from grids.models import Issue, Revisit
from grids.models.issue import DONE, OPEN, UNSETTLED
from portal.clock import end_of_day, now
from portal.figures import Card, Figure, MonthTable, Rate, ever, moved, stood

KEPT = ~Q(state=IssueState.VOID)
CLOSING = ("verify", "settle")
TAKING = ("accept", "assign", "dispatch", "settle")
CONTENT = (Satisfaction.GOOD, Satisfaction.FAIR)


def reported_in(start, end):
    """Put on the register within the period."""
    return KEPT & Q(created_at__gte=start, created_at__lt=end)


def due_in(start, end):
    """Due within the period; while it runs, only what is due by now or closed already, so that a rate means something."""
    due_then = KEPT & Q(first_due_at__gte=start, first_due_at__lt=end)
    at = now()
    return due_then if end <= at else due_then & (Q(first_due_at__lt=at) | Q(state__in=DONE))


def closed_by(end, limit=None):
    """Closed before ``end``, checked or settled on the spot (and by the moment in the field ``limit``).

    One that stands closed knows when; whether it was closed before that, too, only the history of what was done anew tells.
    """
    last = Q(closed_at__lt=end)
    if limit:
        last &= Q(closed_at__lte=F(limit))
    # Since its report: PostgreSQL would else gather every closing of the house first, to look up the few.
    again = ever(Issue, CLOSING, end, by=limit, since="created_at")
    return last | ((Q(redone__gt=0) | Q(closed_at=None)) & again)


def calls(start, end, answers):
    """Calls back of the period that were given one of the answers."""
    return Revisit.objects.filter(created_at__gte=start, created_at__lt=end, satisfaction__in=answers).order_by()


def asked_in(start, end, answers=tuple(Satisfaction)):
    """Residents were called back within the period and gave one of the answers."""
    return KEPT & Q(pk__in=calls(start, end, answers).values("issue"))


def never_poor(start, end):
    """No resident called back within the period was dissatisfied."""
    return ~Q(Exists(calls(start, end, [Satisfaction.POOR]).filter(issue=OuterRef("pk"))))


def open_at(end):
    """On the register and not closed as the period ends, or now while it runs."""
    return UNSETTLED if end > now() else KEPT & stood(Issue, OPEN, end)


reported = Figure("issue.reported", "上报", "本期登记上报的事项，作废的除外。", Issue, reported_in)
accepted = Figure(
    "issue.accepted",
    "受理",
    "本期第一次受理（含指派、交办、现场办结）的事项，不论何时上报，作废的除外。",
    Issue,
    lambda start, end: KEPT & moved(Issue, TAKING, start, end, first_from=IssueState.REPORTED),
    keyed=True,
)
due = Figure(
    "issue.due",
    "应结案",
    "首次时限（含获批的延期）落在本期的事项，作废的除外；本期未完时只计时限已到的和已提前结案的。",
    Issue,
    due_in,
)
closed = Figure(
    "issue.closed",
    "结案",
    "应结案的事项中，期末前核查结案或现场办结的；之后重新办理不改变这个数。",
    Issue,
    lambda start, end: due_in(start, end) & closed_by(end),
)
closed_on_time = Figure(
    "issue.closed_on_time",
    "按期结案",
    "应结案的事项中，在首次时限以内结案的；之后重新办理不改变这个数。",
    Issue,
    lambda start, end: due_in(start, end) & closed_by(end, "first_due_at"),
)
overdue = Figure(
    "issue.overdue",
    "超期",
    "应结案的事项中，到了时限没有结案的，后来结了的也算。",
    Issue,
    lambda start, end: due_in(start, end) & ~closed_by(end, "first_due_at"),
)
unsettled = Figure(
    "issue.open",
    "未结案",
    "期末（本期未完时为此刻）还没有结案的事项。",
    Issue,
    lambda start, end: open_at(end),
    stock=True,
)
unsettled_late = Figure(
    "issue.open_late",
    "未结案且超期",
    "期末（本期未完时为此刻）还没有结案、时限已过的事项。",
    Issue,
    lambda start, end: open_at(end) & Q(due_at__lt=min(end, now())),
    stock=True,
)
unsettled_today = Figure(
    "issue.open_today",
    "今日到期",
    "此刻还没有结案、时限在今天之内的事项。",
    Issue,
    lambda start, end: open_at(end) & Q(due_at__gte=min(end, now()), due_at__lte=end_of_day(min(end, now()))),
    stock=True,
)
visited = Figure("issue.visited", "回访", "本期回访过的事项，不论何时结案。", Issue, asked_in, keyed=True)
content = Figure(
    "issue.content",
    "回访满意",
    "本期回访过的事项中，居民答“满意”或“基本满意”、没有答过“不满意”的。",
    Issue,
    lambda start, end: asked_in(start, end, CONTENT) & never_poor(start, end),
    keyed=True,
)
closing_rate = Rate("issue.closing_rate", "结案率", "结案 ÷ 应结案（不除以受理）。", closed, due)
on_time_rate = Rate("issue.on_time_rate", "按期结案率", "按期结案 ÷ 应结案。", closed_on_time, due)
content_rate = Rate("issue.content_rate", "满意率", "回访满意 ÷ 回访。", content, visited)

month = MonthTable(
    "issues",
    "网格事项",
    Issue,
    (reported, accepted, due, closed, closing_rate, on_time_rate, overdue, content_rate),
    by=("grid", "category", "source"),
    note="按时限归期",
)
Card("plus-square", reported)
Card("check2-square", accepted)
Card("check-circle", closing_rate)
Card("stopwatch", on_time_rate)
Card("exclamation-triangle", overdue)
