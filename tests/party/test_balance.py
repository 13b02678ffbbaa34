"""The balance of a year: what the ledger adds up to, each rule cut at its cap, as the member's row says it, and how years begin."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.choices import Role
from party.actions import award, take_back
from party.actions import member as members
from party.actions import points as actions
from party.actions.rule import set_rule
from party.choices import EvaluationState, RuleKey
from party.models import Member, Point, PointRule
from party.queries.points import balance
from party.rules import BY_HAND, DEFAULTS
from party.ticks import points_of_the_year
from portal.errors import Refused
from portal.models import Entry
from tests.factories import grids, party
from tests.factories.house import build

NOW, NEW_YEAR = "2026-11-20T10:00:00+08:00", "2027-01-01T00:20:00+08:00"
THIS, LAST = 2026, 2025
# A veto hides the rest, so it is the rarest.
WHO, RULES = st.integers(0, 1), st.sampled_from([*RuleKey, *[rule for rule in RuleKey if rule != RuleKey.VETO] * 2])
CAPS = st.dictionaries(RULES, st.integers(0, 12), min_size=3, max_size=6)
TENTHS = st.integers(-90, 120).map(lambda number: Decimal(number) / 10)
DAYS = st.sampled_from([date(LAST, 1, 1), date(LAST, 12, 31), date(THIS, 1, 1), date(THIS, 11, 20)])
RECORDS = st.integers(0, 1)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("award"), WHO, RULES, st.none() | TENTHS, DAYS, st.none() | RECORDS),
        st.tuples(st.just("enter"), WHO, RULES, DAYS),
        st.tuples(st.just("reverse"), st.integers(0, 30)),
        st.tuples(st.just("take_back"), RECORDS, RULES),
        st.tuples(st.just("cap"), RULES, st.none() | st.integers(0, 20)),
    ),
    min_size=5,
    max_size=25,
)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


class Desk:
    """Two members, two records to reward, and somebody who does one act after the other."""

    def __init__(self):
        self.house = build()
        self.members = [party.member(self.house.near), party.member(self.house.aside)]
        self.records = [grids.place(self.house.near) for _ in range(2)]
        self.caps = {rule: worth.cap for rule, worth in DEFAULTS.items()}

    def award(self, who, rule, points, on, record):
        source = None if record is None else self.records[record]
        award(self.members[who], rule, by=None, basis="试", points=points, on=on, source=source)

    def enter(self, who, rule, on):
        member, worth = self.members[who], DEFAULTS[rule]
        if rule in BY_HAND:
            party.point(member.grid, member=member, rule=rule, points=worth.points, on=on)
        else:
            with pytest.raises(Refused):
                party.point(member.grid, member=member, rule=rule, points=worth.points, on=on)

    def reverse(self, number):
        rows = list(Point.objects.order_by("pk"))
        row = rows[number % len(rows)]
        if row.reverses_id or any(one.reverses_id == row.pk for one in rows):
            with pytest.raises(Refused):
                actions.reverse(row, by=None, note="错")
        else:
            actions.reverse(row, by=None, note="错")

    def take_back(self, record, rule):
        take_back(self.records[record], rule, by=None, note="重办")

    def cap(self, rule, cap):
        made = PointRule.objects.filter(key=rule).first() or PointRule(grid=self.house.community, year=LAST, key=rule)
        made.points, made.cap = DEFAULTS[rule].points, None if cap is None else Decimal(cap)
        made.most = DEFAULTS[rule].most
        set_rule(made, by=None)
        self.caps[rule] = made.cap

    def reckoned(self, member, year):
        """What the ledger's rows say in plain Python: those that stand, summed by rule, each sum cut at its cap."""
        rows = list(Point.objects.order_by("pk"))
        undone = {row.reverses_id for row in rows}
        standing = [row for row in rows if not row.reverses_id and row.pk not in undone]
        sums = {}
        for row in standing:
            if row.member_id == member.pk and row.on.year == year:
                sums[row.rule] = sums.get(row.rule, Decimal(0)) + row.points
        if RuleKey.VETO in sums:
            return Decimal(0)
        caps = {rule: self.caps[rule] for rule in sums}
        return sum((s if caps[r] is None else max(-caps[r], min(caps[r], s)) for r, s in sums.items()), Decimal(0))


@pytest.mark.django_db
@settings(max_examples=25)
@given(caps=CAPS, acts=ACTS)
def test_the_balance_is_what_the_rows_add_up_to_and_what_the_member_is_told(caps, acts):
    with transaction.atomic():
        desk = Desk()
        for rule, cap in caps.items():
            desk.cap(rule, cap)
        for name, *asked in acts:
            getattr(desk, name)(*asked)
        for member in desk.members:
            found = {year: balance(member, year).score for year in (THIS, LAST)}
            assert found == {year: desk.reckoned(member, year) for year in (THIS, LAST)}
            assert Member.objects.get(pk=member.pk).score == found[THIS]
        transaction.set_rollback(True)


def score(member):
    return Member.objects.get(pk=member.pk).score


@pytest.fixture
def member(house):
    return party.member(house.near)


