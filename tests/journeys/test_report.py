"""Reporting with one hand: three taps, settled there and then, and a draft that outlives a cut line and a session."""

from contextlib import contextmanager

import pytest
from PIL import Image

from tests.journeys.test_main_job import MADE

# On the document, where a tap that Playwright takes back, because its target moved away, does not arrive.
COUNT_TAPS = """document.addEventListener("pointerdown", (event) => {
  if (event.isTrusted) sessionStorage.taps = 1 + Number(sessionStorage.taps ?? 0);
}, true)"""
CUT = {"net::ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"}


@pytest.fixture
def photos(tmp_path):
    """Two different pictures."""
    paths = [tmp_path / f"现场{n}.jpg" for n in (1, 2)]
    for path in paths:
        Image.effect_noise((800, 600), 60).convert("RGB").save(path, "JPEG")
    return paths


def write(visitor, title, photos, place="东巷口"):
    """Fill in the report that is open."""
    page = visitor.page
    page.locator("#id_category").get_by_text("公共设施").click()
    page.fill("[name=description]", f"{title}。旁边没有围挡。")
    page.fill("[name=place]", place)
    page.set_input_files("input[name=photos]", photos)
    shown(page, len(photos))


def shown(page, count):
    page.locator(f"[data-photos=id_photos] .shot canvas >> nth={count - 1}").wait_for()
    assert page.locator("[data-photos=id_photos] .shot canvas").count() == count


def send(visitor):
    visitor.page.get_by_role("button", name="上报", exact=True).click()


def told(visitor, words):
    """The note above the form says so."""
    visitor.page.locator("#draft-notes", has_text=words).wait_for()


@contextmanager
def answers_lost(visitor):
    """The server gets what is sent and does it, but the line breaks before the browser hears of it."""
    line = visitor.context.new_cdp_session(visitor.page)

    def drop(paused):
        if paused["request"]["method"] == "POST":
            line.send("Fetch.failRequest", {"requestId": paused["requestId"], "errorReason": "ConnectionReset"})
        else:
            line.send("Fetch.continueRequest", {"requestId": paused["requestId"]})

    line.on("Fetch.requestPaused", drop)
    line.send("Fetch.enable", {"patterns": [{"urlPattern": "*/issues/add/", "requestStage": "Response"}]})
    yield
    line.send("Fetch.disable")


def arrived(visitor, title):
    """The number of issues on the register that bear this title."""
    visitor.go(f"/issues/?q={title}", look=False)
    return visitor.page.locator("#table tbody a", has_text=title).count()


def exactly_one(visitor, title):
    """One issue with both photos, and no draft left to send again."""
    assert visitor.page.locator(".photos img").count() == 2
    assert arrived(visitor, title) == 1
    visitor.go("/", look=False)
    visitor.settle()
    assert visitor.page.locator("#drafts-told").is_hidden()


def test_three_taps_from_home(visit, photos, size):
    member = visit("member13")
    member.context.add_init_script(COUNT_TAPS)
    page, title = member.page, f"三下上报路灯不亮 {size['width']}"
    member.go("/")
    if member.phone:
        page.get_by_role("navigation", name="看到什么，点一下上报").get_by_role("link", name="公共设施").click()
    else:
        page.get_by_role("link", name="上报事项").filter(visible=True).click()
        page.locator("#id_category").get_by_text("公共设施").click()
    assert page.locator("[name=category][value=facility]").is_checked()
    page.fill("[name=description]", f"{title}。夜里看不清路。")
    page.set_input_files("input[name=photos]", photos)
    shown(page, 2)
    if member.phone:
        page.locator("[data-fill]", has_text="东巷口").click()
    else:
        page.fill("[name=place]", "东巷口")
    member.look()
    send(member)
    page.wait_for_url(MADE)
    assert page.evaluate("sessionStorage.taps") == "3"
    member.look()
    assert page.locator("h1").inner_text() == title
    assert page.locator(".photos img").count() == 2
    assert "五网格" in member.text
    facts = page.locator(".facts").inner_text()
    for words in ("公共设施", "东巷口", "夜里看不清路。"):
        assert words in facts


def test_what_was_settled_on_the_spot_is_closed_with_its_report(visit, photos, size):
    member = visit("member13")
    page = member.page
    member.go("/issues/add/")
    write(member, f"井盖翘起当场压实 {size['width']}", photos[:1])
    page.get_by_role("button", name="现场已解决").click()
    page.fill("[name=result]", "已压实，踩上去不再晃动。")
    page.set_input_files("input[name=after]", photos[1])
    page.locator("[data-photos=id_after] .shot canvas").wait_for()
    member.look()
    page.get_by_role("button", name="上报并结案").click()
    page.wait_for_url(MADE)
    member.look()
    assert page.locator(".head .st").inner_text() == "已结案"
    assert "已压实，踩上去不再晃动。" in member.text
    assert page.locator(".photos .pos").all_inner_texts() == ["处置前", "处置后"]


