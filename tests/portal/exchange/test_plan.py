from datetime import datetime

import pytest
from django.utils import timezone

from accounts.choices import Role
from grids import actions
from grids.choices import Category, IssueState
from grids.models import Issue
from grids.pages import Issues, Persons
from portal.exchange import importing
from portal.exchange.plan import CHANGED, NEW, REFUSED, SAME, Planner
from portal.exchange.reader import read
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory
from tests.portal.exchange.issues import only, plan, row, sheet

pytestmark = pytest.mark.django_db


def test_a_row_without_a_number_is_added(secretary):
    found = only(secretary, *row("", " 井盖松动 ", "公共设施", "甲1网格", "东口", "紧急", "2026/11/22 9:30", "３"))
    assert (found.import_type, found.refusals) == (NEW, [])
    issue = found.instance
    assert (issue.title, issue.category, issue.grid.name, issue.people) == ("井盖松动", Category.FACILITY, "甲1网格", 3)
    assert f"{timezone.localtime(issue.occurred_at):%Y-%m-%d %H:%M}" == "2026-11-22 09:30"
    assert ("涉及人数", "", "3") in found.changes


def test_empty_cells_of_a_new_row_take_the_usual_value(secretary):
    found = only(secretary, *row("", "井盖松动", "公共设施", "甲1网格", "东口", None, None))
    assert found.import_type == NEW
    assert found.instance.urgency == "ordinary"


@pytest.mark.parametrize(
    ("change", "label", "reason"),
    [
        ({"title": ""}, "标题", "请填写标题"),
        ({"title": "长" * 61}, "标题", "60"),
        ({"category": "卫生"}, "类别", "没有“卫生”这一项，可填：住户信息"),
        ({"grid": "丙网格"}, "网格", "没有找到“丙网格”"),
        ({"grid": "乙1网格"}, "网格", "不在您可选的范围内"),
        ({"code": "SX20260101-9999"}, "编号", "没有这个编号"),
        ({"code": 6.1e17}, "编号", "科学计数"),
    ],
)
def test_a_wrong_cell_is_refused_with_the_reason(secretary, change, label, reason):
    found = only(secretary, *row(**change))
    assert found.import_type == REFUSED
    assert [one for one in found.refusals if one[0] == label and reason in one[1]], found.refusals


def test_wrong_dates_and_numbers_are_told_together(secretary):
    found = only(secretary, *row(), "随便", "昨天", "若干")
    assert {label for label, _ in found.refusals} == {"紧急程度", "发生时间", "涉及人数"}


def test_masked_personal_data_cannot_be_added(secretary):
    sent = sheet(["姓名", "身份", "网格", "电话"], [["王小明", "关联人", "甲社区", "138****5678"]])
    (found,) = Planner(Persons, secretary, read(sent, importing.labels(Persons))).plan().rows
    assert ("电话", "是打码后的内容，新增时请填写完整") in found.refusals


def test_a_row_with_a_number_changes_only_what_differs(secretary, place):
    issue = IssueFactory(grid=place["grids"][0], by=secretary, title="旧", description="一\n二")
    found = only(
        secretary,
        *row(
            issue.code.lower(),
            "新",
            "公共设施",
            "甲1网格",
            "东口",
            "一般",
            issue.occurred_at.astimezone().replace(tzinfo=None)
            and f"{timezone.localtime(issue.occurred_at):%Y-%m-%d %H:%M}",
            "",
            "一\r\n二",
        ),
    )
    assert (found.import_type, found.changes) == (CHANGED, [("标题", "旧", "新")])


def test_columns_that_are_missing_change_nothing(secretary, place):
    issue = IssueFactory(grid=place["grids"][0], by=secretary, title="旧")
    assert only(secretary, issue.code, "旧", head=["编号", "标题"]).import_type == SAME
    assert only(secretary, issue.code, "新", head=["编号", "标题"]).changes == [("标题", "旧", "新")]


