"""The first community of an empty house."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from grids.models import Grid

pytestmark = pytest.mark.django_db


def found(**names):
    out = io.StringIO()
    call_command("found", street="某街道", community="某社区", stdout=out, **names)
    return out.getvalue()


def test_an_empty_house_gets_its_tree_and_one_administrator_with_an_initial_password():
    told = found(grids=3)
    assert [node.name for node in Grid.objects.order_by("path")] == ["某街道", "某社区", "一网格", "二网格", "三网格"]
    admin = User.objects.get()
    password = told.split("初始密码 ")[1].split("（")[0]
    assert admin.check_password(password)
    assert admin.must_change_password
    assert [post.get_role_display() for post in admin.posts_now] == ["系统管理员"]


def test_a_house_in_use_is_left_alone():
    found()
    with pytest.raises(CommandError, match="没有改动"):
        found(admin="other")
    assert User.objects.count() == 1
