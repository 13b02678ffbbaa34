"""The grid tree and the issue keep themselves whole, in the database."""

import pytest
from django.db import IntegrityError, transaction

from grids.choices import IssueState, NodeLevel
from grids.models import Grid, Issue, StatedFigure
from tests.acid.models import Stamp
from tests.factories import acid
from tests.factories.grids import IssueFactory


def test_a_grid_belongs_to_the_community_above_it_and_a_community_to_itself(house):
    assert house.near.community == house.community
    assert house.community.community == house.community
    assert Grid.objects.get_parent(house.community).community is None
    assert str(house.near) == "A1网格"


def test_a_grid_without_a_community_is_refused(house):
    with pytest.raises(IntegrityError), transaction.atomic():
        Grid.objects.add_root({"name": "野网格", "code": "X", "level": NodeLevel.GRID})


def test_nodes_of_a_subtree_leave_the_street_out(house):
    street = Grid.objects.get_parent(house.community)
    assert set(Grid.objects.filter(street.nodes_q())) == {house.community, house.near, house.aside}
    assert set(Grid.objects.filter(house.near.nodes_q())) == {house.near}


def test_rows_of_a_node(house):
    issue, stamp = IssueFactory(grid=house.near), acid.stamp(house.near)
    assert stamp.member.grid == house.near
    street = Grid.objects.get_parent(house.community)
    for node, here in (
        (street, True),
        (house.community, True),
        (house.near, True),
        (house.aside, False),
        (house.away, False),
    ):
        assert Issue.objects.filter(node.rows_q()).filter(pk=issue.pk).exists() is here
        assert Stamp.objects.filter(node.rows_q("member__")).exists() is here


def test_a_street_learns_of_a_new_community_at_once_and_asks_little(house, django_assert_num_queries):
    street = Grid.objects.get_parent(house.community)
    assert street.communities() == [house.community.pk]
    with django_assert_num_queries(0):
        assert street.communities() == [house.community.pk]
    other = Grid.plant(street, name="另一社区", code="A-other", level=NodeLevel.COMMUNITY)
    near = Grid.plant(Grid.objects.get(pk=other.pk), name="新网格", code="A-new", level=NodeLevel.GRID)
    issue = IssueFactory(grid=near)
    street.refresh_from_db()
    assert street.communities() == [house.community.pk, other.pk]
    assert Issue.objects.filter(street.rows_q()).get() == issue


@pytest.mark.parametrize(
    "fields",
    [
        {"state": IssueState.CLOSED},
        {"state": IssueState.ACCEPTED},
        {"state": IssueState.REPORTED, "closed_at": "2026-11-01T00:00+08:00"},
    ],
)
def test_a_state_that_cannot_be_is_refused(house, fields):
    issue = IssueFactory(grid=house.near)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue._base_manager.filter(pk=issue.pk).update(**fields)


def test_a_stated_figure_is_kept_once_and_reads_as_written(house):
    figure = StatedFigure.objects.create(
        community=house.community, key="households", label="户数", value=924, unit="户", source="源文件"
    )
    assert str(StatedFigure.objects.get(pk=figure.pk)) == "户数 924户"
    with pytest.raises(IntegrityError), transaction.atomic():
        StatedFigure.objects.create(community=house.community, key="households", label="户数", value=996, source="x")
