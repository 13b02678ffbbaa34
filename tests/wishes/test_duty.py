"""The roster of the help station: entered week by week, taken off, and what it does to what is open."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import Role
from party.actions import member as members
from portal.errors import Refused
from portal.models import Entry
from tests.factories import party, station
from tests.factories.wishes import fresh
from wishes.actions import duty as actions
from wishes.choices import DutyState
from wishes.models import Duty
from wishes.queries.duty import near

NOW = "2026-11-20T10:00:00+08:00"
TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 21)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


def offered(errand):
    return set(fresh(errand).offered.order_by("pk"))


class TestEnter:
    def test_one_day_or_that_day_of_each_week(self, house):
        member = party.member(house.near)
        first = station.duty(house.near, member=member, note="上午")
        assert (first.on, first.grid, first.state, first.note) == (TODAY, house.near, DutyState.ON, "上午")
        station.duty(house.aside, member=member, on=TOMORROW, until=date(2026, 12, 11))
        days = list(Duty.objects.order_by("on").values_list("on", flat=True))
        assert days == [TODAY, TOMORROW, date(2026, 11, 28), date(2026, 12, 5)]

    def test_days_taken_are_named_and_nothing_is_entered(self, house):
        member = party.member(house.near)
        for on in (date(2026, 11, 28), date(2026, 12, 5)):
            station.duty(house.near, member=member, on=on)
        with pytest.raises(Refused, match="已经排了班：11-28、12-05"):
            actions.enter(Duty(grid=house.aside, member=member, on=TOMORROW), by=None, until=date(2026, 12, 12))
        assert Duty.objects.count() == 2

    @pytest.mark.parametrize(("on", "until", "why"), [
        (TODAY - timedelta(1), None, "不能早于今天"), (TODAY, TODAY - timedelta(1), "不能早于第一天"),
        (TODAY, TODAY + timedelta(367), "最多排一年"),
    ])  # fmt: skip
    def test_days_make_sense(self, house, on, until, why):
        with pytest.raises(Refused, match=why):
            actions.enter(Duty(grid=house.near, member=party.member(house.near), on=on), by=None, until=until)

    def test_who_has_left_is_not_on_duty(self, house):
        member, errand = party.member(house.near), station.asked(house.near)
        station.duty(house.near, member=member)
        members.leave(fresh(member), by=None, note="迁走")
        assert near(errand) == []
        with pytest.raises(Refused, match="已经转出"):
            actions.enter(Duty(grid=house.near, member=member, on=TOMORROW), by=None)

    def test_the_database_keeps_a_second_place_out(self, house):
        duty = station.duty(house.near)
        again = {"member": duty.member, "on": duty.on, "grid": house.aside}
        with pytest.raises(IntegrityError), transaction.atomic():
            Duty(**again).save(by=None)
        actions.cancel(duty, by=None)
        Duty(**again).save(by=None)


class TestNear:
    def test_the_own_grid_first_then_a_neighbour_then_the_community(self, house):
        errand = station.asked(house.near)
        assert near(errand) == []
        far = station.duty(house.aside).member
        station.duty(house.away), station.duty(house.near, on=TOMORROW)
        assert near(errand) == [far]
        third = type(house.near).plant(fresh(house.community), name="A3网格", code="A3", level="grid", order=3)
        beside = station.duty(third).member
        house.near.neighbours.add(third)
        assert near(errand) == [beside]
        here = [station.duty(house.near).member for _ in range(2)]
        assert near(errand) == here

    def test_nobody_is_asked_to_help_themselves(self, house):
        own, other = station.duty(house.near).member, station.duty(house.aside).member
        assert offered(station.asked(house.near, person=own.person)) == {other}


class TestOffersFollow:
    def test_who_is_entered_later_joins_those_it_was_offered_to(self, house):
        clerk = house.user(Role.CLERK)
        errand, later = station.asked(house.near), station.asked(house.near, wanted_on=TOMORROW)
        taken, hand = station.taken(house.aside), party.member(house.aside)
        station.duty(house.near, by=clerk)
        one = offered(errand)
        assert len(one) == 1
        assert offered(later) == set()
        assert offered(taken) == {taken.member}
        told = Entry.objects.own(errand).first()
        assert (told.verb, told.actor, told.reason) == ("offer", clerk, actions.ANEW)
        from wishes.actions import errand as errands

        errands.offer(fresh(errand), by=None, member=hand)
        two = station.duty(house.near).member
        assert offered(errand) == {*one, hand, two}
        station.duty(house.aside)
        assert offered(errand) == {*one, hand, two}

    def test_who_is_taken_off_is_asked_no_more_and_the_next_nearest_is(self, house):
        here, far = station.duty(house.near), station.duty(house.aside)
        errand = station.asked(house.near)
        actions.cancel(here, by=None, note="生病")
        assert (fresh(here).state, offered(errand)) == (DutyState.OFF, {far.member})

    def test_what_is_past_stays(self, house, time_machine):
        duty = station.duty(house.near)
        time_machine.move_to("2026-11-21T10:00:00+08:00")
        with pytest.raises(Refused, match="已经过去"):
            actions.cancel(duty, by=None)


class TestPages:
    def test_a_head_enters_a_roster_for_weeks_and_it_prints_with_whole_names(self, house, enter):
        member, client = party.member(house.near), enter(house.user(Role.HEAD))
        form = client.get("/help/duties/add/").context["form"]
        assert (form.initial["grid"], form.initial["on"]) == (house.near.pk, TODAY)
        sent = {"member": member.pk, "grid": house.near.pk, "on": "2026-11-21", "until": "2026-12-05"}
        assert client.post("/help/duties/add/", sent).status_code == 302
        assert Duty.objects.count() == 3
        answer = client.post("/help/duties/add/", {**sent, "on": "2026-11-28", "note": "上午"})
        assert (answer.status_code, "已经排了班" in answer.content.decode()) == (422, True)
        printed = client.get("/help/duties/?print=1&tab=coming").content.decode()
        assert printed.count(member.person.name) == 3

    def test_a_phone_written_beside_a_duty_is_told_to_nobody(self, house, enter):
        duty, client = station.duty(house.near, note="找人打13911110777"), enter(house.user(Role.CLERK))
        for url in ("/help/duties/", f"/help/duties/{duty.pk}/", f"/help/duties/{duty.pk}/cancel/"):
            assert "13911110777" not in client.get(url).content.decode()

    def test_a_duty_is_taken_off_not_rewritten(self, house, enter):
        duty, client = station.duty(house.near), enter(house.user(Role.HEAD))
        assert client.get(f"/help/duties/{duty.pk}/edit/").status_code == 403
        assert client.post(f"/help/duties/{duty.pk}/cancel/", {"version": duty.version}).status_code == 302

    def test_the_page_of_a_member_lists_duties_and_errands(self, house, enter):
        errand = station.taken(house.near)
        duty = station.duty(house.near, member=errand.member)
        page = enter(house.user(Role.CLERK)).get(f"/members/{errand.member_id}/").content.decode()
        assert (errand.sentence in page, f"{duty.on}" in page) == (True, True)
