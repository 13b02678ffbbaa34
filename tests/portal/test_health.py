"""/healthz: one word for strangers, each finding for an administrator."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from portal import health
from portal.models import Beat

pytestmark = pytest.mark.django_db
ALL_WELL = {check.__name__: lambda: (health.OK, "") for check in health.CHECKS}


def named(name, check):
    check.__name__ = name
    return check


@pytest.fixture
def findings(monkeypatch):
    """Set what each check finds; the rest are well."""

    def set_checks(**changed):
        checks = ALL_WELL | changed
        monkeypatch.setattr(health, "CHECKS", [named(name, check) for name, check in checks.items()])

    return set_checks


def test_a_stranger_reads_one_word(client, findings):
    findings()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_what_keeps_pages_from_being_served_is_503(client, findings):
    findings(disk=lambda: (health.FAIL, "剩余 1 MB"))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "fail"})


def test_a_broken_database_fails_without_its_words(client, findings, monkeypatch):
    def broken():
        raise DatabaseError("password=secret")

    findings(database=broken)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "secret" not in answer.text
    assert health.findings()["database"]["detail"] == "DatabaseError"


def test_who_manages_accounts_reads_every_finding(client, findings, monkeypatch):
    findings(worker=lambda: (health.WARN, "停了"))
    monkeypatch.setattr(health, "may", lambda user, verb, model: True)
    answer = client.get("/healthz").json()
    assert answer["status"] == "warn"
    assert answer["checks"]["worker"] == {"status": "warn", "detail": "停了"}


def test_the_worker_is_missed_after_a_while():
    assert health.worker()[0] == health.WARN
    Beat.objects.create(name="worker:a", at=timezone.now())
    assert health.worker()[0] == health.OK
    Beat.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert health.worker()[0] == health.WARN


@pytest.mark.parametrize("check", [health.database, health.migrations, health.disk, health.calendar, health.pg_trgm])
def test_each_check_is_well_here(check):
    assert check()[0] == health.OK


def test_only_reading_is_allowed(client):
    assert client.post("/healthz").status_code == 405
