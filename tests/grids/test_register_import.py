"""The whole register out of one messy sheet: families, words, numbers, reach, and what is refused in which cell."""

import io
import re
import zipfile
from datetime import date

import pytest

from accounts.choices import Role
from grids.actions import household as households
from grids.choices import Relation, Residence, Tenure, Tie
from grids.models import Household, Person
from grids.pages import Persons
from portal.exchange import importing, reader
from portal.exchange.plan import CHANGED, NEW, REFUSED, SAME
from portal.exchange.template import write_rejected, write_template
from portal.models import Entry, RunState
from tests.factories import people
from tests.portal.exchange.files import lines, merged, upload, workbook

HEAD = ["网格", "楼号", "单元", "房间号", "与户主关系", "姓名", "身份证号码", "联系电话", "户口性质"]


def plan_of(user, upload):
    table = reader.read(upload, importing.labels(Persons), importing.other_heads(Persons))
    return Persons.planner(Persons, user, table).plan()


def plan(user, *rows, head=HEAD):
    return plan_of(user, workbook([head, *rows]))


def only(user, head=HEAD, **cells):
    """One row of a resident of the first grid, cells by head."""
    row = {"网格": "A1网格", "楼号": "3", "与户主关系": "户主", "姓名": "王演", "户口性质": "户籍"} | cells
    (found,) = plan(user, list(row.values()), head=list(row)).rows
    return found


def put(user, *rows, head=HEAD, partial=False):
    run = importing.receive(Persons, user, workbook([head, *rows]))
    run.refresh_from_db()
    importing.confirm(run, digest=run.digest, partial=partial)
    run.refresh_from_db()
    return run


def refusals(row):
    return dict(row.refusals)


@pytest.fixture
def clerk(house):
    return house.user(Role.CLERK)


@pytest.fixture
def grid(house):
    return house.near.name


def test_a_messy_sheet_becomes_families_in_their_dwellings(house, clerk, grid):
    old, young = people.id_number(date(1960, 1, 31)), people.id_number(date(1988, 7, 2), male=False)
    head = ["序号", "所属网格", "小区名称", "楼号", "单元号", "房间号", "房屋性质", "户主关系", "姓名", "性别", "公民身份号码",
            "出生年月", "手机", "户口性质", "户口所在地", "特殊人群", "备注"]  # fmt: skip
    rows = [
        [1, grid, "二街家属院", "3号楼", "二单元", 501.0, "自有", "户主", "王　演", "男", f"'{old}", 1960.01, "138 0000 1234",
         "常住", "榆阳区某路 1 号", "残疾、低保户", "x"],
        [2, None, None, None, None, None, None, "妻", "李演", "女", "", "1962年3月4日", "/", "常住", "无", "无", None],
        [3, None, None, None, None, None, None, "长女", "王演女", "", young.lower(), "1988.07", 13800001235, "外来", "", "", None],
        [],
        [4, grid, "", "3#", "2", "502", "租住", "本人", "赵演", "男", "",
         (date(1990, 5, 6), "yyyy-m-d"), "", "外来人口", "", "", None],
        ["合计", None, None, None, None, None, None, None, 4],
    ]  # fmt: skip
    run = put(clerk, *rows, head=head)
    assert (run.state, run.counts[NEW], run.unknown) == (RunState.DONE, 4, [])
    first, second = Household.objects.order_by("pk")
    assert (first.door, first.tenure, second.door, second.tenure) == (
        "二街家属院3号楼2单元501", Tenure.OWNED, "3号楼2单元502", Tenure.RENTED,
    )  # fmt: skip
    family = {one.name: one for one in first.people.all()}
    head_, wife, girl = family["王演"], family["李演"], family["王演女"]
    assert (head_.id_number, head_.birth, head_.phone) == (old, date(1960, 1, 31), "13800001234")
    assert head_.care == ["disabled", "allowance"]
    assert (wife.relation, wife.birth, wife.phone, wife.registered, wife.care) == (
        Relation.SPOUSE, date(1962, 3, 4), "", "无", [],
    )  # fmt: skip
    assert (girl.relation, girl.sex, girl.residence) == (Relation.DAUGHTER, "female", Residence.FLOATING)
    assert girl.visit_due_on is not None
    assert {one.grid for one in Person.objects.all()} == {house.near}
    assert Entry.objects.filter(model="grids.person", verb="add").count() == 4
    assert Entry.objects.filter(model="grids.household", verb="add").count() == 2
    assert old not in str(list(Entry.objects.values()))


def test_cells_merged_downwards_hold_for_the_family(house, clerk, grid):
    rows = [
        HEAD,
        *(
            [None] * 4 + [who, name, "", "", "户籍"]
            for who, name in (("户主", "王一"), ("妻子", "王二"), ("子", "王三"))
        ),
    ]
    ranges = [(1, n, 3, n, words) for n, words in enumerate((grid, "5栋", "1单元", "101室"))]
    run = importing.receive(Persons, clerk, merged(rows, *ranges))
    run.refresh_from_db()
    importing.confirm(run, digest=run.digest, partial=False)
    assert Household.objects.get().people.count() == 3


@pytest.mark.parametrize("words", ["3号楼", "3栋", "3#", "３", "三号楼", "3幢", 3.0])
def test_a_building_is_found_however_it_is_written(house, clerk, words):
    known = people.household(house.near, building="3", entrance="2", room="501")
    row = only(clerk, 楼号=words, 单元="2单元", 房间号="501室")
    assert (row.import_type, row.instance.household) == (NEW, known)