def test_a_masked_number_in_free_text_stays_or_is_refused(secretary, place):
    issue = IssueFactory(grid=place["grids"][0], by=secretary, description="电话 13812345678，东门")
    head = ["编号", "描述"]
    assert only(secretary, issue.code, "电话 138****5678，东门", head=head).import_type == SAME
    assert only(secretary, issue.code, "电话 138****5678，西门", head=head).refusals[0][0] == "描述"
    assert only(secretary, issue.code, "电话 13812345678，西门", head=head).import_type == CHANGED


def test_an_emptied_cell_is_emptied(secretary, place):
    issue = IssueFactory(grid=place["grids"][0], by=secretary, description="有")
    assert only(secretary, issue.code, "", head=["编号", "描述"]).changes == [("描述", "有", "")]
    assert only(secretary, issue.code, "", head=["编号", "标题"]).refusals == [("标题", "请填写标题")]


def test_a_number_twice_is_refused(secretary, place):
    issue = IssueFactory(grid=place["grids"][0], by=secretary)
    one, two = plan(secretary, [issue.code, "一"], [issue.code, "二"], head=["编号", "标题"]).rows
    assert one.import_type == CHANGED
    assert two.refusals == [("编号", "与第 2 行重复，请只留一行")]


def test_rows_out_of_reach_are_as_if_they_were_not_there(secretary, place):
    issue = IssueFactory(grid=place["others"][0], title="别家")
    assert only(secretary, issue.code, "新", head=["编号", "标题"]).refusals == [
        ("编号", "没有这个编号，或不在您的岗位范围内；新增的行请把编号留空")
    ]


def test_rows_in_sight_but_not_to_be_changed_are_refused_unless_unchanged(place):
    clerk = UserFactory(grid=place["grids"][0], role=Role.CLERK)
    Post = clerk.posts.model
    Post(user=clerk, role=Role.OBSERVER, grid=place["grids"][1]).save(by=None)
    issue = IssueFactory(grid=place["grids"][1], title="旧")
    clerk = type(clerk).objects.get(pk=clerk.pk)
    assert only(clerk, issue.code, "旧", head=["编号", "标题"]).import_type == SAME
    assert only(clerk, issue.code, "新", head=["编号", "标题"]).refusals == [("编号", "这条记录不在您可修改的范围内")]


def test_what_the_page_refuses_to_edit_the_import_refuses(secretary, place):
    issue = IssueFactory(grid=place["grids"][0], by=secretary)
    actions.void(issue, by=secretary, note="重复")
    assert "内容不再改动" in only(secretary, issue.code, "新", head=["编号", "标题"]).refusals[0][1]


def test_a_clerk_of_one_line_adds_only_to_it(place):
    clerk = UserFactory(grid=place["community"], role=Role.CLERK, lines=["safety"])
    head = ["标题", "类别", "网格", "地点", "条线"]
    inside = only(clerk, "t", "安全隐患", "甲1网格", "东口", "安全生产", head=head)
    outside = only(clerk, "t", "安全隐患", "甲1网格", "东口", "民政", head=head)
    assert (inside.import_type, outside.import_type) == (NEW, REFUSED)


def test_planning_takes_as_many_queries_for_many_rows_as_for_one(secretary, django_assert_max_num_queries):
    rows = [row("", f"事{n}", "公共设施", f"甲{n % 2 + 1}网格") for n in range(60)]
    with django_assert_max_num_queries(25):
        assert plan(secretary, *rows).counts[NEW] == 60


def test_an_export_taken_in_again_changes_nothing(secretary, place):
    issue = IssueFactory(
        grid=place["grids"][0],
        by=secretary,
        concerned=["王小明", "李四"],
        people=3,
        description="电话 13812345678",
        occurred_at=datetime.now().astimezone(),
    )
    actions.accept(issue, by=secretary)
    columns = Issues.export_columns()
    values = Issue.objects.values_list(*[path for column in columns for path in column.paths]).get()
    cells = [column.plain(value) for column, value in zip(columns, values, strict=True)]
    found = only(
        secretary,
        *[(c, "yyyy-mm-dd hh:mm") if isinstance(c, datetime) else c for c in cells],
        head=[c.label for c in columns],
    )
    assert (found.import_type, found.changes, found.refusals) == (SAME, [], [])
    assert issue.state != IssueState.CLOSED
