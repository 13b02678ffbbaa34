"""The month's tables of supervision and departments: on the page, in lists, in the workbook, after a lock."""

from datetime import date
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from grids import actions
from grids.choices import CardColour, NodeLevel, Outcome, Satisfaction
from grids.models import Card, Grid, Order
from portal.clock import month_bounds
from portal.figures import registry, tables
from portal.models import MonthLock
from reports.actions import lock_month
from tests.factories.grids import department
from tests.reports.conftest import at, on
from tests.reports.test_workbook import BOOKS, lines, opened

OCTOBER = date(2026, 10, 1)
LOCKED, LATER = "2026-11-03 17:20", "2026-11-10 09:00"
URL = "/reports/monthly/?month=2026-10"


@pytest.fixture
def october(story, house):
    """Two departments with three orders of October, one answered in time, one late and one not; a yellow and a red card."""
    with on("2026-09-01 09:00"):
        story.water, story.power = (department(house.community, name=name) for name in ("供水公司", "供电所"))
    story.orders = [send(story, grid, to) for grid, to in (
        (house.near, story.water), (house.near, story.power), (house.aside, story.water),
    )]  # fmt: skip
    reply(story, story.orders[0], "2026-10-14 09:00")
    reply(story, story.orders[1], "2026-10-16 21:00")
    with on("2026-10-20 09:00"):
        story.orders[0].refresh_from_db()
        actions.rate(story.orders[0], by=story.head, rating=Satisfaction.GOOD)
        issue = story.orders[2].issue
        story.cards = [
            actions.give(issue, colour=colour, reason="处置超期") for colour in (CardColour.YELLOW, CardColour.RED)
        ]


def send(story, grid, to, when="2026-10-12 09:00", **fields):
    issue = story.issue(reported="2026-10-10 09:00", due="2026-10-30 09:00", grid=grid)
    with on(when):
        return actions.dispatch(
            issue, by=story.secretary, department=to, request="请修", reply_due_at=at("2026-10-15 09:00")
        )


def reply(story, order, when, written=None):
    with on(written or when):
        order.refresh_from_db()
        actions.reply(order, by=story.secretary, outcome=Outcome.PARTLY, text="修了", replied_at=at(when))


def page(story, enter, query, seen=LATER):
    with on(seen):
        return enter(story.secretary).get(f"{URL}&{query}")


def texts(cells):
    return [cell["rate"] or cell["n"] for cell in cells]


def test_departments_have_a_table_with_days_and_the_fraction_behind_them(story, enter, october):
    found = page(story, enter, "table=orders&by=department")
    head = [column.label for column in found.context["columns"]]
    assert head == ["交办", "应回复", "已回复", "按期回复率", "平均回复用时", "评价满意率"]
    rows = {row["label"]: texts(row["cells"]) for row in found.context["rows"]}
    assert rows == {
        "供水公司": ["2", "2", "1", "50.0%", "2.0 天", "100.0%"],
        "供电所": ["1", "1", "1", "0.0%", "4.5 天", "—"],
    }
    assert texts(found.context["whole"]["cells"]) == ["3", "3", "2", "33.3%", "3.2 天", "100.0%"]
    mean = found.context["whole"]["cells"][4]
    assert (mean["over"]["n"], mean["under"]["n"]) == ("156 小时", "2")
    assert "单位：件" in found.content.decode()


def test_supervision_has_a_table(story, enter, october):
    found = page(story, enter, "table=cards&by=colour")
    assert {row["label"]: texts(row["cells"]) for row in found.context["rows"]} == {
        "黄牌": ["1", "1", "0", "0", "1"],
        "红牌": ["1", "0", "1", "0", "1"],
    }
    assert [one["label"] for one in found.context["kpis"]] == ["挂牌", "黄牌", "红牌", "撤牌", "仍在挂"]
    assert found.context["chart"]["heads"] == ["挂牌", "黄牌", "红牌"]
    assert "单位：张" in found.content.decode()


def test_issues_come_first_and_the_others_beside_them(story, enter, october):
    assert list(tables) == [
        "issues", "cards", "orders", "visits", "visited", "points", "pledges", "fulfilments", "wishes",
        "aid",
    ]  # fmt: skip
    found = page(story, enter, "")
    assert [(one["label"], one["on"]) for one in found.context["tables"]] == [
        ("网格事项", True), ("督办", False), ("部门交办", False), ("走访", False), ("走访对象", False), ("积分", False),
        ("微承诺", False), ("承诺兑现", False), ("微心愿", False), ("爱心资金", False),
    ]  # fmt: skip


