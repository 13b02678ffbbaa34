"""Pledges brought in from a workbook, as branches keep them on paper."""

import pytest

from accounts.choices import Role
from pledges.choices import Finding, PledgeState
from pledges.models import Pledge
from pledges.pages.pledge import Pledges
from portal.exchange import importing
from portal.models import RunState
from tests.factories import party
from tests.grids.registers import confirmed
from tests.portal.exchange.files import workbook

HEAD = ["编号", "党员", "类型", "承诺", "频次", "开始日期", "截止日期"]
SENTENCE = "每月给3号楼王奶奶送一次药，到12月底"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-20T10:00:00+08:00")


@pytest.fixture
def member(house):
    return party.member(house.near)


def put(house, *rows, role=Role.CLERK):
    run = importing.receive(Pledges, house.user(role), workbook([HEAD, *rows]))
    run.refresh_from_db()
    return run if run.refused else confirmed(run)


def row(member, sentence=SENTENCE, ends="2026-12-31", frequency="每月"):
    return [None, member.code, "年度承诺", sentence, frequency, "2026-11-20", ends]


def test_each_waits_for_its_review_with_the_grid_and_organisation_of_its_member(house, member):
    other = party.member(house.aside)
    run = put(house, row(member), row(other))
    assert run.state == RunState.DONE
    first, second = Pledge.objects.order_by("pk")
    assert (first.grid, first.organisation, first.state) == (house.near, member.organisation, PledgeState.PENDING)
    assert (second.grid, second.year) == (house.aside, 2026)
    assert Finding.TWIN in second.flags  # like the row above it


def test_of_one_member_the_same_sentence_stands_once(house, member):
    run = put(house, row(member), row(member))
    assert not Pledge.objects.exists()
    assert "一模一样" in run.told or "重复" in str([one.refusals for one in run.rows.all()]) + run.told


def test_rows_that_cannot_be_go_back_with_their_reasons(house, member):
    run = put(house, row(party.member(house.away)), row(member, ends="2026-11-01"), row(member, frequency="天天"))
    reasons = [str(one.refusals) for one in run.rows.order_by("line")]
    for sentences, words in zip(reasons, ("没有找到", "截止日期", "频次"), strict=True):
        assert words in sentences
    assert not Pledge.objects.exists()
