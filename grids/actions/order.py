"""Orders to departments: sent, chased, answered, called back, rated."""

from django.db import transaction

from grids.actions.clocks import enter, hold_stage
from grids.actions.handling import submit
from grids.actions.lock import locked_issue
from grids.choices import IssueLevel, OrderState, Outcome, Stage, UseState
from grids.choices import IssueState as S
from grids.limits import Limits
from grids.models import Order
from portal.clock import now, today
from portal.errors import Refused
from portal.models import Attachment, Counter
from portal.models.attachment import Kind
from portal.moves import moving


def dispatch(issue, *, by, department, request, reply_due_at=None, note=""):
    """Give a department a numbered order; who sends it answers for the chasing. Returns the order."""
    if department.state != UseState.OPEN:
        raise Refused(f"{department.name}已停用，请选别的部门。")
    if reply_due_at and reply_due_at <= now():
        raise Refused("回复时限要晚于现在。")
    with moving(issue, "dispatch", by=by, note=note or f"交办{department.name}") as issue:
        due = reply_due_at or Limits.of(issue.community_id).due(issue, Stage.REPLY, now())
        issue.level, issue.handler = IssueLevel.DEPARTMENT, by or issue.handler
        hold_stage(issue, due)
        order = Order(issue=issue, grid=issue.grid, department=department, request=request, reply_due_at=due)
        order.number = _number(issue)
        order.save(by=by)
    return order


def _number(issue):
    """The next number of the community's orders this year, as it stands on the paper."""
    year = today().year
    taken = Counter.take(f"JB-{issue.community_id}-{year}")
    return f"{issue.community.name}交办〔{year}〕{taken}号"


def recall(issue, *, by, note):
    """Take the issue back from the department; the order stays on file as called back."""
    with moving(issue, "recall", by=by, note=note) as issue:
        _close_order(issue, by, note)
        _home(issue, by)


def _close_order(issue, by, note):
    order = Order.objects.select_for_update(of=("self",)).get(issue=issue, state=OrderState.SENT)
    order.state = OrderState.WITHDRAWN
    order.save(by=by, verb="withdraw", note=note, from_state=OrderState.SENT)


def _home(issue, by):
    """Back with the community, in the hands of whoever took it back."""
    issue.level = IssueLevel.COMMUNITY
    issue.handler = by or issue.handler
    enter(issue, S.HANDLING, now())


def reply(order, *, by, outcome, text, note="", replied_at=None, photos=()):
    """Write down what the department answered; what it settled goes to be checked, the rest comes back to the community."""
    at = replied_at or now()
    if at > now():
        raise Refused("回复时间不能晚于现在。")
    if at < order.created_at.replace(second=0, microsecond=0):
        raise Refused("回复时间不能早于交办时间，请核对。")
    with transaction.atomic():
        issue = locked_issue(order.issue_id)
        with moving(order, "reply", by=by, note=note) as kept:
            kept.outcome, kept.reply_text, kept.replied_at = outcome, text, at
            kept.took_hours = max(0, int((at - kept.created_at).total_seconds() // 3600))
        Attachment.keep(issue, photos, by=by, kind=Kind.AFTER, caption=f"{kept.department.name}回复")
        if issue.state == S.HANDLING and issue.level == IssueLevel.DEPARTMENT:
            words = f"{kept.department.name}回复（{Outcome(outcome).label}）：{text}"
            _home(issue, by)
            issue.save(by=by, verb="answered", note=words[:500])
            if outcome == Outcome.DONE:
                submit(issue, by=by, result=words[:500])
    return kept


def chase(order, *, by, note=""):
    """Remind the department once more."""
    with moving(order, "chase", by=by, note=note) as order:
        order.chased += 1


def rate(order, *, by, rating, note=""):
    """Say from the grid how well the department did."""
    with moving(order, "rate", by=by, note=note) as order:
        order.rating = rating
