"""Writes on wishes: written down, verified, shown, worked on, come true, asked about."""

from django.db import transaction

from grids.choices import PersonState
from grids.models import Person
from party.actions import award
from party.choices import RuleKey
from portal.clock import today
from portal.errors import Refused
from portal.models import Attachment
from portal.models.attachment import Kind
from portal.moves import moving
from wishes.actions.claim import claim as claim
from wishes.actions.claim import take_over as take_over
from wishes.actions.holding import let_go, settle
from wishes.choices import Answer, ClaimState, WishState
from wishes.models import Wish
from wishes.queries.screening import current_consent, telling

GONE = "这个人已不在册，不能登记心愿。"
FIXED = "认领以后不能再改心愿；要改请先“取消认领”或“撤回”。"
NO_CONSENT = "本人还没有同意公示：请先在“同意记录”登记“对外公示”的同意（学生由监护人同意）。"


def collect(wish, *, by, note=""):
    """Write a wish down; it waits to be verified."""
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).prefetch_related("grid").get(pk=wish.person_id)
        if person.state != PersonState.PRESENT:
            raise Refused(GONE)
        wish.person, wish.grid = person, person.grid
        _insist(wish)
        wish.save(by=by, note=note)
    return wish


def revise(wish, *, by, note=""):
    """Change what is wished for while nobody has claimed it; on the wall it keeps telling nobody who it is."""
    with transaction.atomic():
        state = Wish.objects.select_for_update().values_list("state", flat=True).get(pk=wish.pk)
        if state not in (WishState.PENDING, WishState.PUBLISHED):
            raise Refused(FIXED)
        if wish.has_changed("person_id") and wish.verified_on:
            raise Refused("已经核实过，申请人不能再改；登错了的请“撤回”，另外登记。")
        if wish.has_changed("person_id") and wish.person.state != PersonState.PRESENT:
            raise Refused(GONE)
        if state == WishState.PUBLISHED:
            _keep_nameless(wish, wish.sentence)
        wish.grid = wish.person.grid
        _insist(wish)
        wish.save(by=by, note=note)


def _insist(wish):
    if refusal := wish.over_refusal:
        raise Refused(refusal)


def _keep_nameless(wish, words):
    if found := telling(wish, words):
        raise Refused("这句话会让人认出是谁：" + "；".join(found) + "。请先修改再公示。")


def verify(wish, *, by, how, note=""):
    """Write down that it is real, and how that was made sure of."""
    with moving(wish, "verify", by=by, note=note) as wish:
        wish.verified_how, wish.verified_on, wish.verified_by = how, today(), by


def publish(wish, *, by, note=""):
    """Put a wish on the wall, as its applicant agreed to."""
    with moving(wish, "publish", by=by, note=note) as wish:
        _hang(wish)


def republish(wish, *, by, note=""):
    """Hang a wish up again whose applicant agrees anew, after a consent was taken back."""
    with moving(wish, "republish", by=by, note=note) as wish:
        _hang(wish)


def _hang(wish):
    wish.consent = current_consent(wish.person, wish.group)
    if wish.consent is None:
        raise Refused(NO_CONSENT)
    _keep_nameless(wish, wish.sentence)
    wish.published_on = today()


def decline(wish, *, by, note):
    """Say no to a wish, and why."""
    with moving(wish, "decline", by=by, note=note):
        pass


def start(wish, *, by, note=""):
    """Work on it has begun."""
    with moving(wish, "start", by=by, note=note):
        pass


def release(wish, *, by, note):
    """Let a claim go; the wish hangs on the wall again."""
    with moving(wish, "release", by=by, note=note) as wish:
        let_go(wish, ClaimState.RELEASED, by=by, note=note)


def realise(wish, *, by, how, spent=None, photos=(), note=""):
    """Say how it came true, with proof."""
    with moving(wish, "realise", by=by, note=note) as wish:
        wish.how, wish.spent, wish.realised_on = how, spent, today()
        Attachment.keep(wish, photos, by=by, kind=Kind.AFTER)
        settle(wish, ClaimState.LIVE, ClaimState.DONE, by=by)


def follow_up(wish, *, by, answer, feedback="", thanks="", note=""):
    """Write down what the applicant says: a member who made it come true gets the points; where nothing did the work goes on."""
    with moving(wish, "follow_up", by=by, note=note) as wish:
        if thanks:
            _keep_nameless(wish, thanks)
        wish.answer, wish.feedback, wish.thanks = answer, feedback, thanks
        wish.closed_on = None if answer == Answer.UNMET else today()
        if answer == Answer.UNMET:
            wish.realised_on = None
            settle(wish, ClaimState.DONE, ClaimState.LIVE, by=by)
        elif wish.claimant_id:
            basis = f"认领的微心愿 {wish.code} 已实现"
            award(wish.claimant, RuleKey.WISH, by=by, source=wish, basis=basis, on=wish.realised_on, reviewed_by=by)


def withdraw(wish, *, by, note):
    """Take a wish off, as its applicant asks; whoever held it is let go."""
    with moving(wish, "withdraw", by=by, note=note) as wish:
        let_go(wish, ClaimState.RELEASED, by=by, note=note)


def to_project(wish, *, by, note):
    """Hand over what is too large for one: it becomes a project."""
    with moving(wish, "to_project", by=by, note=note):
        pass
