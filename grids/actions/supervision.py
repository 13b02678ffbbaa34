"""What the clock does by itself: cards for what is late, a step up for what nobody took, a reminder for a silent department."""

from django.db import transaction

from grids.actions.handling import escalate
from grids.actions.lock import locked_issue
from grids.actions.order import chase
from grids.choices import CardColour, CardState
from grids.models import Card
from grids.models.issue import OPEN
from portal.moves import moving


def give(issue, *, colour, reason, stage=""):
    """Give an open issue a card, once of each colour in a round; returns it, or None when it had one."""
    with transaction.atomic():
        issue = locked_issue(issue.pk)
        if Card.objects.filter(issue=issue, colour=colour, round=issue.redone).exists():
            return None
        card = Card(
            issue=issue, grid=issue.grid, colour=colour, reason=reason, stage=stage, handler=issue.handler,
            round=issue.redone,
        )  # fmt: skip
        card.save(by=None, note=reason)
        issue.supervision = colour
        issue.save(by=None, verb="card", note=f"{CardColour(colour).label}：{reason}")
    return card


def withdraw(card, *, by, note):
    """Take a card back; the issue shows what card is left."""
    with transaction.atomic():
        issue = locked_issue(card.issue_id)
        with moving(card, "withdraw", by=by, note=note) as card:
            pass
        left = Card.objects.filter(issue=issue, round=issue.redone, state=CardState.GIVEN)
        # What is closed shows no card, whichever is left.
        colours = set(left.values_list("colour", flat=True)) if issue.state in OPEN else set()
        issue.supervision = next((c for c in (CardColour.RED, CardColour.YELLOW) if c in colours), "")
        issue.save(by=by, verb="card_withdrawn", note=note)


def take_up(issue):
    """Send up what nobody took within its limit."""
    escalate(issue, by=None, note="超过受理时限没有人受理，系统自动升级到社区。")


def remind(order):
    """Chase a department that keeps silent."""
    chase(order, by=None, note=f"超过回复时限没有回复，第 {order.chased + 1} 次催办。")
