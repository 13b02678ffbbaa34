"""The main job once through, over HTTP, by the four who do it."""

import pytest

from accounts.choices import Role
from grids.choices import IssueState
from grids.models import Issue
from grids.pages import Issues
from portal.models import Entry
from tests.factories.accounts import UserFactory, line_of
from tests.factories.grids import IssueFactory

REPORT = {
    "title": "井盖松动",
    "category": "facility",
    "urgency": "ordinary",
    "place": "东口 3 号楼",
    "source": "member",
}


def text(response):
    return response.content.decode()


@pytest.fixture
def act(house, enter):
    """``act(role, move, issue, **answers)`` makes a move as somebody of the role."""

    def make(role, move, issue, **answers):
        issue.refresh_from_db()
        sent = {"version": issue.version, **answers}
        return enter(house.user(role)).post(f"/issues/{issue.pk}/{move}/", sent)

    return make


def test_the_main_job(house, enter, act):
    response = enter(house.user(Role.MEMBER)).post(
        "/issues/add/", {**REPORT, "grid": house.near.pk, "occurred_at": "2026-11-20T10:00"}
    )
    issue = Issue.objects.get()
    assert response["Location"] == f"/issues/{issue.pk}/"
    assert act(Role.HEAD, "accept", issue).status_code == 302
    assert act(Role.HEAD, "handle", issue, note="先围起来").status_code == 302
    assert act(Role.HEAD, "submit", issue).status_code == 422
    assert act(Role.HEAD, "submit", issue, result="换了井盖").status_code == 302
    assert act(Role.HEAD, "verify", issue).status_code == 403
    assert act(Role.CLERK, "verify", issue).status_code == 302
    issue.refresh_from_db()
    assert issue.state == IssueState.CLOSED
    page = enter(house.user(Role.MEMBER)).get(f"/issues/{issue.pk}/")
    assert [line["what"] for line in page.context["timeline"]] == ["核查结案", "提交核查", "开始处置", "受理", "登记"]
    assert [step["css"] for step in page.context["stepper"]] == ["done"] * 5 + ["later"]
    assert page.context["moves"] == []


def test_a_report_needs_three_things_and_says_which(house, enter):
    response = enter(house.user(Role.MEMBER)).post("/issues/add/", {"grid": house.near.pk})
    labels = {error["label"] for error in response.context["errors"]}
    assert response.status_code == 422
    assert {"是哪一类", "看到了什么", "地点"} <= labels
    assert not Issue.objects.exists()


def test_a_form_starts_with_ones_own_grid_and_source(house, enter):
    for role, source in ((Role.MEMBER, "member"), (Role.HEAD, "head")):
        form = enter(house.user(role)).get("/issues/add/").context["form"]
        assert (form["grid"].value(), form["source"].value()) == (house.near.pk, source)


def test_names_and_phones_are_masked_in_the_register(house, enter):
    issue = IssueFactory(grid=house.near, concerned=["王小明", "李四"])
    client = enter(house.user(Role.HEAD))
    for url in (f"/issues/{issue.pk}/", f"/issues/{issue.pk}/edit/"):
        page = text(client.get(url))
        assert all(name in page for name in ("王某", "李某"))
        assert not [name for name in ("王小明", "李四") if name in page]


def test_what_waits_for_whom(house):
    head, secretary, member = house.user(Role.HEAD), house.user(Role.SECRETARY), house.user(Role.MEMBER)
    fresh = IssueFactory(grid=house.near, by=member)
    IssueFactory(grid=house.aside)
    checking = IssueFactory(grid=house.aside)
    returned = IssueFactory(grid=house.near, by=member)
    Issue._base_manager.filter(pk=checking.pk).update(state=IssueState.CHECKING, handler=head)
    Issue._base_manager.filter(pk=returned.pk).update(state=IssueState.RETURNED)
    assert set(Issues.waiting(head)) == {fresh}
    assert set(Issues.waiting(secretary)) == {checking}
    assert set(Issues.waiting(member)) == {returned}
    assert set(Issues.waiting(house.user(Role.ADMIN))) == set()