def test_a_longer_answer_is_a_worse_one(story, enter, october):
    with on("2026-09-11 09:00"):
        september = story.issue(reported="2026-09-10 09:00", due="2026-09-30 09:00")
        order = actions.dispatch(
            september, by=story.secretary, department=story.water, request="修", reply_due_at=at("2026-09-15 09:00")
        )
    reply(story, order, "2026-09-12 09:00")
    found = page(story, enter, "table=orders")
    change = next(one for one in found.context["against"] if one["label"] == "平均回复用时")["then"][0][1]
    assert change == {"css": "down", "icon": "arrow-up", "way": "升", "text": "2.2"}


@pytest.mark.parametrize("table", ["cards", "orders"])
def test_every_number_opens_its_rows(story, house, enter, october, table):
    with on(LATER):
        browser = enter(story.secretary)
        for by in tables[table].by:
            found = browser.get(f"{URL}&table={table}&by={by}").context
            opened = 0
            for row in (*found["rows"], found["whole"]):
                for column, cell in zip(found["columns"], row["cells"], strict=True):
                    for figure, one in _doors(column, cell):
                        listed = browser.get(one["url"]).context["table"]["count"]
                        if figure.unit != "小时":
                            assert listed == int(one["n"])
                        opened += 1
            assert opened > 7


def _doors(column, cell):
    parts = (
        [(column, cell)]
        if not cell["rate"]
        else [(column.numerator, cell["over"]), (column.denominator, cell["under"])]
    )
    return [(figure, one) for figure, one in parts if one["url"]]


@pytest.mark.parametrize("figure", [one for one in registry.values() if getattr(one, "model", None) in (Card, Order)])
def test_the_list_shows_exactly_the_rows_behind_a_number(story, house, enter, october, figure):
    path = "cards" if figure.model is Card else "orders"
    with on(LATER):
        reader = enter(story.secretary)
        for node in (house.community, house.near, house.aside):
            listed = reader.get(f"/{path}/?figure={figure.name}&month=2026-10&node={node.pk}")
            rows = figure.rows(node.rows_q(), *month_bounds(OCTOBER))
            assert listed.context["table"]["count"] == rows.count()
            text = listed.content.decode()
            assert all((row.code if figure.model is Card else row.number) in text for row in rows.order_by("pk"))


def test_departments_of_one_name_are_added_up_for_the_observer(story, house, enter, october):
    street = Grid.objects.get_parent(house.community)
    other = Grid.plant(street, name="另一社区", code="A-other", level=NodeLevel.COMMUNITY)
    there = Grid.plant(other, name="另一网格", code="A-other-1", level=NodeLevel.GRID)
    with on("2026-09-01 09:00"):
        namesake = department(other, name="供水公司")
    send(story, there, namesake)
    with on(LATER):
        found = enter(story.user(Role.OBSERVER)).get(f"{URL}&table=orders&by=department").context
    rows = {row["label"]: row["cells"][0] for row in found["rows"]}
    assert {label: cell["n"] for label, cell in rows.items()} == {"供水公司": "3", "供电所": "1"}
    assert (rows["供水公司"]["url"], bool(rows["供电所"]["url"])) == ("", True)


def test_the_workbook_has_both_registers(story, enter, october):
    _, book = opened(enter(story.secretary))
    assert set(book.sheetnames) == BOOKS
    found = lines(book["部门交办汇总"])
    assert list(found) == ["按网格", "按部门", "合计"]
    whole = found["合计"]["全部"]
    names = ("交办", "应回复", "已回复", "按期回复", "按期回复率")
    times = ("回复用时（小时）", "本期回复", "平均回复用时（天）")
    assert [whole[name] for name in (*names, *times)] == [3, 3, 2, 1, pytest.approx(1 / 3), 156, 2, 3.25]
    assert found["按部门"]["供电所"]["平均回复用时（天）"] == 4.5
    sheet = book["部门交办汇总"]
    head = [cell.value for cell in sheet[3]]
    formats = {sheet.cell(5, head.index(name) + 1).number_format for name in ("平均回复用时（天）",)}
    assert formats == {"#,##0.0"}
    assert sheet.cell(5, head.index("按期回复率") + 1).number_format == "0.0%"
    assert lines(book["督办汇总"])["按牌"]["红牌"]["仍在挂"] == 1
    cards = [row for row in book["督办台账"].iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]
    assert [row[2] for row in cards] == ["黄牌", "红牌"]
    assert len([row for row in book["交办台账"].iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]) == 3
    assert [len(book[name]._charts) for name in ("网格事项汇总", "事项台账", "督办汇总", "部门交办汇总")] == [
        4,
        0,
        2,
        4,
    ]
    assert len(book["督办汇总"]._charts[0].series) == len(["挂牌", "黄牌", "红牌", "撤牌"])


