"""What happens when two people are as quick as each other; on SQLite and PostgreSQL alike."""

import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from accounts.choices import Role
from grids import actions, ticks
from grids.models import Card, Extension, Issue, Order
from portal.clock import now
from portal.errors import Refused, Stale
from portal.models import Counter, Entry
from tests.acid.models import Notice, Stamp, Venue
from tests.factories import acid
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory, department
from tests.factories.house import build

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run every act in a thread with a connection of its own, all starting together; answers results or exceptions."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def run(n, act):
        try:
            start.wait(timeout=10)
            results[n] = act()
        except Exception as error:
            results[n] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return results


@pytest.fixture
def house():
    return build()


def of(results, kind):
    return [one for one in results if isinstance(one, kind)]


def test_of_two_heads_who_accept_at_once_one_wins_and_the_other_reads_who(house):
    heads = [UserFactory(grid=house.near, role=Role.HEAD) for _ in range(2)]
    issue = IssueFactory(grid=house.near, by=None)
    seen = [Issue.objects.get(pk=issue.pk) for _ in heads]
    results = at_once(*(lambda s=s, h=h: actions.accept(s, by=h) for s, h in zip(seen, heads, strict=True)))
    (refused,) = of(results, Exception)
    issue.refresh_from_db()
    assert isinstance(refused, Refused)
    assert issue.handler.name in str(refused)
    assert Entry.objects.own(issue).filter(verb="accept").count() == 1
    assert issue.version == 2


def test_of_two_savers_of_one_version_one_is_stale(house):
    venue = acid.venue(house.near)
    copies = [Venue.objects.get(pk=venue.pk) for _ in range(3)]

    def save(copy, n):
        copy.name = f"室{n}"
        copy.save(by=None)

    results = at_once(*(lambda c=c, n=n: save(c, n) for n, c in enumerate(copies)))
    assert len(of(results, Stale)) == 2
    venue.refresh_from_db()
    assert venue.version == 2
    assert Entry.objects.own(venue).filter(verb="edit").count() == 1


def test_an_edit_and_a_move_of_one_version_do_not_both_win(house):
    head = house.user(Role.HEAD)
    issue = IssueFactory(grid=house.near, by=None)
    seen, edited = Issue.objects.get(pk=issue.pk), Issue.objects.get(pk=issue.pk)
    edited.place = "西口"
    results = at_once(lambda: actions.accept(seen, by=head), lambda: edited.save(by=None))
    assert len(of(results, Stale)) == 1
    assert Issue.objects.get().version == 2


def test_the_same_form_sent_twice_at_once_makes_one_record(house):
    clerk, key = house.user(Role.CLERK), str(uuid.uuid4())
    sent = {"title": "停水", "grid": house.near.pk, "once": key}

    def send():
        client = Client()
        client.force_login(clerk)
        return client.post("/acid/notices/add/", sent)["Location"]

    results = at_once(send, send, send)
    assert results == [f"/acid/notices/{Notice.objects.get().pk}/"] * 3
    assert Entry.objects.filter(model="acid.notice").count() == 1


def test_of_two_clerks_who_accept_the_same_rows_at_once_one_takes_all_and_the_other_none(house):
    issues = [IssueFactory(grid=house.near, by=None) for _ in range(3)]
    url, ready = "/issues/bulk/accept/", []
    for _ in range(2):
        client = Client()
        client.force_login(UserFactory(grid=house.community, role=Role.CLERK))
        page = client.post(url, {"pk": [issue.pk for issue in issues]})
        ready.append(
            (client, {field["name"]: field["value"] for field in page.context["hidden"] if field["name"] != "pk"})
        )
    keys = {"pk": [issue.pk for issue in issues]}
    results = at_once(*(lambda c=c, sent=sent: c.post(url, sent | keys).status_code for c, sent in ready))
    assert sorted(results) == [302, 409]
    assert len(set(Issue.objects.values_list("handler", flat=True))) == 1
    assert Entry.objects.filter(verb="accept").count() == 3


