"""What a member's own page and service card tell of wishes."""

from datetime import date

import pytest

from accounts.choices import Role
from party.joined import TALLIES, deeds, tallied
from tests.factories import party, wishes
from tests.factories.wishes import fresh
from wishes.actions import wish as actions
from wishes.models import Claim

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-20T10:00:00+08:00")


def numbers(member):
    return {
        tally.label: found.get(member.pk, 0) for tally, found in tallied([member.pk], *YEAR) if tally.model is Claim
    }


def test_what_was_claimed_and_came_true_of_the_year(house, enter):
    member = party.member(house.near)
    assert numbers(member) == {"认领心愿": 0, "实现心愿": 0}
    done, held = wishes.realised(house.near, member=member), wishes.claimed(house.near, member=member)
    let_go = wishes.claimed(house.near, member=member)
    actions.release(let_go, by=None, note="没空")
    wishes.realised(house.near)
    assert numbers(member) == {"认领心愿": 2, "实现心愿": 1}
    assert [(one.what, one.remark) for one in deeds([member.pk], *YEAR)] == [(f"微心愿：{done.sentence}", "送到家里")]
    client = enter(house.user(Role.SECRETARY))
    for tally in TALLIES:
        if tally.model is Claim:
            listed = client.get(tally.url(member, 2026)).context["table"]["count"]
            assert listed == numbers(member)[tally.label]
    assert fresh(held).claimant == member
