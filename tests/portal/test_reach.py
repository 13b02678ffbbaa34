"""Which rows a person reaches, kind of reach by kind; nothing granted, nothing reached."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Post, User
from accounts.roles import MATRIX
from grids.models import Grid, Issue
from portal.models import RecordQuerySet
from portal.reach import Reach, acts_widely, allowed, may, nodes_q
from tests.acid.models import Activity, Case, Diary, Notice, Venue
from tests.factories import acid
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory


def reached(user, verb, model):
    return set(model.objects.within_reach(user, verb))


@pytest.fixture
def issues(house):
    """One issue in each grid: near, aside, away."""
    return [IssueFactory(grid=grid, by=None) for grid in (house.near, house.aside, house.away)]


def test_a_subtree_is_the_node_and_below(house, issues):
    near, aside, away = issues
    assert reached(house.user(Role.HEAD), "view", Issue) == {near}
    assert reached(house.user(Role.SECRETARY), "view", Issue) == {near, aside}
    assert reached(house.user(Role.OBSERVER), "view", Issue) == {near, aside}
    over_both = UserFactory(grid=Grid.objects.get_root(house.away), role=Role.OBSERVER)
    assert reached(over_both, "view", Issue) == {away}


def test_what_hangs_on_the_community_is_not_in_a_grids_subtree(house):
    activity = acid.activity(house.community, grids=[house.near])
    assert activity not in Activity._base_manager.filter(house.near.rows_q())
    assert reached(house.user(Role.HEAD), "view", Activity) == {activity}


def test_community_reach_is_the_whole_community_from_any_grid(house):
    here, there = acid.venue(house.aside), acid.venue(house.away)
    assert reached(house.user(Role.HEAD), "view", Venue) == {here}
    assert there not in reached(house.user(Role.SECRETARY), "view", Venue)


def test_own_rows_over_a_path(house):
    party = house.user(Role.PARTY)
    mine = acid.diary(house.aside, own=party)
    acid.diary(house.near)
    assert reached(party, "view", Diary) == {mine}


def test_own_rows_in_another_community_are_not_of_this_post(house):
    party = house.user(Role.PARTY)
    acid.diary(house.away, own=party)
    assert reached(party, "view", Diary) == set()


def test_assigned_rows_are_listed_once_however_many_share_them(house):
    mediator, other = house.user(Role.MEDIATOR), UserFactory(grid=house.near, role=Role.MEDIATOR)
    mine = acid.case(house.aside, given=mediator)
    mine.relate(mediators=[mediator, other])
    mine.save(by=None)
    acid.case(house.near, given=other)
    Post(user=mediator, role=Role.STUDIO_HEAD, grid=house.aside).save(by=None)
    assert list(Case.objects.within_reach(mediator, "view")) == [mine]


def test_the_public_reaches_what_the_model_says_and_nothing_else(house):
    hung, draft = acid.notice(house.near, state="public"), acid.notice(house.near)
    for nobody in (None, AnonymousUser()):
        assert reached(nobody, "view", Notice) == {hung}
        assert reached(nobody, "edit", Notice) == reached(nobody, "view", Issue) == set()
    assert draft not in reached(UserFactory(grid=house.near), "view", Notice)


def test_a_model_without_a_public_side_shows_the_public_nothing(house, monkeypatch):
    acid.venue(house.near)
    monkeypatch.setattr("accounts.roles.PUBLIC_MATRIX", {"acid.Venue": {Reach.PUBLIC: "view"}})
    assert reached(None, "view", Venue) == set()


def test_reach_is_asked_for_each_verb(house, issues):
    head = house.user(Role.HEAD)
    assert not may(head, "verify", Issue)
    assert reached(head, "verify", Issue) == set()
    assert reached(head, "accept", Issue) == {issues[0]}


def test_two_posts_never_mix_their_rights(house, issues):
    near, aside, _ = issues
    user = UserFactory(grid=house.near, role=Role.HEAD)
    Post(user=user, role=Role.OBSERVER, grid=house.aside).save(by=None)
    assert reached(user, "view", Issue) == {near, aside}
    assert reached(user, "edit", Issue) == reached(user, "accept", Issue) == {near}


@pytest.mark.parametrize(
    ("since", "until", "state", "holds"),
    [
        (0, None, "held", True),
        (0, 0, "held", True),
        (1, None, "held", False),
        (-9, -1, "held", False),
        (0, None, "ended", False),
    ],
)
def test_a_post_counts_from_its_first_day_to_its_last(house, issues, since, until, state, holds):
    today = timezone.localdate()
    user = UserFactory(grid=house.near)
    days = {"since": today + timedelta(since), "until": None if until is None else today + timedelta(until)}
    Post(user=user, role=Role.HEAD, grid=house.near, state=state, **days).save(by=None)
    assert may(user, "view", Issue) is holds


def test_a_closed_account_reaches_nothing(house, issues):
    user = UserFactory(grid=house.near, role=Role.HEAD, state="closed")
    assert reached(user, "view", Issue) == set()


def test_a_line_of_work_narrows_a_post(house):
    ours, other = (IssueFactory(grid=house.near, line=line) for line in ("sanitation", "safety"))
    clerk = UserFactory(grid=house.community, role=Role.CLERK, lines=["sanitation"])
    assert reached(clerk, "view", Issue) == {ours}
    assert {ours, other} == reached(house.user(Role.CLERK), "view", Issue)


def test_nothing_granted_is_no_rows(house, issues):
    assert list(Issue.objects.within_reach(UserFactory(grid=house.near), "view")) == []
    assert list(Issue.objects.within_reach(house.user(Role.ADMIN), "view")) == []


@pytest.mark.parametrize("kind", [Reach.OWN, Reach.ASSIGNED])
def test_a_model_that_names_no_owner_gives_nobody_own_rows(house, monkeypatch, kind):
    acid.venue(house.near)
    monkeypatch.setitem(MATRIX[Role.PARTY], "acid.Venue", {kind: "view"})
    assert reached(house.user(Role.PARTY), "view", Venue) == set()


def test_an_account_is_its_own(house, monkeypatch):
    party = house.user(Role.PARTY)
    monkeypatch.setitem(MATRIX[Role.PARTY], "accounts.User", {Reach.OWN: "view"})
    house.user(Role.HEAD)
    assert reached(party, "view", User) == {party}


def test_the_nodes_one_may_put_a_row_on(house):
    def nodes(role, verb, model):
        return set(Grid.objects.filter(nodes_q(house.user(role), verb, model)))

    assert nodes(Role.HEAD, "add", Issue) == {house.near}
    assert nodes(Role.SECRETARY, "add", Issue) == {house.community, house.near, house.aside}
    assert nodes(Role.HEAD, "view", Venue) == {house.community, house.near, house.aside}
    assert nodes(Role.HEAD, "add", Venue) == set()


def test_every_record_is_read_through_reach(house):
    assert issubclass(type(Issue.objects.all()), RecordQuerySet)
    assert issubclass(type(User.objects.all()), RecordQuerySet)


def test_what_is_allowed_on_many_rows_is_told_in_one_query(house, issues, django_assert_num_queries):
    near, aside, away = issues
    head = house.user(Role.HEAD)
    mine = IssueFactory(grid=house.aside, by=head)
    keys, verbs = [row.pk for row in (*issues, mine)], ["accept", "verify", "resubmit", "edit", "view"]
    assert head.posts_now
    with django_assert_num_queries(1):
        told = allowed(head, verbs, Issue, keys)
    assert told[near.pk] == {"accept", "resubmit", "edit", "view"}
    assert told[aside.pk] == told[away.pk] == told[mine.pk] == set()
    for verb in verbs:
        assert {pk for pk, found in told.items() if verb in found} == {row.pk for row in reached(head, verb, Issue)}


def test_rows_of_ones_own_and_in_ones_hands_are_told_apart_in_the_same_query(house):
    member = house.user(Role.MEMBER)
    mine, given = IssueFactory(grid=house.aside, by=member), IssueFactory(grid=house.aside, by=None)
    given.handler = member
    given.save(by=None)
    told = allowed(member, ["resubmit", "handle", "progress"], Issue, [mine.pk, given.pk])
    assert told == {mine.pk: {"resubmit"}, given.pk: {"handle", "progress"}}
    mediator = house.user(Role.MEDIATOR)
    ours, other = acid.case(house.near, given=mediator), acid.case(house.near)
    assert allowed(mediator, ["settle", "assign"], Case, [ours.pk, other.pk]) == {ours.pk: {"settle"}, other.pk: set()}


def test_nothing_granted_asks_nothing(house, issues, django_assert_num_queries):
    mediator = house.user(Role.MEDIATOR)
    assert mediator.posts_now
    with django_assert_num_queries(0):
        assert allowed(mediator, ["accept"], Issue, [issues[0].pk]) == {}
        assert allowed(house.people[Role.MEDIATOR], ["accept"], Issue, []) == {}


def test_who_acts_widely_stands_above_the_grids(house):
    verbs = ["edit", "accept"]
    assert acts_widely(house.user(Role.CLERK), verbs, Issue)
    for role in (Role.HEAD, Role.MEMBER, Role.OBSERVER, Role.MEDIATOR):
        assert not acts_widely(house.user(role), verbs, Issue), role
