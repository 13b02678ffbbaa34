"""Out and in again: what was exported changes nothing when it is imported as it is."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.choices import Role
from grids.actions import person as actions
from grids.choices import Relation, Residence, ServiceTag, Tenure
from grids.models import Household, Person
from grids.pages import Households, Persons
from portal.exchange import importing
from portal.exchange.plan import CHANGED, NEW, REFUSED, SAME
from portal.models import Entry
from tests.factories import people
from tests.portal.exchange.files import lines, workbook


@pytest.fixture
def clerk(house):
    return house.user(Role.CLERK)


@pytest.fixture
def family(house):
    """A family with everything told, somebody who moved away, and somebody from outside."""
    home = people.household(
        house.near, address="二街家属院", building="3", entrance="2", room="501", tenure=Tenure.RENTED, note="东边那家"
    )
    people.resident(
        house.near, household=home, name="欧阳演", relation=Relation.HEAD, residence=Residence.FLOATING, sex="male",
        id_number=people.id_number(date(1960, 1, 1)), birth=date(1960, 1, 1), phone="13800001234", occupation="无",
        registered="榆阳区某某路 12 号院 3 号楼", care=[ServiceTag.DISABLED, ServiceTag.ALLOWANCE],
        support="社区联系 13900005678",
    )  # fmt: skip
    people.resident(house.near, household=home, name="王某", relation=Relation.SPOUSE)
    gone = people.resident(house.aside, household=people.household(house.aside, building="", address="杨市沟12号"))
    actions.leave(gone, by=None)
    people.associate(house.near, phone="0912-3456789")


def exported(browser, page):
    out = io.BytesIO(b"".join(browser.get(page.url("export")).streaming_content))
    return SimpleUploadedFile("出.xlsx", out.getvalue()), lines(out)


def received(page, user, upload):
    run = importing.receive(page, user, upload)
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("page", [Persons, Households], ids=lambda page: page.name)
def test_a_register_comes_back_as_it_went(family, clerk, enter, page):
    upload, _ = exported(enter(clerk), page)
    run = received(page, clerk, upload)
    assert [row.refusals for row in run.rows.all() if row.refusals] == []
    assert (run.counts[SAME], run.accepted) == (page.model.objects.count(), 0)


def test_people_go_out_masked_under_the_heads_they_come_in_by(family, clerk, enter):
    _, rows = exported(enter(clerk), Persons)
    heads = rows[2]
    asked = importing.labels(Persons)
    assert [head for head in heads if head in asked] == asked
    first = dict(zip(heads, next(row for row in rows if "欧阳某" in row), strict=True))
    assert (first["小区或街巷"], first["楼栋"], first["单元"], first["房号"], first["住房性质"]) == (
        "二街家属院", "3", "2", "501", "租赁",
    )  # fmt: skip
    assert (first["电话"], first["关爱标签"], first["帮扶情况"]) == (
        "138****1234",
        "残疾人、低保",
        "社区联系 139****5678",
    )
    assert "13800001234" not in str(rows)
    assert "**********" in first["身份证号"]


def test_one_changed_cell_of_an_export_changes_one_field(family, clerk, enter):
    _, rows = exported(enter(clerk), Persons)
    at, where = next(n for n, row in enumerate(rows) if "欧阳某" in row), rows[2].index("职业")
    rows[at][where] = "退休"
    run = received(Persons, clerk, workbook(rows))
    assert (run.counts[CHANGED], run.refused) == (1, 0)
    assert run.rows.get(kind=CHANGED).changes == [["职业", "无", "退休"]]
    importing.confirm(run, digest=run.digest, partial=False)
    one = Person.objects.get(name="欧阳演")
    assert (one.occupation, one.phone, one.support) == ("退休", "13800001234", "社区联系 13900005678")
    assert Entry.objects.get(model="grids.person", verb="edit", object_id=one.pk).changes == {
        "occupation": ["无", "退休"]
    }


def test_dwellings_come_in_on_their_own_sheet(house, clerk):
    head = ["网格", "小区或街巷", "楼栋", "单元", "房号", "住房性质", "备注"]
    rows = [[house.near.name, "", "3号楼", "2单元", "501室", "租赁", "东边"], [house.near.name, "", "3栋", "2", "501", "自住", ""],
            [house.away.name, "", "4", "", "", "自住", ""]]  # fmt: skip
    run = received(Households, clerk, workbook([head, *rows]))
    assert [row.kind for row in run.rows.order_by("line")] == [NEW, REFUSED, REFUSED]
    importing.confirm(run, digest=run.digest, partial=True)
    assert (Household.objects.get().door, Household.objects.get().note) == ("3号楼2单元501", "东边")


def test_a_dwelling_known_already_is_told_before_anything_is_written(house, clerk):
    people.household(house.near, building="3", entrance="2", room="501")
    head = ["网格", "楼栋", "单元", "房号"]
    run = received(
        Households, clerk, workbook([head, [house.near.name, "3#", "二单元", "501"], [house.near.name, "4", "", ""]])
    )
    assert [(row.kind, "已经登记过" in str(row.refusals)) for row in run.rows.order_by("line")] == [
        (REFUSED, True),
        (NEW, False),
    ]


def test_families_stand_together_in_the_order_in_which_they_came(house, clerk, enter):
    homes = [people.household(house.near, building=str(n), entrance="", room="") for n in (2, 1)]
    for home, name in ((homes[0], "甲演"), (homes[1], "乙演"), (homes[0], "丙演")):
        people.resident(house.near, household=home, name=name)
    _, rows = exported(enter(clerk), Persons)
    where = rows[2].index("姓名")
    assert [row[where] for row in rows[3:6]] == ["乙某", "甲某", "丙某"]


def test_a_masked_cell_that_was_touched_is_refused_and_an_emptied_one_is_told(family, clerk, enter):
    _, rows = exported(enter(clerk), Persons)
    head = rows[2]
    at = next(n for n, row in enumerate(rows) if "欧阳某" in row)
    rows[at][head.index("电话")] = "138****9999"
    rows[at][head.index("职业")] = None
    run = received(Persons, clerk, workbook(rows))
    assert run.refused == 1
    assert "打码的内容被改过" in str(run.rows.get(kind=REFUSED).refusals)
    rows[at][head.index("电话")] = "138****1234"
    run = received(Persons, clerk, workbook(rows))
    assert (run.refused, run.emptied) == (0, 1)
    page = enter(clerk).get("/people/import/", {"run": run.key}).content.decode()
    assert "有 1 格原来有内容" in page
    assert "没有用到的列" not in page


def test_refused_rows_can_be_fetched_after_the_others_went_in(house, clerk, enter):
    head = ["网格", "小区或街巷", "楼栋", "房号", "与户主关系", "姓名", "户籍/流动", "电话"]
    rows = [[house.near.name, "东巷", "1", "101", "户主", "王演甲", "户籍", "13800001111"],
            [house.near.name, "东巷", "1", "102", "户主", "王演乙", "户籍", "138"]]  # fmt: skip
    run = received(Persons, clerk, workbook([head, *rows]))
    importing.confirm(run, digest=run.digest, partial=True)
    client = enter(clerk)
    page = client.get("/people/import/", {"run": run.key})
    url = page.context["rejected_url"]
    book = load_workbook(io.BytesIO(b"".join(client.get(url).streaming_content)))
    text = str([cell for row in book.active.iter_rows(values_only=True) for cell in row])
    assert "王演乙" in text
    assert "王演甲" not in text
