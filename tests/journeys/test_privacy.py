"""Whose number it is: asked for with a reason on a phone, told on the person's own page, masked again, taken out whole by few."""

import re
from zipfile import ZipFile

PHONE, MASKED = "13900007788", "139****7788"
# A browser without a telephone only says that it cannot call: what it was sent to is kept instead.
KEEP_CALLS = """
window.dialled = [];
navigation.addEventListener("navigate", (event) => {
  if (event.destination.url.startsWith("tel:")) { window.dialled.push(event.destination.url); event.preventDefault(); }
});
"""


def register(visitor, name):
    """Somebody with a phone, living in a dwelling of the own; answers the address of the person's page."""
    visitor.go("/households/add/")
    visitor.page.fill("[name=building]", "7")
    visitor.page.fill("[name=room]", name)
    visitor.press("保存")
    visitor.go("/people/add/")
    visitor.page.fill("[name=name]", name)
    visitor.page.fill("[name=phone]", PHONE)
    box = visitor.page.locator("#id_household-ts-control")
    box.click()
    box.type(name)
    visitor.page.locator(".ts-dropdown .option", has_text=name).first.click()
    visitor.page.locator("[name=relation]").select_option("head")
    visitor.page.locator("#id_residence").get_by_text("户籍", exact=True).click()
    visitor.press("保存")
    return re.search(r"/people/\d+/", visitor.page.url).group()


def test_a_call_is_two_taps_leaves_a_trace_and_is_masked_again(visit, size, tmp_path):
    member, clerk, secretary = (visit(user) for user in ("member13", "clerk", "secretary"))
    name = f"甄试{size['width']}"
    path = register(member, name)
    page = member.page
    page.add_init_script(KEEP_CALLS)
    page.clock.install()
    member.go(path)
    assert MASKED in member.text
    assert PHONE not in page.content()

    fact = page.locator(".look", has_text=MASKED)
    if member.phone:
        fact.locator(".dial > summary").tap()
        member.look()
        fact.locator(".dial [value=call]").tap()
    else:
        fact.locator("summary").first.focus()
        page.keyboard.press("Enter")
        member.tab_to(".look-f [name=why]", "电话联系")
        page.keyboard.press("Enter")
    page.locator(f'a[href="tel:{PHONE}"]').wait_for()
    assert page.evaluate("window.dialled") == ([f"tel:{PHONE}"] if member.phone else [])
    assert page.evaluate("document.activeElement.href") == f"tel:{PHONE}"
    member.look()

    clerk.go(f"{path}access/")
    assert "电话联系" in clerk.text
    assert PHONE not in clerk.page.content()
    clerk.go(path)
    assert PHONE not in clerk.page.content()

    page.clock.fast_forward(5 * 60 * 1000)
    assert MASKED in member.text
    assert PHONE not in page.content()

    member.go(f"/people/?q={name}")
    row = page.locator("[data-look]").first
    row.click()
    page.locator(".look-f [value=visit]").filter(visible=True).first.click()
    page.locator(f'a[href="tel:{PHONE}"]').wait_for()

    secretary.go(f"/people/whole/?q={name}")
    assert "1 条" in secretary.text
    with secretary.page.expect_download() as coming:
        secretary.page.get_by_role("button", name="开具证明").click()
    file = tmp_path / "whole.xlsx"
    coming.value.save_as(file)
    with ZipFile(file) as book:
        assert PHONE in book.read("xl/worksheets/sheet1.xml").decode()
    clerk.go(f"{path}access/")
    assert "登记簿里的全部项目" in clerk.text
    clerk.expected.add(403)
    clerk.go(f"/people/whole/?q={name}", status=403)
