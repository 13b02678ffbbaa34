"""Lines of work are the community's to name, add to and shut."""

import pytest

from accounts.choices import LINES, Role
from accounts.models import Line, Post
from portal.models import Entry
from tests.factories.accounts import UserFactory, line_of
from tests.factories.grids import IssueFactory, saved


def test_every_community_begins_with_nine(house):
    names = Line.objects.filter(community=house.community).order_by("order").values_list("key", "name")
    assert list(names) == LINES
    assert len(LINES) == 9


def test_a_renamed_line_keeps_its_work(house, enter):
    issue = IssueFactory(grid=house.near, line="sanitation")
    client = enter(house.user(Role.SECRETARY))
    line = Line.objects.get(pk=line_of(house.near, "sanitation"))
    sent = {"grid": house.community.pk, "name": "市容环卫", "order": 6, "version": line.version}
    assert client.post(f"/lines/{line.pk}/edit/", sent).status_code == 302
    assert "市容环卫" in client.get(f"/issues/{issue.pk}/").content.decode()
    assert Entry.objects.own(line).first().changes == {"name": ["环境卫生", "市容环卫"]}
    assert IssueFactory(grid=house.near, category="sanitation").line == line


def test_two_lines_of_one_name_are_refused(house, enter):
    sent = {"grid": house.community.pk, "name": "治安", "order": 1}
    answer = enter(house.user(Role.SECRETARY)).post("/lines/add/", sent)
    assert answer.status_code == 422
    assert "同名的条线" in answer.content.decode()


def test_a_shut_line_takes_no_new_work(house, enter):
    client = enter(house.user(Role.SECRETARY))
    line = Line.objects.get(pk=line_of(house.near, "safety"))
    issue = IssueFactory(grid=house.near, line="safety")
    assert client.post(f"/lines/{line.pk}/shut/", {"version": line.version}).status_code == 302
    assert IssueFactory(grid=house.near, category="hazard").line is None
    sent = {"title": "t", "category": "hazard", "urgency": "ordinary", "place": "东口", "source": "head",
            "grid": house.near.pk, "occurred_at": "2026-11-20T10:00"}  # fmt: skip
    assert client.post("/issues/add/", sent | {"line": line.pk}).status_code == 422
    # What is on it already may stay there.
    edit = client.post(f"/issues/{issue.pk}/edit/", sent | {"line": line.pk, "version": issue.version})
    assert edit.status_code == 302


@pytest.mark.parametrize(("role", "may"), [(Role.ADMIN, True), (Role.CLERK, False), (Role.HEAD, False)])
def test_who_names_the_lines(house, enter, role, may):
    assert (enter(house.user(role)).get("/lines/add/").status_code == 200) is may


def test_a_post_is_limited_to_lines_of_its_own_community(house, enter):
    admin, clerk = house.user(Role.ADMIN), UserFactory(grid=house.community)
    sent = {"user": clerk.pk, "role": "clerk", "grid": house.community.pk, "since": "2026-01-01"}
    answer = enter(admin).post("/accounts/posts/add/", sent | {"lines": [line_of(house.away, "safety")]})
    assert answer.status_code == 422


def who_works(client, house):
    """The box of the line's page that names its clerks."""
    page = client.get(f"/lines/{line_of(house.near, 'safety')}/")
    return next(panel["html"] for panel in page.context["panels"] if panel["id"] == "clerks")


def test_clerks_of_the_line_stand_before_those_of_every_line(house, enter):
    community, all_lines = house.community, house.user(Role.CLERK)
    own = UserFactory(grid=community, role=Role.CLERK, lines=["party", "safety"], name="甲专管")
    UserFactory(grid=community, role=Role.CLERK, lines=["party"], name="乙别线")
    UserFactory(grid=house.away.community, role=Role.CLERK, name="丙别处")
    gone = UserFactory(grid=community, role=Role.CLERK, name="丁走了")
    gone.state = "closed"
    saved(gone)
    ended = UserFactory(grid=community, role=Role.CLERK, name="戊卸任")
    Post._base_manager.filter(user=ended).update(state="ended")
    shown = who_works(enter(house.user(Role.HEAD)), house)
    assert shown.index(own.name) < shown.index(all_lines.name)
    assert "专管，共 2 条线" in shown
    assert shown.count("不限条线") == 1
    for name in ("乙别线", "丙别处", "丁走了", "戊卸任", house.user(Role.HEAD).name):
        assert name not in shown


def test_a_line_nobody_works_on_says_what_to_do(house, enter):
    assert "没有工作人员管这条线" in who_works(enter(house.user(Role.SECRETARY)), house)
