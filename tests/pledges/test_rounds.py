"""Rounds over the pledges: publicity ends, time runs out, lateness costs once, however late or often the round comes."""

from datetime import date, timedelta

import pytest

from party.actions.points import reverse
from party.models import Evaluation, Member, Point
from pledges import ticks
from pledges.actions import fulfilment as fulfilments
from pledges.actions import pledge as actions
from pledges.choices import Frequency, PledgeState
from pledges.models import Pledge
from portal.errors import Refused
from portal.models import Entry
from portal.work import TICKS
from tests.factories import party
from tests.pledges.conftest import NOTE, look, period, points

S = PledgeState
ONCE = Frequency.ONCE


def rounds(times=2):
    for _ in range(times):
        ticks.rounds()


def verbs(pledge, verb):
    return [line.actor for line in Entry.objects.own(pledge).filter(verb=verb)]


def test_the_round_is_made_four_times_an_hour():
    assert (TICKS["pledges"].run, TICKS["pledges"].every) == (ticks.rounds, timedelta(minutes=15))


class TestPublicity:
    def test_it_ends_on_the_seventh_day(self, branch):
        pledge = branch.running()
        branch.at(3, 8, 23)
        rounds()
        assert look(pledge).state == S.PUBLIC
        branch.at(3, 9, 0)
        rounds(3)
        assert (look(pledge).state, verbs(pledge, "begin")) == (S.KEEPING, [None])

    def test_late_it_ends_all_the_same(self, branch):
        pledge = branch.running()
        branch.at(3, 30)
        rounds()
        assert look(pledge).state == S.KEEPING

    def test_recalled_and_approved_again_it_runs_anew(self, branch):
        pledge = branch.running()
        branch.at(3, 5)
        branch.act("recall", pledge, **NOTE)
        branch.act("approve", pledge)
        branch.at(3, 11)
        rounds()
        assert look(pledge).state == S.PUBLIC
        branch.at(3, 12)
        rounds()
        assert look(pledge).state == S.KEEPING

    def test_what_is_not_published_is_let_alone(self, branch):
        waiting, void = branch.pledge(), branch.running(sentence="另一句")
        branch.act("void", void, **NOTE)
        branch.at(3, 20)
        rounds()
        assert (look(waiting).state, look(void).state) == (S.PENDING, S.VOID)


class TestOver:
    def test_it_is_judged_when_its_days_and_the_grace_are_over(self, branch):
        pledge = branch.running(ends_on=date(2026, 3, 31))
        branch.at(4, 3)
        rounds()
        assert look(pledge).state == S.KEEPING
        branch.at(4, 4)
        rounds(3)
        assert (look(pledge).state, verbs(pledge, "conclude")) == (S.REVIEWING, [None])

    def test_one_shorter_than_its_publicity_is_begun_first(self, branch):
        pledge = branch.running(ends_on=date(2026, 3, 3), frequency=ONCE)
        branch.at(3, 8)
        rounds()
        assert look(pledge).state == S.PUBLIC
        branch.at(3, 9)
        rounds(1)
        assert (look(pledge).state, verbs(pledge, "begin"), verbs(pledge, "conclude")) == (S.REVIEWING, [None], [None])

    def test_what_people_took_back_is_not_judged_again(self, branch):
        pledge = branch.running(ends_on=date(2026, 3, 31))
        branch.at(4, 4)
        rounds()
        branch.act("resume", pledge, note="还能补做")
        branch.at(4, 20)
        rounds(3)
        assert look(pledge).state == S.KEEPING
        branch.step("fulfil", pledge)
        assert branch.act("conclude", pledge, "party").state == S.REVIEWING

    def test_given_more_time_it_is_judged_at_its_new_end(self, branch):
        pledge = branch.running(ends_on=date(2026, 3, 31))
        branch.at(4, 4)
        rounds()
        branch.act("resume", pledge, **NOTE)
        branch.act("change_rule", pledge, frequency=ONCE, ends_on=date(2026, 4, 30), **NOTE)
        branch.at(5, 3)
        rounds()
        assert look(pledge).state == S.KEEPING
        branch.at(5, 4)
        rounds()
        assert look(pledge).state == S.REVIEWING


