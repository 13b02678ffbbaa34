"""The registers of accounts and posts, as an administrator keeps them."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Post, User
from portal.models import Entry
from tests.accounts.conftest import PASSWORD
from tests.factories.accounts import UserFactory, line_of


def text(answer):
    return answer.content.decode()


@pytest.fixture
def admin(people, at):
    return at(people.admin)


@pytest.fixture
def account(people):
    """What a new account's form sends."""
    return {
        "username": "member2",
        "name": "演小兰（演示）",
        "grid": people.near.pk,
        "initial_password": "Kx7m-tQ4w-Rn9e",
        "once": uuid.uuid4(),
    }


@pytest.fixture
def post(people):
    """What a new post's form sends."""
    user = UserFactory(username="fresh", grid=people.near)
    return {
        "user": user.pk,
        "role": Role.MEMBER,
        "grid": people.near.pk,
        "since": timezone.localdate(),
        "once": uuid.uuid4(),
    }


class TestAccounts:
    def test_a_new_account_begins_with_the_password_on_the_form(self, admin, account, client, sign_in):
        page = text(admin.get("/accounts/users/add/"))
        proposed = re.search(r'name="initial_password" value="([^"]+)"', page)[1]
        account["initial_password"] = proposed
        answer = admin.post("/accounts/users/add/", account)
        made = User.objects.get(username="member2")
        assert answer.url == f"/accounts/users/{made.pk}/"
        assert proposed not in text(admin.get(answer.url))
        assert proposed not in str(Entry.objects.values())
        assert made.must_change_password
        sign_in(client, "member2", proposed)
        assert client.get("/").url == "/accounts/password/"

    def test_a_second_tap_makes_no_second_account(self, admin, account):
        urls = {admin.post("/accounts/users/add/", account).url for _ in range(2)}
        assert len(urls) == 1
        assert User.objects.filter(username="member2").count() == 1

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"username": "head1"}, "这个账号已有人用"),
            ({"username": "张三"}, "账号用小写字母开头"),
            ({"initial_password": "gardenwallxx"}, "至少三种"),
            ({"initial_password": ""}, "请填写初始密码"),
            ({"grid": ""}, "请填写网格"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_kept(self, admin, account, change, says):
        answer = admin.post("/accounts/users/add/", account | change)
        assert answer.status_code == 422
        assert says in text(answer)
        assert 'value="演小兰（演示）"' in text(answer)

    def test_a_changed_account_keeps_its_password(self, admin, people):
        path = f"/accounts/users/{people.head.pk}/edit/"
        assert "initial_password" not in text(admin.get(path))
        form = {"username": "head9", "name": "演大山", "grid": people.near.pk, "version": people.head.version}
        assert admin.post(path, form | {"initial_password": "Kx7m-tQ4w-Rn9e"}).status_code == 302
        assert User.objects.get(username="head9").check_password(PASSWORD)

    def test_a_reset_gives_a_new_initial_password(self, admin, people, client, sign_in):
        path = f"/accounts/users/{people.head.pk}/reset/"
        proposed = re.search(r'name="password" value="([^"]+)"', text(admin.get(path)))[1]
        plain = admin.post(path, {"version": people.head.version, "password": "gardenwallxx"})
        assert plain.status_code == 422
        assert "至少三种" in text(plain)
        assert admin.post(path, {"version": people.head.version, "password": proposed}).status_code == 302
        assert sign_in(client, "head1", PASSWORD).status_code == 422
        sign_in(client, "head1", proposed)
        assert client.get("/").url == "/accounts/password/"
        assert proposed not in str(Entry.objects.values())

    def test_nobody_closes_the_own_account(self, admin, people):
        UserFactory(grid=people.community, role=Role.ADMIN)
        path = f"/accounts/users/{people.admin.pk}/"
        assert "不能停用自己的账号" in text(admin.get(path))
        answer = admin.post(f"{path}deactivate/", {"version": people.admin.version, "note": "离职"})
        assert answer.status_code == 409
        assert User.objects.get(pk=people.admin.pk).is_active

    def test_the_detail_page_shows_posts_open_items_and_sign_ins(self, admin, people, client, sign_in):
        sign_in(client, "head1")
        page = text(admin.get(f"/accounts/users/{people.head.pk}/"))
        assert "名下没有未办的事项" in page
        assert "最近登录" in page
        assert "网格长" in page

    @pytest.mark.parametrize("role", ["secretary", "head", "member"])
    def test_nobody_else_reads_the_registers(self, people, at, role):
        client = at(getattr(people, role))
        for path in ("users", "posts", "log"):
            assert client.get(f"/accounts/{path}/").status_code == 403

    def test_an_administrator_reads_no_business_data(self, admin):
        for path in ("/issues/", "/issues/add/", "/issues/export/", "/issues/board/"):
            assert admin.get(path).status_code == 403


class TestPosts:
    def test_a_post_works_at_once(self, admin, post, people, at):
        fresh = at(User.objects.get(username="fresh"))
        assert fresh.get("/issues/").status_code == 403
        assert admin.post("/accounts/posts/add/", post).status_code == 302
        assert fresh.get("/issues/").status_code == 200
        line = Entry.objects.get(model="accounts.post", actor=people.admin)
        assert line.verb == "add"

    def test_lines_of_a_clerk(self, admin, post, people):
        post |= {
            "role": Role.CLERK,
            "grid": people.community.pk,
            "lines": [line_of(people.near, "civil"), line_of(people.near, "culture")],
        }
        url = admin.post("/accounts/posts/add/", post).url
        made = Post.objects.get(user__username="fresh")
        assert made.lines == [line_of(people.near, "civil"), line_of(people.near, "culture")]
        assert "民政、文化宣传" in text(admin.get(url))
        edit = {"since": made.since, "lines": [line_of(people.near, "civil")], "version": made.version}
        assert admin.post(f"/accounts/posts/{made.pk}/edit/", edit).status_code == 302
        assert Entry.objects.get(verb="edit").changes == {"lines": ["民政、文化宣传", "民政"]}

    @pytest.mark.parametrize(
        ("change", "says"),
        [
            ({"lines": "civil"}, "条线只能限定工作人员"),
            ({"lines": ["gold"], "role": Role.CLERK}, "限定条线没有这一项，请从列表里选"),
            ({"role": Role.SECRETARY}, "书记的岗位设在社区"),
            ({"role": Role.ADMIN}, "系统管理员的岗位设在社区"),
            ({"role": "king"}, "角色没有这一项，请从列表里选"),
            ({"user": ""}, "请填写姓名"),
            ({"user": "99999"}, "不在可选范围内"),
            ({"since": "2026-02-30"}, "日期"),
            ({"since": "2026-05-02", "until": "2026-05-01"}, "任职止不能早于任职起"),
        ],
    )
    def test_what_is_wrong_is_said(self, admin, post, people, change, says):
        if change.get("lines") == "civil":
            change = {"lines": [line_of(people.near, "civil")]}
        answer = admin.post("/accounts/posts/add/", post | change)
        assert answer.status_code == 422
        assert says in text(answer)
        assert not Post.objects.filter(user__username="fresh").exists()

    def test_a_grid_role_is_not_held_over_a_community(self, admin, post, people):
        answer = admin.post("/accounts/posts/add/", post | {"grid": people.community.pk})
        assert "网格员的岗位设在网格" in text(answer)

    def test_a_closed_account_gets_no_post(self, admin, post):
        fresh = User.objects.get(username="fresh")
        fresh.state = "closed"
        fresh.save(by=None)
        assert "已停用" in text(admin.post("/accounts/posts/add/", post))

    def test_the_same_post_is_not_held_twice_on_one_day(self, admin, post):
        today = timezone.localdate()
        assert admin.post("/accounts/posts/add/", post | {"until": today}).status_code == 302
        again = post | {"once": uuid.uuid4()}
        assert "已有同样的岗位" in text(admin.post("/accounts/posts/add/", again))
        later = again | {"since": today + timedelta(days=1)}
        assert admin.post("/accounts/posts/add/", later).status_code == 302

    def test_nobody_gives_themselves_a_post_or_changes_the_own(self, admin, post, people):
        answer = admin.post("/accounts/posts/add/", post | {"user": people.admin.pk})
        assert "不能给自己设岗位" in text(answer)
        own = people.admin.posts.get()
        refused = admin.get(f"/accounts/posts/{own.pk}/edit/")
        assert refused.status_code == 409
        assert "不能改自己的岗位" in text(refused)

    def test_nobody_ends_the_own_post(self, admin, people):
        UserFactory(grid=people.community, role=Role.ADMIN)
        own = people.admin.posts.get()
        answer = admin.post(f"/accounts/posts/{own.pk}/end/", {"version": own.version})
        assert answer.status_code == 409
        assert "不能卸任自己的岗位" in text(answer)

    def test_who_what_and_where_stay(self, admin, people):
        held = people.head.posts.get()
        form = {
            "user": people.member.pk,
            "role": Role.SECRETARY,
            "grid": people.aside.pk,
            "since": held.since,
            "until": held.since,
            "version": held.version,
        }
        assert admin.post(f"/accounts/posts/{held.pk}/edit/", form).status_code == 302
        after = Post.objects.get(pk=held.pk)
        assert (after.user, after.role, after.grid) == (people.head, Role.HEAD, people.near)
        assert after.until == held.since

    def test_ending_a_post_takes_its_rights_at_once(self, admin, people, at):
        head, held = at(people.head), people.head.posts.get()
        assert head.get("/issues/").status_code == 200
        assert admin.post(f"/accounts/posts/{held.pk}/end/", {"version": held.version}).status_code == 302
        assert head.get("/issues/").status_code == 403
        assert admin.get(f"/accounts/posts/{held.pk}/edit/").status_code == 409

    def test_a_stale_change_of_lines_is_compared_and_settled(self, admin, people):
        clerk = UserFactory(grid=people.community, role=Role.CLERK, lines=["civil"])
        held = clerk.posts.get()
        page = text(admin.get(f"/accounts/posts/{held.pk}/edit/"))
        base = re.search(r'name="base" value="([^"]+)"', page)[1]
        mine = {"since": held.since, "lines": [line_of(people.near, "culture")], "version": held.version, "base": base}
        held.until = timezone.localdate() + timedelta(days=9)
        held.save(by=None)
        answer = admin.post(f"/accounts/posts/{held.pk}/edit/", mine)
        assert answer.status_code == 409
        assert "文化宣传" in text(answer)
        settled = {
            "resolve": "1",
            "version": held.version,
            "since": held.since,
            "pick_lines": "mine",
            "mine_lines": str(line_of(people.near, "culture")),
            "pick_until": "theirs",
        }
        assert admin.post(f"/accounts/posts/{held.pk}/edit/", settled).status_code == 302
        after = Post.objects.get(pk=held.pk)
        assert (after.lines, after.until) == ([line_of(people.near, "culture")], held.until)

    def test_the_list_says_how_each_post_stands(self, admin, people):
        today = timezone.localdate()
        for since, until in ((5, None), (-9, -1)):
            Post(
                user=people.member,
                role=Role.PARTY,
                grid=people.near,
                since=today + timedelta(days=since),
                until=until and today + timedelta(days=until),
            ).save(by=None)
        page = text(admin.get("/accounts/posts/"))
        for word in ("任职", "未到任", "已到期"):
            assert word in page
        assert "未到任" not in text(admin.get("/accounts/posts/?tab=held"))
