"""Figures of April: which wishes and yuan are counted at its edges, and that page, list and workbook tell the same rows."""

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from accounts.choices import Role
from portal.clock import month_bounds
from portal.figures import cards, registry, tables
from tests.factories import party, people, wishes
from tests.factories.wishes import fresh
from tests.pledges.test_figures import register
from tests.reports.test_workbook import lines
from wishes import figures
from wishes.actions import aid as aids
from wishes.actions import claim as claims
from wishes.actions import wish as actions
from wishes.choices import Answer, Group
from wishes.models import Aid, Wish

HERE = ZoneInfo("Asia/Shanghai")
APRIL = date(2026, 4, 1)
WHY = {"note": "说明"}
# The last minute before the month, its first moment, its last minute, and the first moment after; by the clock here.
EDGES = [(3, 31, 23, 59), (4, 1, 0, 0), (4, 30, 23, 59), (5, 1, 0, 0)]
WISHES = [figures.collected, figures.published, figures.claimed, figures.realised, figures.asked]


@pytest.fixture
def at(time_machine):
    """Sets the clock; it goes on from there."""

    def at(*when):
        month, day, hour, minute = (*when, 9, 0)[:4] if len(when) < 4 else when
        time_machine.move_to(datetime(2026, month, day, hour, minute, tzinfo=HERE))

    at(3, 2)
    return at


def behind(figure, house, node=None):
    """Keys of the rows behind a figure of April."""
    rows = figure.rows((node or house.community).rows_q(), *month_bounds(APRIL))
    return sorted(rows.values_list("pk", flat=True))


def at_edges(at, make):
    """A row for each edge of the month, made or moved then; the keys."""
    made = []
    for edge in EDGES:
        at(*edge)
        made.append(make().pk)
    return made


def moving(rows, act):
    """Moves one row after the other."""
    waiting = iter(rows)

    def move():
        row = next(waiting)
        act(fresh(row))
        return row

    return move


class TestWishes:
    def test_collected_within_the_month_but_what_was_taken_back_or_declined(self, house, at):
        made = at_edges(at, lambda: wishes.collected(house.near))
        at(4, 10)
        gone, declined, moved = (wishes.verified(house.near) for _ in range(3))
        wishes.collected(house.away)
        at(5, 2)
        actions.withdraw(gone, by=None, **WHY)
        actions.decline(declined, by=None, **WHY)
        actions.to_project(moved, by=None, **WHY)
        assert behind(figures.collected, house) == [*made[1:3], moved.pk]

    def test_published_within_the_month_once_and_for_good(self, house, at):
        rows = [wishes.verified(house.near) for _ in EDGES]
        made = at_edges(at, moving(rows, lambda row: actions.publish(row, by=None)))
        at(5, 2)
        actions.withdraw(fresh(rows[1]), by=None, **WHY)
        assert behind(figures.published, house) == made[1:3]

    def test_claimed_within_the_month_whoever_did_and_several_times_are_one(self, house, at):
        rows, member = [wishes.published(house.near) for _ in EDGES], party.member(house.near)
        made = at_edges(at, moving(rows, lambda row: claims.claim(row, by=None, member=member)))
        at(4, 10)
        again, left, taken = (wishes.published(house.near, ago=31) for _ in range(3))
        for who in (member, member):
            claims.claim(fresh(again), by=None, member=who)
            actions.release(fresh(again), by=None, **WHY)
        claims.claim_from_wall(left.pk, name="周演外", phone="13900002222")
        claims.take_over(taken, by=None)
        wishes.published(house.near)
        assert behind(figures.claimed, house) == sorted([*made[1:3], again.pk, left.pk, taken.pk])

    def test_realised_within_the_month_and_nobody_said_otherwise(self, house, at):
        rows = [wishes.claimed(house.near) for _ in EDGES]
        made = at_edges(at, moving(rows, lambda row: actions.realise(row, by=None, how="送到")))
        assert behind(figures.realised, house) == made[1:3]
        at(5, 10)
        actions.follow_up(fresh(rows[1]), by=None, answer=Answer.UNMET)
        actions.follow_up(fresh(rows[2]), by=None, answer=Answer.FAIR)
        assert behind(figures.realised, house) == made[2:3]
        actions.realise(fresh(rows[1]), by=None, how="补送")
        assert behind(figures.realised, house) == made[2:3]

    def test_how_many_of_them_were_asked_even_after_the_month(self, house, at):
        at(4, 10)
        asked, not_yet, unmet = (wishes.realised(house.near) for _ in range(3))
        at(5, 10)
        late = wishes.realised(house.near)
        for one in (asked, late):
            actions.follow_up(one, by=None, answer=Answer.HAPPY)
        actions.follow_up(unmet, by=None, answer=Answer.UNMET)
        pair = [behind(one, house) for one in (figures.asked_rate.numerator, figures.asked_rate.denominator)]
        assert pair == [[asked.pk], [asked.pk, not_yet.pk]]
        assert figures.asked_rate.share(*map(len, pair)) == 50.0


