"""The month's numbers of visits: who was due, who was visited in time, who of the floating population was checked."""

import pytest

from accounts.choices import Role
from grids.actions import visit as visits
from grids.choices import VisitKind, VisitOutcome
from grids.models import Person, Visit
from portal.figures import month_named, registry, tables
from portal.periods import Period
from tests.factories import people
from tests.grids.conftest import at

OCTOBER = Period.of(month_named("2026-10"))


@pytest.fixture
def month(house, when):
    """Five who live alone and two who float, registered in September; a month of visits; it is the 10th of November."""
    when(9, 20)
    made = {name: people.resident(house.near, care=["lives_alone"], name=name) for name in "甲乙丙丁"}
    made["戊"] = people.resident(house.aside, care=["lives_alone"], name="戊")
    made |= {name: people.resident(house.near, residence="floating", name=name) for name in "己庚"}

    def go(name, day, outcome=VisitOutcome.MET, **fields):
        when(*day)
        person = Person.objects.get(pk=made[name].pk)
        visits.make(Visit(person=person, outcome=outcome, visited_at=at(*day), **fields), by=None)

    go("甲", (10, 3))
    go("甲", (10, 16), next_on=at(11, 12).date())
    go("乙", (10, 9))
    go("丙", (10, 3), VisitOutcome.ABSENT)
    go("丁", (10, 3), VisitOutcome.FAMILY, next_on=at(11, 20).date())
    go("己", (10, 20), kind=VisitKind.CHECK)
    go("庚", (11, 2), kind=VisitKind.CALL)
    when(11, 10)
    return house


def behind(name, node, period=OCTOBER):
    figure = registry[name]
    rows = figure.rows(node.rows_q(), *period.bounds)
    assert figure.count(node.rows_q(), *period.bounds) == rows.count()
    return "".join(sorted(getattr(row, "person", row).name for row in rows))


def test_october(month):
    found = {name: behind(f"visit.{name}", month.community) for name in ("due", "on_time", "met", "made", "absent")}
    assert {name: set(who) for name, who in found.items()} == {
        # 甲 was due on the 4th, again before the 17th; 乙 late, and waits since the 23rd; 丙 and 戊 wait; 丁 was met in time.
        "due": set("甲乙丙丁戊"),
        "on_time": set("甲丁"),
        "met": set("甲乙丁己"),
        "made": set("甲乙丙丁己"),
        "absent": set("丙"),
    }
    assert len(found["made"]) == 6
    assert behind("visit.check", month.community) == "己"
    assert set(behind("visit.home", month.community)) == set("甲乙丙丁")


def test_the_floating_are_checked_or_not(month):
    november = Period.of(month_named("2026-11"))
    told = [
        {name: set(behind(f"visit.{name}", month.near, period)) for name in ("floating", "checked", "unchecked")}
        for period in (OCTOBER, november)
    ]
    assert told == [
        {"floating": set("己庚"), "checked": set("己"), "unchecked": set("庚")},
        {"floating": set("己庚"), "checked": set("庚"), "unchecked": set("己")},
    ]


def test_in_the_running_month_only_what_is_due_by_now_counts(month, when):
    november = Period.of(month_named("2026-11"))
    # By agreement 甲 is due on the 12th and 丁 on the 20th.
    assert behind("visit.due", month.community, november) == ""
    when(11, 24)
    assert set(behind("visit.due", month.community, november)) == set("甲丁")


def test_the_rows_open_in_the_list_and_add_up_by_grid(month, enter):
    client = enter(month.user(Role.SECRETARY))
    page = client.get("/people/?figure=visit.due&month=2026-10").content.decode()
    assert all(f">{name}<" in page for name in "甲乙丙丁戊")
    assert ">己<" not in page
    assert client.get("/visits/?figure=visit.absent&month=2026-10").status_code == 200
    assert client.get("/people/?figure=visit.made&month=2026-10").status_code == 400
    for name in ("visits", "visited"):
        answer = client.get(f"/reports/monthly/?table={name}&month=2026-10")
        assert answer.status_code == 200


def test_what_a_lock_keeps_tells_of_nobody_who_it_was(month):
    """A signed month is kept for ever, longer than anybody's name or what was found at the door."""
    from reports.workbook import ledger

    kept = {}
    for name in ("visits", "visited"):
        table = tables[name]
        columns, _ = ledger(table, table.model._base_manager.all(), set())
        kept[name] = [column.label for column in columns]
    assert kept == {
        "visits": ["编号", "网格", "方式", "见到谁", "走访人", "走访时间"],
        "visited": ["编号", "网格", "走访到期"],
    }
