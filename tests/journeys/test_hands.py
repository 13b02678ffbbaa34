"""What hands do: tap twice, type without a mouse, edit at the same time as somebody else."""

import pytest

from tests.journeys.test_main_job import MADE, report


def test_a_double_tap_reports_once(visit, photo, size):
    member = visit("member8")
    page, title = member.page, f"家属楼北侧双击试验 {size['width']}"
    member.go("/issues/add/")
    page.locator("#id_category").get_by_text("环境卫生").click()
    page.fill("[name=description]", f"{title}。连点两次。")
    page.fill("[name=place]", "家属楼北侧")
    page.get_by_role("button", name="上报", exact=True).dblclick()
    page.wait_for_url(MADE)
    member.settle()
    member.go(f"/issues/?q={title}")
    assert page.locator("#table tbody tr").count() == 1


def test_a_stale_edit_is_compared_and_then_saved(visit, photo, size):
    member = visit("member7")
    path = report(member, photo, f"同时修改试验 {size['width']}")
    clerk = visit("clerk")
    member.go(f"{path}edit/")
    clerk.go(f"{path}edit/")
    clerk.page.fill("[name=place]", "工作人员写的地点")
    clerk.press("保存")
    assert "工作人员写的地点" in clerk.text

    member.page.fill("[name=place]", "网格员写的地点")
    member.page.fill("[name=description]", "网格员补充的描述。")
    member.expected.add(409)
    member.press("保存")
    for words in ("工作人员写的地点", "网格员写的地点", "沟口东侧", "马演工"):
        assert words in member.text
    member.page.check("input[name=pick_place][value=theirs]")
    member.press("按所选保存")
    assert "工作人员写的地点" in member.text
    assert "网格员补充的描述。" in member.text
    assert "网格员写的地点" not in member.page.locator(".facts").inner_text()


@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_without_a_mouse_from_the_list_to_accepting(visit, photo):
    path = report(visit("member7"), photo, "只用键盘试验")
    head = visit("head3")
    head.go("/issues/?q=只用键盘试验")
    page = head.page
    head.tab_to("a", "只用键盘试验")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")
    head.tab_to("a", "受理")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accept/")
    head.tab_to("textarea")
    page.keyboard.type("键盘受理")
    head.tab_to("button", "受理")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")
    head.look()
    assert "已受理" in head.text
    assert "键盘受理" in head.text


def test_bad_input_is_said_at_the_field_and_kept(visit):
    member = visit("member1")
    member.go("/issues/add/")
    member.page.fill("[name=place]", "张家洼路口")
    member.expected |= {400, 422}
    member.press("上报")
    assert member.page.input_value("[name=place]") == "张家洼路口"
    assert "请写看到了什么" in member.text
    assert member.page.evaluate("document.activeElement.id") == "errors"
