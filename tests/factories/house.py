"""A house to test in: two communities, somebody in every role, and a row of every register wherever one is wanted."""

from dataclasses import dataclass, field

from accounts.choices import Role
from accounts.models import Line, Post, User
from grids.models import (
    CalendarDay,
    Card,
    Consent,
    DataRequest,
    Department,
    Extension,
    Household,
    Issue,
    Limit,
    ManagedCare,
    Merge,
    Order,
    Person,
    Place,
    Relocation,
    Retention,
    Revisit,
    Unit,
    Visit,
    VisitRule,
    Walk,
)
from party.models import Assessment, Evaluation, Objection, Organisation, Point, PointRule, Result
from party.models import Member as PartyMember
from pledges.models import Fulfilment, Pledge, Review, StockPhrase
from tests.acid.models import Activity, Care, Case, Diary, Member, Notice, Referral, Stamp, Venue
from tests.factories import acid, grids, party, people, pledges, station, wishes
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory, plant
from wishes.models import Aid, Campaign, Claim, Duty, Errand, Fund, Letter, Recipient, Wish

# Where the post of a role usually is: in the first grid, over the community, or over the street.
IN_GRID = {Role.HEAD, Role.MEMBER}
OVER_STREET = {Role.OBSERVER}


@dataclass
class House:
    """``community`` with the grids ``near`` and ``aside``, ``away`` in another community, and a user for each role."""

    community: object
    near: object
    aside: object
    away: object
    people: dict = field(default_factory=dict)

    def user(self, role):
        """Whoever has the role; made when first asked for."""
        if role not in self.people:
            self.people[role] = UserFactory(username=f"{role}1", grid=self.node(role), role=role)
        return self.people[role]

    def node(self, role):
        """Where a post of the role is."""
        if role in OVER_STREET:
            return type(self.community).objects.get_parent(self.community)
        return self.near if role in IN_GRID else self.community


def build():
    """A house with nobody in it yet."""
    community, (near, aside) = plant("A")
    _, (away, _) = plant("B")
    return House(community, near, aside, away)


def _issue(grid, own=None, given=None):
    made = IssueFactory(grid=grid, by=own)
    if given:
        made.handler = given
        made.save(by=None)
    return made


def _post(grid, own=None, **_):
    made = Post(user=own or UserFactory(grid=grid), role=Role.PARTY, grid=grid)
    made.save(by=None)
    return made


def _wish(grid, own=None, **_):
    return wishes.claimed(grid, own=own) if own else wishes.collected(grid)


# A row of each register: ``grid`` where it hangs, ``own`` whose it is, ``given`` in whose hands.
ROWS = {
    Issue: _issue,
    User: lambda grid, own=None, **_: own or UserFactory(grid=grid),
    Post: _post,
    Line: lambda grid, **_: grids.line(grid.community),
    Order: lambda grid, **_: grids.order(grid),
    Extension: lambda grid, own=None, **_: grids.extension(grid, by=own),
    Card: lambda grid, **_: grids.card(grid),
    Revisit: lambda grid, **_: grids.revisit(grid),
    Place: lambda grid, **_: grids.place(grid),
    Department: lambda grid, **_: grids.department(grid.community),
    Limit: lambda grid, **_: grids.limit(grid.community),
    CalendarDay: lambda grid, **_: grids.day(grid.community),
    Household: lambda grid, **_: people.household(grid),
    Person: lambda grid, **_: people.resident(grid),
    Unit: lambda grid, **_: people.unit(grid),
    Visit: lambda grid, own=None, given=None, **_: people.visit_to(grid, own=own, given=given),
    Walk: lambda grid, own=None, given=None, **_: people.walk(grid, own=own, given=given),
    VisitRule: lambda grid, **_: people.rule(grid.community),
    ManagedCare: lambda grid, **_: people.managed(grid),
    Consent: lambda grid, **_: people.consent(grid),
    DataRequest: lambda grid, **_: people.request(grid),
    Merge: lambda grid, **_: people.merged(grid),
    Retention: lambda grid, **_: people.retention(grid.community),
    Relocation: lambda grid, **_: people.relocation(grid),
    Organisation: lambda grid, **_: party.organisation(grid),
    PartyMember: lambda grid, own=None, **_: party.member(grid, user=own),
    Point: lambda grid, own=None, **_: party.point(grid, own=own),
    PointRule: lambda grid, **_: party.rule(grid.community),
    Evaluation: lambda grid, **_: party.evaluation(grid),
    Assessment: lambda grid, **_: party.assessment(grid),
    Result: lambda grid, own=None, **_: party.result(grid, own=own),
    Objection: lambda grid, **_: party.objection(grid),
    Pledge: lambda grid, own=None, **_: pledges.proposed(grid, own=own),
    Fulfilment: lambda grid, own=None, **_: pledges.period(grid, own=own),
    Review: lambda grid, own=None, **_: pledges.review(grid, own=own),
    StockPhrase: lambda grid, **_: pledges.phrase(grid),
    Wish: _wish,
    Claim: lambda grid, own=None, **_: wishes.claim(grid, own=own),
    Letter: lambda grid, **_: wishes.letter(grid),
    Campaign: lambda grid, **_: wishes.campaign(grid),
    Fund: lambda grid, **_: wishes.fund(grid),
    Recipient: lambda grid, **_: wishes.recipient(grid),
    Aid: lambda grid, **_: wishes.income(grid),
    Duty: lambda grid, own=None, **_: station.duty(grid, own=own),
    Errand: lambda grid, own=None, given=None, **_: station.errand(grid, own=own, given=given),
    Member: lambda grid, own=None, **_: acid.whose(grid, own),
    Diary: lambda grid, own=None, **_: acid.diary(grid, own=own, title=f"第 {Diary.objects.count()} 页"),
    Case: lambda grid, given=None, **_: acid.case(grid, given=given),
    Referral: lambda grid, **_: acid.referral(grid),
    Notice: lambda grid, **_: acid.notice(grid),
    Care: lambda grid, **_: acid.care(grid),
    Venue: lambda grid, **_: acid.venue(grid),
    Stamp: lambda grid, own=None, **_: acid.stamp(grid, own=own),
    Activity: lambda grid, **_: acid.activity(grid),
}
