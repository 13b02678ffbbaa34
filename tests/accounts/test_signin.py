"""Through the door and out again."""

import pytest

from accounts.models import User
from portal.models import Entry
from tests.accounts.conftest import PASSWORD


def verbs(user=None):
    return list(Entry.objects.filter(model="", actor=user).order_by("pk").values_list("verb", flat=True))


def test_signing_in_leads_home_and_is_written_down(client, people, sign_in):
    answer = sign_in(client, "head1")
    assert answer.status_code == 302
    assert answer.url == "/"
    assert verbs(people.head) == ["sign_in"]
    line = Entry.objects.get(verb="sign_in")
    assert (line.community, line.reason, line.changes, line.object_id) == (people.community, "", {}, None)


def test_a_capital_or_a_blank_from_a_phone_keyboard_does_no_harm(client, people, sign_in):
    assert sign_in(client, " Head1 ").status_code == 302


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/issues/?grid=1", "/issues/?grid=1"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/accounts/login/", "/"),
        ("/accounts/logout/", "/"),
    ],
)
def test_afterwards_back_to_where_one_was_within_this_site(client, people, sign_in, asked, leads):
    assert sign_in(client, "head1", next=asked).url == leads


def test_who_is_signed_in_does_not_see_the_page_again(people, at):
    assert at(people.head).get("/accounts/login/?next=/accounts/login/").url == "/"


def test_unknown_name_wrong_password_and_closed_account_look_the_same(client, people, sign_in):
    User.objects.get(pk=people.other.pk).save(by=None)
    people.other.state = "closed"
    people.other.save(by=None)
    pages = []
    for name, password in (("nobody", PASSWORD), ("head1", "Wrong-pass-1"), ("head2", PASSWORD)):
        answer = sign_in(client, name, password)
        assert answer.status_code == 422
        pages.append(answer.content.decode().replace(name, "…").partition('name="csrfmiddlewaretoken"')[2][80:])
    assert len(set(pages)) == 1
    assert "账号或密码不对" in pages[0]


def test_failures_are_written_down_without_what_was_typed(client, people, sign_in):
    sign_in(client, "head1", "My-Secret-77")
    sign_in(client, "13812345678", "My-Secret-77")
    assert verbs(people.head) == ["sign_in_failed"]
    assert verbs(None) == ["sign_in_failed"]
    for line in Entry.objects.filter(verb="sign_in_failed").values():
        assert "My-Secret-77" not in str(line)
        assert "13812345678" not in str(line)


def test_the_password_is_not_sent_back(client, people, sign_in):
    page = sign_in(client, "head1", "My-Secret-77").content.decode()
    assert "My-Secret-77" not in page
    assert 'value="head1"' in page


def test_signing_out_ends_the_session_by_post_only(client, people, sign_in):
    sign_in(client, "head1")
    assert client.get("/accounts/logout/").status_code == 405
    answer = client.post("/accounts/logout/")
    assert answer.url == "/accounts/login/?why=out"
    assert "已退出" in client.get(answer.url).content.decode()
    assert client.get("/accounts/me/").status_code == 302
    assert verbs(people.head) == ["sign_in", "sign_out"]
    assert client.post("/accounts/logout/").status_code == 302


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
@pytest.mark.parametrize("path", ["login", "logout", "password", "me", "me/sign-out", "log", "handover"])
def test_another_method_is_refused(people, at, path, method):
    assert getattr(at(people.admin), method)(f"/accounts/{path}/").status_code == 405


def test_an_unknown_reason_says_nothing(client, db):
    assert client.get("/accounts/login/?why=<b>x").status_code == 200


def test_an_old_hash_is_renewed_at_sign_in(client, people, sign_in, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    before = User.objects.get(pk=people.head.pk)
    assert sign_in(client, "head1").status_code == 302
    after = User.objects.get(pk=people.head.pk)
    assert (before.password[:3], after.password[:6]) == ("md5", "pbkdf2")
    assert after.version == before.version + 1
    line = Entry.objects.get(verb="rehash")
    assert line.changes == {"password": ["（不记录）", "（不记录）"]}
    assert client.get("/accounts/me/").status_code == 200


def test_a_renewal_that_comes_second_is_dropped(people):
    one, two = (User.objects.get(pk=people.head.pk) for _ in range(2))
    for copy in (one, two):
        copy.set_password(PASSWORD)
        copy.save(update_fields=["password"])
    assert User.objects.get(pk=people.head.pk).password == one.password
