"""What the wishes and the help station tell the party room of each member, and deeds for the service card."""

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from party.joined import DEEDS, TALLIES, Deed, Tally
from wishes.choices import ClaimState, ErrandState
from wishes.models import Claim, Errand, Wish


def claimed(keys, first, last, **which):
    """Claims of the days that hold or held their wish; those let go are left out."""
    kept = Claim.objects.filter(state__in=[ClaimState.LIVE, ClaimState.DONE])
    rows = kept.filter(member__in=keys, claimed_on__gte=first, claimed_on__lte=last, **which)
    return dict(rows.order_by().values_list("member").annotate(Count("pk")))


def realised(keys, first, last):
    """Of those, come true."""
    return claimed(keys, first, last, state=ClaimState.DONE)


def deeds(keys, first, last):
    """Every wish that came true within the days."""
    rows = Wish.objects.filter(claimant__in=keys, realised_on__gte=first, realised_on__lte=last)
    for member, on, sentence, how in rows.values_list("claimant", "realised_on", "sentence", "how"):
        yield Deed(member, on, f"微心愿：{sentence}", "1 件", how)


def thanked(keys, first, last):
    """Errands done within the days for which thanks were said."""
    return Errand.objects.filter(
        member__in=keys, state=ErrandState.THANKED, done_on__gte=first, done_on__lte=last
    ).order_by()


def errands(keys, first, last):
    """How many of each member."""
    return dict(thanked(keys, first, last).values_list("member").annotate(Count("pk")))


def errand_deeds(keys, first, last):
    """Each of them, with its hours."""
    rows = thanked(keys, first, last).values_list("member", "done_on", "sentence", "hours", "how")
    for member, on, sentence, hours, how in rows:
        yield Deed(member, on, f"微帮：{sentence}", f"{hours.normalize():f} 小时", how)


def errands_url(member, year):
    """Where they are listed."""
    query = {"q": member.code, "tab": "thanked", "done_on_from": f"{year}-01-01", "done_on_to": f"{year}-12-31"}
    return f"{reverse('errand-list')}?{urlencode(query)}"


def claims_url(tab):
    """Where the claims of a member and year are listed that were counted."""

    def url(member, year):
        span = {"claimed_on_from": f"{year}-01-01", "claimed_on_to": f"{year}-12-31"}
        return f"{reverse('claim-list')}?{urlencode({'q': member.code, 'tab': tab, **span})}"

    return url


TALLIES.extend(
    [
        Tally("认领心愿", "件", Claim, claimed, claims_url("kept")),
        Tally("实现心愿", "件", Claim, realised, claims_url("done")),
        Tally("微帮", "件", Errand, errands, errands_url),
    ]
)
DEEDS.extend([deeds, errand_deeds])
