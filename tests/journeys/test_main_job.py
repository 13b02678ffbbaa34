"""The main job once through: a member reports, the head handles, the community closes, a clerk takes the month's workbook."""

import re
from datetime import date

import pytest
from openpyxl import load_workbook

MADE = re.compile(r"/issues/\d+/$")


def report(visitor, photo, title):
    """Report an issue with a photo from the form; answers the issue's path. Only a desk has room for a title."""
    page = visitor.page
    visitor.go("/issues/add/")
    page.locator("#id_category").get_by_text("公共设施").click()
    if visitor.phone:
        page.fill("[name=description]", f"{title}。井盖翘起约两指，夜里看不清。")
    else:
        page.fill("[name=title]", title)
        page.fill("[name=description]", "井盖翘起约两指，夜里看不清。")
    page.set_input_files("input[name=photos]", photo)
    page.locator(".shot canvas, .shot .name").first.wait_for()
    page.fill("[name=place]", "沟口东侧")
    page.get_by_role("button", name="上报", exact=True).click()
    page.wait_for_url(MADE)
    visitor.look()
    return page.url.removeprefix(visitor.url)


def test_the_main_job_by_four_roles(visit, photo, tmp_path, size):
    title = f"沟口东侧井盖松动 {size['width']}"

    member = visit("member13")
    path = report(member, photo, title)
    assert title in member.text
    assert "已上报" in member.text
    assert member.page.locator("img").count() >= 1
    assert member.page.get_by_role("link", name="受理").count() == 0

    head = visit("head5")
    # Other journeys report in this grid too: the home page lists the first few of what awaits the head.
    head.go(f"/issues/?tab=mine&q={title}")
    assert head.page.locator("#table tbody a", has_text=title).count() == 1
    head.go(path)
    head.press("受理", role="link")
    head.press("受理")
    head.press("开始处置", role="link")
    head.page.fill("[name=note]", "已到现场，先围起来。")
    head.press("开始处置")
    head.press("提交核查", role="link")
    head.page.fill("[name=result]", "井圈已更换并垫实。")
    head.page.set_input_files("input[name=photos]", photo)
    head.press("提交核查")
    assert "待核查" in head.text
    assert "井圈已更换并垫实。" in head.text
    assert head.page.locator("img").count() >= 2

    secretary = visit("secretary")
    secretary.go(f"/issues/?q={title}")
    secretary.page.locator("#table tbody a", has_text=title).click()
    secretary.press("核查结案", role="link")
    secretary.press("核查结案")
    assert "已结案" in secretary.text

    clerk = visit("clerk")
    clerk.go("/reports/monthly/")
    book = download(clerk, "导出", tmp_path)
    assert title in cells(book["事项台账"])
    assert any("结案率" in str(value) for value in cells(book["网格事项汇总"]))
    assert f"{date.today():%Y年}" in str(book["网格事项汇总"]["A1"].value).replace(" ", "")  # noqa: DTZ011


@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_the_register_exported_is_what_was_filtered(visit, tmp_path):
    clerk = visit("clerk")
    clerk.go("/issues/?category=hazard&state=closed")
    shown = int(clerk.page.get_by_role("link", name="导出本筛选").inner_text().split()[1].replace(",", ""))
    book = download(clerk, "导出本筛选", tmp_path)
    sheet = book.worksheets[0]
    codes = [value for value in cells(sheet) if str(value).startswith("SX2")]
    assert len(codes) == shown > 10


def download(visitor, name, folder):
    """The workbook behind the link that begins with ``name``."""
    link = visitor.page.get_by_role("link", name=name).filter(visible=True).first
    with visitor.page.expect_download() as got:
        link.click()
    file = folder / "book.xlsx"
    got.value.save_as(file)
    return load_workbook(file)


def cells(sheet):
    return [value for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