def test_a_lock_keeps_them_and_late_words_are_corrections(story, house, enter, october):
    with on(LOCKED):
        lock = lock_month(house.community, OCTOBER, by=story.secretary)
    near, aside, water = house.near.pk, house.aside.pk, story.water.pk
    assert lock.values["order.due"] == {f"{near}|{water}": 1, f"{near}|{story.power.pk}": 1, f"{aside}|{water}": 1}
    assert lock.values["card.red"] == {f"{aside}|red": 1}
    assert set(lock.rows["cards"]["shown"]) == {card.pk for card in story.cards}
    reply(story, story.orders[2], "2026-10-14 09:00", written="2026-11-05 09:00")
    found = page(story, enter, "table=orders&by=department")
    assert texts(found.context["whole"]["cells"]) == ["3", "3", "2", "33.3%", "3.2 天", "100.0%"]
    assert {(c["place"], c["label"]): (c["locked"], c["delta"], c["now"]) for c in found.context["changes"]} == {
        ("供水公司", "已回复"): (1, "+1", 2),
        ("供水公司", "按期回复"): (1, "+1", 2),
        ("供水公司", "回复用时"): (48, "+48", 96),
        ("供水公司", "本期回复"): (1, "+1", 2),
    }
    came = found.context["changes"][0]["came"]
    assert [row["code"] for row in came] == [story.orders[2].code]
    assert "登记部门回复" in came[0]["why"]
    with on(LATER):
        story.cards[0].refresh_from_db()
        actions.withdraw(story.cards[0], by=story.secretary, note="停水")
    assert page(story, enter, "table=cards").context["changes"] == []


def test_a_department_first_seen_after_the_lock_shows_its_corrections(story, house, enter, october):
    with on(LOCKED):
        lock_month(house.community, OCTOBER, by=story.secretary)
        new = department(house.community, name="民政办")
    made = send(story, house.near, new, when="2026-10-13 09:00")
    found = page(story, enter, "table=orders&by=department")
    assert [(c["place"], c["label"], c["delta"]) for c in found.context["changes"]] == [
        ("民政办", "交办", "+1"), ("民政办", "应回复", "+1"),
    ]  # fmt: skip
    assert found.context["changes"][0]["came"][0]["code"] == made.code


def test_a_lock_older_than_a_table_or_a_figure_says_nothing_about_it(story, house, enter, october, monkeypatch):
    with on(LOCKED), monkeypatch.context() as patch:
        patch.delitem(tables, "orders")
        patch.setattr(tables["cards"].__class__, "figures", property(_without_red))
        lock_month(house.community, OCTOBER, by=story.secretary)
    assert "card.red" not in MonthLock.objects.get().values
    orders = page(story, enter, "table=orders")
    assert orders.context["locks"] == []
    assert texts(orders.context["whole"]["cells"])[:3] == ["3", "3", "2"]
    cards = page(story, enter, "table=cards")
    assert len(cards.context["locks"]) == 1
    assert texts(cards.context["whole"]["cells"]) == ["2", "1", "1", "0", "2"]
    assert cards.context["changes"] == []


def _without_red(table):
    found = {figure.name: figure for column in table.columns for figure in (column,) if column.name != "card.red"}
    return tuple(one for one in found.values() if hasattr(one, "where"))


@pytest.mark.parametrize(("table", "by"), [("cards", "colour"), ("orders", "department")])
def test_more_rows_take_no_more_queries(story, house, enter, october, table, by):
    found = []
    for n in (1, 2):
        for _ in range(n):
            made = send(story, house.near, story.water)
            with on("2026-10-20 09:00"):
                actions.give(made.issue, colour=CardColour.YELLOW, reason="处置超期")
        with on(LATER):
            browser = enter(story.secretary)
            browser.get("/")
            with CaptureQueriesContext(connection) as queries:
                browser.get(f"{URL}&table={table}&by={by}")
        found.append(len(queries))
    assert found[0] == found[1] <= 9


def test_the_lock_page_shows_all_that_is_signed(story, house, enter, october):
    with on(LOCKED):
        shown = enter(story.secretary).get("/reports/monthly/lock/?month=2026-10")
    assert [table["title"] for table in shown.context["tables"]] == [one.title for one in tables.values()]
    assert "3.2 天" in shown.content.decode()
    assert unquote(shown.context["back_url"]).startswith("/reports/monthly/?month=2026-10")


def test_every_number_is_defined_in_one_sentence(story, enter):
    text = enter(story.user(Role.PARTY)).get("/reports/figures/").content.decode()
    for name in ("card.standing", "order.mean_reply", "order.took"):
        assert registry[name].definition in text
    for table in tables.values():
        for one in (*table.figures, *table.columns):
            assert one.definition.endswith("。")
            assert one.definition.count("。") == 1
