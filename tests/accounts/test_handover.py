"""A leaver's open items go to somebody who can do them: counted, confirmed, all or none."""

import pytest

from accounts import actions as accounts
from accounts.choices import Role
from accounts.models import User
from accounts.queries import open_by_person, open_lines
from grids import actions
from grids.models import Issue
from portal.errors import Refused
from portal.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory, plant


@pytest.fixture
def held(people):
    """Three issues of the first grid in the hands of its head, one closed besides."""
    made = [IssueFactory(grid=people.near, by=people.member, title=f"秘密 {n}") for n in range(4)]
    for issue in made:
        actions.accept(issue, by=people.head)
    last = Issue.objects.get(pk=made[3].pk)
    actions.void(last, by=people.head, note="重复")
    return made[:3]


@pytest.fixture
def heir(people):
    return UserFactory(username="head3", name="演新平", grid=people.near, role=Role.HEAD)


def path(user):
    return f"/accounts/users/{user.pk}/handover/"


def text(answer):
    return answer.content.decode()


def form(people, to, **more):
    return {"lines": [f"issue:{people.near.pk}"], "to": to.pk, "note": "调离", **more}


@pytest.mark.parametrize("who", ["admin", "secretary"])
def test_numbers_are_shown_and_nothing_else(people, held, at, who):
    client = at(getattr(people, who))
    for address in ("/accounts/handover/", path(people.head)):
        page = text(client.get(address))
        assert "3 件" in page
        assert "秘密" not in page
        assert held[0].code not in page


def test_the_exact_number_is_confirmed_first(people, held, heir, at):
    admin = at(people.admin)
    asked = admin.post(path(people.head), form(people, heir))
    assert asked.status_code == 200
    assert "移交 3 件" in text(asked)
    assert 'name="expected" value="3"' in text(asked)
    assert Issue.objects.filter(handler=heir).count() == 0
    done = admin.post(path(people.head), form(people, heir, expected=3))
    assert done.url == f"/accounts/users/{people.head.pk}/"
    assert "已把 演大山 名下 3 件移交给 演新平" in text(admin.get(done.url))
    assert set(Issue.objects.filter(handler=heir)) == set(held)
    lines = Entry.objects.filter(verb="handover")
    assert {(e.actor, e.reason, e.object_id) for e in lines} == {(people.admin, "调离", issue.pk) for issue in held}
    assert lines[0].changes == {"handler": ["演大山", "演新平"]}


def test_a_number_that_no_longer_holds_refuses_all(people, held, heir, at):
    actions.handle(Issue.objects.get(pk=held[0].pk), by=people.other)
    answer = at(people.admin).post(path(people.head), form(people, heir, expected=3))
    assert answer.status_code == 409
    assert "刚才确认的是 3 件，现在是 2 件" in text(answer)
    assert Issue.objects.filter(handler=heir).count() == 0


def test_a_second_tap_moves_nothing_more(people, held, heir, at):
    admin = at(people.admin)
    admin.post(path(people.head), form(people, heir, expected=3))
    assert admin.post(path(people.head), form(people, heir, expected=3)).status_code == 422
    assert Entry.objects.filter(verb="handover").count() == 3


def test_one_that_cannot_be_saved_stops_all(people, held, heir, monkeypatch):
    save, saved = Issue.save, []

    def failing(self, **options):
        if saved:
            raise Refused("不行")
        saved.append(self)
        save(self, **options)

    monkeypatch.setattr(Issue, "save", failing)
    with pytest.raises(Refused):
        accounts.hand_over(open_lines(people.head, people.admin), count=3, to=heir, by=people.admin, note="调离")
    assert Issue.objects.filter(handler=people.head, state="accepted").count() == 3


def test_the_successor_must_be_able_to_do_the_work(people, held, at):
    for unfit in (people.other, UserFactory(grid=people.near), UserFactory(grid=people.community, role=Role.OBSERVER)):
        for more in ({}, {"expected": 3}):
            answer = at(people.admin).post(path(people.head), form(people, unfit, **more))
            assert answer.status_code == 422
            assert "办不了" in text(answer)
    clerk = UserFactory(grid=people.community, role=Role.CLERK, lines=["party"])
    assert "办不了" in text(at(people.admin).post(path(people.head), form(people, clerk)))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"lines": []}, "请至少勾选一项"),
        ({"lines": ["issue:99"]}, "请重新勾选"),
        ({"to": ""}, "请选接手人"),
        ({"to": "99999"}, "请另选"),
        ({"note": " "}, "请写明移交原因"),
        ({"expected": "x"}, ""),
    ],
)
def test_what_is_wrong_is_said(people, held, heir, at, change, says):
    answer = at(people.admin).post(path(people.head), form(people, heir) | change)
    assert answer.status_code == 422
    assert says in text(answer)


def test_neither_the_leaver_nor_a_closed_account_takes_over(people, held, heir, at):
    heir.state = "closed"
    heir.save(by=None)
    for user in (people.head, heir):
        assert at(people.admin).post(path(people.head), form(people, user)).status_code == 422


def test_nobody_else_may_and_nobody_elsewhere_is_found(people, held, at):
    _, (away, _) = plant("B")
    stranger = UserFactory(grid=away, role=Role.HEAD)
    for who in (people.head, people.member):
        assert at(who).get(path(people.head)).status_code == 403
        assert at(who).post(path(people.head)).status_code == 403
    for method in (at(people.admin).get, at(people.admin).post):
        assert method(path(stranger)).status_code == 404


def test_items_in_another_community_are_left_alone(people, held):
    _, (away, _) = plant("B")
    helper = UserFactory(grid=away, role=Role.HEAD)
    actions.accept(IssueFactory(grid=away), by=helper)
    issue = Issue.objects.get(handler=helper)
    issue.handler = people.head
    issue.save(by=None)
    assert [line.count for line in open_lines(people.head, people.admin)] == [3]


def test_a_closed_account_is_still_listed(people, held, at):
    accounts.deactivate(User.objects.get(pk=people.head.pk), by=people.admin, note="退休")
    assert open_by_person(people.admin) == [(people.head, 3)]
    assert "停用" in text(at(people.admin).get("/accounts/handover/"))


def test_nothing_in_hand_is_said(people, at):
    assert "没有人名下有未办的事项" in text(at(people.admin).get("/accounts/handover/"))
    assert "名下没有未办的事项" in text(at(people.admin).get(path(people.head)))


def test_lines_cost_a_query_a_register_whatever_the_rows(people, held, django_assert_max_num_queries):
    admin = User.objects.get(pk=people.admin.pk)
    list(admin.posts_now)
    with django_assert_max_num_queries(4):
        open_lines(people.head, admin)
