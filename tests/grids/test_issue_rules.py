"""Rules of the issue that its users would miss first: who may act, and what a correction does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Post, User
from grids import actions
from grids.choices import IssueState, Stage, Urgency
from grids.limits import Limits
from grids.models import Issue
from grids.pages import Issues
from portal.errors import Refused
from portal.models import Entry
from tests.factories.accounts import UserFactory, line_of
from tests.factories.grids import IssueFactory, plant

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    community, (near, far) = plant()
    return {
        "community": community,
        "near": near,
        "far": far,
        "member": UserFactory(grid=near, role="member"),
        "head": UserFactory(grid=near, role="head"),
        "clerk": UserFactory(grid=community, role="clerk"),
        "secretary": UserFactory(grid=community, role="secretary"),
    }


def fresh(issue):
    return Issue.objects.get(pk=issue.pk)


def again(user):
    return User.objects.get(pk=user.pk)


def test_a_returned_report_of_a_clerk_can_be_mended_by_the_clerk(house, client):
    issue = IssueFactory(grid=house["near"], by=house["clerk"])
    actions.send_back(fresh(issue), by=house["head"], note="缺地点")
    client.force_login(house["clerk"])
    assert client.get(f"/issues/{issue.pk}/resubmit/").status_code == 200
    actions.resubmit(fresh(issue), by=house["clerk"])
    assert fresh(issue).state == IssueState.REPORTED


def test_a_returned_report_is_its_reporters_to_mend_while_the_reporter_works_here(house):
    issue = IssueFactory(grid=house["near"], by=house["member"])
    actions.send_back(fresh(issue), by=house["head"], note="缺地点")
    with pytest.raises(Refused, match="由原上报人"):
        actions.resubmit(fresh(issue), by=house["head"])
    Post.objects.get(user=house["member"]).__class__._base_manager.filter(user=house["member"]).update(
        until=timezone.localdate() - timedelta(days=1), since=timezone.localdate() - timedelta(days=9)
    )
    actions.resubmit(fresh(issue), by=house["head"])
    assert fresh(issue).state == IssueState.REPORTED


def test_a_second_post_above_the_grid_takes_nothing_from_a_head_and_gives_nothing(house):
    issue = IssueFactory(grid=house["near"], by=house["member"])
    head = house["head"]
    assert list(Issues.waiting(head)) == [issue]
    Post(user=head, role="party", grid=house["community"]).save(by=None)
    head = again(head)
    assert list(Issues.waiting(head)) == [issue]
    other = UserFactory(grid=house["near"], role="head")
    actions.accept(fresh(issue), by=other)
    assert Issues.edit_refusal(fresh(issue), head)
    assert Issues.edit_refusal(fresh(issue), house["clerk"]) is None


def test_a_second_post_limited_to_a_line_corrects_that_line_only(house):
    issue = IssueFactory(grid=house["near"], by=house["member"], line="sanitation")
    actions.accept(fresh(issue), by=UserFactory(grid=house["near"], role="head"))
    head = house["head"]
    Post(user=head, role="clerk", grid=house["community"], lines=[line_of(house["near"], "civil")]).save(by=None)
    assert Issues.edit_refusal(fresh(issue), again(head))
    Post(user=head, role="clerk", grid=house["community"], lines=[line_of(house["near"], "sanitation")]).save(by=None)
    assert Issues.edit_refusal(fresh(issue), again(head)) is None


def test_checks_wait_for_the_community_and_not_for_who_did_the_work(house):
    issue = IssueFactory(grid=house["near"], by=house["member"])
    actions.accept(fresh(issue), by=house["head"])
    actions.handle(fresh(issue), by=house["head"])
    actions.submit(fresh(issue), by=house["head"], result="修好了")
    assert [list(Issues.waiting(house[who])) for who in ("head", "member", "secretary", "clerk")] == [
        [],
        [],
        [issue],
        [issue],
    ]


def test_a_void_issue_is_not_overdue_anywhere(house, client):
    issue = IssueFactory(grid=house["near"], by=house["member"])
    actions.void(fresh(issue), by=house["head"], note="重复")
    Issue._base_manager.filter(pk=issue.pk).update(due_at=timezone.now() - timedelta(days=30))
    client.force_login(house["secretary"])
    assert "超期 30 天" not in client.get("/issues/?state=void").content.decode()
    assert "超期 30 天" not in client.get(f"/issues/{issue.pk}/").content.decode()


def test_a_change_of_urgency_moves_the_limit_from_the_report_on(house):
    issue = fresh(IssueFactory(grid=house["near"], by=house["member"]))
    issue.urgency = Urgency.URGENT
    actions.revise(issue, by=house["clerk"])
    assert fresh(issue).due_at == Limits({}).due(fresh(issue), Stage.TOTAL, issue.created_at)


def test_an_edit_that_changes_nothing_leaves_no_trace(house, client):
    issue = IssueFactory(grid=house["near"], by=house["member"], concerned=["王小明"])
    client.force_login(house["clerk"])
    form = client.get(f"/issues/{issue.pk}/edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    sent["occurred_at"] = f"{timezone.localtime(fresh(issue).occurred_at):%Y-%m-%dT%H:%M}"
    assert client.post(f"/issues/{issue.pk}/edit/", sent).status_code == 302
    assert not Entry.objects.filter(model="grids.issue", verb="edit").exists()
    assert [one.name for one in fresh(issue).concerned.all()] == ["王小明"]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "2100-01-01T00:00"])
def test_a_wrong_year_is_told_at_the_field(house, client, moment):
    client.force_login(house["member"])
    sent = {
        "title": "路灯不亮",
        "category": "facility",
        "grid": house["near"].pk,
        "place": "东口",
        "urgency": "ordinary",
    }
    answer = client.post("/issues/add/", sent | {"source": "member", "occurred_at": moment})
    assert answer.status_code == 422
    assert "occurred_at" in answer.context["form"].errors


def test_a_phone_in_any_text_is_shown_masked_and_kept_whole(house, client):
    issue = IssueFactory(
        grid=house["near"], by=house["member"], description="他电话 19912345678", place="19912345678 楼"
    )
    client.force_login(house["secretary"])
    for url in ("/issues/", f"/issues/{issue.pk}/", "/issues/board/", "/find/?q=楼"):
        assert "19912345678" not in client.get(url).content.decode()
    assert fresh(issue).description.endswith("19912345678")


def test_a_column_of_the_board_leads_to_the_same_rows(house, client):
    IssueFactory(grid=house["near"], by=house["member"])
    IssueFactory(grid=house["far"], by=house["member"])
    client.force_login(house["secretary"])
    board = client.get(f"/issues/board/?grid={house['near'].pk}")
    column = board.context["columns"][0]
    assert column["count"] == 1
    assert client.get(column["url"]).context["table"]["count"] == 1
