"""The long way of an issue: up to the community, out to a department, back, checked, called about, taken up again."""

from tests.journeys.test_main_job import report


def make(visitor, move, press=None, **answers):
    """Make a move from the issue's page: its link, what it asks, its key."""
    link = visitor.page.get_by_role("link", name=move, exact=True)
    if not link.filter(visible=True).count():
        for more in visitor.page.locator("main details > summary").filter(visible=True).all():
            more.click()
    visitor.press(move, role="link")
    for name, value in answers.items():
        field = visitor.page.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            visitor.page.check(f"[name={name}][value={value}]", force=True)
        else:
            field.fill(value)
    visitor.press(press or move)


def choose(visitor, name, words):
    """Pick a row in a search box by typing."""
    box = visitor.page.locator(f"#id_{name}-ts-control")
    box.click()
    box.type(words)
    visitor.page.locator(".ts-dropdown .option", has_text=words).first.click()


def test_from_the_grid_to_a_department_and_back_again(visit, photo, size):
    member, head, clerk, secretary = (visit(user) for user in ("member13", "head5", "clerk", "secretary"))
    width = size["width"]
    path = report(member, photo, f"东巷口排水沟盖板断裂 {width}")

    head.go(path)
    make(head, "受理")
    make(head, "升级到社区", note="盖板归市政管，网格换不了。")
    assert "升级待受理" in head.text

    clerk.go("/departments/add/")
    clerk.page.fill("[name=name]", f"市政所 {width}")
    clerk.press("保存")
    clerk.go("/")
    clerk.go(path)
    assert "盖板归市政管" in clerk.text
    make(clerk, "受理")
    clerk.go(f"{path}dispatch/")
    choose(clerk, "department", f"市政所 {width}")
    clerk.page.fill("[name=request]", "请更换排水沟盖板两块。")
    clerk.press("交办部门")
    assert "部门办理" in clerk.text
    order = clerk.page.locator("#order a.t").first
    assert "交办〔" in order.inner_text()
    order.click()
    clerk.press("登记部门回复", role="link")
    clerk.page.check("[name=outcome][value=done]", force=True)
    clerk.page.fill("[name=text]", "已更换盖板两块。")
    clerk.press("登记部门回复")
    clerk.go(path)
    assert "待核查" in clerk.text

    secretary.go(path)
    make(secretary, "核查结案")
    assert "已结案" in secretary.text
    make(secretary, "回访", satisfaction="poor", words="还是响，没垫实。")
    assert "已回访" in secretary.text
    assert "不满意" in secretary.text
    make(secretary, "重新办理", note="居民说没垫实，请再去看。")

    clerk.go(f"/issues/?tab=mine&q={width}", look=False)
    clerk.page.locator("#table").get_by_role("link", name=f"东巷口排水沟盖板断裂 {width}").click()
    assert clerk.page.url == clerk.url + path
    assert "居民说没垫实，请再去看。" in clerk.text
    assert "处置中" in clerk.text


def test_more_time_is_asked_for_and_granted(visit, photo, size):
    member, head, clerk = (visit(user) for user in ("member14", "head5", "clerk"))
    path = report(member, photo, f"东段围墙倾斜要等雨停 {size['width']}")
    head.go(path)
    make(head, "受理")
    make(head, "申请延期", note="连日下雨，沙浆干不了。")
    assert "延期待批" in head.text
    clerk.go(path)
    clerk.page.locator("#extension a.t").first.click()
    clerk.press("批准延期", role="link")
    clerk.press("批准延期")
    head.go(path)
    assert "时限另定" in head.text
    assert "延期获批" in head.text
