"""The two clocks: what starts them, what stops them, who moves them, and what months go on judging by."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localtime

from grids import actions
from grids.choices import Category, ExtensionState, Stage, Urgency
from grids.figures import closed_on_time, due, unsettled_late
from grids.limits import DEFAULTS, Limits, words
from grids.models import CalendarDay, Extension, Limit
from grids.pages import Issues
from portal.clock import Unit, is_working_day, month_bounds
from portal.errors import Refused
from portal.models import Entry
from tests.grids.conftest import at


def test_every_step_has_a_default_for_every_urgency():
    assert set(DEFAULTS) == set(Stage)
    assert all(set(limits) == set(Urgency) for limits in DEFAULTS.values())
    assert words(0, Unit.WORKING_DAY) == "当日"
    assert words(3, Unit.WORKING_DAY) == "3 个工作日"


def test_the_step_has_a_clock_of_its_own(tale, when):
    when(11, 18)
    tale.report(urgency=Urgency.URGENT)
    assert (tale.issue.due_at, tale.issue.stage_due_at) == (at(11, 19, 10), at(11, 18, 12))
    when(11, 18, 11)
    tale.act("accept", "head")
    assert (tale.issue.due_at, tale.issue.stage_due_at) == (at(11, 19, 10), at(11, 18, 13))
    tale.act("handle", "head")
    assert tale.issue.stage_due_at == at(11, 19, 3)
    tale.act("submit", "head", result="好")
    assert tale.issue.stage_due_at == at(11, 18, 15)
    tale.act("verify", "clerk")
    assert tale.issue.stage_due_at is None
    assert [clock["label"][:2] for clock in Issues.clocks(tale.issue)] == ["全程"]


def test_limits_of_the_community_stand_before_the_defaults(tale, when):
    when(11, 18)
    for category, amount in (("", 2), (Category.HAZARD, 0)):
        Limit(
            grid=tale.house.community, stage=Stage.TOTAL, urgency=Urgency.ORDINARY, category=category, amount=amount,
            unit=Unit.DAY,
        ).save(by=tale.secretary)  # fmt: skip
    assert tale.report(category=Category.FACILITY).due_at == at(11, 20)
    assert localtime(tale.report(category=Category.HAZARD).due_at) == at(11, 18, 23, 59) + timedelta(seconds=59)
    assert Limits.of(tale.house.away.community_id).limit(Stage.TOTAL, Urgency.ORDINARY) == (3, Unit.WORKING_DAY)
    kept = Limit.objects.get(category="")
    kept.amount = 5
    kept.save(by=tale.secretary, note="按街道要求")
    assert Entry.objects.own(kept).first().changes == {"amount": ["2", "5"]}
    assert tale.fresh().due_at == localtime(tale.issue.due_at)


def test_a_changed_category_takes_its_own_limit(tale, when):
    when(11, 18)
    Limit(
        grid=tale.house.community, stage=Stage.TOTAL, urgency=Urgency.ORDINARY, category=Category.HAZARD, amount=8,
        unit=Unit.HOUR,
    ).save(by=tale.secretary)  # fmt: skip
    issue = tale.report()
    when(11, 18, 12)
    issue.category = Category.HAZARD
    actions.revise(issue, by=tale.clerk)
    assert tale.fresh().due_at == at(11, 18, 18)


def asked(tale, when, until=None):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    tale.act("extend", "head", until=until or at(11, 27), note="等配件")
    return Extension.objects.get()


def test_more_time_is_asked_for_and_granted_by_another(tale, when):
    extension = asked(tale, when)
    assert (tale.issue.asked_until, tale.issue.due_at) == (at(11, 27), at(11, 23))
    assert "延期待批" in Issues.state_html(tale.issue)
    with pytest.raises(Refused, match="等着批"):
        tale.act("extend", "head", until=at(11, 28), note="再延")
    with pytest.raises(Refused, match="申请人和承办人不能批"):
        actions.approve(extension, by=tale.head)
    actions.approve(extension, by=tale.clerk, note="同意")
    tale.fresh()
    assert (tale.issue.due_at, tale.issue.first_due_at, tale.issue.asked_until) == (at(11, 27), at(11, 27), None)
    assert tale.issue.due_fixed
    assert Extension.objects.get().state == ExtensionState.APPROVED


def test_a_refused_wish_leaves_the_limit(tale, when):
    extension = asked(tale, when)
    with pytest.raises(Refused, match="理由"):
        actions.refuse(extension, by=tale.clerk, note="")
    actions.refuse(extension, by=tale.clerk, note="今天就能办")
    assert (tale.fresh().due_at, tale.issue.asked_until) == (at(11, 23), None)
    tale.act("extend", "head", until=at(11, 25), note="真的要等")


def test_more_time_has_an_end_and_is_asked_for_in_time(tale, when):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    for until, says in ((at(11, 20), "要晚于现在的时限"), (at(12, 20), "全程最长到 2026-12-09")):
        with pytest.raises(Refused, match=says):
            tale.act("extend", "head", until=until, note="等")
    when(11, 24)
    with pytest.raises(Refused, match="时限已过"):
        tale.act("extend", "head", until=at(11, 30), note="等")
    assert not Extension.objects.exists()


def test_a_wish_falls_when_the_work_is_done(tale, when):
    asked(tale, when)
    tale.act("submit", "head", result="配件提前到了")
    assert tale.issue.asked_until is None
    assert Extension.objects.get().state == ExtensionState.REFUSED


def test_what_waits_stands_still_and_runs_on(tale, when):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    with pytest.raises(Refused, match="要晚于今天"):
        tale.act("suspend", "clerk", look_on=date(2026, 11, 18), note="缺钱")
    tale.act("suspend", "clerk", look_on=date(2026, 12, 15), note="等财政拨款")
    assert (tale.issue.state, tale.issue.look_on) == ("suspended", date(2026, 12, 15))
    end = at(12, 15, 23, 59) + timedelta(seconds=59)
    later = at(11, 23) + (end - at(11, 18))
    assert (tale.issue.due_at, tale.issue.stage_due_at, tale.issue.first_due_at) == (later, end, later)
    assert list(Issues.waiting(tale.head)) == []
    when(12, 15)
    assert list(Issues.waiting(tale.head)) == [tale.issue]
    tale.act("resume", "head")
    # Twenty-seven days it lay aside; five days were left.
    assert (tale.issue.state, tale.issue.due_at, tale.issue.look_on) == ("handling", at(12, 20), None)
    assert tale.issue.clock_from == at(12, 15)


def test_laying_aside_for_a_moment_wins_no_time(tale, when):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    due = tale.issue.due_at
    tale.act("suspend", "clerk", look_on=date(2026, 12, 15), note="等财政拨款")
    with pytest.raises(Refused, match="提前恢复，请社区办理"):
        tale.act("resume", "head")
    tale.act("resume", "clerk")
    assert (tale.issue.due_at, tale.issue.first_due_at, tale.issue.clock_from) == (due, due, at(11, 18))


def test_taking_it_up_again_cuts_no_extension(tale, when):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    tale.act("extend", "head", until=at(12, 2), note="等材料")
    actions.approve(tale.issue.extensions.get(), by=tale.secretary)
    tale.act("suspend", "clerk", look_on=date(2026, 11, 20), note="等一等")
    when(11, 21)
    tale.act("resume", "head")
    assert tale.issue.due_at > at(12, 2)


def test_the_handler_gives_no_time_to_the_own_work(tale, when):
    when(11, 18)
    tale.report(urgency="urgent")
    tale.upto("handling")
    issue = tale.fresh()
    issue.urgency = "difficult"
    with pytest.raises(Refused, match="放宽时限"):
        actions.revise(issue, by=tale.head)
    issue = tale.fresh()
    issue.urgency = "difficult"
    actions.revise(issue, by=tale.clerk)
    assert tale.fresh().due_at == at(11, 27)


def test_another_urgency_makes_nothing_punctual_that_was_late(tale, when):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    when(11, 25)
    issue = tale.fresh()
    issue.urgency = "difficult"
    actions.revise(issue, by=tale.clerk)
    assert (tale.fresh().due_at, tale.issue.first_due_at) == (at(11, 27), at(11, 23))


def test_laying_aside_does_not_wash_off_what_was_late(tale, when):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    when(11, 25)
    tale.act("suspend", "clerk", look_on=date(2026, 12, 15), note="等拨款")
    assert (tale.issue.due_at, tale.issue.first_due_at) == (at(11, 23), at(11, 23))
    when(12, 1)
    tale.act("resume", "clerk")
    assert tale.issue.due_at == at(11, 23)


def test_a_reopening_changes_no_month_that_is_past(tale, when):
    when(10, 12)
    tale.report()
    when(10, 13)
    tale.upto("closed")
    within, october = tale.house.community.rows_q(), month_bounds(date(2026, 10, 1))
    when(11, 18)
    before = [figure.count(within, *october) for figure in (due, closed_on_time)]
    tale.act("reopen", "secretary", note="又坏了")
    assert (tale.issue.due_at, tale.issue.first_due_at, tale.issue.redone) == (at(11, 23), at(10, 15), 1)
    when(11, 24)
    assert [figure.count(within, *october) for figure in (due, closed_on_time)] == before == [1, 1]
    assert unsettled_late.count(within, *month_bounds(date(2026, 11, 1))) == 1


def test_a_marked_day_moves_running_limits_with_a_line_each(tale, when):
    when(11, 18)
    ruled, fixed = tale.report(), None
    tale.upto("handling")
    fixed = tale.report()
    tale.upto("handling")
    tale.act("suspend", "clerk", look_on=date(2026, 12, 15), note="等")
    assert ruled.due_at == at(11, 23)
    day = CalendarDay(grid=tale.house.community, date=date(2026, 11, 20), working=False, reason="临时停办")
    actions.calendar.mark(day, by=tale.secretary)
    assert not is_working_day(date(2026, 11, 20))
    ruled.refresh_from_db()
    assert ruled.due_at == at(11, 24)
    line = Entry.objects.own(ruled).first()
    assert (line.verb, "临时停办" in line.reason, set(line.changes)) == (
        "retimed", True, {"due_at"},
    )  # fmt: skip
    assert not Entry.objects.own(fixed).filter(verb="retimed").exists()
    day.refresh_from_db()
    day.working = True
    actions.calendar.remark(day, by=tale.secretary)
    ruled.refresh_from_db()
    assert ruled.due_at == at(11, 23)
