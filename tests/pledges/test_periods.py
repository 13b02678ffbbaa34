"""The periods of a pledge: written when it is approved, taken off when it is recalled or void, changed only where not begun."""

from datetime import date

import pytest

from pledges import ticks
from pledges.choices import Frequency, PledgeState
from pledges.models import Fulfilment
from portal.errors import Refused
from portal.models import Entry
from tests.factories import party
from tests.pledges.conftest import NOTE, look, period, periods, points

S = PledgeState
SPRING = [
    (1, "03-02", "03-31", "waiting"),
    (2, "04-01", "04-30", "waiting"),
    (3, "05-01", "05-31", "waiting"),
]
ONCE, WEEKLY, MONTHLY, QUARTERLY = Frequency


class TestApproved:
    def test_every_period_gets_its_day(self, branch):
        pledge = branch.pledge()
        assert (pledge.due, pledge.kept, pledge.next_due_on, periods(pledge)) == (0, 0, None, [])
        pledge = branch.act("approve", pledge, note="提示已看")
        assert periods(pledge) == SPRING
        assert (pledge.due, pledge.next_due_on, pledge.state) == (3, date(2026, 3, 31), S.PUBLIC)
        assert (pledge.approved_on, pledge.public_until) == (date(2026, 3, 2), date(2026, 3, 9))
        assert (pledge.advice, pledge.version) == ("提示已看", 2)

    def test_days_that_have_passed_are_not_asked_for(self, branch):
        pledge = branch.pledge(starts_on=date(2026, 1, 1))
        branch.at(4, 30)
        assert periods(branch.act("approve", pledge)) == [
            (1, "04-30", "04-30", "waiting"),
            (2, "05-01", "05-31", "waiting"),
        ]

    def test_a_pledge_of_later_begins_when_it_says(self, branch):
        assert periods(branch.running(starts_on=date(2026, 4, 20)))[0] == (1, "04-20", "04-30", "waiting")

    def test_on_its_last_day_there_is_one_period_left_and_the_day_after_none(self, branch):
        first, second = branch.pledge(), branch.pledge(sentence="另一句")
        branch.at(5, 31)
        assert periods(branch.act("approve", first)) == [(1, "05-31", "05-31", "waiting")]
        branch.at(6, 1)
        with pytest.raises(Refused, match="截止日期已经过了，一期都排不出来；请退回，请本人改截止日期。"):
            branch.act("approve", second)
        assert (look(second).state, periods(second)) == (S.PENDING, [])

    def test_more_than_a_year_of_weeks_is_refused_whole(self, branch):
        pledge = branch.pledge(frequency=WEEKLY, ends_on=date(2027, 3, 8))
        with pytest.raises(Refused, match="一条承诺最多 53 期，这样排不下；请缩短时间，或改成每月、每季度。"):
            branch.act("approve", pledge)
        assert (look(pledge).state, periods(pledge)) == (S.PENDING, [])
        branch.at(3, 3)
        assert branch.act("approve", pledge).due == 53

    def test_periods_hang_where_the_member_belongs_and_tell_on_the_pledge(self, branch):
        pledge = branch.running()
        first = period(pledge, 1)
        assert (first.grid, first.organisation, first.community) == (
            branch.house.near, branch.one.organisation, branch.house.community,
        )  # fmt: skip
        line = Entry.objects.own(first).get()
        assert (line.verb, line.actor, line.root_id) == ("add", branch.secretary, branch.one.pk)


