"""A small community to test in: one street, one community, two grids; and a neighbour."""

from datetime import date, timedelta

import factory

from accounts.actions.line import plant_lines
from accounts.models import Line
from grids import actions
from grids.choices import CardColour, Category, NodeLevel, Satisfaction, Stage, Urgency
from grids.models import CalendarDay, Card, Department, Extension, Grid, Issue, Limit, Order, Place, Revisit
from portal.clock import Unit, now
from tests.factories.accounts import line_of


def plant(prefix="A", grids=2):
    """A street with one community and some grids; returns (community, [grids])."""
    street = Grid.plant(name=f"{prefix}街道", code=f"{prefix}S", level=NodeLevel.STREET)
    community = Grid.plant(street, name=f"{prefix}社区", code=f"{prefix}C", level=NodeLevel.COMMUNITY)
    made = []
    for n in range(1, grids + 1):
        community.refresh_from_db()
        made.append(Grid.plant(community, name=f"{prefix}{n}网格", code=f"{prefix}{n}", level=NodeLevel.GRID, order=n))
    plant_lines(community, by=None)
    return community, made


class IssueFactory(factory.django.DjangoModelFactory):
    """A reported issue, written by the action a grid member uses."""

    class Meta:
        model = Issue

    title = factory.Sequence(lambda n: f"井盖松动 {n}")
    category = Category.FACILITY
    place = "东口"
    by = None

    @classmethod
    def _create(cls, model_class, *args, by=None, concerned=(), **kwargs):
        if isinstance(kwargs.get("line"), str):
            kwargs["line_id"] = line_of(kwargs["grid"], kwargs.pop("line")) or None
        issue = model_class(**kwargs)
        if concerned:
            issue.relate(concerned=[_somebody(issue.grid, one) for one in concerned])
        return actions.report(issue, by=by)


def _somebody(grid, one):
    """A person as given, or an outsider of this name."""
    from tests.factories.people import associate

    return associate(grid, name=one) if isinstance(one, str) else one


def saved(row, by=None):
    """A row written by somebody or by the system."""
    row.save(by=by)
    return row


def place(grid, **fields):
    """A spot of a grid."""
    return saved(Place(grid=grid, **{"name": f"地点 {Place.objects.count()}", **fields}))


def department(grid, **fields):
    """An office outside."""
    made = {"name": f"住建局 {Department.objects.count()}", "contact": "王小明", "phone": "13800001234", **fields}
    return saved(Department(grid=grid, **made))


def line(grid, **fields):
    """One more line of work."""
    return saved(Line(grid=grid, **{"name": f"条线 {Line.objects.count()}", **fields}))


def limit(grid, **fields):
    """A limit the community set itself, the next that is free."""
    taken = set(Limit.objects.filter(community=grid.community_id).values_list("stage", "urgency"))
    stage, urgency = next((s, u) for s in Stage for u in Urgency if (s, u) not in taken)
    made = {"stage": stage, "urgency": urgency, "amount": 5, "unit": Unit.WORKING_DAY, **fields}
    return saved(Limit(grid=grid, **made))


def day(grid, **fields):
    """A day worked otherwise than the calendar has it."""
    made = {"date": date(2027, 3, 1) + timedelta(days=CalendarDay.objects.count()), "reason": "测试", **fields}
    return saved(CalendarDay(grid=grid, **made))


def order(grid, issue=None, **fields):
    """An order to a department that has not answered."""
    issue = issue or IssueFactory(grid=grid)
    made = {
        "department": fields.pop("department", None) or department(grid),
        "request": "请派人维修",
        "number": f"测试交办 {Order.objects.count()}",
        "reply_due_at": now() + timedelta(days=5),
        **fields,
    }
    return saved(Order(issue=issue, grid=issue.grid, **made))


def extension(grid, by=None, issue=None, **fields):
    """A wish for more time that nobody answered yet."""
    issue = issue or IssueFactory(grid=grid)
    made = {"until": issue.due_at + timedelta(days=2), "reason": "等配件", **fields}
    return saved(Extension(issue=issue, grid=issue.grid, **made), by)


def card(grid, issue=None, **fields):
    """A yellow card that stands."""
    issue = issue or IssueFactory(grid=grid)
    made = {"colour": CardColour.YELLOW, "reason": "处置超期", "stage": Stage.HANDLE, **fields}
    return saved(Card(issue=issue, grid=issue.grid, **made))


def revisit(grid, issue=None, **fields):
    """A call back with a good word."""
    issue = issue or IssueFactory(grid=grid)
    return saved(Revisit(issue=issue, grid=issue.grid, **{"satisfaction": Satisfaction.GOOD, **fields}))
