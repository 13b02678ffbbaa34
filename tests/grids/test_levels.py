"""Grid, community, department: whose an issue is, who may move it, and how it comes back."""

from datetime import timedelta

import pytest

from accounts.choices import Role
from grids import actions
from grids.choices import IssueLevel, IssueState, OrderState, Outcome
from grids.models import Issue, Order
from grids.pages import Issues
from portal.clock import now
from portal.errors import Refused
from portal.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.grids import department


def verbs(issue):
    return list(Entry.objects.own(issue).order_by("pk").values_list("verb", flat=True))


def test_settled_on_the_spot_is_closed_the_same_day(tale):
    tale.report()
    tale.act("settle", "member", result="当场扶正了")
    issue = tale.issue
    assert (issue.state, issue.handler, issue.result) == (IssueState.CLOSED, tale.member, "当场扶正了")
    assert issue.closed_at
    assert issue.stage_due_at is None


def test_the_next_day_it_is_no_longer_on_the_spot(tale, when):
    when(11, 18)
    tale.report()
    when(11, 19)
    with pytest.raises(Refused, match="现场解决只用于上报当天"):
        tale.act("settle", "head", result="修好了")


def test_what_goes_up_is_the_communitys_to_take(tale):
    tale.report()
    tale.upto("handling")
    with pytest.raises(Refused, match="请写明“升级到社区”的理由"):
        tale.act("escalate", "head", note=" ")
    due = tale.issue.due_at
    tale.act("escalate", "head", note="要动用吊车")
    assert (tale.issue.state, tale.issue.level, tale.issue.handler) == ("reported", "community", tale.head)
    assert tale.issue.due_at == due
    assert list(Issues.waiting(tale.head)) == []
    assert list(Issues.waiting(tale.clerk)) == [tale.issue]
    for move in ("accept", "send_back", "void", "settle"):
        with pytest.raises(Refused, match="社区"):
            tale.act(move, "head", **({"result": "x"} if move == "settle" else {"note": "x"}))
    tale.act("accept", "clerk")
    assert tale.issue.handler == tale.clerk
    with pytest.raises(Refused, match="已经升级到社区"):
        tale.act("escalate", "secretary", note="再升")


def test_the_community_gives_back_what_the_grid_can_do(tale):
    tale.report()
    tale.act("escalate", "head", note="不会办")
    tale.act("send_back", "clerk", note="网格先看看")
    assert (tale.issue.state, tale.issue.level, tale.issue.handler) == ("reported", "grid", None)
    tale.upto("handling")
    tale.act("escalate", "head", note="还是办不了")
    tale.act("send_back", "clerk", note="先断电")
    assert (tale.issue.state, tale.issue.level, tale.issue.handler) == ("handling", "grid", tale.head)
    assert "先断电" in Issues.notice(tale.issue)


def test_an_issue_is_put_into_hands_that_can_work_on_it(tale):
    tale.report()
    tale.act("assign", "head", handler=tale.member)
    assert (tale.issue.state, tale.issue.handler) == (IssueState.ACCEPTED, tale.member)
    assert list(Issues.waiting(tale.member)) == [tale.issue]
    tale.act("handle", "member")
    tale.act("submit", "member", result="办好了")
    stranger = UserFactory(grid=tale.house.aside, role=Role.HEAD)
    tale.act("reject", "clerk", note="没清干净")
    for unfit in (stranger, UserFactory(grid=tale.house.community, role=Role.PARTY)):
        with pytest.raises(Refused, match="办不了这件事项"):
            tale.act("assign", "head", handler=unfit)
    assert tale.fresh().handler == tale.member


def sent(tale, **answers):
    tale.report()
    tale.act("escalate", "head", note="要市政来修")
    made = {"department": department(tale.house.community), "request": "请更换井圈", **answers}
    return tale.act("dispatch", "clerk", **made)


def test_an_order_is_numbered_and_holds_the_issue(tale):
    order = sent(tale)
    assert (tale.issue.state, tale.issue.level, tale.issue.handler) == ("handling", "department", tale.clerk)
    assert tale.issue.stage_due_at == order.reply_due_at
    assert order.number == f"A社区交办〔{now().year}〕1号"
    for move, answers in (("submit", {"result": "x"}), ("suspend", {"look_on": now().date() + timedelta(9)})):
        with pytest.raises(Refused, match="交办单还没有回复"):
            tale.act(move, "clerk", note="x", **answers)
    with pytest.raises(Refused, match="换部门请先收回"):
        tale.act("dispatch", "clerk", department=order.department, request="再来一张")
    tale.act("recall", "clerk", note="部门说不归他管")
    assert Order.objects.get().state == OrderState.WITHDRAWN
    assert (tale.issue.level, tale.issue.handler) == (IssueLevel.COMMUNITY, tale.clerk)
    again = tale.act("dispatch", "clerk", department=order.department, request="再交一次")
    assert again.number.endswith("2号")


