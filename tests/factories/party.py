"""Party organisations, members and their points to test with; everybody is made up."""

from datetime import date
from decimal import Decimal

from grids.models import Person
from party.actions import evaluation as evaluations
from party.actions import member as members
from party.actions import points
from party.choices import Category, Objector, OrganisationKind, RuleKey, Side
from party.models import Assessment, Evaluation, Member, Objection, Organisation, Point, PointRule, Result
from portal.clock import today
from tests.factories.grids import saved
from tests.factories.people import associate, resident


def organisation(grid, **fields):
    """A group of a grid."""
    made = {"name": f"党小组 {Organisation.objects.count()}", "kind": OrganisationKind.GROUP, **fields}
    return saved(Organisation(grid=grid, **made))


def member(grid, *, user=None, by=None, **fields):
    """A member who lives in the grid; that of the user when there is one already."""
    if user and (mine := Member.objects.filter(person__user=user, state="active").first()):
        return mine
    person = fields.pop("person", None) or resident(grid)
    if user:
        row = Person.objects.get(pk=person.pk)
        row.user = user
        row.save(by=None)
        person = row
    made = {
        "organisation": fields.pop("organisation", None) or organisation(grid),
        "category": Category.COMMUNITY,
        **fields,
    }
    return members.register(Member(person=person, grid=grid, **made), by=by)


def serving(grid, **fields):
    """Somebody of a unit outside who checked in."""
    community = grid.community
    unit = organisation(community, kind=OrganisationKind.UNIT, checked_in_on=date(2024, 3, 1))
    return member(grid, person=associate(community), organisation=unit, category=Category.SERVING, **fields)


def point(grid, *, own=None, by=None, **fields):
    """A meeting somebody went to."""
    whom = fields.pop("member", None) or member(grid, user=own)
    made = {"rule": RuleKey.MEETING, "points": Decimal(1), "basis": "支部党员大会", "on": today(), **fields}
    return points.enter(Point(member=whom, **made), by=by)


def rule(grid, **fields):
    """A rule of the community's own."""
    made = {"year": today().year, "key": _free_key(grid), "points": Decimal(1), **fields}
    return saved(PointRule(grid=grid, **made))


def _free_key(grid):
    taken = set(PointRule.objects.filter(community=grid.community_id).values_list("key", flat=True))
    return next(key for key in RuleKey if key not in taken)


def evaluation(grid, **fields):
    """The evaluation of a year, the running one if it has none; many more than there were years for those who want many."""
    taken = set(Evaluation.objects.filter(community=grid.community_id).values_list("year", flat=True))
    year = next(n for n in [today().year, *range(2099, 2016, -1)] if n not in taken)
    return saved(Evaluation(grid=grid.community, **{"year": year, **fields}))


def published(grid, **fields):
    """One whose results are public, of a community that has a member at least."""
    made = evaluation(grid, **fields)
    evaluations.publish(made, by=None)
    made.refresh_from_db()
    return made


def assessment(grid, **fields):
    """What a home unit says of a member."""
    made = {"member": fields.pop("member", None) or member(grid), "year": today().year, "side": Side.UNIT, "score": 90}
    return evaluations.assess(Assessment(**made | fields), by=None)


def result(grid, own=None, **fields):
    """A published result of a member."""
    whom = fields.pop("member", None) or member(grid, user=own)
    year = evaluation(grid, state="public", edition=1, published_on=today())
    made = {"organisation": whom.organisation, "category": whom.category, "total": Decimal(85), "stars": 3, **fields}
    return saved(Result(grid=grid, evaluation=year, edition=1, member=whom, **made))


def objection(grid, **fields):
    """A word against a published result that waits for its answer."""
    whom = fields.pop("member", None) or member(grid)
    made = {"objector": Objector.SELF, "words": "少记一次会议", **fields}
    return evaluations.object_to(Objection(evaluation=published(grid), member=whom, **made), by=None)
