"""What the import of the register refuses: each cell with its reason, whatever is taken already, foreign grids."""

from datetime import date

import pytest

from accounts.choices import Role
from grids.actions import household as households
from grids.choices import Relation, Tenure
from portal.exchange.plan import NEW, REFUSED, SAME
from portal.models import RunState
from tests.factories import people
from tests.grids.registers import HEAD, only, plan, put, refusals


@pytest.fixture
def clerk(house):
    return house.user(Role.CLERK)


@pytest.fixture
def grid(house):
    return house.near.name


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"姓名": ""}, "姓名", "请填写姓名"),
        ({"姓名": "王某"}, "姓名", "打码"),
        ({"与户主关系": "干亲"}, "与户主关系", "没有“干亲”"),
        ({"与户主关系": ""}, "与户主关系", "请填与户主关系"),
        ({"户口性质": "非农业"}, "户籍/流动", "没有“非农业”"),
        ({"户口性质": ""}, "户籍/流动", "请填户籍或流动"),
        ({"楼号": ""}, "住址", "请填楼栋"),
        ({"楼号": "", "房间号": "501"}, "住址", "只有单元房号"),
        ({"网格": "哪里"}, "网格", "没有找到“哪里”"),
        ({"网格": ""}, "网格", "请填网格"),
        ({"网格": "A社区"}, "网格", "登记到网格"),
        ({"身份证号": 6.19000196001010e17}, "身份证号", "科学计数"),
        ({"身份证号": "6.19E+17"}, "身份证号", "科学计数"),
        ({"身份证号": "61900019600101001"}, "身份证号", "现在是 17 位"),
        ({"身份证号": "619000199002300010"}, "身份证号", "不存在"),
        ({"身份证号": "6190**********0010"}, "身份证号", "打码"),
        ({"联系电话": "1380000123"}, "电话", "11 位"),
        ({"出生日期": "六月"}, "出生日期", "2026-11-22"),
        ({"出生日期": "1960.1"}, "出生日期", "只有年月"),
        ({"出生日期": 1960.1}, "出生日期", "只有年月"),
        ({"出生日期": "2060-01-01"}, "出生日期", "还没有到"),
        ({"出生日期": "1860-01-01"}, "出生日期", "年份不对"),
        ({"关爱标签": "残疾人、精神障碍"}, "关爱标签", "管理对象"),
        ({"关爱标签": "好人"}, "关爱标签", "没有“好人”"),
        ({"住房性质": "豪宅"}, "住房性质", "没有“豪宅”"),
        ({"职业": "长" * 41}, "职业", "最多 40 个字"),
        ({"身份": "关联人"}, "住址", "关联人不住在辖区"),
    ],
)
def test_each_refused_cell_is_named_with_its_reason(clerk, cells, column, reason):
    row = only(clerk, **cells)
    assert row.import_type == REFUSED
    assert reason in refusals(row)[column]
    assert len(row.refusals) == len({label for label, _ in row.refusals}) == 1


def test_every_wrong_cell_of_a_row_is_told_at_once(clerk):
    row = only(clerk, 姓名="", 与户主关系="干亲", 联系电话="12")
    assert set(refusals(row)) == {"姓名", "与户主关系", "电话"}


def test_birth_and_sex_must_be_those_of_the_number(clerk):
    number = people.id_number(date(1960, 1, 1))
    assert set(refusals(only(clerk, 身份证号=number, 出生日期="1961-01-01", 性别="女"))) == {"出生日期", "性别"}
    assert refusals(only(clerk, 身份证号=number, 出生日期="1960.2"))["出生日期"].startswith("只有年月")


def test_a_number_is_registered_once(house, clerk, grid):
    number, far = people.id_number(), people.id_number()
    known = people.resident(house.near, id_number=number)
    assert known.code in refusals(only(clerk, 身份证号=number))["身份证号"]
    aside = people.resident(house.aside, id_number=far)
    member = house.user(Role.MEMBER)
    told = refusals(only(member, 身份证号=far))["身份证号"]
    assert (house.aside.name in told, aside.code in told) == (True, False)
    people.resident(house.away, id_number=people.id_number(n=77))
    assert only(clerk, 身份证号=people.id_number(n=77)).import_type == NEW
    again = people.id_number()
    first, second = plan(clerk, *([grid, str(n), "1", "1", "户主", f"王{n}", again, "", "户籍"] for n in (1, 2))).rows
    assert (first.import_type, refusals(second)["身份证号"]) == (NEW, "与第 2 行重复，请只留一行")


def test_a_household_has_one_head(house, clerk, grid):
    home = people.household(house.near, building="3", entrance="", room="")
    head = people.resident(house.near, household=home, relation=Relation.HEAD)
    assert head.code in refusals(only(clerk))["与户主关系"]
    rows = ([grid, "9", "1", "1", "户主", f"王{n}", "", "", "户籍"] for n in (1, 2))
    first, second = plan(clerk, *rows).rows
    assert (first.import_type, refusals(second)["与户主关系"]) == (NEW, "与第 2 行重复，一户只有一个户主")
    wife = people.resident(house.near, household=home, relation=Relation.SPOUSE)
    (row,) = plan(clerk, [wife.code, "户主"], head=["编号", "与户主关系"]).rows
    assert row.import_type == REFUSED


