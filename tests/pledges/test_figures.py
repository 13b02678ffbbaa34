"""Figures of April: which pledges and periods are counted at its edges, and that page, list and workbook tell the same rows."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from pledges import figures
from pledges.choices import Frequency
from pledges.models import Fulfilment, Pledge
from portal.clock import month_bounds
from portal.figures import cards, registry, tables
from portal.models import Entry
from tests.factories import party
from tests.pledges.conftest import NOTE, look, period
from tests.reports.test_workbook import lines

APRIL = date(2026, 4, 1)
# The last hour before the month, its first moment, its last hour, and the first moment after.
EDGES = [(3, 31, 23), (4, 1, 0), (4, 30, 23), (5, 1, 0)]
DUE = [date(2026, 3, 31), APRIL, date(2026, 4, 30), date(2026, 5, 1)]
FIGURES = [one for one in registry.values() if getattr(one, "model", None) in (Pledge, Fulfilment)]
FAIL = {"fault": "own", **NOTE}


def behind(figure, branch, node=None):
    """Keys of the rows behind a figure of April."""
    rows = figure.rows((node or branch.house.community).rows_q(), *month_bounds(APRIL))
    return sorted(rows.values_list("pk", flat=True))


def once(branch, ends_on, **fields):
    """A pledge with a single period that is due on its last day."""
    made = {"frequency": Frequency.ONCE, "sentence": f"到{ends_on}（{Pledge.objects.count()}）", **fields}
    return branch.running(ends_on=ends_on, **made)


class TestPledges:
    def test_proposed_within_the_month_and_not_void(self, branch):
        made = []
        for n, edge in enumerate(EDGES):
            branch.at(*edge)
            made.append(branch.pledge(sentence=f"第 {n} 句").pk)
        branch.at(4, 10)
        void = branch.pledge(sentence="要作废的")
        assert behind(figures.proposed, branch) == sorted([*made[1:3], void.pk])
        branch.at(5, 2)
        branch.act("void", void, **NOTE)
        assert behind(figures.proposed, branch) == made[1:3]

    @pytest.mark.parametrize(
        ("figure", "move", "answers"),
        [
            (figures.approved, "approve", {}),
            (figures.returned, "send_back", NOTE),
            (figures.closed, "close", {}),
            (figures.unmet, "fail", FAIL),
        ],
    )
    def test_moves_count_in_the_month_they_were_made(self, branch, figure, move, answers):
        make = branch.judged if move in ("close", "fail") else branch.pledge
        made = [make(sentence=f"第 {n} 句") for n in range(len(EDGES))]
        for pledge, edge in zip(made, EDGES, strict=True):
            branch.at(*edge)
            branch.act(move, pledge, **answers)
        assert behind(figure, branch) == [made[1].pk, made[2].pk]

    def test_approved_twice_it_is_one_and_void_later_it_still_was_approved(self, branch):
        branch.at(4, 10)
        pledge = branch.running()
        branch.act("recall", pledge, **NOTE)
        branch.act("approve", pledge)
        branch.act("void", pledge, **NOTE)
        assert (behind(figures.approved, branch), behind(figures.proposed, branch)) == ([pledge.pk], [])

    def test_a_verdict_taken_back_later_was_given_all_the_same(self, branch):
        pledge = branch.judged()
        branch.at(4, 30)
        branch.act("close", pledge)
        branch.at(5, 1)
        branch.act("reopen", pledge, **NOTE)
        branch.act("close", pledge)
        assert behind(figures.closed, branch) == [pledge.pk]


class TestPeriods:
    def test_due_within_the_month(self, branch):
        made = [once(branch, on) for on in DUE]
        branch.at(5, 10)
        assert behind(figures.due, branch) == [period(made[1]).pk, period(made[2]).pk]

    def test_while_the_month_runs_what_is_due_by_now_or_kept_already(self, branch):
        made = [once(branch, on) for on in (APRIL, date(2026, 4, 15), date(2026, 4, 16), date(2026, 4, 30))]
        branch.at(4, 15)
        assert behind(figures.due, branch) == [period(one).pk for one in made[:2]]
        branch.step("fulfil", made[3])
        assert behind(figures.due, branch) == [period(one).pk for one in (*made[:2], made[3])]
        branch.at(5, 1, 0)
        assert len(behind(figures.due, branch)) == 4

    def test_dropped_and_void_ones_count_nowhere(self, branch):
        kept, recalled, excused, void = (once(branch, APRIL) for _ in range(4))
        far = branch.running(frequency=Frequency.MONTHLY, sentence="改期的")
        for one in (kept, void):
            branch.step("fulfil", one)
            branch.step("confirm", one, by="head", how="call")
        branch.act("recall", recalled, **NOTE)
        branch.act("void", void, **NOTE)
        branch.act("change_rule", far, frequency=Frequency.ONCE, ends_on=date(2026, 5, 30), **NOTE)
        branch.step("excuse", excused, by="head", **NOTE)
        branch.at(5, 10)
        assert behind(figures.due, branch) == sorted([period(kept).pk, period(excused).pk])
        assert behind(figures.kept, branch) == behind(figures.on_time, branch) == [period(kept).pk]
        assert behind(figures.confirmed, branch) == [period(kept).pk]
        assert behind(figures.excused, branch) == [period(excused).pk]

    def test_kept_before_the_month_ends_and_on_time_by_its_day(self, branch):
        early, in_time, late, last, never = (once(branch, APRIL) for _ in range(5))
        branch.at(3, 20)
        branch.step("fulfil", early)
        for one, when in ((in_time, (4, 1)), (late, (4, 2)), (last, (4, 30, 23))):
            branch.at(*when)
            branch.step("fulfil", one)
        branch.at(5, 10)
        assert behind(figures.kept, branch) == [period(one).pk for one in (early, in_time, late, last)]
        assert behind(figures.on_time, branch) == [period(one).pk for one in (early, in_time)]
        assert len(behind(figures.due, branch)) == 5
        assert period(never).state == "waiting"

    def test_kept_after_the_month_it_does_not_change_the_past(self, branch):
        pledge = once(branch, date(2026, 4, 30))
        branch.at(5, 1, 0)
        before = {one.name: behind(one, branch) for one in FIGURES}
        branch.step("fulfil", pledge)
        branch.step("confirm", pledge, by="head", how="call")
        assert look(pledge).kept == 1
        assert {one.name: behind(one, branch) for one in FIGURES} == before
        assert before["fulfilment.due"] == [period(pledge).pk]

    def test_rates_say_both_their_numbers(self, branch):
        kept = [once(branch, APRIL) for _ in range(3)]
        once(branch, APRIL)
        for n, one in enumerate(kept):
            branch.at(4, n + 1)
            branch.step("fulfil", one)
        branch.step("confirm", kept[0], by="head", how="call")
        branch.at(5, 10)
        shares = {}
        for rate in (figures.kept_rate, figures.on_time_rate, figures.confirmed_rate):
            pair = [len(behind(one, branch)) for one in (rate.numerator, rate.denominator)]
            shares[rate.label] = (*pair, rate.share(*pair))
        assert shares == {"兑现率": (3, 4, 75.0), "按期兑现率": (1, 4, 25.0), "核实率": (1, 3, 33.3)}


@pytest.fixture
def april(branch):
    """A month with something in every figure, in two grids; seen on the tenth of May."""
    other = party.member(branch.house.aside)
    closed, failed = branch.judged(sentence="兑现过的"), branch.judged(sentence="没兑现的", member=other)
    branch.at(4, 3)
    branch.act("send_back", branch.pledge(sentence="给王奶奶 13800001234 打电话"), **NOTE)
    branch.act("close", closed)
    branch.act("fail", failed, **FAIL)
    mine, aside, late = (
        once(branch, date(2026, 4, 20), member=one, starts_on=date(2026, 4, 3))
        for one in (branch.one, other, branch.one)
    )
    branch.at(4, 20)
    branch.step("fulfil", mine)
    branch.step("confirm", mine, by="head", how="call")
    branch.step("excuse", aside, by="secretary", **NOTE)
    branch.at(4, 25)
    branch.step("fulfil", late)
    branch.at(5, 10)
    return branch


def monthly(april, enter, table, by=""):
    return enter(april.secretary).get(f"/reports/monthly/?month=2026-04&table={table}&by={by}")


def texts(line):
    return [cell["rate"] or cell["n"] for cell in line["cells"]]


def test_the_month_has_a_table_of_pledges_and_one_of_periods(april, enter):
    assert {"pledges", "fulfilments", "points"} <= set(tables)
    assert figures.kept_rate in [card.shown for card in cards]
    found = monthly(april, enter, "pledges", "grid").context
    assert [column.label for column in found["columns"]] == ["提诺", "审诺通过", "退回修改", "销号", "未兑现"]
    assert {row["label"]: texts(row) for row in found["rows"]} == {
        "A1网格": ["3", "2", "1", "1", "0"], "A2网格": ["1", "1", "0", "0", "1"],
    }  # fmt: skip
    assert texts(found["whole"]) == ["4", "3", "1", "1", "1"]
    found = monthly(april, enter, "fulfilments", "grid").context
    assert [column.label for column in found["columns"]] == ["应兑现", "兑现率", "按期兑现率", "客观原因", "核实率"]
    assert texts(found["whole"]) == ["3", "66.7%", "33.3%", "1", "50.0%"]
    assert found["rows"][1]["label"] == "A2网格"
    assert texts(found["rows"][1]) == ["1", "0.0%", "0.0%", "1", "—"]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_the_list_shows_exactly_the_rows_behind_a_number(april, enter, figure):
    path = "/pledges/" if figure.model is Pledge else "/pledges/fulfilments/"
    reader = enter(april.secretary)
    assert behind(figure, april)
    for node in (april.house.community, april.house.near, april.house.aside):
        listed = reader.get(f"{path}?figure={figure.name}&month=2026-04&node={node.pk}")
        keys = {int(key) for key in re.findall(rf'href="{path}(\d+)/"', listed.content.decode())}
        assert sorted(keys) == behind(figure, april, node)
        assert listed.context["table"]["count"] == len(keys)


@pytest.mark.parametrize("table", ["pledges", "fulfilments"])
def test_every_number_on_the_page_opens_as_many_rows(april, enter, table):
    reader, opened = enter(april.secretary), 0
    for by in tables[table].by:
        found = monthly(april, enter, table, by).context
        for line in (*found["rows"], found["whole"]):
            for cell in line["cells"]:
                for one in (cell["over"], cell["under"]) if cell["rate"] else (cell,):
                    if one["url"]:
                        assert reader.get(one["url"]).context["table"]["count"] == int(one["n"]), one["url"]
                        opened += 1
    assert opened > 12


def test_the_workbook_has_the_registers_of_all_three(april, enter):
    response = enter(april.secretary).get("/reports/monthly/export/?month=2026-04")
    book = load_workbook(BytesIO(response.content))
    names = {"微承诺汇总", "承诺登记册", "承诺兑现汇总", "兑现台账", "积分汇总", "积分台账"}
    assert names <= set(book.sheetnames)
    assert lines(book["微承诺汇总"])["合计"]["全部"]["销号"] == 1
    assert lines(book["承诺兑现汇总"])["合计"]["全部"]["兑现率"] == pytest.approx(2 / 3)
    pages = {name: register(book[name]) for name in ("承诺登记册", "兑现台账", "积分台账")}
    counted = [
        {key for one in FIGURES if one.model is model for key in behind(one, april)} for model in (Pledge, Fulfilment)
    ]
    assert [len(pages["承诺登记册"]), len(pages["兑现台账"])] == [len(keys) for keys in counted] == [6, 3]
    assert {row["规则"] for row in pages["积分台账"]} == {"承诺销号"}
    assert {row["党员"] for name in ("承诺登记册", "积分台账") for row in pages[name]} == {"王某"}
    text = "".join(str(cell) for rows in pages.values() for row in rows for cell in row.values())
    assert not re.search("王演|13800001234", text)
    assert Entry.objects.filter(verb="export").get().actor == april.secretary


def register(sheet):
    """The rows of a register's sheet as {column: value}."""
    head = [cell.value for cell in sheet[3]]
    found = (dict(zip(head, row, strict=True)) for row in sheet.iter_rows(min_row=4, values_only=True))
    return [row for row in found if isinstance(row["序号"], int)]
