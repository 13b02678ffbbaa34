"""Registers of every shape come in by workbook with no word of their own about it."""

import io

import pytest

from accounts.choices import Role
from portal.exchange import importing
from portal.exchange.plan import CHANGED, NEW, REFUSED, SAME, Planner
from portal.exchange.reader import read
from portal.exchange.template import write_rejected, write_template
from portal.models import Entry
from portal.pages import registry
from tests.acid.models import Diary, Member
from tests.acid.pages import Activities, Diaries, Members, Notices
from tests.factories import acid
from tests.portal.exchange.files import lines, workbook


def plan(page, user, head, *rows):
    return Planner(page, user, read(workbook([head, *rows]), importing.labels(page))).plan()


def only(page, user, head, *cells):
    (row,) = plan(page, user, head, list(cells)).rows
    return row


@pytest.mark.parametrize("page", [page for page in registry if page.addable()], ids=lambda page: page.name)
def test_every_register_has_a_template_that_reads_as_empty(page, house):
    user = next((house.user(role) for role in Role if page.may(house.user(role), "add")), None)
    out = io.BytesIO()
    write_template(out, page, user)
    heads = lines(out)[2]
    assert [head.removesuffix(" *") for head in heads] == importing.labels(page)


def test_personal_data_comes_in_whole_and_is_shown_masked(house):
    clerk = house.user(Role.CLERK)
    run = importing.receive(
        Members, clerk, workbook([["姓名", "电话", "网格"], ["王小明", 13800001234, house.near.name]])
    )
    run.refresh_from_db()
    (row,) = run.rows.all()
    assert row.changes == [["姓名", "", "王某"], ["电话", "", "138****1234"], ["网格", "", house.near.name]]
    assert row.card == "王某"
    importing.confirm(run, digest=run.digest, partial=False)
    member = Member.objects.get()
    assert (member.name, member.phone, member.grid) == ("王小明", "13800001234", house.near)
    assert "王小明" not in str(Entry.objects.values())


def test_masked_cells_of_a_known_row_change_nothing(house):
    clerk, member = house.user(Role.CLERK), acid.member(house.near)
    head = ["编号", "姓名", "电话"]
    assert only(Members, clerk, head, member.code, "王某", "138****1234").import_type == SAME
    row = only(Members, clerk, head, member.code, "王某", "13900001234")
    assert (row.import_type, row.changes) == (CHANGED, [("电话", "138****1234", "139****1234")])
    assert (row.instance.name, row.instance.phone) == ("王小明", "13900001234")


def test_a_phone_in_scientific_notation_is_refused(house):
    row = only(Members, house.user(Role.CLERK), ["姓名", "电话", "网格"], "王小明", "1.38E+10", house.near.name)
    assert (row.import_type, "科学计数" in row.refusals[0][1]) == (REFUSED, True)


def test_rows_of_ones_own_come_in_and_nobody_elses(house):
    me, other = house.user(Role.PARTY), house.user(Role.CLERK)
    mine, theirs = acid.diary(house.near, own=me, title="我的"), acid.diary(house.near, own=other, title="别人的")
    member = Member.objects.get(user=me)
    head = ["编号", "标题"]
    assert only(Diaries, me, head, mine.code, "改过").import_type == CHANGED
    assert only(Diaries, me, head, theirs.code, "改过").import_type == REFUSED
    new = ["标题", "人员", "网格"]
    assert only(Diaries, me, new, "新的", member.code, house.community.name).import_type == NEW
    stranger = Member.objects.get(user=other)
    assert only(Diaries, me, new, "新的", stranger.code, house.community.name).refusals[0][0] == "人员"


def test_a_related_row_whose_name_is_secret_is_named_by_its_number(house):
    me = house.user(Role.PARTY)
    member = Member.objects.get(pk=acid.whose(house.near, me).pk)
    head = ["标题", "人员", "网格"]
    grid = house.community.name
    for words, kind in ((member.code, NEW), (f"{member.code} 王某", NEW), ("王小明", REFUSED), ("王某", REFUSED)):
        assert only(Diaries, me, head, "新的", words, grid).import_type == kind
    out = io.BytesIO()
    write_template(out, Diaries, me)
    offered = str(lines(out, 1))
    assert f"{member.code} 王某" in offered
    assert "王小明" not in offered


def test_what_must_be_unique_is_told_for_the_file_and_for_the_register(house):
    me = house.user(Role.PARTY)
    acid.diary(house.near, own=me, title="旧的")
    code, grid = Member.objects.get(user=me).code, house.community.name
    rows = [["旧的", code, grid], ["新的", code, grid], ["新的", code, grid]]
    old, first, second = plan(Diaries, me, ["标题", "人员", "网格"], *rows).rows
    assert (old.import_type, first.import_type, second.import_type) == (REFUSED, NEW, REFUSED)
    assert second.refusals == [("标题", "与第 3 行重复，请只留一行")]
    assert Diary.objects.count() == 1


def test_a_register_with_a_public_side_comes_in_like_any(house):
    row = only(Notices, house.user(Role.CLERK), ["标题", "联系人", "网格"], "停水", "张三", house.near.name)
    assert (row.import_type, row.instance.author) == (NEW, "张三")


def test_columns_of_several_rows_are_left_to_the_page(house):
    assert "参加网格" not in [column.label for column in Activities.import_columns()]
    clerk, one = house.user(Role.CLERK), acid.activity(house.community, grids=[house.near])
    row = only(Activities, clerk, ["编号", "名称"], one.code, "改名")
    assert row.import_type == CHANGED
    row.instance.save(by=clerk)
    assert list(one.grids.all()) == [house.near]


def test_the_refused_rows_keep_what_was_written(house):
    clerk = house.user(Role.CLERK)
    found = plan(Members, clerk, ["姓名", "电话", "网格"], ["", "138", "哪里"], ["=1+1", "", house.near.name])
    out = io.BytesIO()
    write_rejected(out, Members, clerk, found.of(REFUSED))
    *_, row = lines(out)
    assert row[1:3] == ["", "138"]
    assert "姓名：请填写姓名" in row[-1]
    assert "网格：没有找到“哪里”" in row[-1]


def test_what_only_the_page_can_ask_for_is_told_and_the_rest_comes_in(house):
    admin = house.user(Role.ADMIN)
    page, head = registry[type(admin)], ["编号", "账号", "姓名"]
    new = only(page, admin, head, "", "zhang3", "张三")
    assert new.refusals == [("", "“初始密码”不能用表格填，请在页面上逐条登记")]
    member = house.user(Role.MEMBER)
    assert only(page, admin, head, member.code, member.username, "改名").import_type == CHANGED
    assert only(page, admin, head, member.code, "张三", "改名").refusals[0][0] == "账号"
