"""A walk through the grid: people on a sheet, the sheet printed and typed in by its numbers, an issue from a line of it."""

import re

from tests.journeys.test_main_job import MADE

PAGE = re.compile(r"/(\d+)/$")


def saved(visitor, kind):
    """The key of what was just written down."""
    visitor.page.get_by_role("button", name="保存").click()
    visitor.page.wait_for_url(re.compile(rf"/{kind}/\d+/$"))
    return PAGE.search(visitor.page.url)[1]


def move_in(visitor, name, number):
    """A dwelling and who lives there, an old person alone; answers the person's key."""
    page = visitor.page
    visitor.go("/households/add/", look=False)
    page.fill("[name=address]", f"走访巷 {number} 号")
    door = saved(visitor, "households")
    visitor.go(f"/people/add/?household={door}", look=False)
    page.fill("[name=name]", name)
    page.select_option("[name=relation]", "head")
    page.locator("#id_residence").get_by_text("户籍", exact=True).click()
    page.locator("[name=care][value=alone]").check(force=True)
    return saved(visitor, "people")


def test_a_walk_from_the_list_to_an_issue(visit):
    head = visit("head4")
    page, first = head.page, "机" if head.phone else "案"
    keys = [move_in(head, f"{first}演{one}", f"{first}{n}") for n, one in enumerate("甲乙丙", 1)]
    if head.phone:
        head.go(f"/visits/walks/add/?people={'&people='.join(keys)}")
    else:
        head.go(f"/people/?q={first}演")
        page.locator("[data-tick-all]").check()
        head.press("做走访表")
    assert "勾选的 3 人" in head.text
    sheet = saved(head, "visits/walks")
    head.look()
    assert "还有 3 行没有录入" in head.text
    head.press("打印走访表", role="link")
    assert "走访日期" in head.text
    assert page.locator(".walk-sheet tbody tr").count() == 3
    page.pdf(prefer_css_page_size=True)

    head.go(f"/visits/walks/{sheet}/enter/")
    page.locator("[name=met]:focus").wait_for()
    page.keyboard.type("1-2、9")
    head.tab_to("[name=family]")
    page.keyboard.type("2")
    page.fill("[name=notes]", "1 下水道堵。")
    head.expected.add(422)
    head.press("录入结果")
    assert "表上没有 9 号" in head.text
    assert "2 号既写在“见到本人”又写在“家人接待”" in head.text
    page.fill("[name=met]", "1")
    page.fill("[name=absent]", "3")
    page.get_by_role("button", name="录入结果").click()
    page.wait_for_url(f"**/visits/walks/{sheet}/")
    head.look()
    assert "全部录完" in head.text

    page.get_by_role("link", name="据此上报事项").click()
    page.wait_for_url("**/issues/add/?visit=*")
    head.look()
    assert f"走访{first}演甲" in head.text
    assert page.input_value("[name=place]").startswith("走访巷")
    page.locator("#id_category").get_by_text("公共设施").click()
    page.get_by_role("button", name="上报", exact=True).click()
    page.wait_for_url(MADE)
    head.look()
    assert f"{first}某" in head.text
    assert f"{first}演甲" not in head.text
    page.locator("dl a, .facts a", has_text=f"{first}某").first.click()
    page.wait_for_url(f"**/people/{keys[0]}/")
    head.look()
    assert "下水道堵" in head.text


def test_a_visit_is_two_taps(visit):
    member = visit("member10")
    key = move_in(member, "指演甲" if member.phone else "鼠演甲", "指" if member.phone else "鼠")
    page = member.page
    member.go(f"/people/{key}/")
    page.get_by_role("link", name="登记走访").filter(visible=True).first.click()
    page.wait_for_url("**/visits/add/?person=*")
    member.look()
    page.locator("#id_outcome").get_by_text("见到本人").click()
    saved(member, "visits")
    member.look()
    assert "见到本人" in member.text
    member.go("/visits/due/")
