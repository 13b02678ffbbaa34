"""Who hears of an issue, at the bell and behind it, and who does not."""

import pytest

from accounts.choices import Role
from grids import actions
from grids.choices import IssueState
from grids.models import Issue
from portal import news
from portal.pages import registry
from tests.factories import grids
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory


def verbs(user):
    return [entry.verb for entry in news.lines(user)]


def page(enter, user):
    return enter(user).get("/news/")


def told(response):
    """What the page says of each new line: what, title, reason, address."""
    lines = [one for line in response.context["groups"][0]["lines"] for one in (line, *line["before"])]
    return [(line["what"], line["title"], line["note"], line["url"]) for line in lines]


def test_an_issue_stands_once_with_what_went_before_beneath(tale, enter):
    tale.report(title="路灯不亮")
    tale.upto("closed")
    group = page(enter, tale.member).context["groups"][0]
    (line,) = group["lines"]
    assert group["many"] == 4
    assert [one["what"] for one in (line, *line["before"])] == ["核查结案", "提交核查", "开始处置", "受理"]


def test_the_reporter_hears_every_step_and_nobody_hears_what_they_did_themselves(tale):
    tale.report()
    tale.upto("closed")
    assert verbs(tale.member) == ["verify", "submit", "handle", "accept"]
    assert verbs(tale.head) == ["verify"]
    assert verbs(tale.clerk) == verbs(tale.secretary) == []
    assert verbs(UserFactory(grid=tale.house.near, role=Role.MEMBER)) == []


def test_an_edit_is_no_news(tale):
    tale.report()
    issue = tale.fresh()
    issue.place = "西口"
    actions.revise(issue, by=tale.clerk)
    assert verbs(tale.member) == []


def test_the_handler_reads_why_it_was_opened_again(tale, enter):
    tale.report(title="路灯不亮")
    tale.upto("closed")
    tale.act("reopen", "clerk", note="又坏了")
    response = page(enter, tale.head)
    assert told(response)[0] == ("重新办理", "路灯不亮", "又坏了", f"/issues/{tale.issue.pk}/")
    assert "又坏了" in response.content.decode()


def test_the_head_follows_what_went_up_from_the_own_grid(tale):
    tale.report()
    tale.act("escalate", None, note="没有人受理")
    tale.act("dispatch", "clerk", department=grids.department(tale.house.community), request="请修")
    aside = UserFactory(grid=tale.house.aside, role=Role.HEAD)
    assert verbs(tale.head) == ["dispatch", "escalate"]
    assert verbs(aside) == []
    order = tale.issue.orders.get()
    actions.chase(order, by=tale.secretary, note="打了电话")
    assert verbs(tale.head)[0] == verbs(tale.clerk)[0] == verbs(tale.member)[0] == "chase"


def test_a_card_is_told_to_reporter_head_and_handler_once(tale):
    tale.report()
    actions.give(tale.fresh(), colour="yellow", reason="受理超期")
    assert verbs(tale.member) == verbs(tale.head) == ["card"]
    assert verbs(tale.clerk) == []


def test_more_time_is_told_by_the_line_of_the_issue_alone(tale):
    tale.report()
    tale.upto("accepted")
    issue = tale.fresh()
    actions.approve(grids.extension(tale.house.near, by=tale.head, issue=issue), by=tale.clerk)
    assert verbs(tale.head) == ["extended"]


@pytest.fixture
def merged(tale, enter):
    """A report of the first grid put into one of the next grid, which goes its way there."""
    main = IssueFactory(grid=tale.house.aside, title="隔壁的秘密", description="隔壁的秘密")
    tale.report(title="我报的这一件")
    tale.act("void", "clerk", note="重复", duplicate_of=main)
    news.read(tale.member, news.newest())
    main.refresh_from_db()
    actions.accept(main, by=tale.clerk, note="秘密理由")
    main.refresh_from_db()
    actions.progress(main, by=tale.clerk, note="秘密进展")
    return main


def test_reporters_of_merged_issues_hear_the_state_of_the_main_one_and_nothing_else(merged, tale, enter):
    response = page(enter, tale.member)
    assert told(response) == [("并入的那一件受理，现在“已受理”", "我报的这一件", "", f"/issues/{tale.issue.pk}/")]
    shown = response.content.decode()
    assert "秘密" not in shown
    assert merged.code not in shown
    assert response.context["groups"][0]["lines"][0]["who"] == ""


