"""Rounds of the party room: a year begins with everybody's base points."""

from datetime import timedelta

from grids.choices import NodeLevel
from grids.models import Grid
from party.actions.points import give_base, resettle
from party.choices import MemberState, RuleKey
from party.models import Member, Point
from party.queries.points import year_of
from portal.clock import today
from portal.work import tick


@tick("points_of_the_year", every=timedelta(hours=1))
def points_of_the_year():
    """Base points for whoever has none yet, and balances that still tell of the year before."""
    year = today().year
    based = Point.objects.filter(year_of(year), rule=RuleKey.BASE, reverses=None).values("member")
    for member in Member.objects.filter(state=MemberState.ACTIVE).exclude(pk__in=based).order_by("pk"):
        give_base(member)
    stale = Member.objects.exclude(score_year=year).values("community")
    for community in Grid.objects.filter(level=NodeLevel.COMMUNITY, pk__in=stale).order_by("pk"):
        resettle(community.pk)
