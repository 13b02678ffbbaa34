"""Rounds over the issues: each effect once, however late or often the round comes."""

import pytest

from grids import actions, ticks
from grids.choices import CardColour, IssueLevel
from grids.models import Card, Issue, Order
from portal.errors import Refused
from portal.models import Entry
from tests.factories.grids import department
from tests.grids.conftest import at


@pytest.fixture
def rounds(django_capture_on_commit_callbacks):
    def make(times=2):
        for _ in range(times):
            ticks.issue_clocks()

    return make


def colours(issue):
    return list(Card.objects.filter(issue=issue).order_by("pk").values_list("colour", flat=True))


def test_what_nobody_took_goes_up_once(tale, when, rounds):
    when(11, 18)
    tale.report()
    rounds()
    assert tale.fresh().level == IssueLevel.GRID
    when(11, 19, 10, 1)
    rounds(3)
    assert (tale.fresh().level, tale.issue.state) == (IssueLevel.COMMUNITY, "reported")
    lines = Entry.objects.own(tale.issue).filter(verb="escalate")
    assert [line.actor for line in lines] == [None]


def test_yellow_for_late_red_for_three_days_late(tale, when, rounds):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    rounds()
    assert colours(tale.issue) == []
    when(11, 20, 10, 1)
    rounds()
    assert (colours(tale.issue), tale.fresh().supervision) == (["yellow"], "yellow")
    assert Card.objects.get().reason == "处置超期"
    assert Card.objects.get().handler == tale.head
    when(11, 27)
    rounds(3)
    assert (colours(tale.issue), tale.fresh().supervision) == (["yellow", "red"], "red")
    assert "超过 3 天" in Card.objects.get(colour="red").reason


def test_a_withdrawn_card_is_not_given_again_in_the_same_round(tale, when, rounds):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    when(11, 21)
    rounds()
    card = Card.objects.get()
    with pytest.raises(Refused, match="理由"):
        actions.withdraw(card, by=tale.secretary, note="")
    actions.withdraw(card, by=tale.secretary, note="停电，非承办人原因")
    assert tale.fresh().supervision == ""
    rounds()
    assert actions.give(tale.fresh(), colour=CardColour.YELLOW, reason="再挂") is None
    assert colours(tale.issue) == ["yellow"]
    when(11, 28)
    rounds()
    assert tale.fresh().supervision == CardColour.RED
    actions.withdraw(Card.objects.get(colour="red"), by=tale.secretary, note="同上")
    assert tale.fresh().supervision == ""


def test_a_new_round_can_earn_new_cards(tale, when, rounds):
    when(11, 2)
    tale.report()
    tale.upto("handling")
    when(11, 10)
    rounds()
    tale.act("submit", "head", result="好")
    tale.act("verify", "clerk")
    assert tale.issue.supervision == ""
    tale.act("reopen", "secretary", note="没修好")
    rounds()
    assert tale.fresh().supervision == ""
    when(11, 20)
    rounds()
    assert Card.objects.filter(issue=tale.issue, round=1).exists()


def test_two_returns_are_red_at_once(tale, when, rounds):
    when(11, 18)
    tale.report()
    tale.upto("checking")
    tale.act("reject", "clerk", note="差一块")
    rounds()
    assert colours(tale.issue) == []
    tale.act("submit", "head", result="补了")
    tale.act("reject", "clerk", note="还差")
    rounds()
    assert colours(tale.issue) == ["red"]
    assert "退回 2 次" in Card.objects.get().reason


def test_a_return_to_the_reporter_is_no_blame(tale, when, rounds):
    when(11, 18)
    tale.report()
    for _ in range(2):
        tale.act("send_back", "head", note="缺地点")
        tale.act("resubmit", "member")
    rounds()
    assert colours(tale.issue) == []


def test_a_silent_department_is_chased_every_two_days(tale, when, rounds):
    when(11, 18)
    tale.report()
    tale.act("dispatch", "clerk", department=department(tale.house.community), request="请修")
    order = Order.objects.get()
    when(11, 23, 11)
    rounds(3)
    order.refresh_from_db()
    assert order.chased == 1
    when(11, 25, 11)
    rounds(3)
    order.refresh_from_db()
    assert order.chased == 2
    actions.reply(order, by=tale.clerk, outcome="done", text="修好了")
    when(11, 29)
    rounds()
    order.refresh_from_db()
    assert order.chased == 2
    told = Entry.objects.filter(model="grids.order", verb="chase")
    assert {line.actor for line in told} == {None}
    assert {line.root_id for line in told} == {tale.issue.pk}


def test_one_that_somebody_moved_meanwhile_does_not_stop_the_others(tale, when, monkeypatch):
    when(11, 18)
    first, second = tale.report(), tale.report()
    when(11, 20)
    take_up = ticks.supervision.take_up

    def moved_meanwhile(issue):
        if issue.pk == first.pk:
            actions.accept(Issue.objects.get(pk=first.pk), by=tale.head)
        take_up(issue)

    monkeypatch.setattr(ticks.supervision, "take_up", moved_meanwhile)
    ticks.take_up_untaken()
    levels = dict(Issue.objects.values_list("pk", "level"))
    assert levels == {first.pk: IssueLevel.GRID, second.pk: IssueLevel.COMMUNITY}


def test_closed_and_void_issues_get_no_card(tale, when, rounds):
    when(11, 2)
    tale.report()
    tale.upto("closed")
    tale.report()
    tale.act("void", "head", note="误报")
    when(11, 20)
    rounds()
    assert not Card.objects.exists()


def test_left_again_on_the_same_day_it_goes_up_again(tale, when, rounds):
    when(11, 18)
    tale.report(urgency="urgent")
    when(11, 18, 12, 1)
    rounds()
    tale.act("send_back", "clerk", note="网格能办")
    when(11, 18, 14, 2)
    rounds()
    assert (tale.fresh().level, Entry.objects.own(tale.issue).filter(verb="escalate").count()) == ("community", 2)


def test_returns_before_it_was_closed_give_no_card_after(tale, when, rounds):
    when(11, 18)
    tale.report()
    tale.upto("checking")
    for _ in range(2):
        tale.act("reject", "clerk", note="没拍照")
        tale.act("submit", "head", result="补了照片")
    tale.act("verify", "clerk")
    tale.act("reopen", "secretary", note="又坏了")
    rounds()
    assert colours(tale.issue) == []
    tale.act("submit", "head", result="修好了")
    tale.act("reject", "clerk", note="没修好")
    rounds()
    assert colours(tale.issue) == []


def test_a_silent_department_is_named_on_the_card(tale, when, rounds):
    when(11, 18)
    tale.report()
    tale.act("escalate", "head", note="办不了")
    office = department(tale.house.community)
    tale.act("dispatch", "clerk", department=office, request="请修", reply_due_at=at(11, 19))
    when(11, 20)
    rounds()
    assert Card.objects.get().reason == "部门回复超期"


def test_a_card_taken_back_from_what_is_closed_hangs_no_other(tale, when, rounds):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    when(11, 27)
    rounds()
    tale.act("submit", "head", result="修好了")
    tale.act("verify", "clerk")
    actions.withdraw(Card.objects.get(colour="red"), by=tale.secretary, note="下雪封路")
    assert tale.fresh().supervision == ""


def test_a_red_card_names_the_clock_that_is_three_days_over(tale, when, rounds):
    when(11, 18)
    tale.report()
    tale.upto("handling")
    when(11, 23, 11)
    rounds()
    when(11, 24)
    rounds()
    red = Card.objects.get(colour="red")
    assert (red.reason, red.stage) == ("处置超期超过 3 天", "handle")
