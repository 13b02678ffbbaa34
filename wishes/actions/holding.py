"""Who holds a wish: the claim that does, and what the wish itself tells of it; the wish is held locked."""

from portal.clock import today
from wishes.choices import HOLDING, ClaimState
from wishes.models import Claim


def hold(wish, claim, *, by, note=""):
    """Write a claim of a wish."""
    claim.wish, claim.grid, claim.claimed_on = wish, wish.grid, today()
    claim.save(by=by, note=note)
    wish.claimant, wish.claimed_on = claim.member, claim.claimed_on


def settle(wish, before, state, *, by, note=""):
    """The claim that holds a wish goes from one state to another."""
    for claim in Claim.objects.filter(wish=wish.pk, state=before):
        claim.state = state
        claim.save(by=by, verb="realise" if state == ClaimState.DONE else "edit", note=note, from_state=before)


def let_go(wish, state, *, by, note=""):
    """Nobody holds it any more."""
    for claim in Claim.objects.filter(wish=wish.pk, state__in=HOLDING):
        before, claim.state = claim.state, state
        claim.save(by=by, verb="release", note=note, from_state=before)
    wish.claimant = wish.claimed_on = None
