"""The first community of an empty house."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from grids.models import Grid
from grids.plan import usual
from reports import pictures
from tests.factories.accounts import UserFactory

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


@pytest.mark.parametrize("count", range(1, 11))
def test_the_grids_are_laid_on_the_plan_and_know_their_neighbours(count):
    found(grids=count)
    grids = list(Grid.objects.filter(level="grid").order_by("order"))
    assert [(one.plan_row, one.plan_order, one.plan_width) for one in grids] == usual(count)
    beside = {one.order: set(one.neighbours.values_list("order", flat=True)) for one in grids}
    assert all(beside.values()) or count == 1
    assert all(here in beside[there] for here, others in beside.items() for there in others)


def test_seven_grids_are_laid_as_in_the_mark():
    found()
    community = Grid.objects.get(level="community")
    places, rows = pictures.drawn(list(community.grids))
    assert [one.name[0] for one in places] == list("一二三四五六七")
    assert pictures.has_road(rows)
    four = Grid.objects.get(name="四网格")
    assert sorted(four.neighbours.values_list("order", flat=True)) == [1, 2, 3, 5, 6, 7]


def test_what_was_founded_can_be_drawn_anew(client):
    """Every share fits the page on which staff lay the grids."""
    found()
    community = Grid.objects.get(level="community")
    secretary = UserFactory(grid=community, role="secretary")
    client.force_login(secretary)
    shown = client.get(f"/grids/{community.pk}/plan/").context["form"]
    answer = client.post(f"/grids/{community.pk}/plan/", {field.html_name: field.value() for field in shown})
    assert answer.status_code == 302