class TestRecalled:
    def test_what_waits_is_dropped_and_what_was_kept_stays(self, branch):
        pledge = branch.step("fulfil", branch.running())
        pledge = branch.act("recall", pledge, note="写错了楼号")
        assert (pledge.state, pledge.approved_on, pledge.public_until) == (S.PENDING, None, None)
        assert (pledge.due, pledge.kept, pledge.next_due_on) == (1, 1, None)
        assert periods(pledge, "dropped") == [(n, opens, due, "dropped") for n, opens, due, _ in SPRING[1:]]
        dropped = Entry.objects.filter(model="pledges.fulfilment", verb="drop")
        assert {(line.from_state, line.to_state, line.reason) for line in dropped} == {
            ("waiting", "dropped", "写错了楼号"),
        }

    def test_approved_again_it_goes_on_after_what_was_kept(self, branch):
        pledge = branch.step("fulfil", branch.running())
        branch.act("recall", pledge, **NOTE)
        branch.at(3, 10)
        pledge = branch.act("approve", pledge)
        assert periods(pledge) == [(1, "03-02", "03-31", "done"), *SPRING[1:]]
        assert pledge.public_until == date(2026, 3, 17)

    def test_nothing_kept_it_begins_anew(self, branch):
        pledge = branch.act("recall", branch.running(), **NOTE)
        branch.at(3, 10)
        assert periods(branch.act("approve", pledge)) == [(1, "03-10", "03-31", "waiting"), *SPRING[1:]]

    def test_what_is_dropped_costs_nothing(self, branch):
        pledge = branch.running(frequency=ONCE, ends_on=date(2026, 3, 3))
        branch.at(3, 7)
        ticks.penalise_late()
        assert points("overdue") == (1, -3)
        branch.act("recall", pledge, note="写错了")
        assert points("overdue") == (0, 0)

    def test_once_it_is_being_kept_it_is_not_recalled(self, branch):
        pledge = branch.running()
        branch.at(3, 9)
        branch.act("begin", pledge)
        with pytest.raises(Refused, match="现在是“践诺中”.*不能再“撤回公示”"):
            branch.act("recall", pledge, **NOTE)


