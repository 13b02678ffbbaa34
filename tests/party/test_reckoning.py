"""From sub-scores to stars: weights, what nobody told of, and the lines that explain it."""

from decimal import Decimal

import pytest

from party import evaluating
from party.actions import award, points
from party.actions import member as members
from party.choices import RuleKey
from party.evaluating import reckon, stars_of
from tests.factories import party
from tests.party.evaluated import COMMUNITY, ORGANISATION, RESIDENT, UNIT, WEIGHTS, YEAR, score, told

pytestmark = pytest.mark.usefixtures("november", "no_reviews")
POINTS_ALONE = {UNIT: 0, COMMUNITY: 100, ORGANISATION: 0, RESIDENT: 0}


class TestReckoning:
    def test_four_sides_by_their_weights(self, member):
        told(member, unit=90, organisation=80, resident=70)
        found = score(member)
        assert found.parts == {UNIT: 90, COMMUNITY: 60, ORGANISATION: 80, RESIDENT: 70}
        assert (found.total, found.stars, found.words) == (Decimal("72.0"), 2, "★★")

    def test_a_side_nobody_told_of_shares_its_weight_among_the_others(self, member):
        assert score(member).total == 60
        told(member, unit=90)
        found = score(member)
        assert found.total == Decimal("70.0")
        assert found.parts[RESIDENT] is None
        assert ["没有组织评、群众评的打分和评议，占比由其余各项按比例分担", ""] in found.lines
        assert ["单位考 90.0 × 20/60", "30.00"] in found.lines
        heavy = {UNIT: 50, COMMUNITY: 50, ORGANISATION: 0, RESIDENT: 0}
        assert not [words for words, _ in score(member, heavy).lines if "没有" in words]

    def test_the_lines_tell_how_the_total_came_about(self, member):
        for _ in range(22):
            party.point(member.grid, member=member)
        told(member, unit="90.5", organisation=81, resident=70)
        party.assessment(member.grid, member=party.member(member.grid), words="别人的")
        lines = score(member).lines
        worth = {words.replace("22.0", "22"): worth for words, worth in lines}
        gained = [Decimal(worth) for words, worth in lines if words.startswith("积分 ·")]
        assert worth["积分 · 参加组织生活 22 笔（共 22，封顶计 20）"] == "+20"
        assert sum(gained) == Decimal(worth["社区考：积分合计，最高计 100"]) == 80
        sides = [Decimal(worth) for words, worth in lines if "×" in words]
        assert next(line[1] for line in lines if "×" in line[0]) == "18.10"
        assert sides == [Decimal("18.1"), Decimal("32.0"), Decimal("16.2"), Decimal("14.0")]
        assert sum(sides) == score(member).total
        assert [words for words in worth if "：打分" in words] == ["单位考：打分", "组织评：打分", "群众评：打分"]

    def test_the_lines_add_up_where_weights_do_not_divide(self, member):
        told(member, organisation="83.3", resident="77.7")
        weights = {UNIT: 23, COMMUNITY: 31, ORGANISATION: 19, RESIDENT: 27}
        found = score(member, weights)
        shown = [Decimal(worth) for words, worth in found.lines if "×" in words]
        assert shown == [Decimal("24.16"), Decimal("20.55"), Decimal("27.25")]
        assert found.total == Decimal("72.0")

    @pytest.mark.parametrize(("given", "part"), [("70", 100), ("-70", 0)])
    def test_points_count_from_none_to_a_hundred(self, member, given, part):
        award(member, RuleKey.PLEDGE, by=None, basis="试", points=Decimal(given))
        assert score(member, POINTS_ALONE).total == part

    @pytest.mark.parametrize(
        ("total", "stars"),
        [("59.9", 0), ("60", 1), ("69.9", 1), ("70", 2), ("79.9", 2), ("80", 3), ("90", 4), ("95.9", 4), ("96", 5), ("100", 5)],
    )  # fmt: skip
    def test_stars_begin_at_their_thresholds(self, member, total, stars):
        award(member, RuleKey.PLEDGE, by=None, basis="试", points=Decimal(total) - 60)
        found = score(member, POINTS_ALONE)
        assert (found.total, found.stars, stars_of(Decimal(total))) == (Decimal(total), stars, stars)
        assert found.words == ("★" * stars or "不合格")

    def test_a_veto_makes_it_nothing_until_it_is_reversed(self, member):
        told(member, unit=100, organisation=100, resident=100)
        point = party.point(member.grid, member=member, rule=RuleKey.VETO, points=Decimal(0))
        found = score(member)
        assert (found.total, found.stars, found.words) == (0, 0, "不合格")
        assert found.lines[-1] == ["一票否决，总分记 0", "0.0"]
        points.reverse(point, by=None, note="查无此事")
        assert score(member).total == 84

    def test_reviews_of_rooms_above_are_averaged_and_an_assessment_stands_before_them(self, member, monkeypatch):
        def reviews(community, year):
            known = (community, year) == (member.community_id, YEAR)
            return {RESIDENT: {member.pk: [(90, "邻居"), (Decimal("75.5"), "来电")]}} if known else {}

        def more(community, year):
            said = {RESIDENT: (Decimal("60.25"), "走访"), ORGANISATION: (80, "支部"), COMMUNITY: (1, "不算")}
            return {side: {member.pk: [line]} for side, line in said.items()}

        monkeypatch.setattr(evaluating, "REVIEWS", [reviews, more])
        found = score(member)
        assert (found.parts[RESIDENT], found.parts[ORGANISATION], found.parts[COMMUNITY]) == (Decimal("75.3"), 80, 60)
        assert [line for line in found.lines if line[0].startswith("群众评：")] == [
            ["群众评：邻居", "90.0"], ["群众评：来电", "75.5"], ["群众评：走访", "60.3"],
        ]  # fmt: skip
        told(member, resident=50)
        assert score(member).parts[RESIDENT] == 50
        assert score(member, year=2025).parts[ORGANISATION] == 80

    def test_only_who_is_on_the_register_here_is_reckoned(self, house, member):
        gone = party.member(house.near)
        members.leave(gone, by=None, note="迁走")
        party.member(house.away)
        ((found,),) = reckon(house.community.pk, YEAR, WEIGHTS)
        assert found.member == member

    def test_numbers_in_words_are_masked_where_they_are_kept_for_good(self, member):
        told(member, words="来电13812345678说好", unit=90)
        assert ["单位考：来电138****5678说好", "90.0"] in score(member).lines
