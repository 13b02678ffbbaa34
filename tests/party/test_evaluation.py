"""The year's evaluation: stars published, objected to, and settled for good."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.choices import Role
from party.actions import award, points, take_back
from party.actions import evaluation as actions
from party.actions import member as members
from party.actions.rule import set_rule
from party.choices import Category, EvaluationState, Objector, RuleKey
from party.models import Assessment, Evaluation, Objection, PointRule, Result
from party.queries.points import balance
from portal.errors import Refused
from tests.factories import grids, party
from tests.party.evaluated import RESIDENT, UNIT, YEAR, fresh, score, told

pytestmark = pytest.mark.usefixtures("november", "no_reviews")


class TestPublished:
    def test_everybody_gets_a_row_of_the_edition(self, house, member):
        other = party.serving(house.aside)
        told(other, unit=100)
        made = party.published(house.near)
        assert (made.state, made.edition, made.published_on) == (EvaluationState.PUBLIC, 1, date(2026, 11, 20))
        rows = {row.member_id: row for row in Result.objects.filter(Result.public_q())}
        assert set(rows) == {member.pk, other.pk}
        row = rows[other.pk]
        assert (row.unit, row.community_score, row.resident, row.total, row.stars) == (
            100,
            60,
            None,
            Decimal("73.3"),
            2,
        )
        assert (row.grid, row.organisation, row.category) == (house.aside, other.organisation, Category.SERVING)
        assert row.explained == score(other).lines

    def test_stars_are_not_made_of_what_nobody_told(self, house, member):
        made = party.evaluation(house.near, w_unit=100, w_community=0, w_organisation=0, w_resident=0)
        with pytest.raises(Refused, match=f"有 1 人（如 {member.code}）"):
            actions.publish(made, by=None)
        told(member, unit=70)
        actions.publish(fresh(made), by=None)
        assert Result.objects.get().total == 70

    def test_how_many_nobody_told_of_is_said_before(self, house, enter, member):
        party.member(house.aside)
        told(member, unit=70)
        made = party.evaluation(house.near, w_organisation=0, w_resident=40)
        page = enter(house.user(Role.SECRETARY)).get(f"/evaluations/{made.pk}/").content.decode()
        assert "还没打分：单位考 1 人、群众评 2 人；" in page

    def test_nobody_is_nothing_to_publish(self, house):
        made = party.evaluation(house.near)
        with pytest.raises(Refused, match="还没有党员"):
            actions.publish(made, by=None)
        assert (fresh(made).state, fresh(made).edition) == (EvaluationState.TRIAL, 0)

    def test_taken_back_it_stays_on_record_and_another_edition_counts(self, house, member):
        made = party.published(house.near)
        with pytest.raises(Refused, match="请写明“撤回重算”的理由"):
            actions.recall(made, by=None, note="")
        actions.recall(made, by=None, note="少记一次会")
        assert fresh(made).published_on is None
        assert not Result.objects.filter(Result.public_q()).exists()
        party.point(house.near, member=member)
        actions.publish(fresh(made), by=None)
        assert list(Result.objects.order_by("edition").values_list("edition", "total")) == [(1, 60), (2, 61)]
        assert Result.objects.get(Result.public_q()).edition == 2


class TestObjections:
    def word(self, made, member, **fields):
        words = {"objector": Objector.SELF, "words": "少记一次会议", "raised_on": date(2026, 11, 20), **fields}
        return actions.object_to(Objection(evaluation=made, member=member, **words), by=None)

    def test_only_while_results_are_public(self, house, member):
        made = party.evaluation(house.near)
        for state in (EvaluationState.TRIAL, EvaluationState.FROZEN):
            Evaluation._base_manager.filter(pk=made.pk).update(state=state)
            with pytest.raises(Refused, match="现在不在公示期"):
                self.word(made, member)
        assert not Objection.objects.exists()

    def test_only_on_whom_the_edition_tells_of_and_on_a_day_since(self, house, member):
        made, late = party.published(house.near), party.member(house.near)
        with pytest.raises(Refused, match="这一次公示里没有这位党员"):
            self.word(made, late)
        for day in (19, 21):
            with pytest.raises(Refused, match="公示以后、今天以前"):
                self.word(made, member, raised_on=date(2026, 11, day))
        assert self.word(made, member).grid == member.grid

    def test_what_is_said_after_the_publicity_is_none(self, house, member, week_later):
        made = party.published(house.near)
        week_later()
        with pytest.raises(Refused, match="公示到 2026-11-27 已满"):
            self.word(made, member, raised_on=date(2026, 11, 27))
        assert self.word(made, member, raised_on=date(2026, 11, 26))  # said in time, written down a day later

    @pytest.mark.parametrize(("verb", "state"), [("uphold", "upheld"), ("dismiss", "dismissed")])
    def test_it_is_answered_before_the_results_are_taken_back(self, house, member, verb, state):
        made = party.published(house.near)
        objection = self.word(made, member)
        with pytest.raises(Refused, match="还有异议没有答复"):
            actions.recall(fresh(made), by=None, note="重算")
        with pytest.raises(Refused, match="理由"):
            getattr(actions, verb)(objection, by=None, note=" ")
        getattr(actions, verb)(objection, by=None, note="已查会议记录")
        assert (fresh(objection).state, fresh(objection).answer) == (state, "已查会议记录")
        with pytest.raises(Refused, match="不能再"):
            actions.uphold(fresh(objection), by=None, note="再答")
        actions.recall(fresh(made), by=None, note="重算")


class TestSettled:
    @pytest.fixture
    def made(self, house, member):
        return fresh(party.published(house.near))

    def test_not_before_the_days_are_over(self, made, time_machine):
        time_machine.move_to("2026-11-26T23:00:00+08:00")
        with pytest.raises(Refused, match="公示到 2026-11-27 为止"):
            actions.freeze(made, by=None)
        time_machine.move_to("2026-11-27T00:30:00+08:00")
        actions.freeze(made, by=None)
        assert (fresh(made).state, fresh(made).frozen_on) == (EvaluationState.FROZEN, date(2026, 11, 27))

    def test_not_while_an_objection_waits(self, made, member, week_later):
        word = TestObjections().word(made, member)
        week_later()
        with pytest.raises(Refused, match=f"异议 {word.code} 还没有答复"):
            actions.freeze(made, by=None)
        actions.dismiss(word, by=None, note="已核对")
        actions.freeze(made, by=None)

    def test_not_when_a_score_has_moved_or_somebody_has_come_since(self, made, member, week_later):
        point = party.point(member.grid, member=member)
        week_later()
        with pytest.raises(Refused, match=f"又有 1 人的得分变了（如 {member.code}）"):
            actions.freeze(made, by=None)
        points.reverse(point, by=None, note="记错")
        late = party.member(member.grid)
        with pytest.raises(Refused, match=late.code):
            actions.freeze(fresh(made), by=None)
        members.leave(late, by=None, note="迁走")
        actions.freeze(fresh(made), by=None)

    def test_who_has_left_since_keeps_the_published_stars(self, made, member, week_later):
        week_later()
        members.leave(fresh(member), by=None, note="迁走")
        actions.freeze(made, by=None)
        assert Result.objects.get(Result.public_q()).member == member

    def test_then_nothing_of_the_year_moves_and_the_next_goes_on(self, house, made, member, week_later):
        record = grids.place(house.near)
        given = award(member, RuleKey.PLEDGE, by=None, basis="销号", source=record)
        rule = set_rule(PointRule(grid=house.community, year=YEAR, key="lesson", points=1, cap=9), by=None)
        told(member, unit=90)
        mark = Assessment.objects.get()
        actions.recall(made, by=None, note="补记")
        actions.publish(fresh(made), by=None)
        week_later()
        actions.freeze(fresh(made), by=None)
        before, was = list(Result.objects.order_by("pk").values()), score(member)
        rule, mark = fresh(rule), fresh(mark)
        rule.cap, mark.score = 1, 10
        moved, more = fresh(mark), Assessment(member=member, year=YEAR, side=RESIDENT, score=10)
        moved.year = 2027
        for act in (
            lambda: party.point(house.near, member=member),
            lambda: points.reverse(given, by=None, note="错"),
            lambda: set_rule(rule, by=None),
            lambda: set_rule(PointRule(grid=house.community, year=YEAR, key="pledge", points=9), by=None),
            lambda: actions.assess(mark, by=None),
            lambda: actions.assess(moved, by=None),
            lambda: actions.assess(more, by=None),
            lambda: actions.assess_many([Assessment(member=member, year=2025, side=UNIT, score=1), more], by=None),
        ):
            with pytest.raises(Refused, match="2026 年度考评已经定案"):
                act()
        assert take_back(record, RuleKey.PLEDGE, by=None, note="错") == []
        award(member, RuleKey.PLEDGE, by=None, basis="明年", points=Decimal(30), on=date(2027, 1, 5))
        set_rule(PointRule(grid=house.community, year=2027, key="pledge", points=9, cap=1), by=None)
        assert list(Result.objects.order_by("pk").values()) == before
        again = score(member)
        assert (again.total, again.parts, again.lines) == (was.total, was.parts, was.lines)
        assert (again.total, balance(member, YEAR).score) == (Result.objects.get(Result.public_q()).total, 62)