def test_closing_reopening_and_the_call_back_reach_them(merged, tale, enter):
    for move, by, answers in (
        ("handle", tale.clerk, {}),
        ("submit", tale.clerk, {"result": "好了"}),
        ("verify", tale.secretary, {}),
        ("revisit", tale.secretary, {"satisfaction": "good"}),
        ("reopen", tale.secretary, {"note": "又坏了"}),
    ):
        merged.refresh_from_db()
        getattr(actions, move)(merged, by=by, **answers)
    assert [what for what, *_ in told(page(enter, tale.member))] == [
        "并入的那一件重新办理，现在“处置中”",
        "并入的那一件回访，现在“已回访”",
        "并入的那一件核查结案，现在“已结案”",
        "并入的那一件提交核查，现在“待核查”",
        "并入的那一件开始处置，现在“处置中”",
        "并入的那一件受理，现在“已受理”",
    ]


def test_within_reach_the_main_one_is_shown_itself_and_says_why(tale, enter):
    main = IssueFactory(grid=tale.house.near, title="主件")
    mine = tale.report(title="我报的这一件")
    tale.act("void", "clerk", note="重复", duplicate_of=main)
    main.refresh_from_db()
    actions.accept(main, by=tale.head)
    first = page(enter, tale.member).context["groups"][0]["lines"][0]
    assert (first["title"], first["url"], first["via"]) == ("主件", f"/issues/{main.pk}/", mine.code)


def test_what_was_merged_twice_is_still_followed(merged, tale):
    further = IssueFactory(grid=tale.house.aside)
    merged.refresh_from_db()
    actions.void(merged, by=tale.clerk, note="也重复", duplicate_of=further)
    further.refresh_from_db()
    actions.accept(further, by=tale.clerk)
    assert verbs(tale.member)[0] == "accept"
    assert news.lines(tale.member)[0].root_id == further.pk


def test_who_lost_reach_hears_nothing_of_it(merged, tale, enter):
    Issue._base_manager.filter(pk=tale.issue.pk).update(grid=tale.house.aside)
    assert verbs(tale.member) == []
    assert told(page(enter, tale.member)) == []


def test_titles_and_reasons_are_masked(tale, enter):
    tale.report(title="找 13812345678 联系")
    tale.act("accept", "head", note="电话 13812345678")
    shown = page(enter, tale.member).content.decode()
    assert "13812345678" not in shown
    assert "138****5678" in shown


def test_the_page_of_a_merged_issue_says_what_became_of_it(merged, tale, enter):
    shown = enter(tale.member).get(f"/issues/{tale.issue.pk}/").content.decode()
    assert "并入哪一件、现在怎样" in shown
    assert "已受理" in shown
    assert f'href="/issues/{merged.pk}/"' not in shown
    above = enter(tale.clerk).get(f"/issues/{tale.issue.pk}/").content.decode()
    assert f'href="/issues/{merged.pk}/"' in above


def test_the_main_page_lists_merged_ones_within_reach(merged, tale, enter):
    away = UserFactory(grid=tale.house.aside, role=Role.HEAD)
    seen = {user: enter(user).get(f"/issues/{merged.pk}/").content.decode() for user in (tale.clerk, away)}
    assert "并入的事项" in seen[tale.clerk]
    assert tale.issue.code in seen[tale.clerk].split("并入的事项")[1]
    assert tale.member.name.removesuffix("（演示）") in seen[tale.clerk].split("并入的事项")[1]
    assert "并入的事项" not in seen[away]
    assert 'id="related"' not in seen[away]


def test_parts_and_whole_name_each_other(tale, enter):
    whole = tale.report(title="整件")
    (part,) = tale.act("split", "head", titles=["拆出来的"])
    shown = enter(tale.head).get(f"/issues/{whole.pk}/").content.decode()
    assert f'<a href="/issues/{part.pk}/">拆出来的</a>' in shown.split("拆出的事项")[1]
    back = enter(tale.head).get(f"/issues/{part.pk}/").content.decode()
    assert f'<a href="/issues/{whole.pk}/">整件</a>' in back.split("拆自</h3>")[1]
    assert Issue.objects.get(pk=part.pk).state == IssueState.REPORTED


def test_a_hand_over_is_told_to_who_receives(tale):
    tale.report()
    tale.upto("accepted")
    other = UserFactory(grid=tale.house.near, role=Role.HEAD)
    issue = tale.fresh()
    issue.handler = other
    issue.save(by=tale.secretary, verb="handover", note="换岗")
    assert verbs(other)[0] == "handover"


def test_more_news_costs_no_more_queries(tale, enter, django_assert_max_num_queries):
    tale.report()
    tale.act("escalate", "head", note="办不了")
    client = enter(tale.member)
    client.get("/news/")
    waiting = sum(page.awaits is not None and page.may(tale.member, "view") for page in registry)
    # Seven for what is new, one for each register in which something may wait.
    with django_assert_max_num_queries(7 + waiting) as one:
        client.get("/news/")
    for _ in range(3):
        tale.report()
        tale.act("escalate", "head", note="办不了")
    with django_assert_max_num_queries(len(one)):
        assert len(told(client.get("/news/"))) == 4