class TestLateness:
    def test_it_costs_once_when_the_grace_is_over(self, branch):
        pledge = branch.running()
        branch.at(4, 3)
        rounds()
        assert points("overdue") == (0, 0)
        branch.at(4, 4)
        rounds(3)
        branch.at(4, 20)
        rounds()
        assert (points("overdue"), Point.objects.filter(rule="overdue").count()) == ((1, -3), 1)
        entry = Point.objects.get(rule="overdue")
        assert entry.basis == f"承诺 {pledge.code} 第 1 期逾期 4 天没有兑现"
        assert (entry.member, entry.source_code, entry.created_by) == (branch.one, period(pledge).code, None)
        assert Member.objects.get(pk=branch.one.pk).score == 57

    def test_every_period_costs_for_itself(self, branch):
        branch.running(frequency=Frequency.WEEKLY)
        branch.at(3, 25)
        rounds()
        assert points("overdue") == (2, -6)

    def test_what_was_kept_excused_or_dropped_costs_nothing(self, branch):
        kept, excused, void = (branch.running(sentence=f"第 {n} 句") for n in range(3))
        branch.step("fulfil", kept)
        branch.step("excuse", excused, by="head", **NOTE)
        branch.act("void", void, **NOTE)
        branch.at(4, 20)
        rounds()
        assert points("overdue") == (0, 0)

    def test_it_costs_while_the_pledge_is_judged_too(self, branch):
        branch.running(ends_on=date(2026, 3, 31))
        branch.at(4, 4)
        ticks.conclude_ended()
        ticks.begin_published()
        ticks.conclude_ended()
        assert Pledge.objects.get().state == S.REVIEWING
        ticks.penalise_late()
        assert points("overdue") == (1, -3)

    def test_after_an_excuse_was_taken_back_it_costs_again_and_once(self, branch):
        pledge = branch.running()
        branch.at(4, 4)
        rounds()
        branch.step("excuse", pledge, by="head", note="住院")
        rounds()
        assert points("overdue") == (0, 0)
        branch.step("undo", pledge, by="secretary", note="没住院")
        rounds(3)
        assert (points("overdue"), Point.objects.filter(rule="overdue").count()) == ((1, -3), 3)

    def test_what_a_secretary_took_back_by_hand_is_not_taken_off_again(self, branch):
        branch.running()
        branch.at(4, 4)
        rounds()
        reverse(Point.objects.get(rule="overdue"), by=branch.secretary, note="特殊情况")
        rounds(3)
        assert points("overdue") == (0, 0)

    def test_who_left_the_branch_is_let_alone(self, branch):
        branch.running()
        Member._base_manager.filter(pk=branch.one.pk).update(state="left")
        branch.at(4, 4)
        rounds()
        assert points("overdue") == (0, 0)

    def test_what_was_kept_while_the_round_was_on_its_way_costs_nothing(self, branch):
        pledge = branch.running()
        branch.at(4, 4)
        seen = period(pledge)
        branch.step("fulfil", pledge)
        fulfilments.penalise(seen)
        assert points("overdue") == (0, 0)

    def test_late_and_taken_back_it_costs_no_second_time(self, branch):
        pledge = branch.running()
        branch.at(4, 4)
        rounds()
        branch.step("fulfil", pledge)
        branch.step("undo", pledge, by="secretary", note="查无此事")
        rounds()
        assert (points("overdue"), Point.objects.filter(rule="overdue").count()) == ((1, -3), 1)


class TestOneThatCannotBe:
    @pytest.fixture
    def two(self, branch):
        """A pledge of this community and one of the neighbour, in this order, of the same days."""
        away = party.member(branch.house.away)
        return branch.running(ends_on=date(2026, 3, 31)), branch.act(
            "approve", branch.pledge(member=away, ends_on=date(2026, 3, 31)), None
        )

    def test_a_settled_year_is_let_alone_and_the_neighbours_is_not(self, branch, two):
        year = party.evaluation(branch.house.near, year=2026)
        Evaluation._base_manager.filter(pk=year.pk).update(state="frozen")
        branch.at(4, 4)
        rounds()
        on = {point.member: point.on for point in Point.objects.filter(rule="overdue")}
        assert on == {two[0].member: date(2027, 1, 1), two[1].member: date(2026, 4, 4)}

    def test_one_whose_penalty_is_refused_does_not_stop_the_others(self, branch, two, monkeypatch):
        penalise = fulfilments.penalise

        def refused(late, *, by=None):
            if late.pledge_id == two[0].pk:
                raise Refused("现在不行")
            penalise(late, by=by)

        branch.at(4, 4)
        with monkeypatch.context() as patch:
            patch.setattr(fulfilments, "penalise", refused)
            rounds()
        assert Point.objects.get(rule="overdue").member == two[1].member
        rounds()
        assert points("overdue") == (2, -6)

    @pytest.mark.parametrize(("move", "state"), [("begin", S.PUBLIC), ("conclude", S.KEEPING)])
    def test_one_that_is_refused_does_not_stop_the_others_and_is_tried_again(
        self, branch, two, monkeypatch, move, state
    ):
        act = getattr(actions, move)

        def refused(pledge, *, by, note=""):
            if pledge.pk == two[0].pk:
                raise Refused("现在不行")
            act(pledge, by=by, note=note)

        branch.at(4, 4)
        with monkeypatch.context() as patch:
            patch.setattr(actions, move, refused)
            rounds()
        assert (look(two[0]).state, look(two[1]).state) == (state, S.REVIEWING)
        rounds()
        assert look(two[0]).state == S.REVIEWING

    def test_one_that_somebody_moved_meanwhile_does_not_stop_the_others(self, branch, two, monkeypatch):
        begin = actions.begin

        def moved_meanwhile(pledge, *, by, note=""):
            if pledge.pk == two[0].pk:
                branch.act("void", two[0], **NOTE)
            begin(pledge, by=by, note=note)

        branch.at(3, 9)
        monkeypatch.setattr(actions, "begin", moved_meanwhile)
        ticks.begin_published()
        assert look(two[1]).state == S.KEEPING
        assert verbs(two[0], "begin") == []
