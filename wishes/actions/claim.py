"""Writes on claims: whoever comes first holds the wish, the others are told so kindly."""

from django.db import transaction

from party.choices import MemberState
from portal.clock import today
from portal.errors import Refused
from portal.moves import moving
from wishes.actions.contact import leave
from wishes.actions.holding import hold, let_go
from wishes.choices import Claimant, ClaimState, WishState
from wishes.models import Claim, Wish

LATE = "谢谢您！这个心愿刚刚有人先认领了，请看看别的心愿。"


def claim(wish, *, by, member=None, organisation=None, name="", phone="", promised_on=None, note=""):
    """Take a wish on for a member, an organisation, or somebody whose name and phone staff were told; answers the claim."""
    if member is not None and member.state != MemberState.ACTIVE:
        raise Refused("这位党员已经转出，不能认领。")
    if promised_on and promised_on < today():
        raise Refused("约定日期不能早于今天。")
    made = Claim(member=member, organisation=organisation, promised_on=promised_on)
    with moving(wish, "claim", by=by, note=note) as wish:
        if member is not None:
            made.kind = Claimant.MEMBER
        elif organisation is not None:
            made.kind = Claimant.ORGANISATION
        else:
            made.kind, made.contact = Claimant.OUTSIDER, leave(wish.community, name, phone)
        hold(wish, made, by=by, note=note)
    return made


def claim_from_wall(wish_id, *, name, phone, note=""):
    """Take a wish on for a stranger: it waits for a call from staff. Of many at once one wins, Refused tells the others."""
    with transaction.atomic():
        wish = Wish.objects.select_for_update(of=("self",)).filter(Wish.public_q(), pk=wish_id).first()
        if wish is None or wish.state != WishState.PUBLISHED:
            raise Refused(LATE)
        with moving(wish, "claim", by=None, note=note) as wish:
            made = Claim(kind=Claimant.OUTSIDER, state=ClaimState.WAITING, contact=leave(wish.community, name, phone))
            hold(wish, made, by=None, note=note)
    return made


def take_over(wish, *, by, note=""):
    """The community sees to what nobody came for."""
    made = Claim(kind=Claimant.COMMUNITY)
    with moving(wish, "take_over", by=by, note=note) as wish:
        hold(wish, made, by=by, note=note)
    return made


def confirm(claim, *, by, promised_on=None, note=""):
    """Staff have spoken with whoever left the claim."""
    with moving(claim, "confirm", by=by, note=note) as claim:
        claim.promised_on = promised_on


def refuse(claim, *, by, note):
    """Nobody answers, or it was no serious claim: the wish hangs on the wall again."""
    with transaction.atomic():
        wish = Wish.objects.select_for_update(of=("self",)).get(pk=claim.wish_id)
        with moving(claim, "refuse", by=by, note=note) as claim:
            pass
        before, wish.state = wish.state, WishState.PUBLISHED
        let_go(wish, ClaimState.REFUSED, by=by, note=note)
        wish.save(by=by, verb="release", note=note, from_state=before)
