"""How every test runs: no network, no fixed order where none was asked for, a fresh folder for files.

Template variables nobody gave fail, and warnings are errors: both in pyproject.toml.
"""

import ast
import random
import socket
import zlib
from pathlib import Path

import psycopg2
import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models.query import QuerySet
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from portal.models.ledger import install_guards, remove_guards
from tests.factories.house import build

HERE = Path(__file__).parent
JOURNEYS = HERE / "journeys"
hypothesis.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile("house")
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture(autouse=True)
def no_network(request, monkeypatch):
    """Nothing outside is reachable; the journeys' browser and server, and a test's own receiver, meet on the loopback."""
    connect = socket.socket.connect
    inside = JOURNEYS in request.path.parents or request.node.get_closest_marker("loopback")
    allowed = LOOPBACK if inside else set()

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in allowed:
            raise AssertionError(f"A test tried to reach {address}.")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def shuffled(request, monkeypatch):
    """Rows of a queryset without an order come in another one each test, the same in each run."""
    fetch = QuerySet._fetch_all
    dice = random.Random(zlib.crc32(request.node.nodeid.encode()))

    def fetch_shuffled(self):
        fresh = self._result_cache is None
        fetch(self)
        if fresh and not self.ordered:
            dice.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", fetch_shuffled)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Uploads of one test are not seen by the next."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session", autouse=True)
def flush_past_guards():
    """A transactional test empties the tables, which the ledgers' triggers would forbid."""
    teardown = TransactionTestCase._fixture_teardown

    def without_guards(self):
        remove_guards()
        teardown(self)
        install_guards()

    TransactionTestCase._fixture_teardown = without_guards
    yield
    TransactionTestCase._fixture_teardown = teardown


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """On PostgreSQL the test database is cut from a template that knows Chinese letters (lc_ctype C.UTF-8)."""
    template = connection.settings_dict.get("TEST", {}).get("TEMPLATE")
    if connection.vendor == "postgresql" and template:
        make_template(connection.get_connection_params() | {"dbname": "postgres"}, template)


def make_template(params, name):
    params = {key: params[key] for key in ("dbname", "user", "password", "host", "port") if params.get(key)}
    link = psycopg2.connect(**params)
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            cursor.execute(
                f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
            )
    except (psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation):
        pass
    finally:
        link.close()


def journeys():
    """Names of the browser journeys, read without running anything."""
    for file in sorted(JOURNEYS.glob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield f"{file.relative_to(HERE.parent)}::{node.name}"


def pytest_terminal_summary(terminalreporter, config):
    """What `make test` leaves to `make journeys` is said by name."""
    if hasattr(config, "workerinput") or not any("journeys" in str(p) for p in config.option.ignore or []):
        return
    if names := list(journeys()):
        terminalreporter.section("not run: browser journeys (make journeys, needs Chromium)")
        terminalreporter.write_line("\n".join(names))


@pytest.fixture
def house(db):
    """Two communities with nobody in them yet; ``house.user(role)`` brings people in."""
    return build()


@pytest.fixture
def enter(client):
    """``enter(user)`` answers a browser in which the user is signed in."""

    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


def pytest_addoption(parser):
    """What ``tests/permissions.py`` needs to write its table anew."""
    parser.addoption("--reprint", action="store_true", help="write what is observed into tests/permissions.txt")


@pytest.fixture(autouse=True)
def fresh_cache():
    """What one test counted or read is not remembered in the next."""
    cache.clear()
