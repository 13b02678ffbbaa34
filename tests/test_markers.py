"""No answer of the house holds anybody's whole number for whoever did not ask to see it: every address, every role.

One plant, all roles: pages, forms, refused forms, moves, workbooks, papers, headers and lines of the log are all read.
"""

import io
import logging
import sys
import zipfile

import pytest
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.views.debug import ExceptionReporter

from accounts.choices import Role
from grids.choices import NodeLevel
from grids.models import Grid, Household, ManagedCare, Person, Visit
from grids.pages import ManagedCares, Persons
from portal.clock import today
from portal.figures import Figure
from portal.figures import registry as figures
from portal.logs import HideEverything, Plain
from portal.pages import registry
from tests.factories.accounts import UserFactory
from tests.planting import IDS, MANAGED, NAME, PHONES, plant, upload, whole
from tests.test_permissions import patterns
from wishes.models import Wish

# Issuing these is itself a look that is written down; they have their own tests.
ISSUED_BY_POST = {"datarequest-notice", "datarequest-notice-word"}
NOT_SENT = {"login", "logout", "password_change", "sign-out-everywhere", "monthly-lock", *ISSUED_BY_POST}
# What may be open to whoever does not read the register.
STILL = ("-list", "-detail", "-pick", "-add", "-export")
# Asked for the rows of the other community too, on which nobody here may do anything.
FAR = ("-detail", "-edit", "-access", "-reveal", "-paper", "-notice", "-merge")
ASKED = {
    "list": [{"print": "1"}, {"q": NAME[:2]}],
    "pick": [{"q": NAME[:2]}, {}],
    "find": [{"q": NAME[:2]}, {"q": "0777"}],
    "export": [{}],
    "whole": [{}],
    "due": [{"kind": kind} for kind in ("person", "associate", "visit", "request")],
    "import": [{}, {"template": "1"}],
    "monthly-export": [{"month": "2026-11"}],
}
SENT = {
    "whole": [{"all": "1"}, {"all": "1", "seen": "1"}],
    "edit": [{}, {"version": "0"}],
    "reveal": [{}, {"field": "phone"}, {"field": "phone", "why": "无"}, {"field": "name", "why": "call"}],
    "export": [{}],
}


NARROW = ("person", "managedcare", "home", "find", "news", "visit", "datarequest", "retention")


class Crawler:
    """Somebody who opens everything there is, and what was seen that must not be."""

    def __init__(self, client, user, pointing=None):
        self.client, self.user, self.pointing = client, user, pointing or {}
        self.leaks, self.opened, self.shut = [], 0, set()
        self.knows = user is not None and Persons.may(user, "refer")
        self.manages = user is not None and ManagedCare.objects.within_reach(user, "view").exists()
        # The form of a register names its kinds to whoever may use it, for whatever rows.
        self.asked_kinds = user is not None and ManagedCares.may(user, "view")

    def go(self, name, url):
        """An address by reading and by sending what it will refuse; one door is tried once, who is shut out is so for all rows."""
        register = name.partition("-")[0]
        if name in self.shut or (f"{register}-detail" in self.shut and not name.endswith(STILL)):
            return
        kind, found = name.rpartition("-")[2] if name not in ASKED else name, False
        for query in [*ASKED.get(kind, [{}]), *self.pointing.get(name, [])]:
            answer = self.client.get(url, query)
            self.read(f"GET {url} {query}", answer)
            if answer.status_code == 403 or self.user is None:
                self.shut.add(name)
                return
            found = found or answer.status_code != 404
        if name in NOT_SENT or not found:
            return
        begun = self.pointing.get(name, []) if kind == "merge" else []
        for data in [*SENT.get(kind, [{}]), *begun]:
            answer = self.client.post(url, data)
            self.read(f"POST {url} {data}", answer)

    def read(self, what, answer):
        self.opened += answer.status_code == 200
        assert answer.status_code < 500, what
        text = f"{list(answer.items())}\n{body(answer)}"
        if found := whole(text):
            self.leaks.append((self.who, what, found))
        kinds = self.manages or (self.asked_kinds and "/people/managed/" in what)
        if not kinds and (found := [word for word in MANAGED if word in text]):
            self.leaks.append((self.who, what, found))
        if not self.knows and NAME in text:
            self.leaks.append((self.who, what, [NAME]))

    @property
    def who(self):
        return self.user.username if self.user else "nobody"


