"""A clerk brings a messy register in: looks at what is refused, takes those rows back, puts them right, brings them in."""

import io

import xlsxwriter
from python_calamine import CalamineWorkbook

from grids.identity import check_digit

HEAD = ["序号", "网格", "楼号", "单元", "房间号", "户主关系", "姓名", "身份证号码", "手机", "户口性质", "特殊人群"]


def number(n):
    """A right number of a county that does not exist."""
    first = f"61900019700101{n:03d}"
    return first + check_digit(first)


def book(*rows):
    """An upload as the browser takes it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as written:
        sheet = written.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return {"name": "居民台账.xlsx", "mimeType": "application/vnd.ms-excel", "buffer": out.getvalue()}


def upload(clerk, *rows):
    clerk.go("/people/import/")
    clerk.page.set_input_files("#id_file", book(*rows))
    clerk.press("上传并核对")


def test_a_messy_workbook_comes_in(visit, size):
    clerk, n = visit("clerk"), size["width"] % 500
    page, house = clerk.page, str(n)
    upload(
        clerk,
        ["2026 年居民台账"],
        HEAD,
        [
            1,
            "一网格",
            f"{house}号楼",
            "2单元",
            "501",
            "户主",
            f"王演登{n}",
            number(n),
            "138 0000 1234",
            "常住",
            "低保户",
        ],
        [2, "", "", "", "", "干亲", f"李演登{n}", "", "", "常住", ""],
        [3, "一网格", f"{house}栋", "2", "502", "户主", f"赵演登{n}", number(n + 1)[:-1] + "Y", "", "外来", "精神障碍"],
        ["合计", 3],
    )
    for words in ("没有“干亲”这一项", "只有数字", "管理对象", "新登记", "王某", "138****1234"):
        assert words in clerk.text
    assert number(n) not in page.content()

    page.locator(".views a", has_text="退回").click()
    clerk.look()
    assert page.locator("table.cmp tbody tr").count() == 2
    with page.expect_download() as given:
        page.get_by_role("link", name="下载退回的 2 行").click()
    back = CalamineWorkbook.from_path(given.value.path()).get_sheet_by_index(0).to_python()
    page.check("[name=partial]")
    clerk.press("导入 1 行")
    assert "新增 1 条" in clerk.text

    heads = [head.removesuffix(" *") for head in back[2]]
    for row in back[3:]:
        cells = dict(zip(heads, row, strict=True))
        at = {head: place for place, head in enumerate(heads)}
        row[at["与户主关系"]] = "妻" if cells["与户主关系"] == "干亲" else cells["与户主关系"]
        row[at["身份证号"]] = number(n + 1) if cells["身份证号"] else ""
        row[at["关爱标签"]] = ""
    upload(clerk, *back)
    clerk.press("导入 2 行")
    assert "新增 2 条" in clerk.text

    clerk.press("看登记簿", role="link")
    clerk.go(f"/people/?q={house}号楼2单元501")
    assert page.locator("#table tbody tr").count() == 2
    clerk.go(f"/people/?q=zyd{n}")
    assert f"赵演登{n}" in clerk.text
