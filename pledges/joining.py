"""What the pledges tell the party room of each member: counts, deeds for the service card, and how the four sides judged."""

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from party.choices import Side
from party.evaluating import REVIEWS
from party.joined import DEEDS, TALLIES, Deed, Tally
from pledges.choices import WORTH, FulfilmentState, PledgeState, Rating, Reviewer
from pledges.models import Fulfilment, Pledge, Review
from pledges.models.fulfilment import COUNTED
from portal.clock import today

# Other members speak for the organisation they belong to; what a member says of itself counts nowhere.
SIDES = {Reviewer.ORGANISATION: Side.ORGANISATION, Reviewer.PEER: Side.ORGANISATION, Reviewer.RESIDENT: Side.RESIDENT}


def proposed(keys, first, last):
    """Pledges of the years the days lie in."""
    rows = Pledge.objects.filter(member__in=keys, year__gte=first.year, year__lte=last.year)
    return _by(rows.exclude(state=PledgeState.VOID), "member")


def fell_due(keys, first, last, **which):
    """Periods due within the days, by today at the latest."""
    last = min(last, today())
    rows = Fulfilment.objects.filter(COUNTED, pledge__member__in=keys, due_on__gte=first, due_on__lte=last, **which)
    return _by(rows, "pledge__member")


def kept(keys, first, last):
    """Of those, kept."""
    return fell_due(keys, first, last, state=FulfilmentState.DONE)


def closed(keys, first, last):
    """Of those pledges, struck off."""
    rows = Pledge.objects.filter(member__in=keys, year__gte=first.year, year__lte=last.year, state=PledgeState.CLOSED)
    return _by(rows, "member")


def _by(rows, member):
    return dict(rows.order_by().values_list(member).annotate(Count("pk")))


def deeds(keys, first, last):
    """Every period kept within the days."""
    rows = Fulfilment.objects.filter(
        pledge__member__in=keys, state=FulfilmentState.DONE, kept_on__gte=first, kept_on__lte=last
    )
    for member, on, note, sentence in rows.values_list("pledge__member", "kept_on", "note", "pledge__sentence"):
        yield Deed(member, on, sentence, "1 次", note)


def reviews(community_id, year):
    """{side: {key of a member: [(score, words)]}} of what the sides said of the year's pledges."""
    rows = Review.objects.filter(community=community_id, pledge__year=year, side__in=list(SIDES))
    rows = rows.exclude(pledge__state=PledgeState.VOID).order_by("pk")
    found = {}
    for member, side, rating, code in rows.values_list("pledge__member", "side", "rating", "pledge__code"):
        words = f"{Reviewer(side).label} {code} {Rating(rating).label}"
        found.setdefault(SIDES[side], {}).setdefault(member, []).append((WORTH[rating], words))
    return found


def pledges_url(**narrowed):
    """Where the pledges of a member and year are listed that were counted."""

    def url(member, year):
        return f"{reverse('pledge-list')}?{urlencode({'q': member.code, 'year': year, 'tab': 'standing', **narrowed})}"

    return url


def periods_url(**narrowed):
    """Where the periods of a member are listed that were counted as due in a year."""

    def url(member, year):
        span = {"due_on_from": f"{year}-01-01", "due_on_to": min(f"{year}-12-31", f"{today()}")}
        return f"{reverse('fulfilment-list')}?{urlencode({'q': member.code, 'tab': 'counted', **span, **narrowed})}"

    return url


TALLIES.extend(
    [
        Tally("承诺", "条", Pledge, proposed, pledges_url()),
        Tally("应兑现", "期", Fulfilment, fell_due, periods_url()),
        Tally("已兑现", "期", Fulfilment, kept, periods_url(state="done")),
        Tally("销号", "条", Pledge, closed, pledges_url(state="closed")),
    ]
)
DEEDS.append(deeds)
REVIEWS.append(reviews)
