"""The help fund: a purse, money that came in, somebody who is helped, and no yuan spent that is not there."""

import re

FUND, RECIPIENT, ENTRY = (re.compile(rf"/aid/{path}(\d+)/$") for path in ("funds/", "recipients/", ""))


def save(visitor, found):
    """Press the key of a form and wait for the page of the row; answers its key."""
    visitor.page.locator("form [type=submit]").filter(visible=True).last.click()
    visitor.page.wait_for_url(found)
    visitor.look()
    return found.search(visitor.page.url)[1]


def refused(visitor, words):
    """Press the key of a form and be told why not."""
    visitor.page.locator("form [type=submit]").filter(visible=True).last.click()
    visitor.page.get_by_text(words).first.wait_for()
    visitor.look()


def entry(visitor, fund, way, amount, **more):
    """The form of an entry, filled in."""
    recipient = f"&recipient={more.pop('recipient')}" if "recipient" in more else ""
    visitor.go(f"/aid/add/?fund={fund}{recipient}")
    visitor.page.select_option("[name=way]", way)
    for name, words in {"amount": amount, **more}.items():
        visitor.page.fill(f"[name={name}]", words)


def test_money_in_somebody_helped_twice_and_never_more_than_there_is(visit):
    secretary, clerk = visit("secretary"), visit("clerk")
    purse = "手机助学金" if clerk.phone else "桌前助学金"

    # The secretary opens a purse, the clerk writes down what was given.
    secretary.go("/aid/funds/add/")
    secretary.page.fill("[name=name]", purse)
    secretary.page.select_option("[name=source]", "donation")
    fund = save(secretary, FUND)
    entry(clerk, fund, "in", "500", giver="演示商会", purpose="助学捐款")
    save(clerk, ENTRY)
    assert "演示商会" in clerk.text

    # Somebody goes on the register of those who are helped.
    clerk.go("/people/?tab=here")
    found = list(dict.fromkeys(re.findall(r"/people/(\d+)/", clerk.page.content())))
    clerk.go(f"/aid/recipients/add/?person={found[2 if clerk.phone else 3]}")
    clerk.page.select_option("[name=kind]", "hardship")
    clerk.page.fill("[name=since]", clerk.page.evaluate("new Date().toLocaleDateString('sv')"))
    recipient = save(clerk, RECIPIENT)

    # Money goes out with its receipt.
    entry(clerk, fund, "out", "300", recipient=recipient, purpose="秋季学费", receipt="LK-9001")
    save(clerk, ENTRY)
    assert "LK-9001" in clerk.text

    # The second time within a year it is asked about; what is not there is not spent, and it says how much is.
    clerk.expected.add(422)
    entry(clerk, fund, "out", "250", recipient=recipient, purpose="冬季棉衣", receipt="LK-9002")
    refused(clerk, "一年内已经帮过")
    assert "秋季学费，300.00 元" in clerk.text
    clerk.page.get_by_label("已经看过，确实要再帮一次").check()
    refused(clerk, f"“{purse}”只有 200.00 元，不够支出 250")
    clerk.page.fill("[name=amount]", "200")
    save(clerk, ENTRY)
    clerk.go(f"/aid/funds/{fund}/")
    assert "0.00" in clerk.text

    # What was wrong is put right by an opposite entry, and the purse has it back.
    secretary.go(f"/aid/funds/{fund}/")
    wrong = max(map(int, re.findall(r'href="/aid/(\d+)/"', secretary.page.content())))
    secretary.go(f"/aid/{wrong}/reverse/")
    secretary.page.fill("[name=note]", "棉衣由别人送了")
    secretary.press("冲正")
    secretary.go(f"/aid/funds/{fund}/")
    assert "200.00" in secretary.text
