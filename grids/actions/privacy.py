"""Writes on personal data itself: consents, requests, and taking somebody off the register for good."""

from django.db import transaction

from grids.choices import RequestKind
from grids.models import Person
from portal.clock import today
from portal.moves import moving

NAMELESS = "已删除"


def agree(consent, *, by, note=""):
    """Write down a consent; it hangs where its person hangs."""
    consent.grid = consent.person.grid
    consent.save(by=by, note=note)
    return consent


def withdraw_consent(consent, *, by, note=""):
    """Somebody takes a consent back."""
    with moving(consent, "withdraw_consent", by=by, note=note) as consent:
        consent.withdrawn_on = today()


def ask(request, *, by, note=""):
    """Write down what somebody asks about the own data."""
    request.grid = request.person.grid
    request.due_on = today()
    request.save(by=by, note=note)
    return request


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


def erase(person, *, by, note):
    """Take everything off the register that tells who somebody was; a number remains."""
    with moving(person, "erase", by=by, note=note) as person:
        person.name, person.household = NAMELESS, None