def body(answer):
    """The text of an answer; of a workbook or paper that of all its parts."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return content.decode(errors="replace")


def addresses(rows, users):
    """(name, url) of every address there is, with the rows of both communities where one asks for a row."""
    for pattern in patterns():
        page = getattr(pattern.callback, "view_initkwargs", {}).get("page")
        if (page and page.model._meta.app_label == "acid") or not pattern.name:
            continue
        asks = pattern.pattern.converters
        if "code" in asks:
            coded = Grid.objects.filter(level=NodeLevel.GRID) if pattern.name == "door" else Wish.objects.all()
            yield from ((pattern.name, reverse(pattern.name, args=[one.code])) for one in coded.order_by("pk"))
            continue
        if "pk" not in asks:
            try:
                yield pattern.name, reverse(pattern.name)
            except NoReverseMatch:
                assert pattern.name == "photo", pattern.name
            continue
        found = rows.get(page.model if page else None) or [users[0]]
        for row in found if pattern.name.endswith(FAR) else found[:1]:
            yield pattern.name, reverse(pattern.name, args=[row.pk])


def pointing(rows):
    """{name of an address: what its query may say of other rows, in either community}: a new row's begins, mergers, figures."""
    found = {f"{page.name}-add": list(_related(page.model, rows)) for page in registry if page.model in rows}
    found["person-overview"] = [{"node": row.grid_id} for row in rows[Household]]
    found["visit-due"] = [{"grid": row.grid_id} for row in rows[Household]]
    found["person-merge"] = [
        {"with": pk, "gone": pk} for pk in Person.objects.filter(name=NAME).values_list("pk", flat=True)
    ]
    for name, figure in figures.items():
        if isinstance(figure, Figure) and figure.model in (Person, Visit):
            asked = {"figure": name, "month": f"{today():%Y-%m}"}
            found.setdefault(f"{figure.model._meta.model_name}-list", []).append(asked)
    return found


def _related(model, rows):
    for field in model._meta.get_fields():
        if field.concrete and field.is_relation and field.related_model in rows:
            yield from ({field.name: row.pk} for row in rows[field.related_model])


@pytest.fixture
def planted(house):
    return plant(house, house.user(Role.SECRETARY))


def everybody(house):
    """A user of each role, somebody without a post, a clerk of another line than that of managed care."""
    users = [house.user(role) for role in Role]
    users.append(UserFactory(username="no-post", grid=house.near))
    users.append(UserFactory(username="clerk-sanitation", grid=house.community, role=Role.CLERK, lines=["sanitation"]))
    return users


def test_no_answer_holds_a_whole_number(house, planted, caplog):
    caplog.handler.setFormatter(Plain())
    caplog.set_level(logging.INFO)
    *users, narrow = everybody(house)
    users.append(narrow)
    grids = [("grid", house.near.pk), ("grid-edit", house.near.pk), ("grid-plan", house.community.pk)]
    urls = [*addresses(planted, users), *((name, reverse(name, args=[pk])) for name, pk in grids)]
    begins = pointing(planted)
    leaks, opened = [], {}
    for user in [*users, None]:
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
        crawler = Crawler(client, user, begins)
        for name, url in urls:
            if user is not narrow or name.startswith(NARROW):
                crawler.go(name, url)
        leaks += crawler.leaks
        opened[crawler.who] = crawler.opened
    assert leaks == [], "\n".join(sorted({f"{who} {what}: {found}" for who, what, found in leaks}))
    # A crawl that opens nothing proves nothing.
    assert opened["secretary1"] > 200, opened
    assert opened["member1"] > 90, opened
    assert opened["clerk-sanitation"] > 20, opened
    assert whole(caplog.text) == []


def test_an_import_under_way_shows_no_whole_number(house, planted):
    secretary = house.user(Role.SECRETARY)
    run = upload(secretary, Household.objects.filter(grid=house.near).first())
    client = Client()
    client.force_login(secretary)
    crawler = Crawler(client, secretary)
    # The rejected rows are the uploader's own file again; the page tells them apart by line.
    for query in ({"run": run.key}, {"run": run.key, "kind": "invalid"}, {"run": run.key, "kind": "new"}):
        answer = client.get(Persons.url("import"), query)
        assert answer.status_code == 200
        crawler.read(f"GET import {query}", answer)
    assert crawler.leaks == []


def stumble(number, person):
    """A function that fails with somebody's number in its hands."""
    return len(number) / (person.pk - person.pk)


def test_a_fault_tells_no_number(house, planted, monkeypatch, caplog):
    """A view that breaks with somebody in its hands: the page, the line of the log and the report say where, not whose."""
    person = Person.objects.get(pk=planted[Person][0].pk)
    caplog.handler.setFormatter(Plain())

    def broken(record):
        number = record.phone
        raise ValueError(f"{number} {record.id_number}")

    monkeypatch.setattr(Persons, "title_of", broken)
    client = Client(raise_request_exception=False)
    client.force_login(house.user(Role.SECRETARY))
    answer = client.get(Persons.url("detail", person.pk))
    assert answer.status_code == 500
    assert whole(body(answer)) == []
    assert "ValueError" in caplog.text
    assert whole(caplog.text) == []
    request = RequestFactory().post("/people/", {"phone": PHONES[0], "id_number": IDS[0]}, HTTP_COOKIE=f"a={PHONES[0]}")
    request.exception_reporter_filter = HideEverything()
    try:
        stumble(PHONES[0], person)
    except ZeroDivisionError:
        report = ExceptionReporter(request, *sys.exc_info())
    report.filter = HideEverything()
    assert whole(report.get_traceback_html() + report.get_traceback_text()) == []


def test_no_fault_is_mailed(settings):
    """The text of an exception may quote a row, and a mail goes where no reach is asked."""
    handlers = settings.LOGGING["handlers"].values()
    assert not [one for one in handlers if "mail" in one["class"].lower()]
    assert settings.ADMINS == []
