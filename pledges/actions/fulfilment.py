"""Writes on the periods of a pledge: kept, asked about, excused, taken back, penalised."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from party.actions import award, take_back
from party.choices import RuleKey
from pledges.actions.periods import settle
from pledges.choices import RUNNING, FulfilmentState, PledgeState
from pledges.models import Fulfilment, Pledge
from pledges.models.pledge_moves import is_own
from portal.clock import today
from portal.errors import Refused
from portal.models import Attachment
from portal.models.attachment import Kind
from portal.moves import moving

# Who did it in time has some days to write it down.
GRACE = timedelta(days=3)
PENALISED = (*RUNNING, PledgeState.REVIEWING)


@contextmanager
def _moving(fulfilment, verb, *, by, note=""):
    """The pledge is locked first, then its period: whoever closes the pledge meanwhile waits."""
    with transaction.atomic():
        pledge = Pledge.objects.select_for_update(of=("self",)).get(pk=fulfilment.pledge_id)
        with moving(fulfilment, verb, by=by, note=note) as fulfilment:
            yield fulfilment
        settle(pledge)


def fulfil(fulfilment, *, by, note="", kept_on=None, words="", photos=()):
    """Check a period off: when it was done, what, with pictures.

    A penalty for coming late falls where it was done in time; of the own pledge, once somebody asked whoever was helped.
    """
    kept_on = kept_on or today()
    with _moving(fulfilment, "fulfil", by=by, note=note) as fulfilment:
        if kept_on > today():
            raise Refused("兑现日期不能晚于今天。")
        if kept_on < fulfilment.opens_on:
            raise Refused(f"这一期从 {fulfilment.opens_on} 开始，兑现日期不能更早。")
        fulfilment.kept_on, fulfilment.note = kept_on, words
        if kept_on <= fulfilment.due_on and not is_own(fulfilment.pledge, by):
            take_back(fulfilment, RuleKey.OVERDUE, by=by, note="已按期兑现，补登记")
        Attachment.keep(fulfilment, photos, by=by, kind=Kind.BEFORE)


def confirm(fulfilment, *, by, how, words="", photos=(), note=""):
    """Write down what whoever was helped says, by call, on a visit, or on a signed slip."""
    with _moving(fulfilment, "confirm", by=by, note=note) as fulfilment:
        fulfilment.confirmed_how, fulfilment.confirmed_words = how, words
        fulfilment.confirmed_by, fulfilment.confirmed_on = by, today()
        if fulfilment.kept_on <= fulfilment.due_on:
            take_back(fulfilment, RuleKey.OVERDUE, by=by, note="已核实按期兑现")
        Attachment.keep(fulfilment, photos, by=by, kind=Kind.AFTER)


def excuse(fulfilment, *, by, note):
    """Say that a period could not be kept, and for which objective reason."""
    with _moving(fulfilment, "excuse", by=by, note=note) as fulfilment:
        fulfilment.excuse = note[:200]
        take_back(fulfilment, RuleKey.OVERDUE, by=by, note=note)


def undo(fulfilment, *, by, note):
    """Let a period wait again; what is long past its day costs its points again."""
    with _moving(fulfilment, "undo", by=by, note=note) as fulfilment:
        fulfilment.kept_on, fulfilment.note, fulfilment.excuse = None, "", ""
        fulfilment.confirmed_how = fulfilment.confirmed_words = ""
        fulfilment.confirmed_by = fulfilment.confirmed_on = None
        if fulfilment.due_on < today() - GRACE:
            _penalise(fulfilment, by)


def penalise(fulfilment, *, by=None):
    """Take points off for a period that nobody checked off in time, if it still waits; the pledge is locked first."""
    with transaction.atomic():
        pledge = Pledge.objects.select_for_update(of=("self",)).get(pk=fulfilment.pledge_id)
        fulfilment = Fulfilment.objects.select_for_update(of=("self",)).get(pk=fulfilment.pk)
        if fulfilment.state == FulfilmentState.WAITING and pledge.state in PENALISED:
            _penalise(fulfilment, by)


def _penalise(fulfilment, by):
    days = (today() - fulfilment.due_on).days
    award(
        fulfilment.pledge.member,
        RuleKey.OVERDUE,
        by=by,
        source=fulfilment,
        basis=f"承诺 {fulfilment.pledge.code} 第 {fulfilment.number} 期逾期 {days} 天没有兑现",
    )