def test_a_cut_line_keeps_the_report_until_somebody_comes_back_to_it(visit, photos, size):
    member = visit("member14")
    member.expected |= CUT
    title = f"断网存稿路灯不亮 {size['width']}"
    member.go("/issues/add/")
    write(member, title, photos)
    member.context.set_offline(True)
    send(member)
    told(member, "网络断开，文字和照片都已存在本机。")
    member.look()
    member.page.close()
    member.context.set_offline(False)

    member.page = member.new_page()
    assert arrived(member, title) == 0
    member.go("/", look=False)
    kept = member.page.locator("#drafts-told")
    kept.get_by_text(title).wait_for()
    member.look()
    kept.get_by_role("link", name="继续上报").click()
    told(member, "这是没有送出的草稿")
    shown(member.page, 2)
    text = f"{title}。旁边没有围挡。"
    assert member.page.input_value("[name=description]") == text
    assert member.page.locator("[data-count=id_description]").inner_text() == f"{len(text)} / 500"
    assert member.page.input_value("[name=place]") == "东巷口"
    assert member.page.locator("[name=category][value=facility]").is_checked()
    member.look()
    send(member)
    member.page.wait_for_url(MADE)
    exactly_one(member, title)


def test_back_on_line_it_goes_by_itself_and_once(visit, photos, size):
    member = visit("member14")
    member.expected |= CUT
    title = f"断网自动送出 {size['width']}"
    member.go("/issues/add/")
    write(member, title, photos)
    member.context.set_offline(True)
    send(member)
    told(member, "联网后会自动送出")
    member.context.set_offline(False)
    member.page.wait_for_url(MADE)
    exactly_one(member, title)


@pytest.mark.parametrize("again", ["same page", "reloaded"])
def test_an_answer_lost_on_the_way_makes_no_second_report(visit, photos, size, again):
    member = visit("member14")
    member.expected.add("net::ERR_CONNECTION_RESET")
    title = f"回执丢失 {again} {size['width']}"
    member.go("/issues/add/")
    write(member, title, photos)
    with answers_lost(member):
        send(member)
        told(member, "网络断开")
    if again == "reloaded":
        member.go("/issues/add/")
        told(member, "这是没有送出的草稿")
        shown(member.page, 2)
    send(member)
    member.page.wait_for_url(MADE)
    exactly_one(member, title)


def test_what_the_server_refuses_is_told_in_its_words_and_kept(visit, photos):
    member = visit("member14")
    member.expected.add(404)
    member.go("/issues/add/")
    write(member, "送不出去的上报", photos)
    gone = f"{member.url}/issues/99999999/"
    member.page.route("**/issues/add/", lambda route: route.continue_(url=gone))
    send(member)
    told(member, "没有送出（404），文字和照片都已存在本机。可能已经移走")
    member.look()
    member.page.unroute_all()
    member.go("/issues/add/")
    shown(member.page, 2)


def test_a_draft_waits_for_its_own_writer(visit, photos, size):
    member, title = visit("member14"), f"登录过期的草稿 {size['width']}"
    member.go("/issues/add/")
    write(member, title, photos)
    member.context.clear_cookies(name="portal_session")
    member.page.fill("[name=description]", f"{title}。围挡也没有。")
    told(member, "登录已过期，文字和照片都已存在本机。请用原来的账号登录")
    send(member)
    told(member, "登录已过期")
    member.look()

    writing, member.page = member.page, member.new_page()
    member.sign_in("member13")
    member.go("/issues/add/")
    assert member.page.input_value("[name=description]") == ""
    assert member.page.locator("#draft-notes").inner_text() == ""
    member.go("/", look=False)
    assert member.page.locator("#drafts-told").is_hidden()

    other, member.page = member.page, writing
    send(member)
    told(member, "现在登录的是另一个人，文字和照片都已存在本机。请本人登录后再送出")
    member.look()
    member.page = other
    assert arrived(member, title) == 0
    other.close()

    member.page = writing
    member.context.clear_cookies(name="portal_session")
    send(member)
    told(member, "登录已过期")
    member.page.get_by_role("link", name="去登录").click()
    member.enter("member14")
    told(member, "这是没有送出的草稿")
    shown(member.page, 2)
    send(member)
    member.page.wait_for_url(MADE)
    assert "围挡也没有。" in member.text
    assert "田演十四" in member.page.locator(".facts").inner_text()
    exactly_one(member, title)


def test_signing_out_asks_what_becomes_of_a_draft(visit, photos):
    member = visit("")
    member.sign_in("member15")
    page = member.page
    member.go("/issues/add/")
    write(member, "退出时的草稿", photos)
    page.get_by_text("草稿已存").filter(visible=True).wait_for()

    leave(member, "不退出")
    assert page.url.endswith("/accounts/me/")
    leave(member, "留着草稿退出")
    page.wait_for_url("**/accounts/login/**")
    member.enter("member15")
    member.go("/issues/add/", look=False)
    shown(page, 2)

    leave(member, "删掉草稿退出")
    page.wait_for_url("**/accounts/login/**")
    member.enter("member15")
    member.go("/issues/add/", look=False)
    assert page.input_value("[name=description]") == ""
    member.go("/accounts/me/", look=False)
    page.locator("main").get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/accounts/login/**")


def leave(visitor, choice):
    """Press the key to sign out and answer the question that comes."""
    visitor.go("/accounts/me/", look=False)
    visitor.page.locator("main").get_by_role("button", name="退出登录").click()
    asked = visitor.page.get_by_role("dialog")
    asked.get_by_text("退出时的草稿").wait_for()
    visitor.look()
    asked.get_by_role("button", name=choice).click()
