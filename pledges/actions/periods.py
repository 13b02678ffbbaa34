"""Writing the periods of a pledge, and what follows from them for the pledge itself; the pledge is held locked."""

from datetime import timedelta

from django.db.models import Count, Max, Min, Q

from party.actions import take_back
from party.choices import RuleKey
from pledges.choices import Frequency
from pledges.choices import FulfilmentState as F
from pledges.models import Fulfilment, Pledge
from pledges.schedule import MOST, spans
from portal.clock import today
from portal.errors import Refused

STANDING = ~Q(state=F.DROPPED)


def write_ahead(pledge, *, by, drop):
    """Take the waiting periods that ``drop`` picks off the pledge and write those its rule asks for after what stays."""
    drop_waiting(pledge, drop, by=by)
    stays = pledge.fulfilments.filter(STANDING)
    told = stays.aggregate(last=Max("due_on"), number=Max("number"), many=Count("pk"))
    first = max(pledge.starts_on, today())
    if told["last"]:
        first = max(first, told["last"] + timedelta(days=1)) if told["last"] >= first else first
    try:
        # What is done once has one period, and no second one.
        done = first > pledge.ends_on or (pledge.frequency == Frequency.ONCE and told["many"])
        ahead = [] if done else spans(pledge.frequency, first, pledge.ends_on)
    except ValueError as error:
        raise Refused(str(error)) from None
    if told["many"] + len(ahead) > MOST:
        raise Refused(
            f"一条承诺最多 {MOST} 期，加上已有的 {told['many']} 期共 {told['many'] + len(ahead)} 期，请改频次。"
        )
    number = told["number"] or 0
    Fulfilment.objects.add_many(
        [
            Fulfilment(
                pledge=pledge,
                grid=pledge.grid,
                organisation_id=pledge.organisation_id,
                number=number + n,
                opens_on=span.opens_on,
                due_on=span.due_on,
            )
            for n, span in enumerate(ahead, 1)
        ],
        by=by,
    )
    settle(pledge)


def drop_waiting(pledge, which, *, by, note=""):
    """Take waiting periods off; they stay on record, counted nowhere, and cost nothing."""
    for one in pledge.fulfilments.filter(which, state=F.WAITING).order_by("number"):
        one.state = F.DROPPED
        one.save(by=by, verb="drop", note=note, from_state=F.WAITING)
        if one.due_on < today():
            take_back(one, RuleKey.OVERDUE, by=by, note=note or "这一期已取消")


def put_off(pledge, due_on, *, by, note=""):
    """Give the one period of what is done once another day."""
    for one in pledge.fulfilments.filter(state=F.WAITING).order_by("number"):
        one.opens_on, one.due_on = min(one.opens_on, due_on), due_on
        one.save(by=by, note=note)


def settle(pledge):
    """How many periods there are, how many were kept, which waits next."""
    told = pledge.fulfilments.filter(STANDING).aggregate(
        due=Count("pk"),
        kept=Count("pk", filter=Q(state=F.DONE)),
        next=Min("due_on", filter=Q(state=F.WAITING)),
    )
    pledge.due, pledge.kept, pledge.next_due_on = told["due"], told["kept"], told["next"]
    Pledge.objects.derive([pledge], "due", "kept", "next_due_on")
