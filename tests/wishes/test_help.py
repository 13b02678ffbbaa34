"""An errand from the first word of it until thanks were said, with every side path, and who sees what of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import Role
from grids.actions import person as persons
from party.actions import member as members
from party.choices import RuleKey
from party.models import Point
from party.queries.points import STANDING
from portal.errors import Refused
from tests.factories import party, people, station
from tests.factories.wishes import fresh
from wishes.actions import errand as actions
from wishes.choices import ErrandState as S
from wishes.choices import Heard
from wishes.models import Errand

NOW = "2026-11-20T10:00:00+08:00"
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
WHY = {"note": "说明"}


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


def points(member):
    return [one.points for one in Point.objects.filter(member=member, rule=RuleKey.SERVICE).order_by("pk")]


def standing(member):
    return sum(one.points for one in Point.objects.filter(STANDING, member=member, rule=RuleKey.SERVICE).order_by("pk"))


class TestWhole:
    def test_from_the_first_word_to_the_thanks(self, house, clerk, own):
        errand = station.asked(house.near, by=clerk)
        assert (errand.state, errand.grid, errand.asked_on, errand.member) == (S.OFFERED, house.near, TODAY, None)
        assert errand.place == errand.person.household.door
        assert list(errand.offered.order_by("pk")) == [own]
        actions.accept(errand, by=own.person.user)
        errand = fresh(errand)
        assert (errand.state, errand.member, errand.accepted_on) == (S.ACCEPTED, own, TODAY)
        actions.finish(errand, by=own.person.user, how="药取回来了", hours=Decimal("1.5"))
        errand = fresh(errand)
        assert (errand.state, errand.done_on, errand.hours, points(own)) == (S.DONE, TODAY, Decimal("1.5"), [])
        actions.thank(errand, by=clerk, answer=Heard.HAPPY, hours=Decimal(1), thanks="跑得快")
        errand = fresh(errand)
        assert (errand.state, errand.thanked_on, errand.thanks, errand.hours) == (S.THANKED, TODAY, "跑得快", 1)
        point = Point.objects.get(member=own, rule=RuleKey.SERVICE)
        assert (point.points, point.source_code, point.basis) == (1, errand.code, f"微帮 {errand.code} 已办，1 小时")

    def test_what_was_not_done_goes_back_without_points(self, house, clerk):
        errand = station.done(house.near)
        member = errand.member
        actions.thank(errand, by=clerk, answer=Heard.UNDONE, thanks="没人来")
        errand = fresh(errand)
        assert (errand.state, errand.member, errand.done_on, errand.hours) == (S.ACCEPTED, member, None, None)
        assert points(member) == []

    def test_found_out_later_the_points_go_back_and_can_be_given_again(self, house, clerk):
        errand = station.thanked(house.near, hours=Decimal(2))
        member = errand.member
        assert standing(member) == 2
        with pytest.raises(Refused, match="理由"):
            actions.reopen(errand, by=clerk, note=" ")
        actions.reopen(fresh(errand), by=clerk, note="药没有送到")
        assert (fresh(errand).state, fresh(errand).thanked_on, standing(member)) == (S.ACCEPTED, None, 0)
        actions.finish(fresh(errand), by=None, how="补送了", hours=Decimal(1))
        actions.thank(fresh(errand), by=clerk, answer=Heard.FAIR, hours=Decimal(1))
        assert (points(member), standing(member)) == ([2, -2, 1], 1)

    def test_nobody_thanks_for_the_own(self, house):
        head = house.user(Role.HEAD)
        errand = station.done(house.near, member=party.member(house.near, user=head))
        with pytest.raises(Refused, match="不能给自己办的事致谢"):
            actions.thank(errand, by=head, answer=Heard.HAPPY, hours=Decimal(1))
        actions.thank(fresh(errand), by=house.user(Role.CLERK), answer=Heard.HAPPY)
        with pytest.raises(Refused, match="不能给自己办的事"):
            actions.reopen(fresh(errand), by=head, note="说明")


class TestAsk:
    @pytest.mark.parametrize(("ahead", "taken"), [(-1, False), (0, True), (1, True), (2, False)])
    def test_it_is_for_today_or_tomorrow(self, house, ahead, taken):
        if taken:
            assert station.asked(house.near, wanted_on=TODAY + ahead * DAY).pk
            return
        with pytest.raises(Refused, match="今天或明天"):
            station.asked(house.near, wanted_on=TODAY + ahead * DAY)

    @pytest.mark.parametrize("ahead", [-1, 2])
    def test_the_database_itself_keeps_to_that(self, house, ahead):
        errand = station.asked(house.near)
        with pytest.raises(IntegrityError), transaction.atomic():
            Errand._base_manager.filter(pk=errand.pk).update(wanted_on=TODAY + ahead * DAY)

    @pytest.mark.parametrize("wrong", [
        {"sentence": ""}, {"state": S.ACCEPTED}, {"state": S.DONE}, {"done_on": TODAY, "hours": 1}, {"hours": 1},
    ])  # fmt: skip
    def test_the_database_keeps_what_is_in_hand_with_who_has_it(self, house, wrong):
        errand = station.asked(house.near)
        with pytest.raises(IntegrityError), transaction.atomic():
            Errand._base_manager.filter(pk=errand.pk).update(**wrong)
        taken = station.taken(house.near)
        with pytest.raises(IntegrityError), transaction.atomic():
            Errand._base_manager.filter(pk=taken.pk).update(state=S.OFFERED)

    def test_where_to_come_is_the_home_or_what_was_said(self, house):
        assert station.asked(house.near, place=" 楼下药店 ").place == "楼下药店"
        with pytest.raises(Refused, match="请写明到哪里帮"):
            station.asked(house.near, person=people.associate(house.near))

    def test_who_is_gone_asks_for_nothing(self, house):
        person = people.resident(house.near)
        persons.leave(person, by=None)
        with pytest.raises(Refused, match="已不在册"):
            station.asked(house.near, person=fresh(person))

    def test_for_another_day_it_is_offered_anew_and_in_hand_it_is_fixed(self, house, own):
        other = station.duty(house.near, on=TODAY + DAY).member
        errand = station.asked(house.near)
        errand.sentence = "想请人取两次药"
        actions.revise(errand, by=None)
        assert list(fresh(errand).offered.order_by("pk")) == [own]
        errand.wanted_on += DAY
        actions.revise(errand, by=None)
        assert list(fresh(errand).offered.order_by("pk")) == [other]
        actions.accept(fresh(errand), by=None, member=other)
        late = fresh(errand)
        late.sentence = "改了"
        with pytest.raises(Refused, match="有人接了以后不能再改"):
            actions.revise(late, by=None)


class TestSideways:
    def test_put_down_the_others_may_take_it_and_who_put_it_down_is_not_asked_again(self, house, clerk, own):
        other = station.duty(house.near).member
        errand = station.asked(house.near)
        actions.accept(errand, by=None, member=own)
        actions.release(fresh(errand), by=own.person.user, note="孩子发烧")
        errand = fresh(errand)
        assert (errand.state, errand.member, errand.accepted_on) == (S.OFFERED, None, None)
        assert list(errand.offered.order_by("pk")) == [other]
        # Nor when the roster of that day changes; for another day they are.
        third, errand = station.duty(house.near).member, fresh(errand)
        assert list(errand.offered.order_by("pk")) == [other, third]
        with pytest.raises(Refused, match="没有派给"):
            actions.accept(errand, by=own.person.user)
        actions.accept(errand, by=clerk, member=other)

    def test_only_one_of_those_it_was_offered_to_takes_it(self, house, clerk):
        errand, member = station.asked(house.near), party.member(house.near)
        with pytest.raises(Refused, match="没有派给"):
            actions.accept(errand, by=clerk, member=member)
        actions.offer(errand, by=clerk, member=member)
        actions.accept(fresh(errand), by=clerk, member=member)
        assert fresh(errand).member == member

    def test_who_comes_second_is_told_kindly_and_who_taps_twice_that_it_is_theirs(self, house, own):
        errand, other = station.asked(house.near), station.duty(house.near).member
        errand = fresh(errand)
        actions.accept(errand, by=None, member=own)
        with pytest.raises(Refused, match="谢谢您！这件刚刚有人先接了"):
            actions.accept(errand, by=None, member=other)
        with pytest.raises(Refused, match="已经由您接了"):
            actions.accept(errand, by=own.person.user)

    def test_neither_who_has_left_nor_whose_errand_it_is_takes_it(self, house, own):
        mine = station.asked(house.near, person=own.person)
        with pytest.raises(Refused, match="本人求助"):
            actions.offer(mine, by=None, member=own)
        errand = station.asked(house.near)
        members.leave(own, by=None, note="迁走")
        with pytest.raises(Refused, match="已经转出"):
            actions.accept(errand, by=None, member=fresh(own))

    def test_called_off_before_or_while_somebody_has_it(self, house, clerk):
        for errand in (station.asked(house.near), station.taken(house.near)):
            with pytest.raises(Refused, match="理由"):
                actions.cancel(errand, by=clerk, note="")
            actions.cancel(fresh(errand), by=clerk, **WHY)
            assert (fresh(errand).state, fresh(errand).member) == (S.CANCELLED, None)
        with pytest.raises(Refused, match="不能再“接单”"):
            actions.accept(fresh(errand), by=None, member=party.member(house.near))