class TestFund:
    def came(self, figure, house):
        return figure.count(house.community.rows_q(), *month_bounds(APRIL))

    def test_by_the_day_of_the_entry_whenever_it_was_written_down(self, house, at):
        at(5, 10)
        fund, whom = wishes.fund(house.near), wishes.recipient(house.near)
        days = [date(2026, 3, 31), APRIL, date(2026, 4, 30), date(2026, 5, 1)]
        for on, amount in zip(days, ("1000", "200.50", "30.25", "4000"), strict=True):
            aids.enter(
                Aid(fund=fund, way="in", on=on, amount=Decimal(amount), giver="演示商会", purpose="捐款"), by=None
            )
        for on, amount in zip(days, ("1", "20", "3.35", "40"), strict=True):
            paid = {"recipient": whom, "receipt": "LK-1", "purpose": "学费", "on": on, "amount": Decimal(amount)}
            aids.enter(Aid(fund=fund, way="out", **paid), by=None)
        wishes.income(house.away)
        assert (self.came(figures.income, house), self.came(figures.payments, house)) == (230.75, 23.35)

    def test_what_was_reversed_is_taken_off_where_it_stood_however_late(self, house, at):
        at(4, 10)
        fund = wishes.income(house.near, "500").fund
        wrong = wishes.payment(house.near, "200", fund=fund)
        assert self.came(figures.payments, house) == 200
        aids.reverse(wrong, by=None, note="记错人")
        wishes.payment(house.near, "150", fund=fund)
        assert (self.came(figures.income, house), self.came(figures.payments, house)) == (500, 150)
        twice = wishes.income(house.near, "70", fund=fresh(fund))
        at(5, 2)
        aids.reverse(twice, by=None, note="记了两次")
        assert self.came(figures.income, house) == 500


@pytest.fixture
def april(house, at):
    """A month with something in every figure, in two grids, with words a workbook must mask; seen on the tenth of May."""
    at(4, 3)
    somebody = people.resident(house.near, name="欧阳春梅")
    told = wishes.claimed(
        house.near, person=somebody, sentence="=1+1 想要一床褥子", group=Group.ALONE, amount=Decimal(80),
        member=party.member(house.aside, person=people.resident(house.aside, name="司马大山")),
    )  # fmt: skip
    wishes.published(house.aside), wishes.collected(house.aside)
    at(4, 8)
    actions.realise(told, by=None, how="打13800001234约好，送到", spent=Decimal("75.50"))
    actions.follow_up(fresh(told), by=None, answer=Answer.HAPPY)
    fund = wishes.fund(house.near, name="助学金")
    wishes.income(house.near, "1000", fund=fund, giver="+演示商会", purpose="=2+2")
    helped = wishes.recipient(house.near, person=people.resident(house.near, name="诸葛小宝"))
    wishes.payment(house.near, "300", fund=fresh(fund), recipient=helped)
    wishes.payment(house.near, "75.50", fund=fresh(fund), wish=fresh(told))
    at(5, 10)
    return house


def monthly(house, enter, table, by=""):
    return enter(house.user(Role.SECRETARY)).get(f"/reports/monthly/?month=2026-04&table={table}&by={by}").context


def shown(rows):
    return {row["label"]: [float(one.replace(",", "")) for one in texts(row)] for row in rows}


def texts(line):
    return [cell["rate"] or cell["n"] for cell in line["cells"]]


def test_the_month_has_a_table_of_wishes_and_one_of_the_fund(april, enter):
    assert {"wishes", "aid"} <= set(tables)
    assert figures.realised in [card.shown for card in cards]
    found = monthly(april, enter, "wishes", "grid")
    assert [column.label for column in found["columns"]] == ["征集", "公示", "认领", "心愿实现", "回访率"]
    assert {row["label"]: texts(row) for row in found["rows"]} == {
        "A1网格": ["1", "1", "1", "1", "100.0%"], "A2网格": ["2", "1", "0", "0", "—"],
    }  # fmt: skip
    assert texts(found["whole"]) == ["3", "2", "1", "1", "100.0%"]
    found = monthly(april, enter, "aid", "fund")
    assert [column.label for column in found["columns"]] == ["资金收入", "资金支出"]
    assert shown([*found["rows"], found["whole"]]) == {"助学金": [1000, 375.5], "合计": [1000, 375.5]}
    assert shown(monthly(april, enter, "aid")["rows"])["A1网格"] == [0, 0]