def test_tabs_say_what_they_are(house, enter):
    member = house.user(Role.MEMBER)
    mine = IssueFactory(grid=house.near, by=member)
    IssueFactory(grid=house.near)
    closed = IssueFactory(grid=house.near, by=member)
    Issue._base_manager.filter(pk=closed.pk).update(state=IssueState.VOID)
    client = enter(member)
    for tab, count in (("open", 2), ("reported", 2), ("overdue", 0), ("mine", 0)):
        assert client.get("/issues/", {"tab": tab}).context["table"]["count"] == count, tab
    assert client.get("/issues/", {"tab": "open", "q": mine.code}).context["table"]["count"] == 1


def test_a_closed_issue_is_not_edited(house, enter):
    issue = IssueFactory(grid=house.near)
    Issue._base_manager.filter(pk=issue.pk).update(state=IssueState.VOID)
    client = enter(house.user(Role.SECRETARY))
    for response in (client.get(f"/issues/{issue.pk}/edit/"), client.post(f"/issues/{issue.pk}/edit/", REPORT)):
        assert response.status_code == 409
        assert "不再改动" in text(response)
    assert client.get(f"/issues/{issue.pk}/").context["edit_url"] == ""


def test_after_acceptance_the_handler_or_the_community_edits(house, enter):
    issue = IssueFactory(grid=house.near)
    other = UserFactory(grid=house.near, role=Role.HEAD)
    Issue._base_manager.filter(pk=issue.pk).update(state=IssueState.ACCEPTED, handler=house.user(Role.HEAD))
    answers = {user: enter(user).get(f"/issues/{issue.pk}/edit/").status_code
               for user in (house.user(Role.HEAD), house.user(Role.CLERK), other)}  # fmt: skip
    assert list(answers.values()) == [200, 200, 409]


def test_a_change_of_urgency_on_the_page_moves_the_limit(house, enter):
    issue = IssueFactory(grid=house.near)
    sent = {**REPORT, "urgency": "urgent", "grid": house.near.pk, "version": 1, "occurred_at": "2026-11-20T10:00"}
    assert enter(house.user(Role.HEAD)).post(f"/issues/{issue.pk}/edit/", sent).status_code == 302
    issue.refresh_from_db()
    assert (issue.due_at - issue.created_at).total_seconds() == 24 * 3600
    assert "urgency" in Entry.objects.own(issue).first().changes


def test_a_clerk_for_one_line_does_not_hand_an_issue_out_of_reach(house, enter):
    issue = IssueFactory(grid=house.near, line="sanitation")
    clerk = UserFactory(grid=house.community, role=Role.CLERK, lines=["sanitation"])
    sent = {
        **REPORT,
        "line": line_of(house.near, "safety"),
        "grid": house.near.pk,
        "version": 1,
        "occurred_at": "2026-11-20T10:00",
    }
    response = enter(clerk).post(f"/issues/{issue.pk}/edit/", sent)
    assert response.status_code == 422
    assert "岗位范围之外" in text(response)
    issue.refresh_from_db()
    assert (issue.line.key, issue.version) == ("sanitation", 1)


@pytest.mark.parametrize("state", [state for state in IssueState if state not in (IssueState.REPORTED,)])
def test_the_page_of_an_issue_opens_in_every_state(house, enter, state):
    from portal.clock import now

    issue = IssueFactory(grid=house.near)
    fields = {"state": state, "handler": house.user(Role.HEAD)}
    if state in (IssueState.CLOSED, IssueState.VISITED):
        fields["closed_at"] = now()
    if state == IssueState.SUSPENDED:
        fields["look_on"] = now().date()
    Issue._base_manager.filter(pk=issue.pk).update(**fields)
    page = enter(house.user(Role.SECRETARY)).get(f"/issues/{issue.pk}/")
    assert page.status_code == 200
    assert state.label in text(page)


def test_the_board_has_a_column_a_state(house, enter):
    issue = IssueFactory(grid=house.near, title="<b>井盖</b>")
    page = enter(house.user(Role.HEAD)).get("/issues/board/")
    assert page.status_code == 200
    assert "&lt;b&gt;井盖" in text(page)
    assert f"/issues/{issue.pk}/" in text(page)
    assert enter(house.user(Role.HEAD)).get("/issues/board/?grid=x").status_code == 400
