"""Wishes at the same moment from many sides; on SQLite and PostgreSQL alike."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.choices import Role
from grids.actions import privacy
from grids.choices import ConsentState
from grids.models import Consent, Issue
from party.choices import RuleKey
from party.models import Point
from portal.errors import Refused, Stale
from portal.models import Contact
from tests.factories import party, wishes
from tests.factories.house import build
from tests.factories.wishes import fresh
from tests.portal.test_concurrency import at_once, of
from wishes.actions import claim as claims
from wishes.actions import letter as letters
from wishes.actions import wish as actions
from wishes.choices import HOLDING, Answer, Claimant, ClaimState
from wishes.choices import WishState as S
from wishes.models import Claim, Letter, Wish
from wishes.public.tracking import new_key

pytestmark = pytest.mark.django_db(transaction=True)
HANDS, TIMES = 20, 5


@pytest.fixture
def house():
    return build()


def left(wish, n):
    """One try of a stranger; what it came to."""
    try:
        return claims.claim_from_wall(wish.pk, name=f"周演{n}", phone=f"139000{n:05}")
    except Refused as refusal:
        return str(refusal)


def test_of_a_hundred_claims_one_wins_and_the_others_are_told_kindly(house):
    wish = wishes.published(house.near)
    tries = [range(hand * TIMES, (hand + 1) * TIMES) for hand in range(HANDS)]
    found = at_once(*(lambda tries=part: [left(wish, n) for n in tries] for part in tries))
    told = [one for part in found for one in part]
    assert len(told) == HANDS * TIMES
    assert [one for one in told if isinstance(one, Claim)] == list(Claim.objects.all())
    assert Claim.objects.count() == Contact.objects.count() == 1
    assert {one for one in told if isinstance(one, str)} == {claims.LATE}
    assert fresh(wish).state == S.CLAIMED


def test_the_database_itself_keeps_a_second_claim_out(house):
    wish = wishes.claimed(house.near)
    for state in HOLDING:
        again = Claim(wish=wish, grid=wish.grid, kind=Claimant.COMMUNITY, claimed_on=wish.claimed_on, state=state)
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(by=None)
    Claim(
        wish=wish, grid=wish.grid, kind=Claimant.COMMUNITY, claimed_on=wish.claimed_on, state=ClaimState.RELEASED
    ).save(by=None)


def test_a_member_and_a_stranger_at_once(house):
    wish, member = wishes.published(house.near), party.member(house.near)
    results = at_once(lambda: left(wish, 1), lambda: claims.claim(fresh(wish), by=None, member=member))
    assert Claim.objects.filter(state__in=HOLDING).count() == 1
    assert sum(isinstance(one, Claim) for one in results) == 1
    assert fresh(wish).claimant == Claim.objects.get().member


def test_of_two_who_ask_at_once_one_does_and_points_are_given_once(house):
    wish = wishes.claimed(house.near)
    results = at_once(*(lambda: actions.realise(fresh(wish), by=None, how="送了") for _ in range(2)))
    assert len(of(results, Refused | Stale)) == 1
    results = at_once(*(lambda: actions.follow_up(fresh(wish), by=None, answer=Answer.HAPPY) for _ in range(2)))
    assert len(of(results, Refused | Stale)) == 1
    assert Point.objects.filter(rule=RuleKey.WISH).count() == 1


def test_withdrawn_or_claimed_but_never_both(house):
    wish = wishes.published(house.near)
    at_once(lambda: left(wish, 1), lambda: actions.withdraw(fresh(wish), by=None, note="不用"))
    held = Claim.objects.filter(state__in=HOLDING).exists()
    assert (fresh(wish).state, held) in {(S.WITHDRAWN, False), (S.CLAIMED, True)}


def test_a_consent_taken_back_while_it_is_claimed_leaves_nothing_on_the_wall(house):
    wish = wishes.published(house.near)
    at_once(
        lambda: left(wish, 1),
        lambda: privacy.withdraw_consent(Consent.objects.get(pk=wish.consent_id), by=None),
    )
    assert Consent.objects.get(pk=wish.consent_id).state == ConsentState.WITHDRAWN
    assert not Wish.objects.filter(Wish.public_q()).exists()


def test_the_same_tap_at_the_door_many_times_at_once_is_one_letter(house):
    key = new_key()

    def tap():
        answer = Client().post(f"/r/{house.near.code}/", {"key": key, "text": "路灯不亮", "place": "巷口"})
        return answer.status_code

    assert set(at_once(*[tap] * 5)) == {200}
    assert Letter.objects.count() == 1


def test_of_two_who_make_an_issue_of_a_letter_one_does(house):
    letter, by = wishes.letter(house.near), house.user(Role.CLERK)
    told = {"title": "路灯不亮", "category": "facility", "place": "巷口", "urgency": "ordinary"}

    def take():
        try:
            letters.to_issue(fresh(letter), by=by, **told)
        except Refused as refusal:
            return str(refusal)
        return ""

    assert sorted(map(bool, at_once(take, take))) == [False, True]
    assert Issue.objects.count() == 1
