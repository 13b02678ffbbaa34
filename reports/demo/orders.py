"""The acts on orders to departments told in the past, as ``grids.actions.order`` does them."""

from grids.actions.clocks import enter, hold_stage
from grids.choices import IssueLevel, OrderState, Outcome, Stage
from grids.choices import IssueState as S
from grids.models import Order
from reports.demo import acts


def dispatch(story, *, by, at, department, request):
    """Give a department an order; its number waits until all orders of the year are known."""
    with story.moving("dispatch", by=by, at=at, note=f"交办{department.name}") as issue:
        due = story.demo.limits.due(issue, Stage.REPLY, at)
        issue.level, issue.handler = IssueLevel.DEPARTMENT, by
        hold_stage(issue, due)
        order = Order(issue=issue, grid=issue.grid, department=department, request=request, reply_due_at=due)
        return story.added(order, by=by, at=at)


def recall(story, order, *, by, at, note):
    with story.moving("recall", by=by, at=at, note=note):
        order.state = OrderState.WITHDRAWN
        story.saved(order, "withdraw", by=by, at=at, note=note, from_state=OrderState.SENT)
        _home(story, by, at)


def reply(story, order, *, by, at, outcome, text, note=""):
    with story.moving("reply", by=by, at=at, note=note, record=order):
        order.outcome, order.reply_text, order.replied_at = outcome, text, at
        order.took_hours = int((at - order.created_at).total_seconds() // 3600)
    words = f"{order.department.name}回复（{Outcome(outcome).label}）：{text}"
    _home(story, by, at)
    story.saved(story.issue, "answered", by=by, at=at, note=words)
    if outcome == Outcome.DONE:
        acts.submit(story, by=by, at=at, result=words)


def chase(story, order, *, by, at, note=""):
    with story.moving("chase", by=by, at=at, note=note, record=order):
        order.chased += 1


def rate(story, order, *, by, at, rating, note=""):
    with story.moving("rate", by=by, at=at, note=note, record=order):
        order.rating = rating


def _home(story, by, at):
    story.issue.level, story.issue.handler = IssueLevel.COMMUNITY, by
    enter(story.issue, S.HANDLING, at, story.demo.limits)