class TestBase:
    """What everybody begins a year with."""

    def base(self, member):
        return list(Point.objects.filter(member=member, rule=RuleKey.BASE).order_by("pk").values_list("on", "points"))

    def test_once_a_year_whatever_becomes_of_the_member(self, member):
        assert actions.give_base(member) is None
        members.leave(Member.objects.get(pk=member.pk), by=None, note="迁走")
        assert actions.give_base(member, on=date(2025, 1, 1)) is None
        members.rejoin(Member.objects.get(pk=member.pk), by=None)
        actions.reverse(Point.objects.get(member=member), by=None, note="错")
        points_of_the_year()
        assert self.base(member) == [(date(2026, 11, 20), 60), (date(2026, 11, 20), -60)]
        assert actions.give_base(member, on=date(2025, 1, 1)).points == 60
        assert actions.give_base(member, on=date(2025, 12, 31)) is None

    def test_a_new_year_begins_with_the_first_round_and_a_second_round_changes_nothing(
        self, house, member, time_machine
    ):
        gone, other = party.member(house.near), party.member(house.away)
        party.point(house.near, member=member)
        members.leave(Member.objects.get(pk=gone.pk), by=None, note="迁走")
        party.rule(house.community, key=RuleKey.BASE, year=2027, points=Decimal(50))
        time_machine.move_to(NEW_YEAR)
        for _ in range(2):
            points_of_the_year()
            assert self.base(member)[1:] == [(date(2027, 1, 1), 50)]
            assert (len(self.base(gone)), self.base(other)[1:]) == (1, [(date(2027, 1, 1), 60)])
            rows = Member.objects.in_bulk()
            told = [(rows[one.pk].score, rows[one.pk].score_year) for one in (member, gone, other)]
            assert told == [(50, 2027), (0, 2027), (60, 2027)]
        assert (balance(member, 2026).score, balance(gone, 2026).score) == (61, 60)

    def test_a_settled_year_gets_none_and_stops_no_round(self, house):
        party.evaluation(house.community, year=THIS, state=EvaluationState.FROZEN)
        late, other = party.member(house.near), party.member(house.away)
        points_of_the_year()
        assert (self.base(late), len(self.base(other)), score(late)) == ([], 1, 0)


class TestScore:
    """The balance of the running year on the member's row."""

    def test_it_follows_every_write(self, house, member):
        record = grids.place(house.near)
        award(member, RuleKey.PLEDGE, by=None, basis="销号", source=record)
        assert score(member) == 62
        point = party.point(house.near, member=member, rule=RuleKey.ABSENT, points=Decimal(-2))
        assert score(member) == 60
        actions.reverse(point, by=None, note="请过假")
        assert score(member) == 62
        take_back(record, RuleKey.PLEDGE, by=None, note="重办")
        assert score(member) == 60
        veto = party.point(house.near, member=member, rule=RuleKey.VETO, points=Decimal(0))
        assert score(member) == 0
        actions.reverse(veto, by=None, note="查无此事")
        assert score(member) == 60

    def test_it_follows_a_rule_set_and_changed_of_this_year_and_community_only(self, house, member):
        other = party.member(house.away)
        for who in (member, other):
            for _ in range(4):
                party.point(who.grid, member=who)
        made = set_rule(PointRule(grid=house.community, year=2026, key="meeting", points=1, cap=3), by=None)
        assert (score(member), score(other)) == (63, 64)
        made = PointRule.objects.get(pk=made.pk)
        made.cap = Decimal(2)
        set_rule(made, by=None)
        assert score(member) == 62
        set_rule(PointRule(grid=house.community, year=2027, key="meeting", points=1, cap=1), by=None)
        assert score(member) == 62

    def test_a_cap_cuts_what_is_taken_as_well(self, house, member):
        set_rule(PointRule(grid=house.community, year=2026, key="absent", points=-2, cap=3), by=None)
        for told in (58, 57, 57):
            party.point(house.near, member=member, rule=RuleKey.ABSENT, points=Decimal(-2))
            assert score(member) == told

    def test_it_is_no_change_of_the_member_and_no_save_undoes_it(self, house, member):
        seen = Member.objects.get(pk=member.pk)
        party.point(house.near, member=member)
        seen.skills = "电工"
        seen.save(by=None)
        assert (score(member), Member.objects.get(pk=member.pk).version) == (61, seen.version)
        assert set(Entry.objects.own(member).values_list("verb", flat=True)) == {"add", "edit"}


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"points": "3", "most": "2"}, "“一次最多”不能小于分值。"),
        ({"cap": "-1"}, "大于或等于0"),
        ({"key": "lesson"}, "这一年的这条规则已经设过，请修改原来那一条。"),
        ({"year": LAST}, "2025 年度考评已经定案"),
    ],
)
def test_a_rule_that_cannot_be_is_told_in_its_form(house, enter, sent, sentence):
    party.rule(house.community, key=RuleKey.LESSON)
    party.evaluation(house.community, year=LAST, state=EvaluationState.FROZEN)
    whole = {"grid": house.community.pk, "year": THIS, "key": "meeting", "points": "1", **sent}
    answer = enter(house.user(Role.SECRETARY)).post("/points/rules/add/", whole)
    assert answer.status_code == 422
    (error,) = answer.context["errors"]
    assert sentence in error["message"]
    assert PointRule.objects.count() == 1
