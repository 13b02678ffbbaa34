"""The community itself: the tree with seven grids, whoever works there, lines of work, places, departments, the plan."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from accounts.actions.line import plant_lines
from accounts.choices import Role
from accounts.models import Post, User
from grids.choices import NodeLevel
from grids.limits import Limits
from grids.models import Department, Grid, Place
from grids.plan import touching, usual
from reports.demo import words
from reports.demo.people import MEMBERS_IN

YEARS = 4
OFFICES = ("住建局", "城管执法队", "供电所", "自来水公司", "派出所", "民政办")


@dataclass
class Town:
    """Who and what the issues are made of; ``heads`` and ``members`` go by the grid's place in ``grids``.

    ``earlier`` holds, by grid, some issues written before, which others turn out to repeat.
    """

    street: Grid
    home: Grid
    grids: list
    lines: dict
    limits: Limits
    secretary: User = None
    clerk: User = None
    observer: User = None
    heads: list = field(default_factory=list)
    members: list = field(default_factory=list)
    offices: list = field(default_factory=list)
    earlier: dict = field(default_factory=dict)


def settle():
    """Make the community and its people; returns the Town."""
    street = Grid.plant(name="测试街道", code="BS", level=NodeLevel.STREET)
    home = Grid.plant(street, name="测试社区", code="BC", level=NodeLevel.COMMUNITY)
    grids = []
    for n in range(1, len(MEMBERS_IN) + 1):
        home.refresh_from_db()
        grids.append(Grid.plant(home, name=f"{n} 网格", code=f"B{n}", level=NodeLevel.GRID, order=n))
    for grid, others in touching(dict(zip(grids, usual(len(grids)), strict=True))).items():
        grid.neighbours.set(others)
    lines = {line.key: line.pk for line in plant_lines(home, by=None)}
    town = Town(street, home, grids, lines, Limits.of(home.pk))
    _people(town)
    for grid, names in zip(grids, words.PLACES, strict=True):
        Place.objects.add_many([Place(grid=grid, name=name) for name in names], by=town.secretary)
    town.offices = Department.objects.add_many(
        [Department(grid=home, name=name) for name in OFFICES], by=town.secretary
    )
    return town


def _people(town):
    town.secretary = _user("secretary", Role.SECRETARY, town.home)
    town.clerk = _user("clerk", Role.CLERK, town.home)
    town.observer = _user("observer", Role.OBSERVER, town.street)
    for n, (grid, many) in enumerate(zip(town.grids, MEMBERS_IN, strict=True), 1):
        town.heads.append(_user(f"head{n}", Role.HEAD, grid))
        town.members.append([_user(f"member{n}{m}", Role.MEMBER, grid) for m in range(1, many + 1)])


def _user(username, role, node):
    user = User(username=username, name=f"测{username}", grid=node, must_change_password=False)
    user.set_unusable_password()
    user.save(by=None)
    since = timezone.localdate() - timedelta(days=366 * YEARS)
    Post(user=user, role=role, grid=node, since=since).save(by=None)
    return user
