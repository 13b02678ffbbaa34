"""The whole register out of one messy sheet: families, words, numbers, and what happens between preview and writing."""

import io
import re
import zipfile
from datetime import date

import pytest

from accounts.choices import Role
from grids.choices import Relation, Residence, Tenure, Tie
from grids.models import Household, Person
from grids.pages import Persons
from portal.exchange import importing
from portal.exchange.plan import CHANGED, NEW, REFUSED
from portal.exchange.template import write_rejected, write_template
from portal.models import Entry, RunState
from tests.factories import people
from tests.grids.registers import HEAD, only, plan, put
from tests.portal.exchange.files import lines, merged, upload, workbook


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
