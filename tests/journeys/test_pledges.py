"""A pledge from the sentence to being struck off, through the hands of member, secretary and grid head; the desk by keyboard."""

import re

from playwright.sync_api import expect

PLEDGE = re.compile(r"/pledges/(\d+)/$")
EMPTY = "全心全意为人民服务，发挥先锋模范作用"


def propose(member, sentence):
    """Write a pledge with the check beside it; answers its key."""
    page = member.page
    member.go("/pledges/add/")
    page.fill("[name=sentence]", EMPTY)
    page.locator(".live-check", has_text="没有点到具体的人、户或地方").wait_for()
    member.look()
    assert page.locator(".live-check mark.stock").count() >= 1
    page.fill("[name=sentence]", sentence)
    page.locator(".live-check mark.good").first.wait_for()
    page.locator(".live-check", has_text="没有点到具体").wait_for(state="detached")
    page.get_by_role("button", name="提诺", exact=True).click()
    page.wait_for_url(PLEDGE)
    member.look()
    assert "待审诺" in member.text
    return PLEDGE.search(page.url)[1]


def test_a_pledge_is_proposed_mended_approved_kept_and_confirmed(visit):
    member, secretary = visit("party1"), visit("secretary")
    where = "六号楼" if member.phone else "九号楼"
    key = propose(member, f"每月帮{where}独居的邓大娘晒一次被子，做到明年六月")

    secretary.go(f"/pledges/{key}/send_back/")
    secretary.page.fill("[name=note]", "请写清晒几床。")
    secretary.page.fill("[name=suggestion]", f"每月帮{where}独居的邓大娘晒两床被子，做到明年六月")
    secretary.press("退回修改")

    member.go("/")
    assert "退回修改" in member.text
    member.go(f"/pledges/{key}/")
    assert "请写清晒几床" in member.text
    member.go(f"/pledges/{key}/edit/")
    member.page.fill("[name=sentence]", f"每月帮{where}独居的邓大娘晒两床被子一次，做到明年六月")
    member.page.get_by_role("button", name="保存").click()
    member.page.wait_for_url(PLEDGE)
    member.press("改好，再交", role="link")
    member.press("改好，再交")
    assert "待审诺" in member.text

    secretary.go(f"/pledges/{key}/")
    assert "第 2 稿" in secretary.text
    secretary.press("通过，进入公示", role="link")
    secretary.press("通过，进入公示")
    assert "公示中" in secretary.text

    # Two taps from the home page: the period, and that it was done.
    member.go("/")
    task = member.page.locator("li, tr, .item", has_text="邓大娘").first
    task.get_by_role("link", name="兑现了").first.click()
    member.look()
    member.press("兑现了")
    assert "已兑现" in member.text
    period = re.search(r"/fulfilments/(\d+)/", member.page.url)[1]

    secretary.go(f"/pledges/fulfilments/{period}/confirm/")
    secretary.page.select_option("[name=how]", "call")
    secretary.page.fill("[name=words]", "晒过了，老人很高兴。")
    secretary.press("核实")
    assert "电话核实" in secretary.text

    member.go(f"/pledges/{key}/")
    assert "老人很高兴" in member.text or "已兑现" in member.text


def test_the_secretary_reviews_by_single_keys(visit):
    secretary = visit("secretary")
    page = secretary.page
    secretary.go("/pledges/desk/")
    left = int(re.search(r"共 (\d+) 条", secretary.text)[1])
    if secretary.phone:
        page.get_by_role("button", name=re.compile("^通过，进入公示")).first.click()
        secretary.look()
        assert "已通过" in page.locator("body").inner_text()
        return
    for n in range(min(left - 1, 10)):
        number = page.locator(".desk [name=pledge]").input_value()
        page.keyboard.press("3" if page.locator("[value=approve_seen]").count() else "1")
        expect(page.locator(".desk [name=pledge]")).not_to_have_value(number)
        page.wait_for_load_state()
        assert f"共 {left - n - 1} 条" in secretary.text
    secretary.look()


def test_a_grid_head_asks_whoever_was_helped(visit):
    head = visit("head3")
    page = head.page
    head.go("/pledges/fulfilments/?tab=unconfirmed")
    page.locator("#table a.t").first.click()
    head.look()
    head.press("核实", role="link")
    page.select_option("[name=how]", "slip")
    head.expected.add(422)
    head.press("核实")
    assert "签字单请拍照附上" in head.text
    page.select_option("[name=how]", "visit")
    head.press("核实")
    assert "上门核实" in head.text


def test_the_year_is_tried_out_and_explained(visit):
    secretary = visit("secretary")
    page = secretary.page
    secretary.go("/evaluations/?state=trial")
    page.locator("#table a.t").first.click()
    secretary.look()
    secretary.press("看试算", role="link")
    before = page.url
    page.fill("[name=unit]", "50")
    page.get_by_role("button", name="试算").click()
    secretary.look()
    assert "加起来要是 100" in secretary.text
    secretary.go(f"{before}?unit=0&community=100&organisation=0&resident=0")
    assert "人星级会变" in secretary.text
    page.locator("details.why summary").first.click()
    assert "积分合计" in secretary.text


def test_book_overview_and_a_members_page(visit):
    secretary = visit("secretary")
    page = secretary.page
    secretary.go("/pledges/overview/")
    assert "兑现率" in secretary.text
    page.locator("#organisations-h ~ .tb-wrap a, .tb a.drill").first.click()
    secretary.look()
    secretary.go("/pledges/book/")
    assert page.locator(".book tbody tr").count() > 20
    page.pdf(prefer_css_page_size=True)
    secretary.go("/members/?tab=serving")
    page.locator("#table a.t").first.click()
    secretary.look()
    assert "本年积分" in secretary.text
    assert "做了什么" in secretary.text
    page.get_by_role("link", name="报到单").filter(visible=True).first.click()
    secretary.look()
    assert "报到单" in secretary.text