def test_the_same_act_on_many_rows_sent_twice_at_once_is_done_once(house):
    issues, clerk, url = (
        [IssueFactory(grid=house.near, by=None) for _ in range(3)],
        house.user(Role.CLERK),
        "/issues/bulk/urge/",
    )
    client = Client()
    client.force_login(clerk)
    page = client.post(url, {"pk": [issue.pk for issue in issues]})
    sent = {"pk": [issue.pk for issue in issues]}
    sent |= {field["name"]: field["value"] for field in page.context["hidden"] if field["name"] != "pk"}

    def send():
        browser = Client()
        browser.force_login(clerk)
        return browser.post(url, sent).status_code

    assert at_once(send, send) == [302, 302]
    assert Entry.objects.filter(verb="urge").count() == 3


def test_numbers_given_at_once_are_all_different(house):
    results = at_once(*(lambda: [Counter.take("X", 3) for _ in range(5)] for _ in range(4)))
    assert of(results, Exception) == []
    taken = [first + n for firsts in results for first in firsts for n in range(3)]
    assert sorted(taken) == list(range(1, 61))


def test_rows_added_at_once_have_codes_of_their_own(house):
    results = at_once(*(lambda: acid.venue(house.near).code for _ in range(4)))
    assert sorted(code[-4:] for code in results) == ["0001", "0002", "0003", "0004"]


def test_a_ledger_row_is_reversed_once_however_quick_the_second_hand(house):
    stamp = acid.stamp(house.near)
    results = at_once(*(lambda: stamp.reverse(by=None, note="错") for _ in range(2)))
    assert len(of(results, Refused)) == 1
    assert Stamp.objects.filter(reverses=stamp).count() == 1


def test_of_two_who_grant_and_refuse_at_once_one_wins(house):
    head, clerk, secretary = (house.user(role) for role in (Role.HEAD, Role.CLERK, Role.SECRETARY))
    issue = IssueFactory(grid=house.near, by=None)
    for act in (actions.accept, actions.handle):
        act(Issue.objects.get(pk=issue.pk), by=head)
    due = Issue.objects.get(pk=issue.pk).due_at
    actions.extend(Issue.objects.get(pk=issue.pk), by=head, until=due + timedelta(days=2), note="等配件")
    asked = [Extension.objects.get() for _ in range(2)]
    results = at_once(
        lambda: actions.approve(asked[0], by=clerk), lambda: actions.refuse(asked[1], by=secretary, note="不必")
    )
    assert len(of(results, Refused)) == 1
    issue.refresh_from_db()
    granted = Extension.objects.get().state == "approved"
    assert issue.asked_until is None
    assert (issue.due_at > due) is granted


def test_two_rounds_at_once_give_one_card_and_one_step_up(house):
    late = IssueFactory(grid=house.near, by=None)
    untaken = IssueFactory(grid=house.near, by=None)
    actions.accept(Issue.objects.get(pk=late.pk), by=house.user(Role.HEAD))
    past = now() - timedelta(hours=1)
    Issue._base_manager.filter(pk__in=[late.pk, untaken.pk]).update(stage_due_at=past)
    results = at_once(ticks.issue_clocks, ticks.issue_clocks)
    assert of(results, Exception) == []
    assert Card.objects.filter(issue=late).count() == 1
    assert Entry.objects.own(untaken).filter(verb="escalate").count() == 1


def test_of_two_orders_at_once_one_is_sent(house):
    clerks = [UserFactory(grid=house.community, role=Role.CLERK) for _ in range(2)]
    issue, office = IssueFactory(grid=house.near, by=None), department(house.community)
    seen = [Issue.objects.get(pk=issue.pk) for _ in clerks]
    results = at_once(
        *(
            lambda s=s, c=c: actions.dispatch(s, by=c, department=office, request="请修")
            for s, c in zip(seen, clerks, strict=True)
        )
    )
    (refused,) = of(results, Exception)
    assert isinstance(refused, Refused)
    assert Order.objects.filter(issue=issue).count() == 1