@pytest.mark.parametrize("words", ["3号楼2单元501", "3栋2单元501室", "3-2-501"])
def test_an_address_in_one_cell_is_taken_apart(house, clerk, words):
    known = people.household(house.near, building="3", entrance="2", room="501")
    head = {"网格": house.near.name, "现住址": words, "与户主关系": "户主", "姓名": "王演", "户口性质": "户籍"}
    (row,) = plan(clerk, list(head.values()), head=list(head)).rows
    assert row.instance.household == known


def test_a_room_alone_takes_the_building_above_and_a_building_alone_does_not(house, clerk, grid):
    rows = [[grid, "3", "2", "501", "户主", "王一", "", "", "户籍"], ["", "", "", "502", "户主", "王二", "", "", "户籍"],
            ["", "5", "1", "101", "户主", "王三", "", "", "户籍"]]  # fmt: skip
    found = plan(clerk, *rows).rows
    assert [row.instance.household.door for row in found] == ["3号楼2单元501", "3号楼2单元502", "5号楼1单元101"]


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


def test_associates_hang_on_the_community(house, clerk):
    head = {"身份": "关联人", "姓名": "李演", "电话": "13800001234"}
    (row,) = plan(clerk, list(head.values()), head=list(head)).rows
    assert (row.import_type, row.instance.tie, row.instance.grid) == (NEW, Tie.ASSOCIATE, house.community)


def test_a_known_row_changes_where_a_cell_differs(house, clerk):
    one = people.resident(house.near, phone="13800001234", occupation="司机")
    head = ["编号", "姓名", "电话", "职业", "标签"]
    (row,) = plan(clerk, [one.code, "王某", "138****1234", "教师", "独居老人"], head=head).rows
    assert (row.import_type, row.changes) == (CHANGED, [("职业", "司机", "教师"), ("关爱标签", "", "独居")])
    assert put(clerk, [one.code, "王某", "138****1234", "教师", "独居老人"], head=head).state == RunState.DONE
    one.refresh_from_db()
    assert (one.occupation, one.phone, one.care) == ("教师", "13800001234", ["lives_alone"])
    assert one.visit_due_on is not None
    (row,) = plan(clerk, [one.code, ""], head=["编号", "职业"]).rows
    assert row.changes == [("职业", "教师", "")]


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


def test_somebody_registered_between_preview_and_confirmation_is_not_doubled(house, clerk, grid):
    number = people.id_number()
    run = importing.receive(Persons, clerk, workbook([HEAD, [grid, "3", "1", "1", "户主", "王一", number, "", "户籍"]]))
    run.refresh_from_db()
    people.resident(house.near, id_number=number)
    importing.confirm(run, digest=run.digest, partial=False)
    run.refresh_from_db()
    assert (run.state, run.told, run.refused) == (RunState.READY, importing.CHANGED_SINCE, 1)
    assert Person.objects.count() == 1


def test_a_dwelling_registered_in_between_is_shown_before_it_is_used(house, clerk, grid):
    run = importing.receive(Persons, clerk, workbook([HEAD, [grid, "3", "1", "1", "户主", "王一", "", "", "户籍"]]))
    run.refresh_from_db()
    assert "新登记" in str(run.rows.get().changes)
    people.household(house.near, building="3", entrance="1", room="1")
    importing.confirm(run, digest=run.digest, partial=False)
    run.refresh_from_db()
    assert run.state == RunState.READY
    assert "新登记" not in str(run.rows.get().changes)
    importing.confirm(run, digest=run.digest, partial=False)
    assert Household.objects.get().people.count() == 1


def test_refused_rows_left_out_leave_the_rest_of_the_family(clerk, grid):
    rows = [[grid, "3", "1", "1", "户主", "", "", "", "户籍"], ["", "", "", "", "妻", "王二", "", "", "户籍"]]
    assert put(clerk, *rows, partial=True).state == RunState.DONE
    assert Household.objects.get().people.get().name == "王二"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"name,phone"])
def test_a_broken_file_is_refused_with_a_sentence(enter, clerk, content):
    answer = enter(clerk).post("/people/import/", {"file": upload(content)})
    assert answer.status_code == 422


def test_the_plan_asks_no_more_for_many_rows(clerk, grid, django_assert_max_num_queries):
    rows = [[grid, str(n), "1", "101", "户主", f"王{n}", people.id_number(n=n), "", "户籍"] for n in range(60)]
    with django_assert_max_num_queries(45):
        assert plan(clerk, *rows).counts[NEW] == 60


def test_a_refused_row_goes_back_with_what_it_took_from_above(clerk, grid):
    rows = [[grid, "3", "1", "1", "户主", "王一", "", "", "户籍"], ["", "", "", "", "干亲", "王二", "", "", "户籍"]]
    found = plan(clerk, *rows)
    out = io.BytesIO()
    write_rejected(out, Persons, clerk, found.of(REFUSED))
    *_, heads, row = lines(out)
    told = dict(zip(heads, row, strict=True))
    assert (told["网格"], told["楼栋"], told["单元"], told["房号"]) == (grid, "3", "1", "1")
    assert "没有“干亲”" in told["退回原因"]


def test_the_template_keeps_numbers_as_text_and_offers_the_words(clerk):
    out = io.BytesIO()
    write_template(out, Persons, clerk)
    with zipfile.ZipFile(out) as book:
        sheet, styles = (book.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "styles"))
    text = re.search(r'numFmtId="(\d+)" formatCode="@"', styles)[1]
    cells = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1])
    spans = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]*style="(\d+)"', sheet)
    names = ["code", *(column.name for column in Persons.import_columns())]
    for name in ("id_number", "phone", "building"):
        at = names.index(name) + 1
        (style,) = (style for first, last, style in spans if int(first) <= at <= int(last))
        assert f'numFmtId="{text}"' in cells[int(style)]
    offered = str(lines(out, 1))
    assert all(words in offered for words in ("户主", "配偶", "流动", "群租", "A1网格"))
