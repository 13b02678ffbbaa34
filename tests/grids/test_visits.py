"""Visits: two taps where the person is known, what they change on the register, planned ones and who waits for them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from grids.actions import person as people_actions
from grids.actions import visit as actions
from grids.choices import VisitKind, VisitOutcome, VisitState
from grids.models import Person, Visit
from grids.pages import Visits
from portal import news
from portal.clock import now, today
from portal.errors import Refused
from portal.models import Entry
from tests.factories import people
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def seen(person, days, outcome=VisitOutcome.MET, **fields):
    made = Visit(person=person, outcome=outcome, visited_at=now() - days * DAY, **fields)
    return actions.make(made, by=None)


class TestWhatFollows:
    """A visit settles when the person is due next."""

    def test_who_was_met_is_due_an_interval_later(self, house):
        person = people.resident(house.near, care=["alone"])
        due = person.visit_due_on
        made = seen(person, 0)
        person = fresh(person)
        assert (person.visited_on, person.visit_due_on, person.visit_missed) == (today(), today() + 14 * DAY, 0)
        assert (made.due_on, made.grid, made.state) == (due, house.near, VisitState.DONE)

    def test_who_was_not_met_stays_due_and_is_counted(self, house):
        person = people.resident(house.near, care=["alone"])
        due = person.visit_due_on
        seen(person, 3)
        seen(person, 2, VisitOutcome.ABSENT)
        last = seen(person, 1, VisitOutcome.ABSENT)
        person = fresh(person)
        assert (person.visited_on, person.visit_missed) == (today() - 3 * DAY, 2)
        assert (person.visit_due_on, last.due_on) == (today() + 11 * DAY, None)
        assert due == today() + 14 * DAY
        assert Visits.notice(last) == "已经连续 2 次家中无人，请换个时间，或先打电话。"

    def test_an_agreed_day_overrules_the_interval(self, house):
        person = people.resident(house.near, care=["alone"])
        made = seen(person, 0, next_on=today() + 2 * DAY)
        assert fresh(person).visit_due_on == today() + 2 * DAY
        people_actions.tag(fresh(person), by=None, care="aged")
        assert fresh(person).visit_due_on == today() + 2 * DAY
        made = fresh(made)
        made.next_on = None
        actions.revise(made, by=None)
        assert fresh(person).visit_due_on == today() + 14 * DAY

    def test_a_late_entry_of_an_earlier_visit_changes_no_day(self, house):
        person = people.resident(house.near, care=["alone"])
        seen(person, 1)
        due = fresh(person).visit_due_on
        assert seen(person, 9).due_on is None
        assert fresh(person).visit_due_on == due

    def test_a_corrected_outcome_is_reckoned_anew(self, house):
        person = people.resident(house.near, care=["alone"])
        made = fresh(seen(person, 0))
        made.outcome = VisitOutcome.ABSENT
        actions.revise(made, by=None)
        person = fresh(person)
        assert (person.visited_on, person.visit_missed, fresh(made).due_on) == (None, 1, None)

    def test_no_line_and_no_version_of_the_person(self, house):
        person = people.resident(house.near, care=["alone"])
        seen(person, 0)
        assert fresh(person).version == person.version
        assert list(Entry.objects.own(person).values_list("verb", flat=True)) == ["add"]

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({"visited_at": timezone.now() + 2 * DAY}, "晚于现在"),
            ({"outcome": VisitOutcome.ABSENT, "next_on": date(2099, 1, 1)}, "没见到人"),
            ({"next_on": date(2020, 1, 1)}, "要晚于这一次"),
        ],
    )
    def test_what_cannot_be_is_refused_whole(self, house, fields, why):
        person = people.resident(house.near)
        with pytest.raises(Refused, match=why):
            actions.make(Visit(**{"person": person, "outcome": VisitOutcome.MET, **fields}), by=None)
        assert not Visit.objects.exists()

    def test_who_has_left_is_not_visited(self, house):
        person = people.resident(house.near)
        people_actions.leave(person, by=None)
        with pytest.raises(Refused, match="不在册"):
            seen(person, 0)


class TestForm:
    """From the page of a person to a visit on the register."""

    def test_the_person_is_taken_over_within_reach_only(self, house, enter):
        near, aside = people.resident(house.near, name="王小明"), people.resident(house.aside)
        client = enter(house.user(Role.MEMBER))
        page = client.get(f"/people/{near.pk}/")
        assert f'href="/visits/add/?person={near.pk}"' in page.content.decode()
        form = client.get(f"/visits/add/?person={near.pk}").context["form"]
        assert form.initial["person"] == near.pk
        assert form.fields["person"].told["name"] == "王小明"
        for key in (aside.pk, 10**17, "x", "1,2", "٣"):
            form = client.get("/visits/add/", {"person": key}).context["form"]
            assert "person" not in form.initial
            assert not hasattr(form.fields["person"], "told")

    def test_two_taps(self, house, enter):
        member, person = house.user(Role.MEMBER), people.resident(house.near, care=["alone"])
        client = enter(member)
        form = client.get(f"/visits/add/?person={person.pk}").context["form"]
        sent = {"person": person.pk, "outcome": "met", "kind": "home", "once": str(form.initial["once"])}
        for _ in range(2):
            assert client.post("/visits/add/", sent).status_code == 302
        made = Visit.objects.get()
        assert (made.visitor, made.created_by, timezone.localdate(made.visited_at)) == (member, member, today())

    def test_the_floating_are_checked(self, house, enter):
        person = people.resident(house.near, residence="floating")
        client = enter(house.user(Role.MEMBER))
        assert client.get(f"/visits/add/?person={person.pk}").context["form"].initial["kind"] == VisitKind.CHECK
        tagged = people.resident(house.near, residence="floating", care=["aged"])
        assert "kind" not in client.get(f"/visits/add/?person={tagged.pk}").context["form"].initial

    def test_wrong_days_are_told_at_their_fields(self, house, enter):
        person, client = people.resident(house.near), enter(house.user(Role.MEMBER))
        sent = {"person": person.pk, "outcome": "absent", "kind": "home", "next_on": "2099-01-01"}
        sent["visited_at"] = f"{timezone.localtime() + DAY:%Y-%m-%dT%H:%M}"
        errors = client.post("/visits/add/", sent).context["form"].errors
        assert set(errors) == {"next_on", "visited_at"}

    def test_a_visitor_mends_the_own_words_for_two_days(self, house, enter, time_machine):
        member, head = house.user(Role.MEMBER), house.user(Role.HEAD)
        person = people.resident(house.near)
        made = actions.make(Visit(person=person, outcome=VisitOutcome.MET), by=member)
        url = f"/visits/{made.pk}/edit/"
        form = enter(member).get(url).context["form"]
        sent = {"outcome": "family", "kind": "home", "version": made.version, "base": form.initial["base"]}
        assert enter(member).post(url, sent).status_code == 422
        sent["visited_at"] = f"{timezone.localtime(made.visited_at):%Y-%m-%dT%H:%M}"
        assert enter(member).post(url, sent).status_code == 302
        assert (fresh(made).outcome, fresh(made).person) == ("family", person)
        time_machine.move_to(now() + 3 * DAY)
        assert enter(member).get(url).status_code == 409
        assert enter(head).get(url).status_code == 409
        assert enter(house.user(Role.CLERK)).get(url).status_code == 200

    def test_who_moved_away_is_offered_to_be_taken_off(self, house, enter):
        person = people.resident(house.near)
        made = seen(person, 0, VisitOutcome.GONE)
        page = enter(house.user(Role.MEMBER)).get(f"/visits/{made.pk}/").content.decode()
        assert f"/people/{person.pk}/leave/" in page


class TestPlanned:
    """Visits given to somebody to make."""

    def test_it_waits_for_its_visitor_and_is_news(self, house):
        head, member = house.user(Role.HEAD), house.user(Role.MEMBER)
        person = people.resident(house.near, name="王小明")
        actions.assign_visit(person, by=head, visitor=member, planned_on=today())
        planned = Visit.objects.get()
        assert list(Visits.waiting(member)) == [planned]
        assert not Visits.waiting(head)
        assert [(entry.verb, entry.root_id) for entry in news.lines(member)] == [("assign_visit", person.pk)]
        actions.record(planned, by=member, outcome=VisitOutcome.MET)
        assert [(entry.verb, entry.model) for entry in news.lines(head)] == [("record", "grids.visit")]

    def test_the_home_page_and_the_due_page_show_it(self, house, enter):
        member, person = house.user(Role.MEMBER), people.resident(house.near)
        actions.assign_visit(person, by=house.user(Role.HEAD), visitor=member, planned_on=today())
        planned = Visit.objects.get()
        home = enter(member).get("/").content.decode()
        assert f"/visits/{planned.pk}/" in home
        due = enter(member).get("/visits/due/").content.decode()
        assert f"/visits/{planned.pk}/record/" in due

    def test_it_is_made_by_its_visitor(self, house, enter):
        member = house.user(Role.MEMBER)
        person = people.resident(house.near, care=["alone"])
        actions.assign_visit(person, by=house.user(Role.HEAD), visitor=member, planned_on=today())
        planned = Visit.objects.get()
        client = enter(member)
        assert client.get(f"/visits/{planned.pk}/edit/").status_code in (404, 409)
        sent = {"version": planned.version, "outcome": "met", "kind": "home"}
        assert client.post(f"/visits/{planned.pk}/record/", sent).status_code == 302
        assert (fresh(planned).state, fresh(person).visited_on) == (VisitState.DONE, today())
        assert fresh(planned).due_on == person.visit_due_on

    def test_many_are_planned_at_once(self, house, enter):
        head, member = house.user(Role.HEAD), house.user(Role.MEMBER)
        rows = [people.resident(house.near) for _ in range(3)]
        client = enter(head)
        page = client.post("/people/bulk/assign_visit/", {"pk": [one.pk for one in rows], "query": ""})
        (seen_field,) = [one["value"] for one in page.context["hidden"] if one["name"] == "seen"]
        sent = {"pk": [one.pk for one in rows], "seen": seen_field, "visitor": member.pk, "planned_on": str(today())}
        assert client.post("/people/bulk/assign_visit/", sent).status_code == 302
        assert Visit.objects.filter(visitor=member, state=VisitState.PLANNED).count() == 3

    def test_whose_post_does_not_reach_there_cannot_be_sent(self, house):
        stranger = UserFactory(grid=house.aside, role=Role.MEMBER)
        with pytest.raises(Refused, match="走访不了这一户"):
            actions.assign_visit(
                people.resident(house.near), by=house.user(Role.SECRETARY), visitor=stranger, planned_on=today()
            )
        assert not Visit.objects.exists()


def test_the_due_page_counts_by_grid_and_lists_the_first_due_first(house, enter):
    late = people.resident(house.near, care=["alone"], name="甲演")
    Person._base_manager.filter(pk=late.pk).update(visit_due_on=today() - 2 * DAY)
    soon = people.resident(house.near, care=["alone"], name="乙演")
    Person._base_manager.filter(pk=soon.pk).update(visit_due_on=today())
    people.resident(house.near, care=["alone"])
    aside = people.resident(house.aside, care=["alone"])
    Person._base_manager.filter(pk=aside.pk).update(visit_due_on=today() - DAY)
    secretary = enter(house.user(Role.SECRETARY)).get("/visits/due/").context
    assert [(row["node"], row["late"], row["soon"]) for row in secretary["grids"]] == [
        (house.near, 1, 1), (house.aside, 1, 0),
    ]  # fmt: skip
    assert [one["words"] for one in secretary["people"]] == ["过期 2 天", "过期 1 天", "今天到期"]
    floating = people.resident(house.near, residence="floating")
    people.resident(house.near, residence="floating")
    seen(floating, 0)
    row = enter(house.user(Role.SECRETARY)).get("/visits/due/").context["grids"][0]
    assert (row["checked"], row["unchecked"]) == (1, 1)
    assert enter(house.user(Role.SECRETARY)).get(row["unchecked_url"]).context["table"]["count"] == 1
    one = enter(house.user(Role.SECRETARY)).get(f"/visits/due/?grid={house.near.pk}").context
    assert [line["name"] for line in one["people"]] == ["甲演", "乙演"]
    member = enter(house.user(Role.MEMBER)).get("/visits/due/").context
    assert [row["node"] for row in member["grids"]] == [house.near]
    assert enter(house.user(Role.PARTY)).get("/visits/due/").status_code == 403


def test_the_due_page_costs_the_same_for_many(house, enter, django_assert_max_num_queries):
    client = enter(house.user(Role.SECRETARY))
    for _ in range(4):
        people.resident(house.near, care=["alone"])
    Person._base_manager.update(visit_due_on=today())
    client.get("/visits/due/")
    with django_assert_max_num_queries(16):
        client.get("/visits/due/")


def test_the_bar_of_a_phone_has_one_seal(house, enter):
    bar = enter(house.user(Role.MEMBER)).get("/visits/due/").context["phone_nav"]
    assert [item["label"] for item in bar] == ["首页", "事项", "上报", "走访", "我的"]
    assert [item["label"] for item in bar if item["seal"]] == ["上报"]
    assert [item["label"] for item in bar if item["on"]] == ["走访"]


def test_of_two_registers_under_one_address_the_nearer_is_lit(house, enter):
    groups = enter(house.user(Role.SECRETARY)).get("/visits/walks/").context["nav"]
    assert [item["label"] for group in groups for item in group["items"] if item["on"]] == ["走访表"]


class TestAtOneDoor:
    def test_a_family_is_written_down_in_one_go(self, house, enter):
        home = people.household(house.near)
        one, two, three = [people.resident(house.near, household=home, residence="floating") for _ in range(3)]
        member = house.user(Role.MEMBER)
        form = enter(member).get("/visits/add/", {"person": one.pk}).context["form"]
        assert form.initial["also"] == [two.pk, three.pk]
        assert list(form.fields).index("also") == list(form.fields).index("kind") + 1
        sent = {"person": one.pk, "outcome": "met", "kind": "check", "also": [two.pk]}
        assert enter(member).post("/visits/add/", sent).status_code == 302
        assert set(Visit.objects.values_list("person", "kind", "outcome")) == {
            (one.pk, "check", "met"),
            (two.pk, "check", "met"),
        }
        assert Person.objects.get(pk=two.pk).visited_on == today()
        assert Person.objects.get(pk=three.pk).visited_on is None

    def test_nobody_of_another_door_slips_in(self, house, enter):
        one, other = people.resident(house.near), people.resident(house.near)
        people.resident(house.near, household=one.household)
        sent = {"person": one.pk, "outcome": "met", "kind": "home", "also": [other.pk]}
        assert enter(house.user(Role.MEMBER)).post("/visits/add/", sent).status_code == 422
        assert not Visit.objects.exists()
