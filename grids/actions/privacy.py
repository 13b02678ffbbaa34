"""Writes on personal data itself: consents, and requests about one's own data."""

from django.db import transaction

from grids.actions.erase import erase
from grids.choices import RequestKind
from grids.consenting import guardian_refusal
from grids.models import Person
from portal.clock import add_working_days, start_of_day, today
from portal.errors import Refused
from portal.moves import moving

# The law says "promptly" (PIPL §50); fifteen working days are ours.
ANSWER_DAYS = 15


def agree(consent, *, by, note=""):
    """Write down a consent; it hangs where its person hangs."""
    consent.grid = consent.person.grid
    _insist_on_guardian(consent)
    consent.save(by=by, note=note)
    return consent


def correct_consent(consent, *, by, note=""):
    """Correct what was written of a consent."""
    _insist_on_guardian(consent)
    consent.save(by=by, note=note)


def _insist_on_guardian(consent):
    refusal = guardian_refusal(
        purpose=consent.purpose,
        birth=consent.person.birth,
        given_on=consent.given_on,
        guardian=consent.guardian,
    )
    if refusal:
        raise Refused(refusal[1])


def withdraw_consent(consent, *, by, note=""):
    """Somebody takes a consent back."""
    with moving(consent, "withdraw_consent", by=by, note=note) as consent:
        consent.withdrawn_on = today()


def ask(request, *, by, note=""):
    """Write down what somebody asks about the own data."""
    request.grid = request.person.grid
    _settle_due(request)
    request.save(by=by, note=note)
    return request


def correct_request(request, *, by, note=""):
    """Correct what was written of a request; the answer is due by the day it was made."""
    _settle_due(request)
    request.save(by=by, note=note)


def _settle_due(request):
    request.due_on = add_working_days(start_of_day(request.asked_on), ANSWER_DAYS).date()


def fulfil(request, *, by, answer="", note=""):
    """Do what was asked and say so; a request to delete takes the person off the register."""
    with transaction.atomic():
        with moving(request, "fulfil", by=by, note=note) as request:
            request.answer, request.answered_on = answer, today()
        if request.kind == RequestKind.ERASE:
            erase(Person.objects.get(pk=request.person_id), by=by, note=f"按请求 {request.code} 删除")


def decline(request, *, by, note):
    """Say why what was asked cannot be done."""
    with moving(request, "decline", by=by, note=note) as request:
        request.answer, request.answered_on = note, today()
