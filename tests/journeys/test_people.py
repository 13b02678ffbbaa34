"""A household comes onto the register from a phone in the doorway; one woman who stands there twice becomes one, and two again."""

import re
from datetime import date

from tests.factories.people import id_number

HOME, PERSON = re.compile(r"/households/\d+/$"), re.compile(r"/people/\d+/$")
BIRTH = date(1962, 4, 5)


def new_home(visitor, room):
    """Register a dwelling of the third grid; answers its path."""
    visitor.go("/households/add/")
    page = visitor.page
    if page.locator("#id_grid").count() and page.locator("#id_grid").input_value() == "":
        page.select_option("#id_grid", label="三网格")
    page.fill("[name=address]", "步行街旅程院")
    page.fill("[name=building]", "7")
    page.fill("[name=room]", room)
    page.locator("#id_tenure").get_by_text("租赁").click()
    visitor.press("保存")
    page.wait_for_url(HOME)
    return page.url.removeprefix(visitor.url)


def fill(visitor, name, number="", relation=None):
    """Write somebody into the form that stands open and save."""
    page = visitor.page
    page.fill("[name=name]", name)
    if number:
        page.fill("[name=id_number]", number)
    if relation:
        page.select_option("[name=relation]", label=relation)
    visitor.press("保存")


def test_a_household_is_registered_in_the_doorway(visit, size):
    member, room, who = visit("member7"), f"{size['width']}", "兰" if size["width"] < 600 else "菊"
    home = new_home(member, room)
    assert f"步行街旅程院7号楼{room}" in member.text

    # Who is entered first is the head, and who rents is registered elsewhere: both are filled in.
    number = id_number(BIRTH, male=False, n=size["width"] % 97)
    member.press("登记居民", role="link")
    fill(member, f"旅演{who}（演示）", number)
    member.page.wait_for_url(PERSON)
    assert "户主" in member.text
    assert "1962-04-05" in member.text
    assert number not in member.page.content()

    # A wrong digit is told at its field; nothing typed is lost.
    member.press("登记同住的人", role="link")
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    member.expected.add(422)
    fill(member, "旅演子（演示）", wrong, "子")
    assert "末位对不上" in member.text
    assert member.page.input_value("[name=name]") == "旅演子（演示）"
    member.page.fill("[name=id_number]", "")
    member.press("保存")
    member.page.wait_for_url(PERSON)

    member.go(home)
    assert f"旅演{who}" in member.text
    assert "旅演子" in member.text

    # Found again by the initials of the name, in the list and at the top of each page.
    member.go(f"/people/?q={'lyl' if who == '兰' else 'lyj'}")
    assert member.page.locator("#table tbody a", has_text=f"旅演{who}").count() >= 1

    # The same address is not registered twice.
    member.go("/households/add/")
    member.page.fill("[name=address]", "步行街旅程院")
    member.page.fill("[name=building]", "7")
    member.page.fill("[name=room]", room)
    member.page.locator("#id_tenure").get_by_text("自住").click()
    member.expected.add(422)
    member.press("保存")
    assert "已经登记过" in member.text


def test_one_woman_who_stands_twice_becomes_one_and_two_again(visit, size):
    clerk = visit("clerk")
    name = f"合演{'甲' if size['width'] < 600 else '乙'}（演示）"
    paths = []
    for n in (1, 2):
        home = new_home(clerk, f"{size['width']}-{n}")
        clerk.go(home)
        clerk.press("登记居民", role="link")
        clerk.page.locator("summary", has_text="补充").click()
        clerk.page.fill("[name=birth]", "1962-04-05")
        if n == 2:
            clerk.expected.add(422)
        fill(clerk, name)
        if n == 2:
            assert "同名同生日" in clerk.text
            clerk.press("保存")
        clerk.page.wait_for_url(PERSON)
        paths.append(clerk.page.url.removeprefix(clerk.url))

    clerk.go("/people/duplicates/")
    pair = clerk.page.locator("section", has_text=name.removesuffix("（演示）")).filter(visible=True).last
    pair.get_by_role("link", name="核对合并").last.click()
    clerk.look()
    clerk.page.fill("[name=note]", "证件核对一致")
    clerk.press("合并")
    assert "已合并" in clerk.page.content()
    clerk.go(paths[1])
    assert "已并入" in clerk.text

    clerk.go("/people/merges/")
    clerk.page.locator("#table tbody a").first.click()
    clerk.look()
    clerk.press("撤销", role="link")
    clerk.page.fill("[name=note]", "身份证号不同，是两个人")
    clerk.press("撤销")
    clerk.go(paths[1])
    # The history still tells of it; the notice above is gone, and the row may be worked with again.
    assert clerk.page.locator(".note.amber").count() == 0
    assert clerk.page.get_by_role("link", name="登记走访").count() >= 1
