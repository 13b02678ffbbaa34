"""From the QR code at the door to the answer: a resident reports, staff look at it, the resident follows it by the code."""

import re


def test_a_report_at_the_door_and_what_became_of_it(visit, photo):
    stranger, head = visit(""), visit("head2")
    seen = "巷口的井盖翘起来了" if head.phone else "巷口的护栏松动了"

    # Without the QR code the grid is chosen.
    stranger.go("/wall/")
    stranger.press("反映问题", role="link")
    stranger.page.locator(".doors a").nth(1).click()
    stranger.look()
    stranger.expected.add(422)
    stranger.press("提交")
    assert "请写看到了什么。" in stranger.text
    stranger.page.fill("[name=text]", f"{seen}，晚上容易绊倒。")
    stranger.page.fill("[name=place]", "二街巷口")
    stranger.page.set_input_files("[name=photos]", photo)
    stranger.press("提交")
    assert "收到了" in stranger.text
    code = stranger.page.locator(".trk").inner_text()
    assert re.fullmatch(r"([2-9A-Z]{4}-){2}[2-9A-Z]{4}", code)
    follow(stranger, code)
    assert "社区正在核实" in stranger.text

    # The grid head finds it waiting, and makes an issue of it.
    head.go("/letters/")
    head.page.get_by_role("link", name=re.compile(seen)).first.click()
    head.look()
    assert seen in head.text
    letter = re.search(r"/letters/(\d+)/", head.page.url)[1]
    head.go(f"/letters/{letter}/to_issue/")
    assert head.page.input_value("[name=title]").startswith(seen)
    head.page.select_option("[name=category]", "facility")
    head.press("转为事项")
    assert "已受理" in head.text
    issue = re.search(r"/issues/(\d+)/", head.page.content())[1]
    head.go(f"/issues/{issue}/")
    assert "居民反映" in head.text
    assert head.page.locator(".photos img").count() >= 1

    follow(stranger, code)
    assert "社区已受理" in stranger.text
    assert seen not in stranger.text
    stranger.expected.add(404)
    follow(stranger, "2222-2222-2222")
    assert "没有这个查询码" in stranger.text


def follow(stranger, code):
    """Ask what became of it."""
    stranger.go("/track/")
    stranger.page.fill("[name=code]", code)
    stranger.press("查")


def test_posters_are_printed(visit):
    head = visit("head1")
    head.go("/letters/posters/")
    assert head.page.locator(".poster").count() == 2
    assert head.page.locator(".poster svg.qr").count() == 2
