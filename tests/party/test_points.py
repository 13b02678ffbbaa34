"""Points: given once for a record, kept to the table, put right by an opposite, and never changed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.choices import Role
from party.actions import award, take_back
from party.actions import member as members
from party.actions import points as actions
from party.choices import EvaluationState, RuleKey
from party.models import Member, Point, Result
from party.queries.points import balance
from portal.errors import Refused
from portal.models import Entry
from tests.factories import grids, party

NOW, YEAR = "2026-11-20T10:00:00+08:00", 2026


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def member(house):
    return party.member(house.near)


@pytest.fixture
def record(house):
    """Something a room above would reward."""
    return grids.place(house.near)


def settled(house, year=YEAR):
    return party.evaluation(house.community, year=year, state=EvaluationState.FROZEN)


def score(member):
    return Member.objects.get(pk=member.pk).score


def entries(member=None, **fields):
    """The ledger without the base."""
    found = Point.objects.exclude(rule=RuleKey.BASE).filter(**fields).order_by("pk")
    return found.filter(member=member) if member else found


class TestAward:
    """What rooms above give for their records."""

    def give(self, member, record, rule=RuleKey.PLEDGE, **more):
        return award(member, rule, by=None, basis="承诺销号", source=record, **more)

    def test_a_record_is_rewarded_once_however_often_it_is_asked(self, house, member, record):
        first = self.give(member, record)
        again = [self.give(member, record), self.give(member, record, points=Decimal(9), on=date(2026, 1, 5))]
        assert again == [first, first]
        assert entries(member).get() == first
        assert (first.points, first.on, first.basis) == (2, date(2026, 11, 20), "承诺销号")
        assert (first.source_model, first.source_id, first.source_code) == ("grids.place", record.pk, record.code)
        assert (first.grid, first.organisation) == (house.near, member.organisation)
        assert score(member) == 62

    def test_another_rule_another_member_and_another_record_are_rewarded_apart(self, house, member, record):
        other = party.member(house.aside)
        made = [
            self.give(member, record),
            self.give(member, record, RuleKey.WISH),
            self.give(other, record),
            self.give(member, grids.place(house.near)),
        ]
        assert len({point.pk for point in made}) == 4
        assert (score(member), score(other)) == (66, 62)

    def test_records_of_one_key_in_two_registers_are_two(self, house, member, record):
        twin = grids.department(house.community)
        twin.pk = record.pk
        for source in (record, twin):
            self.give(member, source)
        assert score(member) == 64

    def test_words_alone_are_rewarded_each_time(self, member):
        for _ in range(2):
            award(member, RuleKey.MEETING, by=None, basis="支部党员大会")
        assert entries(member, source_model="", source_id=None, award_key=None).count() == 2

    def test_what_is_counted_in_hours_says_how_many_and_who_looked_it_over(self, house, member, record):
        clerk, secretary = house.user(Role.CLERK), house.user(Role.SECRETARY)
        point = award(
            member, RuleKey.SERVICE, by=clerk, basis="植树", source=record, points=Decimal("2.5"), reviewed_by=secretary
        )
        assert (point.points, point.created_by, point.reviewed_by) == (Decimal("2.5"), clerk, secretary)
        assert score(member) == Decimal("62.5")

    def test_it_is_worth_what_the_community_says_for_that_year(self, house, member, record):
        for year, worth in ((2025, 7), (2027, 9), (2020, 4)):
            party.rule(house.community, key=RuleKey.PLEDGE, year=year, points=Decimal(worth))
        party.rule(house.away.community, key=RuleKey.PLEDGE, year=2026, points=Decimal(8))
        assert self.give(member, record).points == 7
        before = [self.give(member, grids.place(house.near), on=date(year, 5, 1)) for year in (2024, 2019)]
        assert [point.points for point in before] == [4, 2]

    def test_an_earlier_year_does_not_count_for_this_one(self, member, record):
        self.give(member, record, on=date(2025, 12, 31))
        assert (score(member), balance(member, 2025).score, balance(member, YEAR).score) == (60, 2, 60)

    def test_what_falls_into_a_settled_year_counts_in_the_next_and_what_stands_is_still_answered(
        self, house, member, record
    ):
        first = self.give(member, record)
        settled(house)
        later = self.give(member, grids.place(house.near))
        assert later.on == date(2027, 1, 1)
        assert later.basis.endswith("（2026 年已定案，计入 2027 年）")
        assert self.give(member, record) == first
        assert balance(member, YEAR).score == 62
        assert take_back(record, RuleKey.PLEDGE, by=None, note="重办") == []
        assert balance(member, YEAR).score == 62

    def test_a_settled_year_next_door_settles_nothing_here(self, house, member, record):
        party.evaluation(house.away, year=YEAR, state=EvaluationState.FROZEN)
        settled(house, 2025)
        assert self.give(member, record).points == 2


class TestTakeBack:
    def test_what_was_taken_back_can_be_given_again(self, member, record):
        for turn in range(3):
            point = award(member, RuleKey.PLEDGE, by=None, basis=f"第 {turn} 次", source=record)
            assert (point.basis, score(member)) == (f"第 {turn} 次", 62)
            (back,) = take_back(record, RuleKey.PLEDGE, by=None, note="重新办理")
            assert (back.reverses, back.points, score(member)) == (point, -2, 60)
        assert entries(member).count() == 6

    def test_taking_back_what_nobody_has_is_nothing(self, member, record):
        assert take_back(record, RuleKey.PLEDGE, by=None, note="错") == []
        award(member, RuleKey.PLEDGE, by=None, basis="销号", source=record)
        assert take_back(record, RuleKey.OVERDUE, by=None, note="错") == []
        take_back(record, RuleKey.PLEDGE, by=None, note="错")
        assert take_back(record, RuleKey.PLEDGE, by=None, note="错") == []
        assert entries(member).count() == 2

    def test_it_reaches_everybody_rewarded_for_the_record_and_nothing_else(self, house, member, record):
        other = party.member(house.aside)
        for who in (member, other):
            award(who, RuleKey.PLEDGE, by=None, basis="销号", source=record)
        award(member, RuleKey.WISH, by=None, basis="心愿", source=record)
        award(other, RuleKey.PLEDGE, by=None, basis="销号", source=grids.place(house.near))
        assert len(take_back(record, RuleKey.PLEDGE, by=None, note="错")) == 2
        assert (score(member), score(other)) == (62, 62)


class TestEnter:
    """What is written down by hand keeps to the table of the year."""

    def put(self, member, rule, points, **more):
        return party.point(member.grid, member=member, rule=rule, points=Decimal(points), **more)

    @pytest.mark.parametrize(
        ("rule", "low", "high"),
        [
            (RuleKey.COMMENDED, "3", "5"),
            (RuleKey.SERVICE, "0.5", "24"),
            (RuleKey.MEETING, "1", "1"),
            (RuleKey.ABSENT, "-2", "-2"),
        ],
    )
    def test_it_keeps_to_the_table(self, member, rule, low, high):
        for points in {low, high}:
            self.put(member, rule, points)
        many = entries(member).count()
        for points in (Decimal(low) - Decimal("0.1"), Decimal(high) + Decimal("0.1")):
            with pytest.raises(Refused, match=f"“{rule.label}”一次记 .*请改分值"):
                self.put(member, rule, points)
        assert entries(member).count() == many

    def test_a_veto_takes_no_points_it_makes_the_year_nothing(self, member):
        with pytest.raises(Refused, match="一票否决请填 0 分"):
            self.put(member, RuleKey.VETO, -1)
        assert self.put(member, RuleKey.VETO, 0).pk
        assert score(member) == 0

    @pytest.mark.parametrize("rule", [RuleKey.BASE, RuleKey.PLEDGE, RuleKey.OVERDUE, RuleKey.WISH])
    def test_what_comes_by_itself_is_not_entered_a_second_time(self, member, rule):
        with pytest.raises(Refused, match="不能手工登记"):
            self.put(member, rule, 2)

    def test_nobody_enters_the_own(self, house):
        clerk = house.user(Role.CLERK)
        own = party.member(house.near, user=clerk)
        with pytest.raises(Refused, match="不能给自己记积分"):
            self.put(own, RuleKey.MEETING, 1, by=clerk)

    def test_the_range_is_that_of_the_community_and_year(self, house, member):
        own = {"key": RuleKey.ABSENT, "points": Decimal(-5), "most": Decimal(-1)}
        party.rule(house.community, year=2026, **own)
        for points in (-5, -1):
            self.put(member, RuleKey.ABSENT, points)
        for points, on in ((-6, date(2026, 5, 1)), (0, date(2026, 5, 1)), (-5, date(2025, 5, 1))):
            with pytest.raises(Refused, match="请改分值"):
                self.put(member, RuleKey.ABSENT, points, on=on)

    def test_tomorrow_is_refused_and_today_is_not(self, member):
        with pytest.raises(Refused, match="不能晚于今天"):
            self.put(member, RuleKey.MEETING, 1, on=date(2026, 11, 21))
        assert self.put(member, RuleKey.MEETING, 1, on=date(2026, 11, 20)).pk

    def test_who_has_left_and_a_settled_year_are_refused(self, house, member):
        members.leave(member, by=None, note="迁走")
        with pytest.raises(Refused, match="已经转出"):
            self.put(member, RuleKey.MEETING, 1)
        settled(house)
        with pytest.raises(Refused, match="2026 年的积分不能再动"):
            self.put(party.member(house.near), RuleKey.MEETING, 1)
        assert not entries().exists()

    def test_who_looked_it_over_is_who_is_named(self, house, member):
        clerk, secretary = house.user(Role.CLERK), house.user(Role.SECRETARY)
        assert self.put(member, RuleKey.MEETING, 1, by=clerk).reviewed_by is None
        assert self.put(member, RuleKey.MEETING, 1, by=clerk, reviewed_by=secretary).reviewed_by == secretary


class TestReverse:
    def test_once_by_its_opposite_on_the_same_day(self, house, member):
        point = party.point(house.near, member=member, on=date(2026, 3, 2))
        members.transfer(Member.objects.get(pk=member.pk), by=None, organisation=party.organisation(house.aside))
        back = actions.reverse(point, by=house.user(Role.SECRETARY), note="记错了人")
        same = ("member", "rule", "on", "organisation", "grid", "basis")
        assert [getattr(back, name) for name in same] == [getattr(point, name) for name in same]
        assert (back.points, back.reverses, back.created_by) == (-1, point, house.user(Role.SECRETARY))
        assert Entry.objects.own(back).get().reason == f"冲正 {point.code}：记错了人"
        with pytest.raises(Refused, match="已经冲正过了"):
            actions.reverse(point, by=None, note="再冲")
        with pytest.raises(Refused, match="本身就是冲正"):
            actions.reverse(back, by=None, note="再冲")
        assert (entries(member).count(), score(member)) == (2, 60)

    def test_not_without_a_reason_and_not_in_a_settled_year(self, house, member):
        point = party.point(house.near, member=member)
        with pytest.raises(Refused, match="请写明“冲正”的理由"):
            actions.reverse(point, by=None, note=" ")
        settled(house)
        with pytest.raises(Refused, match="2026 年的积分不能再动"):
            actions.reverse(point, by=None, note="错")
        assert entries(member).get() == point

    def test_also_for_who_has_left(self, member):
        point = party.point(member.grid, member=member)
        members.leave(Member.objects.get(pk=member.pk), by=None, note="迁走")
        actions.reverse(point, by=None, note="错")
        assert score(member) == 60


@pytest.mark.parametrize("model", [Point, Result])
def test_what_was_written_is_neither_changed_nor_removed(house, model):
    row = {Point: party.point, Result: party.result}[model](house.near)
    table, many = model._meta.db_table, model.objects.count()
    for act in (lambda: row.save(by=None), row.delete):
        with pytest.raises(TypeError, match="只增不改"):
            act()
    for act in (lambda: model.objects.update(version=9), model.objects.all().delete):
        with pytest.raises(TypeError):
            act()
    connection.check_constraints()
    on_postgresql = connection.vendor == "postgresql"
    for statement in (
        f"UPDATE {table} SET version = 9",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE" if on_postgresql else f"DELETE FROM {table} WHERE id > 0",
    ):
        with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert (model.objects.count(), model.objects.filter(version=9).exists()) == (many, False)
