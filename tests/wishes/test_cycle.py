"""A wish from the first word of it until its applicant was asked, with every side path."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.choices import Role
from grids.actions import privacy
from grids.choices import Purpose
from party.actions import member as members
from party.choices import RuleKey
from party.models import Point
from portal.errors import Refused
from tests.factories import party, people, wishes
from tests.factories.wishes import fresh
from wishes.actions import claim as claims
from wishes.actions import wish as actions
from wishes.choices import Answer, Claimant, ClaimState, Group, Verification
from wishes.choices import WishState as S
from wishes.models import Claim, Wish

NOW = "2026-11-20T10:00:00+08:00"
WHY = {"note": "说明"}


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


def points(member):
    return [
        (one.rule, one.points) for one in Point.objects.filter(member=member).exclude(rule=RuleKey.BASE).order_by("pk")
    ]


def on_wall(wish):
    return Wish.objects.filter(Wish.public_q(), pk=wish.pk).exists()


class TestWhole:
    def test_from_the_first_word_to_the_last(self, house, clerk):
        wish = wishes.collected(house.near, by=clerk)
        assert (wish.state, wish.grid, on_wall(wish)) == (S.PENDING, house.near, False)
        actions.verify(wish, by=clerk, how=Verification.VISIT)
        wish = fresh(wish)
        assert (wish.verified_how, wish.verified_on, wish.verified_by) == ("visit", date(2026, 11, 20), clerk)
        people.consent(house.near, person=wish.person, purpose=Purpose.PUBLISH)
        actions.publish(wish, by=clerk)
        assert on_wall(wish)
        member = party.member(house.aside)
        claims.claim(fresh(wish), by=clerk, member=member)
        wish = fresh(wish)
        assert (wish.state, wish.claimant, wish.claimed_on) == (S.CLAIMED, member, date(2026, 11, 20))
        actions.start(wish, by=clerk)
        actions.realise(fresh(wish), by=clerk, how="送到家里", spent=Decimal("80"))
        claim = Claim.objects.get()
        assert (claim.kind, claim.state, claim.grid) == (Claimant.MEMBER, ClaimState.DONE, house.near)
        assert points(member) == []
        actions.follow_up(fresh(wish), by=clerk, answer=Answer.HAPPY, feedback="很好", thanks="谢谢大家")
        assert points(member) == [(RuleKey.WISH, 2)]
        wish = fresh(wish)
        assert (wish.state, wish.closed_on, wish.thanks, on_wall(wish)) == (
            S.CLOSED,
            date(2026, 11, 20),
            "谢谢大家",
            True,
        )

    def test_what_did_not_come_true_goes_on_without_points(self, house, clerk):
        wish = wishes.realised(house.near)
        member = wish.claimant
        actions.follow_up(wish, by=clerk, answer=Answer.UNMET, feedback="没人来")
        wish = fresh(wish)
        assert (wish.state, wish.realised_on, wish.closed_on) == (S.UNDER_WAY, None, None)
        assert Claim.objects.get().state == ClaimState.LIVE
        assert points(member) == []
        actions.realise(wish, by=clerk, how="补送")
        assert points(member) == []
        actions.follow_up(fresh(wish), by=clerk, answer=Answer.FAIR)
        assert points(member) == [(RuleKey.WISH, 2)]

    def test_nobody_gives_points_to_themselves(self, house):
        head = house.user(Role.HEAD)
        wish = wishes.realised(house.near, member=party.member(house.near, user=head))
        with pytest.raises(Refused, match="不能回访自己认领的心愿"):
            actions.follow_up(wish, by=head, answer=Answer.HAPPY)
        assert not Point.objects.filter(rule=RuleKey.WISH).exists()

    @pytest.mark.parametrize("thanks", ["谢谢3号楼2单元501的大姐", "谢谢大家，电话13812345678", "谢谢欧阳春梅"])
    def test_thanks_are_read_by_all_and_tell_nobody(self, house, clerk, thanks):
        people.resident(house.near, name="欧阳春梅")
        wish = wishes.realised(house.near)
        with pytest.raises(Refused, match="会让人认出是谁"):
            actions.follow_up(wish, by=clerk, answer=Answer.HAPPY, thanks=thanks)
        assert fresh(wish).state == S.REALISED

    def test_the_group_beside_the_words_tells_as_much(self, house, clerk):
        wish = wishes.verified(house.near, group=Group.DISABLED, sentence="3号楼的老人，82岁，想要一根拐棍儿")
        with pytest.raises(Refused, match="残疾人组"):
            actions.publish(wish, by=clerk)

    def test_not_even_what_is_left_of_a_number_hangs_there(self, house, clerk):
        wish = wishes.verified(house.near, sentence="想要褥子，打我电话138****2222")
        with pytest.raises(Refused, match="里面有电话"):
            actions.publish(wish, by=clerk)

    def test_it_is_verified_once(self, house, clerk):
        with pytest.raises(Refused, match="已经核实过"):
            actions.verify(wishes.verified(house.near), by=clerk, how=Verification.CALL)

    def test_who_agrees_anew_hangs_there_again(self, house, clerk):
        wish = wishes.published(house.near, ago=20)
        with pytest.raises(Refused, match="不用重新公示"):
            actions.republish(wish, by=clerk)
        privacy.withdraw_consent(wish.consent, by=clerk)
        assert not on_wall(wish)
        with pytest.raises(Refused, match="本人还没有同意公示"):
            actions.republish(fresh(wish), by=clerk)
        people.consent(house.near, person=wish.person, purpose=Purpose.PUBLISH)
        actions.republish(fresh(wish), by=clerk)
        assert on_wall(wish)
        assert fresh(wish).published_on == date(2026, 11, 20)

    def test_a_consent_that_turns_out_to_be_to_something_else_shows_nothing(self, house, clerk):
        wish, other = wishes.published(house.near), wishes.published(house.near)
        wish.consent.purpose = Purpose.REGISTER
        privacy.correct_consent(wish.consent, by=clerk)
        other.consent.person = people.resident(house.near)
        privacy.correct_consent(other.consent, by=clerk)
        assert not on_wall(wish)
        assert not on_wall(other)


class TestBefore:
    def test_nothing_is_shown_that_was_not_verified(self, house, clerk):
        wish = wishes.collected(house.near)
        with pytest.raises(Refused, match="还没有核实"):
            actions.publish(wish, by=clerk)

    def test_nothing_is_shown_that_nobody_agreed_to(self, house, clerk):
        wish = wishes.collected(house.near)
        actions.verify(wish, by=clerk, how=Verification.CALL)
        people.consent(house.near, person=wish.person, purpose=Purpose.REGISTER)
        with pytest.raises(Refused, match="本人还没有同意公示"):
            actions.publish(fresh(wish), by=clerk)
        given = people.consent(house.near, person=wish.person, purpose=Purpose.PUBLISH)
        privacy.withdraw_consent(given, by=clerk)
        with pytest.raises(Refused, match="本人还没有同意公示"):
            actions.publish(fresh(wish), by=clerk)

    @pytest.mark.parametrize(("birth", "guardian", "shown"), [
        (date(2015, 1, 1), "", False), (None, "", False), (None, "父亲", True), (date(2008, 1, 1), "", True),
    ])  # fmt: skip
    def test_for_a_child_a_guardian_agrees(self, house, clerk, birth, guardian, shown):
        person = people.resident(house.near, birth=birth)
        wish = wishes.collected(house.near, person=person, group=Group.STUDENT)
        actions.verify(wish, by=clerk, how=Verification.CALL)
        if guardian or birth is None or birth.year < 2012:
            people.consent(house.near, person=person, purpose=Purpose.PUBLISH, guardian=guardian)
        if shown:
            actions.publish(fresh(wish), by=clerk)
            return
        with pytest.raises(Refused, match="监护人"):
            actions.publish(fresh(wish), by=clerk)

    def test_what_tells_who_it_is_is_not_shown(self, house, clerk):
        neighbour = people.resident(house.aside, name="赵大山")
        wish = wishes.verified(house.near, sentence=f"想请{neighbour.name}送一床褥子，电话13812345678")
        with pytest.raises(Refused, match=r"电话或证件号.*赵大山"):
            actions.publish(wish, by=clerk)
        assert not on_wall(wish)

    @pytest.mark.parametrize(("group", "amount", "limit"), [
        (Group.ELDER, "500", None), (Group.ELDER, "500.01", "500"), (Group.STUDENT, "200", None), (Group.STUDENT, "201", "200"),
    ])  # fmt: skip
    def test_what_costs_more_than_the_limit_says_why(self, house, group, amount, limit):
        made = {"group": group, "amount": Decimal(amount)}
        if limit is None:
            assert wishes.collected(house.near, **made).pk
            return
        with pytest.raises(Refused, match=f"超过 {limit} 元，请写明理由"):
            wishes.collected(house.near, **made)
        assert wishes.collected(house.near, over_reason="轮椅", **made).pk

    def test_a_wish_can_be_declined_withdrawn_or_become_a_project(self, house, clerk):
        for verb, state in (("decline", S.DECLINED), ("withdraw", S.WITHDRAWN), ("to_project", S.TRANSFERRED)):
            wish = wishes.verified(house.near)
            with pytest.raises(Refused, match="理由"):
                getattr(actions, verb)(wish, by=clerk, note=" ")
            getattr(actions, verb)(fresh(wish), by=clerk, **WHY)
            assert fresh(wish).state == state

    def test_nobody_who_is_gone_wishes_anything(self, house):
        from grids.actions import person as persons

        person = people.resident(house.near)
        persons.leave(person, by=None)
        with pytest.raises(Refused, match="已不在册"):
            wishes.collected(house.near, person=fresh(person))


class TestClaims:
    def test_released_it_hangs_on_the_wall_again(self, house, clerk):
        wish = wishes.claimed(house.near)
        actions.release(wish, by=clerk, **WHY)
        wish = fresh(wish)
        assert (wish.state, wish.claimant, wish.claimed_on) == (S.PUBLISHED, None, None)
        assert Claim.objects.get().state == ClaimState.RELEASED
        claims.claim(wish, by=clerk, organisation=party.organisation(house.near))
        assert set(Claim.objects.values_list("kind", "state")) == {
            ("member", "released"),
            ("organisation", "live"),
        }

    def test_a_stranger_s_waits_for_a_call(self, house, clerk):
        claim = wishes.left_on_wall(house.near)
        assert (claim.state, claim.contact.name) == (ClaimState.WAITING, "周演外")
        for act in (lambda: actions.start(fresh(claim.wish), by=clerk),
                    lambda: actions.realise(fresh(claim.wish), by=clerk, how="送了")):  # fmt: skip
            with pytest.raises(Refused, match="认领还没有确认"):
                act()
        claims.confirm(claim, by=clerk, promised_on=date(2026, 11, 25))
        actions.realise(fresh(claim.wish), by=clerk, how="送了")
        assert fresh(claim).state == ClaimState.DONE
        assert not Point.objects.filter(rule=RuleKey.WISH).exists()

    def test_refused_the_wish_hangs_on_the_wall_again(self, house, clerk):
        claim = wishes.left_on_wall(house.near)
        claims.refuse(claim, by=clerk, note="空号")
        assert (fresh(claim).state, fresh(claim.wish).state) == (ClaimState.REFUSED, S.PUBLISHED)
        claims.claim_from_wall(claim.wish_id, name="李演外", phone="13900003333")

    def test_who_comes_second_is_told_kindly(self, house):
        claim = wishes.left_on_wall(house.near)
        with pytest.raises(Refused, match="刚刚有人先认领了"):
            claims.claim_from_wall(claim.wish_id, name="李演外", phone="13900003333")
        assert Claim.objects.count() == 1

    def test_what_is_not_on_the_wall_is_not_claimed_from_it(self, house):
        for wish in (wishes.verified(house.near), wishes.realised(house.near)):
            with pytest.raises(Refused, match="先认领了"):
                claims.claim_from_wall(wish.pk, name="李演外", phone="13900003333")

    def test_after_thirty_days_the_community_sees_to_it(self, house, clerk):
        soon, due = wishes.published(house.near, ago=29), wishes.published(house.near, ago=30)
        with pytest.raises(Refused, match="公示满 30 天没人认领才由社区兜底，到 2026-11-21 满"):
            claims.take_over(soon, by=clerk)
        claims.take_over(due, by=clerk)
        assert (fresh(due).state, Claim.objects.get().kind) == (S.CLAIMED, Claimant.COMMUNITY)

    def test_who_has_left_the_party_register_claims_nothing(self, house, clerk):
        member = party.member(house.near)
        members.leave(member, by=None, note="迁走")
        with pytest.raises(Refused, match="已经转出"):
            claims.claim(wishes.published(house.near), by=clerk, member=fresh(member))

    def test_withdrawn_while_somebody_holds_it(self, house, clerk):
        wish = wishes.claimed(house.near)
        actions.withdraw(wish, by=clerk, **WHY)
        assert (fresh(wish).state, on_wall(wish)) == (S.WITHDRAWN, False)
        assert Claim.objects.get().state == ClaimState.RELEASED


class TestConsent:
    def test_taken_back_the_wish_is_off_the_wall_at_once(self, house, clerk):
        wish = wishes.published(house.near)
        privacy.withdraw_consent(wish.consent, by=clerk)
        assert not on_wall(wish)
        with pytest.raises(Refused, match="先认领了"):
            claims.claim_from_wall(wish.pk, name="李演外", phone="13900003333")
