"""Issues out of a workbook: what a clerk of one line may not hand on by a form, a workbook does not hand on either."""

import pytest

from accounts.choices import Role
from grids.models import Issue
from grids.pages import Issues
from portal.exchange import importing
from portal.models import Entry, RunState
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory
from tests.portal.exchange.files import workbook


def test_a_changed_row_does_not_leave_its_writers_reach(house):
    clerk = UserFactory(grid=house.community, role=Role.CLERK, lines=["sanitation"])
    issues = [IssueFactory(grid=house.near, line="sanitation", title=f"旧 {n}") for n in range(2)]
    rows = [[issues[0].code, "新", "环境卫生"], [issues[1].code, "新", "安全生产"]]
    run = importing.receive(Issues, clerk, workbook([["编号", "标题", "条线"], *rows]))
    run.refresh_from_db()
    importing.confirm(run, digest=run.digest, partial=False)
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "岗位范围" in run.told
    assert set(Issue.objects.values_list("line__key", "version")) == {("sanitation", 1)}
    assert not Entry.objects.filter(verb="edit").exists()


def test_a_new_row_of_no_line_is_refused_before_it_is_written(house):
    clerk = UserFactory(grid=house.community, role=Role.CLERK, lines=["sanitation"])
    head, row = ["标题", "类别", "网格", "地点"], ["井盖松动", "公共设施", house.near.name, "东口"]
    run = importing.receive(Issues, clerk, workbook([head, row]))
    run.refresh_from_db()
    assert run.refused == 1


@pytest.mark.parametrize("role", [Role.HEAD, Role.MEMBER, Role.OBSERVER])
def test_who_may_not_import_finds_no_door(house, enter, role):
    assert enter(house.user(role)).get("/issues/import/").status_code == 403
