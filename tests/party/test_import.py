"""Assessments brought in from a workbook, as home units send them."""

from decimal import Decimal

import pytest

from accounts.choices import Role
from party.choices import EvaluationState
from party.models import Assessment
from party.pages import Assessments
from portal.exchange import importing
from portal.models import RunState
from tests.factories import party
from tests.grids.registers import confirmed
from tests.portal.exchange.files import workbook

NOW, YEAR = "2026-11-20T10:00:00+08:00", 2026
SETTLED = {"state": EvaluationState.FROZEN, "edition": 1}


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def member(house):
    return party.member(house.near)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


class TestImport:
    HEAD = ["编号", "党员", "年度", "哪一项", "得分", "评语"]

    def put(self, house, *rows):
        user = house.user(Role.CLERK)
        run = importing.receive(Assessments, user, workbook([self.HEAD, *rows]))
        run.refresh_from_db()
        return run if run.refused else confirmed(run)

    def test_a_known_assessment_changes_by_its_number(self, house, member):
        made = party.assessment(house.near, member=member)
        run = self.put(house, [made.code, member.code, YEAR, "单位考", 88.5, "好"])
        assert (run.state, fresh(made).score, fresh(made).words) == (RunState.DONE, Decimal("88.5"), "好")

    def test_rows_that_cannot_be_go_back_with_their_reasons(self, house, member):
        party.assessment(house.near, member=member)
        wrong = [(member.code, YEAR, "社区考", 80), (member.code, YEAR, "组织评", 101), (member.code, YEAR, "单位考", 80),
                 (party.member(house.away).code, YEAR, "组织评", 80)]  # fmt: skip
        run = self.put(house, *([None, *row, None] for row in wrong))
        reasons = [str(row.refusals) for row in run.rows.order_by("line")]
        for sentences, words in zip(reasons, ("社区考", "100", "已经打过分", "没有找到"), strict=True):
            assert words in sentences
        assert Assessment.objects.count() == 1

    def test_a_settled_year_takes_none_and_keeps_the_rest_out_too(self, house, member):
        old, new = (party.assessment(house.near, member=member, year=year) for year in (2025, YEAR))
        party.evaluation(house.community, year=2025, **SETTLED)
        run = self.put(house, *([one.code, member.code, one.year, "单位考", 80, ""] for one in (new, old)))
        assert (run.state, "2025 年度考评已经定案" in run.told) == (RunState.FAILED, True)
        assert set(Assessment.objects.values_list("score", flat=True)) == {90}

    def test_new_ones_lie_where_their_members_do(self, house, member):
        other = party.member(house.aside)
        run = self.put(
            house, [None, member.code, YEAR, "单位考", 91, "尽责"], [None, other.code, YEAR, "单位考", 78, ""]
        )
        told = Assessment.objects.order_by("pk").values_list("member", "grid", "side", "score", "words")
        assert run.state == RunState.DONE
        assert list(told) == [
            (member.pk, house.near.pk, "unit", Decimal(91), "尽责"),
            (other.pk, house.aside.pk, "unit", Decimal(78), ""),
        ]
