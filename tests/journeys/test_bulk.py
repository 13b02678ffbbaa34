"""Many at once and without a mouse: rows ticked in the register, cards moved on the board."""

import pytest

from tests.journeys.test_main_job import MADE

pytestmark = pytest.mark.parametrize("size", ["desk"], indirect=True)


def put(member, *titles):
    """Issues of the member's grid."""
    page = member.page
    for title in titles:
        member.go("/issues/add/?category=sanitation", look=False)
        page.fill("[name=description]", title)
        page.fill("[name=place]", "家属楼北侧")
        page.get_by_role("button", name="上报", exact=True).click()
        page.wait_for_url(MADE)


def test_rows_are_ticked_and_accepted_by_keyboard(visit):
    put(visit("member10"), *(f"成批受理{n}" for n in "甲乙丙"))
    head = visit("head4")
    head.go("/issues/?q=成批受理")
    page, rows = head.page, head.page.locator("#table tbody tr")
    titles = rows.locator("a.t").all_inner_texts()
    for key in "jxjxjxkx":
        page.keyboard.press(key)
    assert [box.is_checked() for box in rows.locator("[name=pk]").all()] == [True, False, True]
    assert page.locator("[data-picked]").inner_text() == "已选 2 条"
    head.look()
    head.tab_to("button", "受理", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/issues/bulk/accept/")
    head.look()
    assert "选中 2 件，现在可以受理 2 件" in head.text
    head.tab_to("textarea")
    page.keyboard.type("一起去看。")
    head.tab_to("button", "受理 2 件")
    page.keyboard.press("Enter")
    page.wait_for_url("**/issues/?q=*")
    head.look()
    assert "已受理 2 件" in head.text
    states = {row.locator("a.t").inner_text(): row.locator(".st").inner_text() for row in rows.all()}
    assert states == dict(zip(titles, ["已受理", "已上报", "已受理"], strict=True))


def walk_down_to(page, card):
    """Press the arrow until the focus is on this card of its column."""
    for _ in page.locator(".bk-col", has=page.locator("*:focus")).locator(".bk-a").all():
        if card in page.locator("*:focus").inner_text():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{card} cannot be reached by the arrow")


def test_a_card_is_moved_on_without_a_mouse(visit):
    card = "看板上用键盘走"
    put(visit("member5"), card)
    head = visit("head2")
    head.go("/issues/board/")
    page = head.page
    head.tab_to("[data-board]")
    page.keyboard.press("ArrowDown")
    walk_down_to(page, card)
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-state=reported] *:focus").count() == 0
    page.keyboard.press("ArrowLeft")
    walk_down_to(page, card)
    head.tab_to(".bk-menu summary")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert page.locator("*:focus").inner_text().strip() == "受理"
    head.look()
    page.keyboard.press("Escape")
    assert page.locator(".bk-menu[open]").count() == 0
    assert page.locator("summary:focus").count() == 1
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accept/")
    head.tab_to("button", "受理")
    page.keyboard.press("Enter")
    page.wait_for_url(MADE)
    head.go("/issues/board/")
    assert page.locator("[data-state=accepted]", has_text=card).count() == 1
    assert page.locator("[data-state=reported]", has_text=card).count() == 0