def test_a_dwelling_in_another_grid_is_refused(house, clerk):
    people.household(house.aside, building="3", entrance="", room="")
    assert house.aside.name in refusals(only(clerk))["网格"]
    assert house.aside.name in refusals(only(house.user(Role.MEMBER)))["住址"]
    assert "不在您的岗位范围" in refusals(only(house.user(Role.MEMBER), 网格=house.aside.name, 楼号="7"))["网格"]


def test_a_dwelling_out_of_use_is_refused(house, clerk):
    home = people.household(house.near, building="3", entrance="", room="")
    households.shut(home, by=clerk, note="拆了")
    assert "停用" in refusals(only(clerk))["住址"]


def test_rows_of_one_family_must_not_contradict_each_other(house, clerk, grid):
    head = [*HEAD, "住房性质"]
    rows = [[grid, "3", "1", "1", "户主", "王一", "", "", "户籍", "自住"],
            [house.aside.name, "3", "1", "1", "妻", "王二", "", "", "户籍", ""],
            [grid, "3", "1", "1", "子", "王三", "", "", "户籍", "租赁"]]  # fmt: skip
    first, second, third = plan(clerk, *rows, head=head).rows
    assert (first.import_type, list(refusals(second)), list(refusals(third))) == (NEW, ["网格"], ["住房性质"])
    home = people.household(house.near, building="8", entrance="", room="", tenure=Tenure.OWNED)
    assert only(clerk, 楼号="8", 住房性质="租房").refusals[0][0] == "住房性质"
    assert only(clerk, 楼号="8", 住房性质="自有").instance.household == home


def test_a_family_whose_first_row_is_wrong_is_refused_with_it(clerk, grid):
    rows = [["哪里", "3", "1", "1", "户主", "王一", "", "", "户籍"], ["", "", "", "", "妻", "王二", "", "", "户籍"],
            ["", "", "", "", "户主", "王三", "", "", "户籍"]]  # fmt: skip
    first, second, third = plan(clerk, *rows).rows
    assert (list(refusals(first)), refusals(second)["住址"]) == (["网格"], "与第 2 行同户，那一行的住址有误，请先改好")
    assert refusals(third)["住址"].startswith("户主这一行")


def test_the_same_file_twice_adds_nobody(clerk, grid):
    rows = [
        [grid, "3", "1", "1", "户主", "王一", people.id_number(), "", "户籍"],
        [grid, "", "", "", "妻", "王二", "", "", "户籍"],
    ]
    assert put(clerk, *rows).state == RunState.DONE
    again = plan(clerk, *rows).rows
    assert [row.import_type for row in again] == [REFUSED, REFUSED]
    assert "同住一户" in refusals(again[1])["姓名"]
    first, second = plan(clerk, *([grid, str(n), "", "", "子", "孙一", "", "", "户籍"] for n in (5, 5))).rows
    assert (first.import_type, list(refusals(second))) == (NEW, ["姓名"])


def test_a_namesake_is_somebody_else_when_numbers_say_so(house, clerk):
    one = people.resident(house.near, name="孙一", id_number=people.id_number(date(1970, 1, 1)), birth=date(1970, 1, 1))
    assert only(clerk, 姓名="孙一", 身份证号=people.id_number(date(1970, 1, 1))).import_type == NEW
    assert one.code in refusals(only(clerk, 姓名="孙一", 出生日期="1970-01-01"))["姓名"]


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("楼栋", "99", "搬家"),
        ("住房性质", "群租", "“住户”里改"),
        ("网格", "A2网格", "改到别的网格"),
        ("身份", "关联人", "迁出"),
    ],
)
def test_what_is_the_households_is_not_changed_by_a_person_s_row(house, clerk, column, cell, reason):
    one = people.resident(house.near)
    (row,) = plan(clerk, [one.code, cell], head=["编号", column]).rows
    assert row.import_type == REFUSED
    assert reason in str(row.refusals)


def test_a_known_row_takes_no_number_of_another(house, clerk):
    one, number = people.resident(house.near), people.id_number()
    other = people.resident(house.near, id_number=number)
    (row,) = plan(clerk, [one.code, number], head=["编号", "身份证号"]).rows
    assert other.code in refusals(row)["身份证号"]
    (row,) = plan(clerk, [other.code, number], head=["编号", "身份证号"]).rows
    assert row.import_type == SAME


def test_who_may_not_edit_changes_nothing(house, clerk):
    far = people.resident(house.away)
    (row,) = plan(clerk, [far.code, "教师"], head=["编号", "职业"]).rows
    assert "没有这个编号" in refusals(row)["编号"]
    assert far.name not in str(row.stored())