class TestAnotherRule:
    def change(self, branch, pledge, frequency=MONTHLY, ends_on=date(2026, 5, 31)):
        return branch.act("change_rule", pledge, frequency=frequency, ends_on=ends_on, **NOTE)

    def test_only_periods_that_have_not_begun_are_written_anew(self, branch):
        pledge = branch.running()
        branch.step("fulfil", pledge, 1, kept_on=date(2026, 3, 2))
        branch.at(4, 15)
        pledge = self.change(branch, pledge, WEEKLY, date(2026, 5, 20))
        assert periods(pledge) == [
            (1, "03-02", "03-31", "done"),
            (2, "04-01", "04-30", "waiting"),
            (3, "05-01", "05-07", "waiting"),
            (4, "05-08", "05-14", "waiting"),
            (5, "05-15", "05-20", "waiting"),
        ]
        assert periods(pledge, "dropped") == [(3, "05-01", "05-31", "dropped")]
        assert (pledge.frequency, pledge.ends_on, pledge.state) == (WEEKLY, date(2026, 5, 20), S.PUBLIC)

    def test_a_running_period_keeps_its_row(self, branch):
        pledge = branch.running()
        first = period(pledge, 1)
        self.change(branch, pledge, QUARTERLY, date(2026, 8, 31))
        assert (period(pledge, 1).pk, period(pledge, 1).version) == (first.pk, first.version)
        assert [row[:3] for row in periods(pledge)] == [
            (1, "03-02", "03-31"), (2, "04-01", "06-30"), (3, "07-01", "08-31"),
        ]  # fmt: skip

    def test_what_is_late_stays_late(self, branch):
        pledge = branch.running()
        branch.at(4, 15)
        pledge = self.change(branch, pledge, WEEKLY, date(2026, 5, 3))
        assert periods(pledge)[0] == (1, "03-02", "03-31", "waiting")
        assert pledge.next_due_on == date(2026, 3, 31)

    def test_an_earlier_end_only_drops(self, branch):
        pledge = self.change(branch, branch.running(), ends_on=date(2026, 3, 31))
        assert (periods(pledge), pledge.due) == (SPRING[:1], 1)

    def test_a_later_end_goes_on_after_a_last_short_period(self, branch):
        pledge = branch.running(ends_on=date(2026, 3, 15))
        assert periods(self.change(branch, pledge, MONTHLY, date(2026, 4, 30))) == [
            (1, "03-02", "03-15", "waiting"),
            (2, "03-16", "03-31", "waiting"),
            (3, "04-01", "04-30", "waiting"),
        ]

    def test_before_its_first_day_all_of_it_is_written_anew(self, branch):
        pledge = branch.running(starts_on=date(2026, 4, 10))
        pledge = self.change(branch, pledge, QUARTERLY)
        assert periods(pledge) == [(1, "04-10", "05-31", "waiting")]

    @pytest.mark.parametrize(
        ("frequency", "ends_on", "why"),
        [
            (MONTHLY, date(2026, 3, 1), "截止日期不能早于今天和开始日期；提前做完的请点“转入评诺”。"),
            (MONTHLY, date(2026, 5, 31), "频次和截止日期都没有改。"),
            (WEEKLY, date(2026, 3, 30), "这一期已经开始，应兑现日期在新的截止日期以后；请把截止日期放在这一期之后。"),
            (WEEKLY, date(2027, 4, 30), "一条承诺最多 53 期，这样排不下；"),
            (WEEKLY, date(2027, 4, 5), "一条承诺最多 53 期，加上已有的 1 期共 54 期，请改频次。"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_dropped(self, branch, frequency, ends_on, why):
        pledge = branch.running()
        with pytest.raises(Refused, match=why):
            self.change(branch, pledge, frequency, ends_on)
        assert (periods(pledge), look(pledge).version) == (SPRING, pledge.version)

    def test_what_was_kept_does_not_hold_the_end_back(self, branch):
        pledge = branch.step("fulfil", branch.running())
        pledge = self.change(branch, pledge, ends_on=date(2026, 3, 5))
        assert (periods(pledge), pledge.next_due_on) == ([(1, "03-02", "03-31", "done")], None)

    @pytest.mark.parametrize("ends_on", [date(2026, 3, 20), date(2026, 6, 30)])
    def test_what_is_done_once_is_put_off_and_stays_one(self, branch, ends_on):
        pledge = branch.running(frequency=ONCE)
        first = period(pledge)
        pledge = self.change(branch, pledge, ONCE, ends_on)
        assert periods(pledge) == [(1, "03-02", f"{ends_on:%m-%d}", "waiting")]
        assert (period(pledge).pk, pledge.next_due_on) == (first.pk, ends_on)

    def test_what_was_done_once_is_not_asked_for_again(self, branch):
        pledge = branch.step("fulfil", branch.running(frequency=ONCE))
        pledge = self.change(branch, pledge, ONCE, date(2026, 6, 30))
        assert (periods(pledge), pledge.due, pledge.kept) == ([(1, "03-02", "05-31", "done")], 1, 1)
        pledge = branch.act("approve", branch.act("recall", pledge, **NOTE))
        assert (pledge.due, pledge.kept, pledge.state) == (1, 1, S.PUBLIC)

    def test_nobody_changes_the_own(self, branch):
        own = party.member(branch.house.near, user=branch.secretary)
        pledge = branch.act("approve", branch.pledge(member=own), None)
        with pytest.raises(Refused, match="不能改自己的承诺，请由另一位书记或工作人员来改。"):
            self.change(branch, pledge, WEEKLY)

    def test_once_it_is_being_judged_its_rule_stands(self, branch):
        with pytest.raises(Refused, match="现在是“评诺中”"):
            self.change(branch, branch.judged(), WEEKLY)


class TestVoid:
    def test_what_waits_is_dropped_what_was_kept_stays_and_penalties_are_given_back(self, branch):
        pledge = branch.running(frequency=WEEKLY, ends_on=date(2026, 3, 29))
        branch.step("fulfil", pledge, 1)
        branch.at(3, 20)
        ticks.rounds()
        branch.step("fulfil", pledge, 2)
        assert points("overdue") == (1, -3)
        pledge = branch.act("void", pledge, note="登记错了人")
        assert (pledge.state, pledge.due, pledge.kept, pledge.next_due_on) == (S.VOID, 2, 2, None)
        assert [row[0] for row in periods(pledge, "dropped")] == [3, 4]
        assert points("overdue") == (0, 0)

    @pytest.mark.parametrize("until", [S.PENDING, S.RETURNED, S.PUBLIC, S.KEEPING])
    def test_it_can_be_until_it_is_judged(self, branch, until):
        pledge = branch.pledge()
        if until == S.RETURNED:
            branch.act("send_back", pledge, **NOTE)
        elif until != S.PENDING:
            branch.act("approve", pledge)
        if until == S.KEEPING:
            branch.at(3, 9)
            branch.act("begin", pledge)
        assert look(pledge).state == until
        assert branch.act("void", pledge, **NOTE).state == S.VOID
        assert not Fulfilment.objects.exclude(state="dropped").exists()

    def test_afterwards_not(self, branch):
        pledge = branch.judged()
        with pytest.raises(Refused, match="现在是“评诺中”.*不能再“作废”"):
            branch.act("void", pledge, **NOTE)
        assert look(pledge).state == S.REVIEWING
