"""The help station: a head asks for a neighbour, a party member on duty takes it and does it, thanks are said, points are shown."""

import re

ERRAND = re.compile(r"/help/(\d+)/$")
POINTS = re.compile(r"积分\s*([\d.]+)")


def points(party):
    """The points of the year on the own home."""
    party.go("/")
    return float(POINTS.search(party.text)[1])


def test_a_neighbour_is_helped_the_same_day(visit):
    head, party = visit("head5"), visit("party2")
    sentence = "想请人把煤气罐提上楼" if head.phone else "想请人把换季的被子收到柜顶"
    before = points(party)

    # The head hears of it; the form knows whom it is for, that it is for today, and that the home is where to come.
    head.go("/people/?tab=here")
    person = re.search(r"/people/(\d+)/", head.page.content())[1]
    head.go(f"/help/add/?person={person}")
    head.page.locator("label", has_text="搬抬").first.click()
    head.page.fill("[name=sentence]", sentence)
    head.page.get_by_role("button", name="保存").filter(visible=True).first.click()
    head.page.wait_for_url(ERRAND)
    head.look()
    errand = ERRAND.search(head.page.url)[1]
    assert "崔演员" in head.page.locator("#offered").inner_text()

    # Two taps from home: the errand's key, and the one on the page it leads to.
    party.go("/")
    party.page.locator(f'a[href="/help/{errand}/accept/"]').filter(visible=True).first.click()
    party.look()
    party.press("接单")
    assert "已接单" in party.text
    assert "****" in party.text
    # Whoever took it sees where to come, for a reason.
    place = party.page.locator(f"#place-{errand}")
    place.locator("summary").first.click()
    party.look()
    place.locator("[value=visit]").click()
    party.page.locator(f"#place-{errand} .look-full").wait_for()
    assert "****" not in party.page.locator(f"#place-{errand}").inner_text()

    # Done, in a sentence and half an hour.
    party.press("办好了", role="link")
    party.page.fill("[name=how]", "提上去了，试过阀门")
    party.page.fill("[name=hours]", "0.5")
    party.press("办好了")
    assert "提上去了" in party.text
    party.go(f"/help/{errand}/thank/", status=403)
    assert points(party) == before

    # The head calls, and the half hour counts.
    head.go("/")
    head.page.locator(f'a[href="/help/{errand}/thank/"]').filter(visible=True).first.click()
    head.look()
    assert head.page.input_value("[name=hours]") == "0.5"
    head.page.get_by_label("满意", exact=True).check()
    head.page.fill("[name=thanks]", "说来得快")
    head.press("致谢")
    assert "已致谢" in head.text
    assert points(party) == before + 0.5


def test_a_head_draws_up_a_roster_for_weeks(visit):
    head = visit("head5")
    head.go("/help/duties/?tab=today")
    assert "崔演员" in head.text
    head.go("/help/duties/add/")
    box = head.page.locator("#id_member-ts-control")
    box.click()
    box.type("崔演员")
    head.page.locator(".ts-dropdown .option", has_text="崔演员").first.click()
    first, last = (30, 44) if head.phone else (51, 65)
    day = "(n) => new Date(Date.now() + n * 864e5).toLocaleDateString('sv')"
    head.page.fill("[name=on]", head.page.evaluate(day, first))
    head.page.fill("[name=until]", head.page.evaluate(day, last))
    head.page.locator("form [type=submit]").filter(visible=True).last.click()
    head.look()
    head.go(f"/help/duties/?on_from={head.page.evaluate(day, first)}&on_to={head.page.evaluate(day, last)}")
    assert "共 3 条" in head.text
