"""Rounds over the pledges: publicity ends, time runs out, what nobody kept costs points."""

import logging
from datetime import timedelta

from django.db.models import Exists, OuterRef

from party.choices import MemberState, RuleKey
from party.models import Point
from pledges.actions import fulfilment as fulfilments
from pledges.actions import pledge as pledges
from pledges.actions.fulfilment import GRACE, PENALISED
from pledges.choices import FulfilmentState, PledgeState
from pledges.models import Fulfilment, Pledge
from portal.clock import today
from portal.errors import Refused, Stale
from portal.work import once_due, tick

log = logging.getLogger(__name__)
AT_ONCE = 500


@tick("pledges", every=timedelta(minutes=15))
def rounds():
    """All that the calendar brings about."""
    begin_published()
    conclude_ended()
    penalise_late()


def begin_published():
    """Whose publicity is over is to be kept."""
    rows = Pledge.objects.filter(state=PledgeState.PUBLIC, public_until__lte=today())
    for pledge in rows.order_by("pk")[:AT_ONCE]:
        _once(pledge, "begin", pledge.public_until, pledges.begin)


def conclude_ended():
    """Whose last day has passed is to be judged, some days later, so that the last period can still be written down."""
    rows = Pledge.objects.filter(state=PledgeState.KEEPING, ends_on__lt=today() - GRACE)
    for pledge in rows.order_by("pk")[:AT_ONCE]:
        _once(pledge, "conclude", pledge.ends_on, pledges.conclude)


def penalise_late():
    """What waits beyond its day and the grace, once; what a secretary took back by hand is not taken off again."""
    before = Point.objects.filter(
        source_model=Fulfilment._meta.label_lower, source_id=OuterRef("pk"), rule=RuleKey.OVERDUE
    )
    rows = Fulfilment.objects.filter(
        ~Exists(before.order_by()),
        state=FulfilmentState.WAITING,
        due_on__lt=today() - GRACE,
        pledge__state__in=PENALISED,
        pledge__member__state=MemberState.ACTIVE,
    )
    for late in rows.order_by("pk")[:AT_ONCE]:
        _try(late, fulfilments.penalise, late)


def _once(pledge, rule, due_on, act):
    _try(pledge, once_due, pledge, rule, due_on, lambda: act(pledge, by=None))


def _try(record, act, *args):
    """One that cannot be is left to people; the others go on."""
    try:
        act(*args)
    except (Refused, Stale) as refusal:
        log.info("%s: %s", record.code, refusal)