def test_what_a_department_settled_is_checked_by_somebody_else(tale, when):
    when(11, 18)
    order = sent(tale)
    when(11, 20, 9)
    actions.reply(order, by=tale.clerk, outcome=Outcome.DONE, text="已更换")
    order.refresh_from_db()
    tale.fresh()
    assert (order.state, order.took_hours, order.outcome) == ("replied", 47, "done")
    assert (tale.issue.state, tale.issue.level) == ("checking", "community")
    assert "已更换" in tale.issue.result
    with pytest.raises(Refused, match="承办人不能核查"):
        tale.act("verify", "clerk")
    tale.act("verify", "secretary")
    tale.act("revisit", "head", satisfaction="poor", words="又松了")
    tale.act("reopen", "head", note="居民说又松了")
    assert (tale.issue.state, tale.issue.level, tale.issue.handler) == ("handling", "community", tale.clerk)
    assert list(Issues.waiting(tale.clerk)) == [tale.issue]
    assert "居民说又松了" in Issues.notice(tale.issue)
    assert verbs(tale.issue) == [
        "add", "escalate", "dispatch", "answered", "submit", "verify", "revisit", "reopen",
    ]  # fmt: skip


@pytest.mark.parametrize("outcome", [Outcome.PARTLY, Outcome.REFUSED])
def test_what_a_department_did_not_settle_comes_back(tale, outcome):
    order = sent(tale)
    actions.reply(order, by=tale.secretary, outcome=outcome, text="不归我们管")
    assert (tale.fresh().state, tale.issue.level, tale.issue.handler) == ("handling", "community", tale.secretary)
    assert "不归我们管" in Issues.notice(tale.issue)


def test_a_reply_is_not_from_the_future_nor_before_the_order(tale):
    order = sent(tale)
    for moment in (now() + timedelta(hours=1), order.created_at - timedelta(hours=1)):
        with pytest.raises(Refused, match="回复时间不能"):
            actions.reply(order, by=tale.clerk, outcome=Outcome.DONE, text="好", replied_at=moment)
    assert Order.objects.get().state == OrderState.SENT
    assert tale.fresh().level == IssueLevel.DEPARTMENT


def test_the_grid_rates_a_reply_once(tale):
    order = sent(tale)
    actions.reply(order, by=tale.clerk, outcome=Outcome.DONE, text="好")
    order.refresh_from_db()
    actions.rate(order, by=tale.head, rating="fair", note="来得慢")
    order.refresh_from_db()
    with pytest.raises(Refused, match="已经评价过"):
        actions.rate(order, by=tale.secretary, rating="good")
    assert Order.objects.get().rating == "fair"


def test_a_department_out_of_use_gets_no_order(tale):
    office = department(tale.house.community)
    actions.shut(office, by=tale.clerk)
    office.refresh_from_db()
    with pytest.raises(Refused, match="已停用"):
        sent(tale, department=office)
    assert not Order.objects.exists()
    assert tale.fresh().level == IssueLevel.COMMUNITY


def test_two_orders_of_one_number_cannot_be(tale):
    sent(tale)
    first = Order.objects.get()
    assert Order.objects.filter(community=first.community, number=first.number).count() == 1


def test_a_repeated_report_points_to_the_one_it_repeats(tale):
    main = tale.report(title="路灯不亮")
    twin = tale.report(by="head", title="路灯坏了")
    with pytest.raises(Refused, match="不能并入自己"):
        tale.act("void", "head", note="重复", duplicate_of=twin)
    tale.act("void", "head", note="同一盏灯", duplicate_of=Issue.objects.get(pk=main.pk))
    assert (tale.issue.state, tale.issue.duplicate_of) == ("void", main)
    assert verbs(main) == ["add", "merge"]
    third = tale.report(title="灯又不亮")
    with pytest.raises(Refused, match="已作废"):
        tale.act("void", "head", note="重复", duplicate_of=Issue.objects.get(pk=twin.pk))
    assert third.state == "reported"


def test_parts_of_an_issue_keep_its_limits_and_whereabouts(tale):
    whole = tale.report(place="东口", concerned=["王小明"])
    parts = tale.act("split", "head", titles=["井盖松动", " ", "路灯不亮"])
    assert [part.title for part in parts] == ["井盖松动", "路灯不亮"]
    for part in Issue.objects.filter(split_from=whole):
        assert (part.due_at, part.place, part.state) == (whole.due_at, "东口", "reported")
        assert [one.name for one in part.concerned.all()] == ["王小明"]
        assert part.stage_due_at
    assert verbs(whole) == ["add", "split"]
    for titles in ([], [" "], ["x"] * 10):
        with pytest.raises(Refused, match="每行一件"):
            tale.act("split", "head", titles=titles)


def test_progress_and_urging_change_nothing_but_the_history(tale):
    tale.report()
    tale.upto("handling")
    before = (tale.issue.state, tale.issue.due_at, tale.issue.stage_due_at)
    with pytest.raises(Refused, match="理由"):
        tale.act("progress", "head", note="")
    tale.act("progress", "head", note="配件已到")
    tale.act("urge", "secretary")
    assert (tale.issue.state, tale.issue.due_at, tale.issue.stage_due_at) == before
    assert verbs(tale.issue)[-2:] == ["progress", "urge"]


def test_nobody_calls_back_about_own_work(tale):
    tale.report()
    tale.upto("closed")
    with pytest.raises(Refused, match="承办人不能回访"):
        tale.act("revisit", "head", satisfaction="good")
    tale.act("revisit", "secretary", satisfaction="good", channel="visit", words="灯亮了")
    assert (tale.issue.state, tale.issue.satisfaction) == ("visited", "good")
    assert tale.issue.revisits.get().words == "灯亮了"
