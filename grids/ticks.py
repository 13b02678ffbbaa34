"""Rounds over the issues: what nobody took goes up, what is late gets a card, a silent department is chased.

Each effect is a write of the system, once for its record, rule and due date, so a round made late or twice does the same.
"""

import logging
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localdate, localtime

from grids.actions import supervision
from grids.actions.clocks import STAGES
from grids.choices import CardColour, IssueLevel, IssueState, OrderState, Stage
from grids.models import Card, Issue, Order
from grids.models.issue import UNSETTLED, late_q
from portal.clock import now
from portal.errors import Refused
from portal.models import Entry
from portal.work import once_due, tick

log = logging.getLogger(__name__)
# Source: domain.md, supervision.
RED_AFTER = timedelta(days=3)
RED_RETURNS = 2
CHASE_EVERY = timedelta(days=2)
AT_ONCE = 500


@tick("issue_clocks", every=timedelta(minutes=5))
def issue_clocks():
    """All that the clocks of issues and orders bring about."""
    take_up_untaken()
    give_cards()
    chase_departments()


def take_up_untaken():
    """Reports nobody in the grid took within the limit go to the community."""
    untaken = Issue.objects.filter(state=IssueState.REPORTED, level=IssueLevel.GRID, stage_due_at__lt=now())
    for issue in untaken.order_by("stage_due_at")[:AT_ONCE]:
        # It may be sent back and left again on one day.
        _once(issue, f"untaken-{localtime(issue.stage_due_at):%H%M}", issue.stage_due_at, supervision.take_up, issue)


def give_cards():
    """Yellow for what is late by either clock, red for what is late by more than three days or was returned twice."""
    at = now()
    late = _without(CardColour.YELLOW).filter(late_q(at), supervision="").exclude(state=IssueState.RETURNED)
    for issue in late.order_by("due_at")[:AT_ONCE]:
        _card(issue, CardColour.YELLOW, at)
    worse = _without(CardColour.RED)
    for issue in worse.filter(late_q(at - RED_AFTER)).exclude(state=IssueState.RETURNED).order_by("due_at")[:AT_ONCE]:
        _card(issue, CardColour.RED, at - RED_AFTER)
    for issue in worse.filter(UNSETTLED, pk__in=_returned_twice())[:AT_ONCE]:
        _once(issue, f"returned-{issue.redone}", issue.created_at, supervision.give, issue,
              colour=CardColour.RED, reason=f"核查、受理时被退回 {RED_RETURNS} 次", stage=step(issue))  # fmt: skip


def _without(colour):
    """Issues that had no card of the colour in this round, withdrawn ones counted."""
    had = Card.objects.filter(issue=OuterRef("pk"), round=OuterRef("redone"), colour=colour)
    return Issue.objects.filter(~Exists(had))


def _returned_twice():
    """Keys of issues that a check or the community sent back twice or more since they were last opened again."""
    back = Q(verb="reject") | Q(verb="send_back", to_state__in=[IssueState.HANDLING, IssueState.REPORTED])
    mine = Entry.objects.filter(model="grids.issue")
    anew = mine.filter(verb="reopen", object_id=OuterRef("object_id"), pk__gt=OuterRef("pk"))
    lines = mine.filter(back, ~Exists(anew)).order_by().values("object_id")
    return lines.annotate(times=Count("pk")).filter(times__gte=RED_RETURNS).values("object_id")


def _card(issue, colour, limit):
    """Give the card for the clock that ran out before ``limit``, the whole before the step."""
    whole = issue.due_at < limit
    due = issue.due_at if whole else issue.stage_due_at
    stage = Stage.TOTAL if whole else step(issue)
    if issue.state == IssueState.SUSPENDED:
        reason = "挂账到期没有再看"
    else:
        reason = f"{Stage(stage).label}超期" + ("超过 3 天" if colour == CardColour.RED else "")
    _once(issue, f"{colour}-{issue.redone}", due, supervision.give, issue, colour=colour, reason=reason, stage=stage)


def step(issue):
    """The step an issue waits in; with a department it waits for the reply."""
    return Stage.REPLY if issue.level == IssueLevel.DEPARTMENT else STAGES.get(issue.state, "")


def chase_departments():
    """Departments that keep silent past their limit are reminded, then every two days."""
    at = now()
    for order in Order.objects.filter(state=OrderState.SENT, reply_due_at__lt=at).order_by("reply_due_at")[:AT_ONCE]:
        due = order.reply_due_at + CHASE_EVERY * ((at - order.reply_due_at) // CHASE_EVERY)
        _once(order, "chase", due, supervision.remind, order)


def _once(record, rule, due, act, *args, **words):
    """One effect; what somebody moved in between is left for the next round, and never stops the others."""
    try:
        once_due(record, rule, localdate(due), lambda: act(*args, **words))
    except Refused as refusal:
        log.info("%s %s: %s", record.code, rule, type(refusal).__name__)
