"""A wish from the doorstep to the wall, from a stranger's claim until its applicant was asked."""

import re

WISH = re.compile(r"/wishes/(\d+)/$")


def test_from_the_doorstep_to_the_wall_and_back(visit):
    member, clerk, stranger = visit("member7"), visit("clerk"), visit("")
    sentence = "想要一个带提手的暖水瓶" if member.phone else "想要一条防滑的浴室垫"

    # The grid member hears of it at the door of somebody of the own grid.
    member.go("/people/?tab=here")
    # Another one each time: the same consent said twice within minutes is asked about.
    found = list(dict.fromkeys(re.findall(r"/people/(\d+)/", member.page.content())))
    person = found[0 if member.phone else 1]
    member.go(f"/wishes/add/?person={person}")
    member.page.select_option("[name=group]", "elder")
    member.page.locator("label", has_text="物资").first.click()
    member.page.fill("[name=sentence]", sentence)
    member.page.get_by_role("button", name="登记心愿").filter(visible=True).first.click()
    member.page.wait_for_url(WISH)
    member.look()
    wish = WISH.search(member.page.url)[1]
    code = re.search(r"XY\d{8}-\d{4}", member.page.content())[0]
    member.go(f"/wishes/{wish}/verify/")
    member.page.get_by_label("上门核实").check()
    member.press("核实")
    assert "上门核实" in member.text

    # Nothing is shown before its applicant agreed.
    clerk.go(f"/wishes/{wish}/publish/")
    clerk.expected.add(409)
    clerk.press("公示上墙")
    assert "本人还没有同意公示" in clerk.page.locator("body").inner_text()
    clerk.go(f"/people/consents/add/?person={person}")
    clerk.page.select_option("[name=purpose]", "publish")
    clerk.page.select_option("[name=way]", "signed")
    clerk.page.fill("[name=guardian]", "母亲")
    clerk.page.fill("[name=given_on]", clerk.page.evaluate("new Date().toLocaleDateString('sv')"))
    clerk.page.locator("form [type=submit]").filter(visible=True).last.click()
    clerk.settle()
    clerk.go(f"/wishes/{wish}/publish/")
    clerk.press("公示上墙")
    assert "已公示" in clerk.text

    # A stranger finds it on the wall and leaves name and phone.
    stranger.go("/wall/?waiting=1")
    while not stranger.page.locator(".slip", has_text=sentence).count():
        stranger.press("再看", role="link", exact=False)
    slip = stranger.page.locator(".slip", has_text=sentence)
    assert code in slip.inner_text()
    slip.get_by_role("link", name="我来认领").click()
    stranger.look()
    stranger.page.fill("[name=name]", "周演外")
    stranger.page.fill("[name=phone]", "13900002222")
    stranger.press("认领")
    assert "谢谢您认领了这个心愿" in stranger.text

    # Staff call back, the wish comes true, and its applicant is asked.
    clerk.go(f"/wishes/{wish}/")
    claim = re.search(r"/claims/(\d+)/", clerk.page.content())[1]
    clerk.go(f"/claims/{claim}/")
    assert "139****2222" in clerk.text
    clerk.go(f"/claims/{claim}/confirm/")
    clerk.press("确认认领")
    member.go(f"/wishes/{wish}/realise/")
    member.page.fill("[name=how]", "当天送到家里")
    member.press("已实现")
    assert "当天送到家里" in member.text
    clerk.go(f"/wishes/{wish}/follow_up/")
    clerk.page.get_by_label("满意", exact=True).check()
    clerk.page.fill("[name=thanks]", "谢谢好心人。")
    clerk.press("回访")
    assert "已回访" in clerk.text

    stranger.go("/wall/")
    while not stranger.page.locator(".slip.done", has_text=sentence).count():
        stranger.press("再看", role="link", exact=False)
    assert "谢谢好心人。" in stranger.page.locator(".slip.done", has_text=sentence).inner_text()

    # Taken back, it is gone at once.
    consent = _consent(clerk)
    clerk.go(f"/people/consents/{consent}/withdraw_consent/")
    if clerk.page.locator("[name=note]").count():
        clerk.page.fill("[name=note]", "本人不愿再公示")
    clerk.press("撤回同意")
    stranger.go("/wall/")
    assert not stranger.page.locator(".slip", has_text=sentence).count()


def _consent(clerk):
    """The consent to publish of somebody, from the list of all."""
    clerk.go("/people/consents/?tab=given&purpose=publish&sort=-given_on")
    return re.search(r"/people/consents/(\d+)/", clerk.page.content())[1]


def test_a_party_member_claims_on_the_phone(visit):
    party = visit("party1")
    party.go("/wishes/?tab=open")
    found = re.findall(r'href="/wishes/(\d+)/"', party.page.content())
    wish = found[0 if party.phone else -1]
    party.go(f"/wishes/{wish}/claim/")
    party.press("认领")
    assert "已认领" in party.text
    party.go("/")
    assert "已认领" in party.text or "认领" in party.text
