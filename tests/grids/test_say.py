"""Who has a say over an issue, and that none of it is left with nobody."""

import pytest

from accounts.choices import Role
from accounts.models import Post
from grids import actions
from grids.models.issue_moves import stands_above
from grids.pages import Issues
from portal.errors import Refused
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory, department


def leave(user):
    Post._base_manager.filter(user=user).update(state="ended")


def test_what_a_department_has_is_not_taken_apart(tale):
    tale.report()
    tale.act("escalate", "head", note="办不了")
    tale.act("dispatch", "clerk", department=department(tale.house.community), request="请修")
    with pytest.raises(Refused, match="交办单还没有回复"):
        tale.act("split", "clerk", titles=["另一件"])


def test_who_submits_for_another_takes_it_over_first_and_does_not_check_it(tale):
    tale.report()
    tale.upto("handling")
    with pytest.raises(Refused, match="由承办人提交核查"):
        tale.act("submit", "clerk", result="网格长电话里说修好了")
    tale.act("assign", "clerk", handler=tale.clerk)
    tale.act("submit", "clerk", result="网格长电话里说修好了")
    with pytest.raises(Refused, match="不能核查自己办的"):
        tale.act("verify", "clerk")
    tale.act("verify", "secretary")


def test_a_second_post_elsewhere_in_the_community_gives_no_more_say(tale):
    Post(user=tale.head, role=Role.PARTY, grid=tale.house.community).save(by=None)
    tale.head = type(tale.head).objects.get(pk=tale.head.pk)
    tale.report()
    tale.act("escalate", "head", note="办不了")
    with pytest.raises(Refused, match="已升级到社区"):
        tale.act("accept", "head")


def test_a_clerk_of_another_line_stands_above_no_issue_of_this_one(tale):
    tale.report(category="hazard")
    other = UserFactory(grid=tale.house.community, role=Role.CLERK, lines=["civil"])
    same = UserFactory(grid=tale.house.community, role=Role.CLERK, lines=["safety"])
    tale.act("escalate", "head", note="办不了")
    assert not stands_above(tale.issue, other)
    assert stands_above(tale.issue, same)


def test_reopened_it_comes_to_who_opened_it_where_its_handler_left(tale):
    tale.report()
    tale.upto("closed")
    leave(tale.head)
    tale.head = type(tale.head).objects.get(pk=tale.head.pk)
    tale.act("reopen", "secretary", note="又坏了")
    assert tale.issue.handler == tale.secretary


def test_a_return_to_who_left_waits_for_the_head(tale):
    tale.report()
    tale.act("send_back", "head", note="缺地点")
    assert list(Issues.waiting(tale.head)) == []
    leave(tale.member)
    assert list(Issues.waiting(tale.head)) == [tale.issue]


def test_what_others_were_merged_into_is_not_struck_off_alone(tale):
    tale.report()
    twin = IssueFactory(grid=tale.house.near)
    actions.void(twin, by=tale.head, note="同一件", duplicate_of=tale.issue)
    with pytest.raises(Refused, match=f"{twin.code} 已并入这一件"):
        tale.act("void", "head", note="误报")
    third = IssueFactory(grid=tale.house.near)
    tale.act("void", "head", note="都是同一件", duplicate_of=third)
    assert tale.issue.duplicate_of == third


def test_the_loser_hears_who_took_it_not_who_spoke_last(tale):
    tale.report()
    tale.act("accept", "head")
    tale.act("urge", "clerk")
    with pytest.raises(Refused, match=f"已受理”（{tale.head.name}"):
        tale.act("accept", "secretary")
