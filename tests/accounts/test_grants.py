"""What posts allow: each on its own, in its time, on its lines of work."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Post, User
from grids.choices import Category
from grids.models import Issue
from portal.reach import may, nodes_q
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory, plant


def fresh(user):
    return User.objects.get(pk=user.pk)


def appoint(user, role, grid, **more):
    Post(user=user, role=role, grid=grid, **more).save(by=None)
    return fresh(user)


def reached(user, verb):
    return set(Issue.objects.within_reach(user, verb))


@pytest.fixture
def issues(people):
    """One issue of civil affairs in each grid, and one of order in the first."""
    return [
        IssueFactory(grid=people.near, category=Category.RESIDENTS),
        IssueFactory(grid=people.aside, category=Category.RESIDENTS),
        IssueFactory(grid=people.near, category=Category.ORDER),
    ]


def test_two_posts_never_mix_their_rights(people, issues):
    here, there, order = issues
    user = appoint(UserFactory(grid=people.near), Role.CLERK, people.near)
    user = appoint(user, Role.OBSERVER, people.aside)
    assert reached(user, "view") == {here, there, order}
    assert reached(user, "edit") == {here, order}
    assert reached(user, "verify") == {here, order}


def test_a_post_at_the_street_reaches_what_hangs_on_it_and_below_and_nothing_beside(people, issues):
    street, (_, (away, _)) = type(people.community).objects.get_parent(people.community), plant("B")
    above, beside = UserFactory(grid=street), UserFactory(grid=away)
    IssueFactory(grid=away)
    admin = appoint(above, Role.ADMIN, street)
    accounts = set(User.objects.within_reach(admin, "view"))
    assert {above, people.admin, people.head} <= accounts
    assert beside not in accounts
    assert above.posts.get() in Post.objects.within_reach(admin, "view")
    assert reached(appoint(UserFactory(grid=street), Role.OBSERVER, street), "view") == set(issues)


def test_the_edit_page_of_what_one_only_views_is_not_found(people, issues, at):
    here, there, _ = issues
    user = appoint(UserFactory(grid=people.near), Role.CLERK, people.near)
    client = at(appoint(user, Role.OBSERVER, people.aside))
    assert client.get(f"/issues/{there.pk}/").status_code == 200
    for method in (client.get, client.post):
        assert method(f"/issues/{there.pk}/edit/").status_code == 404
        assert method(f"/issues/{there.pk}/void/").status_code == 404
    assert client.get(f"/issues/{here.pk}/edit/").status_code == 200


def test_a_limited_clerk_sees_only_the_lines(people, issues):
    here, there, _ = issues
    clerk = UserFactory(grid=people.community, role=Role.CLERK, lines=["civil"])
    assert reached(clerk, "view") == reached(clerk, "edit") == {here, there}


def test_the_limit_of_one_post_does_not_bind_another(people, issues):
    here, there, order = issues
    clerk = UserFactory(grid=people.community, role=Role.CLERK, lines=["civil"])
    clerk = appoint(clerk, Role.CLERK, people.near)
    assert reached(clerk, "edit") == {here, there, order}


def test_a_limit_to_no_known_line_reaches_nothing(people, issues):
    assert reached(UserFactory(grid=people.community, role=Role.CLERK, lines=["gold"]), "view") == set()


@pytest.mark.parametrize(("since", "until"), [(1, None), (1, 9), (-9, -1)])
def test_a_post_to_come_or_run_out_counts_nothing(people, issues, since, until):
    today = timezone.localdate()
    until = until and today + timedelta(days=until)
    user = appoint(
        UserFactory(grid=people.near), Role.HEAD, people.near, since=today + timedelta(days=since), until=until
    )
    assert not may(user, "view", Issue)
    assert reached(user, "view") == set()


def test_the_first_and_the_last_day_count(people, issues):
    today = timezone.localdate()
    user = appoint(UserFactory(grid=people.near), Role.HEAD, people.near, since=today, until=today)
    assert len(reached(user, "view")) == 2


def test_an_ended_post_counts_nothing(people, issues):
    post = people.head.posts.get()
    post.state = "ended"
    post.save(by=None)
    assert reached(fresh(people.head), "view") == set()


def test_a_closed_account_reaches_nothing(people, issues):
    people.head.state = "closed"
    people.head.save(by=None)
    assert reached(fresh(people.head), "view") == set()


@pytest.mark.parametrize("role", [Role.PARTY, Role.MEDIATOR, Role.LEADER, Role.STUDIO_HEAD, Role.ADMIN, "gone"])
def test_a_role_without_a_line_in_the_matrix_reaches_nothing(people, issues, role):
    user = UserFactory(grid=people.community, role=role)
    assert reached(user, "view") == set()
    assert not type(people.near).objects.filter(nodes_q(user, "add", Issue)).exists()


def test_a_verb_nobody_has_reaches_nothing(people, issues):
    assert reached(people.secretary, "burn") == set()
    assert reached(people.secretary, "") == set()


@pytest.mark.parametrize("visitor", [None, AnonymousUser()])
def test_a_visitor_reaches_nothing(issues, db, visitor):
    assert reached(visitor, "view") == set()


def test_nobody_without_posts_reaches_anything(people, issues):
    assert reached(UserFactory(grid=people.community), "view") == set()


def test_posts_are_read_once(people, issues, django_assert_num_queries):
    head = fresh(people.head)
    with django_assert_num_queries(1):
        for verb in ("view", "edit", "accept"):
            may(head, verb, Issue)
        head.title_at(people.near)
        head.grants("view", User)
