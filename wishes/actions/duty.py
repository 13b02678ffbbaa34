"""Writes on the roster of the help station; what is still open that day is offered anew."""

from datetime import timedelta

from django.db import transaction

from grids.models import Grid
from party.choices import MemberState
from party.models import Member
from portal.clock import today
from portal.errors import Refused
from portal.moves import moving
from wishes.choices import ErrandState
from wishes.models import Duty, Errand
from wishes.queries.duty import days_taken, near

WEEK, LONGEST = timedelta(days=7), timedelta(days=366)
GONE = "这位党员已经转出，不能排班。"
PAST = "日期不能早于今天。"
BACKWARDS = "“一直排到”不能早于第一天。"
TOO_FAR = "一次最多排一年，请把“一直排到”改近一些。"
TAKEN = "这位党员这几天已经排了班：{days}。请改日期，或先取消那几天。"
ANEW = "值班表有变动，重新派单"


def enter(duty, *, by, until=None, note=""):
    """Put a member on the roster for a day, or for that day of each week up to ``until``; answers the first."""
    days = _days(duty.on, until or duty.on)
    with transaction.atomic():
        hold_roster(duty.grid.community_id)
        duty.member = Member.objects.select_for_update(of=("self",)).get(pk=duty.member_id)
        if duty.member.state != MemberState.ACTIVE:
            raise Refused(GONE)
        if taken := days_taken(duty.member, days):
            raise Refused(TAKEN.format(days="、".join(f"{day:%m-%d}" for day in taken)))
        rows = [Duty(grid=duty.grid, member=duty.member, on=day, note=duty.note) for day in days]
        Duty.objects.add_many(rows, by=by, note=note)
        for day in days:
            offer_anew(duty.grid.community_id, day, by=by)
    return rows[0]


def _days(first, last):
    if first < today():
        raise Refused(PAST)
    if last < first:
        raise Refused(BACKWARDS)
    if last - first > LONGEST:
        raise Refused(TOO_FAR)
    return [first + WEEK * n for n in range((last - first) // WEEK + 1)]


def cancel(duty, *, by, note=""):
    """Take somebody off the roster of a day to come; what nobody has taken yet is offered to who is there then."""
    with transaction.atomic():
        hold_roster(duty.community_id)
        with moving(duty, "cancel", by=by, note=note) as duty:
            pass
        offer_anew(duty.community_id, duty.on, by=by, gone=duty.member_id)


def hold_roster(community_id):
    """Who asks and who enters a duty go one after the other, so that neither misses the other."""
    list(Grid.objects.select_for_update(of=("self",), no_key=True).filter(pk=community_id))


def offer_anew(community_id, day, *, by, gone=None):
    """Offer what nobody has taken yet that day to whoever is on duty near by now; the roster is held."""
    waiting = Errand.objects.filter(community=community_id, wanted_on=day, state=ErrandState.OFFERED)
    for errand in waiting.select_for_update(of=("self",)).order_by("pk"):
        before = list(errand.offered.order_by("pk"))
        kept = [one for one in before if one.pk != gone]
        not_asked = [*kept, *errand.put_down.all()]
        after = [*kept, *(one for one in near(errand) if one not in not_asked)]
        if {one.pk for one in after} != {one.pk for one in before}:
            errand.relate(offered=after)
            errand.save(by=by, verb="offer", note=ANEW)
