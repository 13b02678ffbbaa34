"""Who comes in, who does not, and what they are told."""

import pytest

ROLES = ["secretary", "clerk", "head1", "member1", "mediator", "leader1", "party1", "observer", "admin"]


@pytest.fixture(scope="module")
def looked():
    """(width, path) of the pages looked at already; another role sees the same page with other rows."""
    return set()


@pytest.mark.parametrize("user", ROLES)
def test_everybody_finds_a_home_and_nothing_grave_behind_its_links(visit, user, size, looked):
    visitor = visit(user)
    visitor.go("/")
    assert visitor.text.strip()
    links = {link.get_attribute("href") for link in visitor.page.locator("nav a[href^='/']").all()}
    for path in sorted(links - {"/"}):
        visitor.go(path, look=(size["width"], path) not in looked)
        looked.add((size["width"], path))
    assert not visitor.problems, visitor.problems


def test_a_wrong_password_is_told_and_the_fifth_locks(visit, size):
    stranger = visit("")
    stranger.expected |= {401, 403, 422, 429}
    stranger.go("/accounts/login/")
    user = "member17" if size["width"] < 600 else "member18"
    for _ in range(2):
        stranger.sign_in(user, "wrong-Password-1")
        stranger.look()
    assert "账号或密码" in stranger.page.locator("body").inner_text()
    assert stranger.page.input_value("[name=username]") == user
    for _ in range(3):
        stranger.sign_in(user, "wrong-Password-1")
    assert "锁定" in stranger.page.locator("body").inner_text()
    stranger.look()
    stranger.sign_in(user)
    assert stranger.page.locator("nav").filter(visible=True).count() == 0
    assert "锁定" in stranger.page.locator("body").inner_text()


def test_a_post_that_may_not_is_told_so_in_chinese(visit):
    member = visit("member1")
    member.go("/accounts/users/", status=403)
    assert "岗位" in member.page.locator("body").inner_text()
    member.go("/reports/monthly/export/", status=403)
    admin = visit("admin")
    admin.go("/issues/", status=403)
    assert "403" in admin.page.locator("body").inner_text()


def test_an_address_that_is_not_there_says_what_to_do(visit):
    clerk = visit("clerk")
    clerk.go("/issues/99999999/", status=404)
    assert "首页" in clerk.page.locator("body").inner_text()


def test_without_signing_in_nothing_is_seen(visit):
    stranger = visit("")
    stranger.go("/issues/")
    assert "/accounts/login/" in stranger.page.url
    assert "SX20" not in stranger.page.content()
