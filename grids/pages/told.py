"""Who hears of an issue: its reporter, its handler, the head of the grid it went up from; and what the chat is told."""

from django.db.models import Q

from grids.choices import IssueLevel, Urgency
from grids.models import Issue
from portal.reach import Reach, condition


def concerns(user):
    """The issues whose news a user gets: own reports, work in hand, and what left the own grid's hands or bears a card."""
    q = Q(created_by=user.pk) | Q(handler=user.pk)
    for grant in user.grants("accept", Issue):
        if grant.reach == Reach.SUBTREE and not grant.wide:
            q |= condition(grant, user, Issue) & (~Q(level=IssueLevel.GRID) | ~Q(supervision=""))
    return q


TELLS = {
    "add": Q(urgency=Urgency.URGENT),
    **dict.fromkeys(("escalate", "card", "dispatch", "answered", "extend", "reopen", "urge"), Q()),
}