@pytest.mark.parametrize("figure", [one for one in registry.values() if getattr(one, "model", None) in (Wish, Aid)],
                         ids=lambda figure: figure.name)  # fmt: skip
def test_the_list_shows_exactly_the_rows_behind_a_number(april, enter, figure):
    path, reader = ("/wishes/" if figure.model is Wish else "/aid/"), enter(april.user(Role.SECRETARY))
    assert behind(figure, april)
    for node in (april.community, april.near, april.aside):
        listed = reader.get(f"{path}?figure={figure.name}&month=2026-04&node={node.pk}")
        keys = {int(key) for key in re.findall(rf'href="{path}(\d+)/"', listed.content.decode())}
        assert sorted(keys) == behind(figure, april, node)
        assert listed.context["table"]["count"] == len(keys)


@pytest.fixture
def book(april, enter):
    """The workbook of the month as the secretary takes it along."""
    return load_workbook(
        BytesIO(enter(april.user(Role.SECRETARY)).get("/reports/monthly/export/?month=2026-04").content)
    )


class TestWorkbook:
    def test_the_sheets_add_up_to_the_figures(self, book):
        whole = lines(book["微心愿汇总"])["合计"]["全部"]
        assert [whole[name] for name in ("征集", "公示", "认领", "心愿实现", "回访率")] == [3, 2, 1, 1, 1]
        found = lines(book["爱心资金汇总"])
        assert [found["合计"]["全部"][name] for name in ("资金收入", "资金支出")] == [1000, 375.5]
        assert list(found) == ["按网格", "按资金", "按收支", "合计"]
        assert {name: row["资金收入"] for name, row in found["按资金"].items()} == {"助学金": 1000}
        assert {name: row["资金支出"] for name, row in found["按收支"].items()} == {"收入": 0, "支出": 375.5}

    def test_the_register_of_wishes_has_its_columns_and_masked_names(self, book):
        sheet = book["微心愿台账"]
        assert sheet["A1"].value == "A社区微心愿台账（2026年4月）"
        assert [cell.value for cell in sheet[3]] == [
            "序号", "编号", "申请人", "人群", "类别", "网格", "心愿", "约需（元）", "公示日期", "认领日期", "实现日期",
            "实际花费（元）", "回访", "状态", "备注",
        ]  # fmt: skip
        rows = register(sheet)
        assert len(rows) == 3
        told = next(row for row in rows if row["申请人"] == "欧阳某")
        assert (told["人群"], told["约需（元）"], told["实际花费（元）"], told["回访"], told["状态"]) == (
            "孤寡独居组", 80, 75.5, "满意", "已回访",
        )  # fmt: skip

    def test_the_ledger_of_the_fund_has_its_columns_and_masked_names(self, book):
        sheet = book["爱心资金台账"]
        assert [cell.value for cell in sheet[3]] == [
            "序号", "编号", "日期", "资金", "收支", "金额（元）", "谁给的", "帮扶对象", "用于心愿", "票据号", "用途", "冲正",
            "备注",
        ]  # fmt: skip
        rows = register(sheet)
        assert sorted((row["收支"], row["金额（元）"]) for row in rows) == [
            ("支出", 75.5),
            ("支出", 300),
            ("收入", 1000),
        ]
        assert [row["帮扶对象"] for row in rows if row["帮扶对象"]] == ["诸葛某"]

    def test_nobody_is_named_and_no_cell_is_a_formula(self, book):
        text = "".join(
            str(cell) for name in book.sheetnames for row in book[name].iter_rows(values_only=True) for cell in row
        )
        assert not re.search("春梅|大山|小宝|13800001234", text)
        odd = [
            cell
            for name in ("微心愿台账", "爱心资金台账")
            for row in book[name].iter_rows(min_row=4)
            for cell in row
            if str(cell.value or "").startswith(("=", "+"))
        ]
        assert {cell.value for cell in odd} == {"=1+1 想要一床褥子", "=2+2", "+演示商会"}
        assert {cell.data_type for cell in odd} == {"s"}
