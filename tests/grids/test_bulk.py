"""Many issues at once: what a clerk or a head of a grid does with a full list on a Monday."""

import pytest

from accounts.choices import Role
from grids import actions
from grids.choices import IssueState as S
from grids.models import Issue
from portal.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory
from tests.portal.test_bulk import confirmed, keys, text


def url(move):
    return f"/issues/bulk/{move}/"


@pytest.fixture
def issues(house):
    return [IssueFactory(grid=grid, by=None) for grid in (house.near, house.near, house.aside)]


def states():
    return sorted(Issue.objects.values_list("state", flat=True))


def test_the_bar_offers_each_role_its_own_acts(house, enter, issues):
    def acts(role):
        bulk = enter(house.user(role)).get("/issues/").context["bulk"]
        return [act["label"] for act in bulk["acts"]] if bulk else None

    assert acts(Role.CLERK) == acts(Role.SECRETARY) == ["受理", "指派承办人", "核查结案", "催办"]
    assert acts(Role.HEAD) == ["受理", "指派承办人", "催办"]
    assert acts(Role.MEMBER) is None
    assert acts(Role.OBSERVER) is None


@pytest.mark.parametrize("move", ["accept", "assign", "verify", "urge"])
def test_who_may_not_is_403(house, enter, issues, move):
    for role in (Role.MEMBER, Role.OBSERVER, Role.ADMIN):
        client = enter(house.user(role))
        assert {client.get(url(move)).status_code, client.post(url(move), keys(*issues)).status_code} == {403}


def test_a_head_accepts_the_own_grid_only(house, enter, issues):
    head = house.user(Role.HEAD)
    client = enter(head)
    page = client.post(url("accept"), {"all": "1", "query": "state=reported"})
    assert page.context["submit"]["label"] == "受理 2 件"
    assert issues[2].code not in text(page)
    sent = confirmed(page)
    sent["pk"] = [issue.pk for issue in issues]
    assert client.post(url("accept"), sent)["Location"] == "/issues/?state=reported"
    assert states() == [S.ACCEPTED, S.ACCEPTED, S.REPORTED]
    assert set(Issue.objects.filter(handler=head)) == set(issues[:2])


def test_what_a_clerk_cannot_accept_is_named_with_its_reason(house, enter, issues):
    head = house.user(Role.HEAD)
    actions.accept(issues[0], by=head)
    page = enter(house.user(Role.CLERK)).post(url("accept"), keys(*issues))
    assert page.context["count"] == {"chosen": 3, "able": 2, "unable": 1}
    (refused,) = page.context["unable"]
    assert refused["code"] == issues[0].code
    assert head.name in refused["why"]


def test_a_handler_who_cannot_take_one_of_them_gets_none(house, enter, issues):
    head, client = house.user(Role.HEAD), enter(house.user(Role.CLERK))
    page = client.post(url("assign"), keys(*issues))
    refused = client.post(url("assign"), confirmed(page, handler=head.pk))
    assert refused.status_code == 409
    assert f"{issues[2].code}：{head.name}的岗位办不了这件事项" in text(refused)
    assert states() == [S.REPORTED] * 3
    assert not Entry.objects.filter(verb="assign").exists()
    done = client.post(url("assign"), confirmed(client.post(url("assign"), keys(*issues[:2])), handler=head.pk))
    assert done.status_code == 302
    assert Issue.objects.filter(handler=head, state=S.ACCEPTED).count() == 2


def test_a_handler_of_another_community_is_not_offered(house, enter, issues):
    client, foreign = enter(house.user(Role.CLERK)), UserFactory(grid=house.away, role=Role.HEAD)
    page = client.post(url("assign"), keys(*issues))
    assert client.post(url("assign"), confirmed(page, handler=foreign.pk)).status_code == 422
    assert states() == [S.REPORTED] * 3


def test_nobody_verifies_the_own_work_among_many(house, enter, issues):
    head, clerk = house.user(Role.HEAD), house.user(Role.CLERK)
    for issue, by in zip(issues, (head, head, clerk), strict=True):
        for move, asked in ((actions.accept, {}), (actions.handle, {}), (actions.submit, {"result": "修好了"})):
            issue.refresh_from_db()
            move(issue, by=by, **asked)
    client = enter(clerk)
    page = client.post(url("verify"), {"all": "1", "query": "state=checking"})
    assert page.context["submit"]["label"] == "核查结案 2 件"
    assert [row["why"] for row in page.context["unable"]] == ["承办人不能核查自己办的事项，请由社区其他人员核查。"]
    assert client.post(url("verify"), confirmed(page)).status_code == 302
    assert states() == [S.CHECKING, S.CLOSED, S.CLOSED]


def test_urging_twice_by_one_page_urges_once(house, enter, issues):
    client = enter(house.user(Role.CLERK))
    sent = confirmed(client.post(url("urge"), keys(*issues)), note="请抓紧")
    for _ in range(2):
        assert client.post(url("urge"), sent).status_code == 302
    assert Entry.objects.filter(verb="urge", reason="请抓紧").count() == 3
    assert client.post(url("urge"), {**sent, "note": "再催一次"}).status_code == 409
    assert Entry.objects.filter(verb="urge").count() == 3


def test_three_rows_cost_as_much_to_judge_as_one(house, enter, issues, django_assert_max_num_queries):
    client = enter(house.user(Role.CLERK))
    for rows in (issues[:1], issues):
        with django_assert_max_num_queries(12):
            assert client.post(url("accept"), keys(*rows)).status_code == 200
