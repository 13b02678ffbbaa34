"""Writes on errands: asked for, offered to who is on duty near by, taken by one, done, thanked; points by the hour."""

from django.db import transaction

from grids.choices import PersonState
from grids.models import Person
from party.actions import award, take_back
from party.choices import MemberState, RuleKey
from party.queries.member import own_member
from portal.clock import today
from portal.errors import Refused
from portal.moves import moving
from wishes.actions.duty import hold_roster
from wishes.choices import IN_HAND, ErrandState, Heard
from wishes.models import Errand
from wishes.models.errand import AHEAD
from wishes.queries.duty import near

ABSENT = "这个人已不在册，不能登记微帮。"
NOT_SOON = "微帮只办今天或明天的小事；别的请登记微心愿或事项。"
NOWHERE = "这个人没有登记住址，请写明到哪里帮。"
FIXED = "有人接了以后不能再改；要改请先“放下”或“取消”。"
LATE = "谢谢您！这件刚刚有人先接了。"
YOURS = "这件已经由您接了，请打电话联系。"
LEFT = "这位党员已经转出，请选别人。"
SELF = "这是本人求助的事，请派给别人。"
NOT_OFFERED = "这件没有派给这位党员；想接请网格长先“派给党员”。"


def ask(errand, *, by, note=""):
    """Write down what a neighbour needs, and offer it to the members on duty near by; to nobody where nobody is."""
    errand.asked_on = today()
    with transaction.atomic():
        _settle(errand)
        errand.save(by=by, note=note)
    return errand


def revise(errand, *, by, note=""):
    """Change what is asked for while nobody has taken it; for another day or person it is offered anew."""
    with transaction.atomic():
        # Before the errand, as whoever changes the roster does: the other way round two would wait for each other.
        hold_roster(errand.community_id)
        now = Errand.objects.select_for_update(of=("self",)).get(pk=errand.pk)
        if now.state != ErrandState.OFFERED:
            raise Refused(FIXED)
        _settle(errand, anew=errand.has_changed("wanted_on") or errand.has_changed("person_id"))
        errand.save(by=by, note=note)


def _settle(errand, anew=True):
    """What follows from whom it is for and when."""
    person = (
        Person.objects.select_for_update(of=("self",)).prefetch_related("grid", "household").get(pk=errand.person_id)
    )
    if person.state != PersonState.PRESENT:
        raise Refused(ABSENT)
    if not errand.asked_on <= errand.wanted_on <= errand.asked_on + AHEAD:
        raise Refused(NOT_SOON)
    errand.person, errand.grid = person, person.grid
    errand.place = errand.place.strip() or (person.household.door if person.household else "")
    if not errand.place:
        raise Refused(NOWHERE)
    if anew:
        hold_roster(person.community_id)
        errand.relate(offered=near(errand), **({"put_down": []} if errand.pk else {}))


def offer(errand, *, by, member, note=""):
    """Ask one more member, whom the roster did not find."""
    with moving(errand, "offer", by=by, note=note) as errand:
        _insist(errand, member)
        errand.relate(offered=[*errand.offered.all(), member])


def accept(errand, *, by, member=None, note=""):
    """Take an errand on: for oneself, or by staff for a ``member`` who said yes on the phone. Of several at once one does."""
    member = member or own_member(by)
    with transaction.atomic():
        now = Errand.objects.select_for_update(of=("self",)).get(pk=errand.pk)
        if now.state in IN_HAND:
            raise Refused(YOURS if member and now.member_id == member.pk else LATE)
        with moving(errand, "accept", by=by, note=note) as errand:
            if member is None or not errand.offered.filter(pk=member.pk).exists():
                raise Refused(NOT_OFFERED)
            _insist(errand, member)
            errand.member, errand.accepted_on = member, today()


def _insist(errand, member):
    if member.state != MemberState.ACTIVE:
        raise Refused(LEFT)
    if member.person_id == errand.person_id:
        raise Refused(SELF)


def release(errand, *, by, note):
    """Put an errand down: the others may take it; who put it down is not asked again."""
    with moving(errand, "release", by=by, note=note) as errand:
        kept = [one for one in errand.offered.all() if one.pk != errand.member_id]
        errand.relate(offered=kept, put_down=[*errand.put_down.all(), errand.member])
        errand.member = errand.accepted_on = None


def finish(errand, *, by, how, hours, note=""):
    """Say how it was done and how long it took."""
    with moving(errand, "finish", by=by, note=note) as errand:
        errand.how, errand.hours, errand.done_on = how, hours, today()


def thank(errand, *, by, answer, hours=None, thanks="", note=""):
    """Write down what the neighbour says; done, the member gets points by the hour, undone it goes back to the member."""
    with moving(errand, "thank", by=by, note=note) as errand:
        errand.answer, errand.thanks = answer, thanks
        if answer == Heard.UNDONE:
            _undo(errand)
            return
        errand.hours, errand.thanked_on = hours or errand.hours, today()
        basis = f"微帮 {errand.code} 已办，{errand.hours.normalize():f} 小时"
        told = {"source": errand, "basis": basis, "points": errand.hours, "on": errand.done_on, "reviewed_by": by}
        award(errand.member, RuleKey.SERVICE, by=by, **told)


def reopen(errand, *, by, note):
    """It turned out that it was not done: the points go back, and so does the errand."""
    with moving(errand, "reopen", by=by, note=note) as errand:
        errand.answer, errand.thanked_on = Heard.UNDONE, None
        _undo(errand)
        take_back(errand, RuleKey.SERVICE, by=by, note=note)


def _undo(errand):
    errand.done_on = errand.hours = None
    errand.how = ""


def cancel(errand, *, by, note):
    """Nobody needs it any more."""
    with moving(errand, "cancel", by=by, note=note) as errand:
        errand.member = errand.accepted_on = None
