"""The limits in force above their register: what the clocks go by, whose it is, and the way to set another."""

import pytest

from accounts.choices import Role
from accounts.models import Post
from grids.choices import Category, Stage, Urgency
from grids.limits import DEFAULTS, words
from portal.clock import Unit
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory, limit


@pytest.fixture
def secretary(house, enter):
    return enter(house.user(Role.SECRETARY))


def tables(client, **asked):
    """What the page gives its template: one table a community."""
    return client.get("/limits/", asked).context["tables"]


def intro(client, **asked):
    return client.get("/limits/", asked).context["intro"]


def cell(table, stage, urgency):
    return dict(table["lines"])[stage.label][Urgency.values.index(urgency)]


def test_without_own_limits_the_defaults_hold(secretary):
    (table,) = tables(secretary)
    for stage in Stage:
        for urgency in Urgency:
            found = cell(table, stage, urgency)
            assert (found["words"], found["own"]) == (words(*DEFAULTS[stage][urgency]), False)
    assert table["apart"] == []
    assert intro(secretary).count('mute">默认</span>') == len(Stage) * len(Urgency)
    assert "本社区</span>" not in intro(secretary)


def test_an_own_limit_stands_for_the_default_and_leads_to_its_form(house, secretary):
    own = limit(house.community, stage=Stage.HANDLE, urgency=Urgency.ORDINARY, amount=0, unit=Unit.DAY)
    (table,) = tables(secretary)
    assert cell(table, Stage.HANDLE, Urgency.ORDINARY) == {
        "words": "当日", "own": True, "url": f"/limits/{own.pk}/edit/",
    }  # fmt: skip
    assert table["many"] == 1
    assert intro(secretary).count("本社区</span>") == 1
    assert secretary.get(f"/limits/{own.pk}/edit/").status_code == 200


def test_a_default_leads_to_a_form_that_knows_the_step_and_the_urgency(house, secretary):
    (table,) = tables(secretary)
    url = cell(table, Stage.CHECK, Urgency.URGENT)["url"]
    assert url == "/limits/add/?stage=check&urgency=urgent"
    form = secretary.get(url).context["form"]
    assert (form["stage"].value(), form["urgency"].value()) == ("check", "urgent")
    assert form["grid"].value() == house.community.pk


def test_limits_of_single_categories_stand_below_beside_the_common_one(house, secretary):
    limit(house.community, stage=Stage.TOTAL, urgency=Urgency.DIFFICULT, category=Category.DISPUTE, amount=10)
    hazard = limit(house.community, stage=Stage.HANDLE, urgency=Urgency.DIFFICULT, category=Category.HAZARD, amount=4)
    (table,) = tables(secretary)
    assert [one["category"] for one in table["apart"]] == ["安全隐患", "矛盾纠纷"]
    assert table["apart"][0] == {
        "category": "安全隐患", "step": "处置 · 较难", "words": "4 个工作日", "else": "5 个工作日",
        "url": f"/limits/{hazard.pk}/edit/",
    }  # fmt: skip
    assert cell(table, Stage.HANDLE, Urgency.DIFFICULT)["own"] is False


def test_the_table_is_what_the_clocks_go_by(house, secretary):
    limit(house.community, stage=Stage.ACCEPT, urgency=Urgency.ORDINARY, amount=5, unit=Unit.HOUR)
    (table,) = tables(secretary)
    issue = IssueFactory(grid=house.near)
    assert cell(table, Stage.ACCEPT, Urgency.ORDINARY)["words"] == "5 小时"
    assert (issue.stage_due_at - issue.created_at).total_seconds() == 5 * 3600


def test_narrowing_the_register_narrows_no_limit(house, secretary):
    limit(house.community, stage=Stage.TOTAL, urgency=Urgency.ORDINARY, amount=9)
    assert "9 个工作日" in intro(secretary, stage="check")


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
def test_who_sets_no_limits_reads_them(house, enter, role):
    own = limit(house.community, stage=Stage.TOTAL, urgency=Urgency.ORDINARY)
    client = enter(house.user(role))
    (table,) = tables(client)
    assert cell(table, Stage.TOTAL, Urgency.ORDINARY)["url"] == f"/limits/{own.pk}/"
    assert cell(table, Stage.TOTAL, Urgency.URGENT)["url"] == ""
    assert "/limits/add/" not in intro(client)
    assert "/edit/" not in intro(client)


def test_over_several_communities_each_is_named_and_set_apart(house, enter):
    limit(house.community, stage=Stage.TOTAL, urgency=Urgency.ORDINARY, amount=9)
    away, keys = house.away.community, [house.community, house.away.community]
    admin = UserFactory(grid=house.node(Role.OBSERVER), role=Role.ADMIN)
    (alone,) = tables(enter(admin))
    assert alone["node"] == house.community
    Post(user=admin, role=Role.CLERK, grid=away).save(by=None)
    both = tables(enter(admin))
    assert [table["node"] for table in both] == keys
    assert [cell(table, Stage.TOTAL, Urgency.ORDINARY)["own"] for table in both] == [True, False]
    assert [table["may"] for table in both] == [True, False]
    page = intro(enter(admin))
    assert f"{away}现行时限" in page
    assert "open>" not in page
