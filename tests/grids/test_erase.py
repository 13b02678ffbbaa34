"""Taken off the register for good: nothing in any table tells who somebody was."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection

from accounts.choices import Role
from grids.actions import privacy
from grids.actions import visit as visits
from grids.actions.care import release
from grids.actions.erase import erase
from grids.actions.person import revise
from grids.choices import ManagedKind, PersonState, RequestKind, ServiceTag, Sex, VisitState
from grids.models import (
    Consent,
    DataRequest,
    ManagedCare,
    Merge,
    Person,
    Relocation,
    Unit,
    Visit,
    Walk,
    WalkLine,
)
from grids.pages import DataRequests, Persons
from grids.retention import months_before
from portal.clock import start_of_day, today
from portal.errors import Refused
from portal.history import log
from portal.models import Attachment, Entry
from portal.models.ledger import SENTENCE
from reports.actions import lock_month
from tests.factories import people
from tests.factories.grids import IssueFactory

NAME, OTHER_NAME = "贺兰雪", "贺兰雪梅"
PHONE, PLACE, WORD = "13911112222", "虚构县虚构路 77 号", "独门标记"


@pytest.fixture
def secretary(house):
    return house.user(Role.SECRETARY)


@pytest.fixture
def someone(house, secretary):
    """Somebody of whom much is written, everywhere."""
    person = people.resident(
        house.near,
        by=secretary,
        name=OTHER_NAME,
        phone=PHONE,
        id_number=people.id_number(n=7),
        registered=PLACE,
        occupation=WORD,
        support=WORD,
        care=[ServiceTag.ALONE],
    )
    person.name, person.sex, person.occupation = NAME, Sex.FEMALE, f"{WORD}二"
    revise(person, by=secretary, note=WORD)
    made = people.visit_to(house.near, person=person, findings=WORD)
    made.findings = f"{WORD}三"
    visits.revise(made, by=secretary)
    people.visit_to(house.near, own=secretary, given=secretary, person=Person.objects.get(pk=person.pk))
    people.relocation(house.near, person=person, place=WORD)
    people.consent(house.near, person=person, note=WORD, guardian=WORD)
    asked = people.request(house.near, person=person, words=WORD)
    privacy.fulfil(asked, by=secretary, answer=WORD, note=WORD)
    care = people.managed(house.near, person=person, kind=ManagedKind.MENTAL, measures=WORD)
    release(care, by=secretary, note=WORD)
    return Person.objects.get(pk=person.pk)


def everything():
    """All that stands in the tables of the house, as text."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.app_label in ("portal", "grids", "accounts"):
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                found += [json.dumps(row, default=str, ensure_ascii=False) for row in cursor.fetchall()]
    return "\n".join(found)


def test_nothing_is_left_but_a_number(someone, secretary):
    code, id_hash, phone_hash = someone.code, someone.id_hash, someone.phone_hash
    assert WORD in everything()
    erase(someone, by=secretary, note="本人要求")
    left = everything()
    for told in (NAME, OTHER_NAME, WORD, id_hash, phone_hash, "贺兰某", "139****2222", "虚构县虚****", "helan"):
        assert told not in left
    person = Person.objects.get(pk=someone.pk)
    assert (person.code, person.name, person.state) == (code, "已删除", PersonState.ERASED)
    assert {person.id_number, person.phone, person.registered, person.search, person.id_hash, person.phone_hash} == {""}
    assert (person.birth, person.sex, person.care, person.household) == (None, "", [], None)


def test_rows_about_the_person_stay_without_words(someone, secretary):
    erase(someone, by=secretary, note="本人要求")
    assert set(Visit.objects.values_list("state", "findings")) == {(VisitState.DONE, ""), (VisitState.CANCELLED, "")}
    assert Relocation.objects.values_list("place", "left", "entered").get() == ("", None, None)
    assert Consent.objects.values_list("note", "guardian").get() == ("", "")
    assert DataRequest.objects.values_list("words", "answer").get() == ("", "")
    assert ManagedCare.objects.values_list("measures", "state").get() == ("", "ended")


def test_history_keeps_who_did_what_and_when(someone, secretary):
    before = list(Entry.objects.of(someone).values_list("pk", "verb", "at", "actor", "to_state"))
    erase(someone, by=secretary, note="本人要求")
    lines = Entry.objects.of(someone)
    assert set(before) <= set(lines.values_list("pk", "verb", "at", "actor", "to_state"))
    assert {json.dumps(one) for one in lines.values_list("changes", flat=True)} == {"{}"}
    assert list(lines.exclude(reason="").values_list("verb", "reason")) == [("erase", "本人要求")]
    unlock = Entry.objects.get(verb="unlock")
    assert (unlock.actor, unlock.reason) == (secretary, "个人信息已删除 1 人")


def test_who_looked_at_what_and_why_can_still_be_audited(someone, secretary):
    """等保 asks for the record of looks for six months and more; the words put beside the reason go."""
    visit = someone.visits.first()
    log("reveal", by=secretary, record=someone, note="电话 · 上门走访")
    log("reveal", by=secretary, record=someone, note=f"电话 · 电话联系 · {WORD} · {NAME}")
    log("reveal", by=secretary, record=visit, note=f"情况 · 核对身份 · {WORD}")
    log("export_whole", by=secretary, record=someone, note=f"整份导出 · 开具证明 · {WORD}")
    erase(someone, by=secretary, note="本人要求")
    kept = Entry.objects.of(someone).filter(verb__in=("reveal", "export_whole"))
    fixed = {"情况 · 核对身份", "整份导出 · 开具证明", "电话 · 上门走访", "电话 · 电话联系"}
    assert set(kept.values_list("reason", flat=True)) == fixed
    assert WORD not in everything()


def test_the_ledgers_are_locked_again(someone, secretary):
    erase(someone, by=secretary, note="本人要求")
    with pytest.raises(Exception, match=SENTENCE):
        Entry.objects.update(reason="x")


def test_an_issue_still_leads_to_the_number(someone, secretary, house):
    issue = IssueFactory(grid=house.near, by=None)
    issue.relate(concerned=[someone])
    issue.save(by=None)
    issue.state, issue.handler, issue.closed_at = "closed", secretary, issue.created_at
    issue.save(by=None)
    erase(someone, by=secretary, note="本人要求")
    issue.refresh_from_db()
    assert [person.card for person in issue.concerned.all()] == ["已删除"]


def test_rows_merged_into_the_person_go_too(someone, secretary, house):
    twin = people.resident(house.near, name=NAME, phone=PHONE)
    twin.merged_into, twin.state = someone, PersonState.MERGED
    twin.save(by=None)
    people.visit_to(house.near, person=people.resident(house.near))
    merge = Merge(kept=someone, gone=twin, grid=someone.grid, was="present")
    merge.save(by=None, note=WORD)
    erase(someone, by=secretary, note="本人要求")
    twin.refresh_from_db()
    assert (twin.state, twin.name, twin.phone) == (PersonState.ERASED, "已删除", "")
    assert WORD not in everything()


def test_a_walk_keeps_its_numbers(someone, secretary, house):
    walk = Walk(grid=house.near, walker=secretary, day=today())
    walk.save(by=None)
    WalkLine.objects.create(walk=walk, number=3, person=someone)
    erase(someone, by=secretary, note="本人要求")
    assert WalkLine.objects.values_list("number", "person").get() == (3, someone.pk)


def test_pictures_of_visits_go(someone, secretary, django_capture_on_commit_callbacks):
    made = someone.visits.filter(state=VisitState.DONE).get()
    photo = Attachment(model="grids.visit", object_id=made.pk, width=1, height=1, sha256="0")
    photo.file.save(".jpg", ContentFile(b"1"), save=False)
    photo.thumb.save("-s.jpg", ContentFile(b"1"), save=False)
    photo.save()
    kept = photo.file.path
    with django_capture_on_commit_callbacks(execute=True):
        erase(someone, by=secretary, note="本人要求")
    assert not Attachment.objects.exists()
    assert not Path(kept).exists()


def test_a_signed_month_holds_nothing_of_who_it_was(someone, secretary, house):
    """Neither its rows nor its workbook: both stay for ever."""
    month = months_before(today().replace(day=1), 1)
    people.visit_to(
        house.near, own=secretary, person=someone, findings=WORD, visited_at=start_of_day(month) + timedelta(hours=9)
    )
    lock = lock_month(house.community, month, by=secretary)
    assert lock.values["visit.made"]
    erase(Person.objects.get(pk=someone.pk), by=secretary, note="本人要求")
    shown = [lock.rows[table]["shown"] for table in ("visits", "visited")]
    assert [len(rows) for rows in shown] == [1, 1]
    with lock.file.open() as file, zipfile.ZipFile(file) as parts:
        sheets = "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    left = json.dumps(lock.rows, ensure_ascii=False) + sheets + everything()
    for told in (NAME, "贺某", "贺兰某", WORD, ServiceTag.ALONE.label):
        assert told not in left


class TestHolds:
    """What still depends on somebody is done first."""

    def refused(self, someone, secretary, sentence):
        with pytest.raises(Refused, match=sentence):
            erase(Person.objects.get(pk=someone.pk), by=secretary, note="本人要求")
        assert Person.objects.get(pk=someone.pk).name == NAME

    def test_managed_care(self, someone, secretary, house):
        people.managed(house.near, person=someone, kind=ManagedKind.DRUGS)
        self.refused(someone, secretary, "依法要保存")

    def test_an_open_issue(self, someone, secretary, house):
        issue = IssueFactory(grid=house.near, by=None)
        issue.relate(concerned=[someone])
        issue.save(by=None)
        self.refused(someone, secretary, issue.code)

    def test_an_open_request(self, someone, secretary, house):
        asked = people.request(house.near, person=someone)
        self.refused(someone, secretary, asked.code)

    def test_a_contact_of_a_unit(self, someone, secretary, house):
        shop = people.unit(house.near, name="演示小店", contact=someone)
        self.refused(someone, secretary, "演示小店")
        shop.state = "shut"
        shop.save(by=None)
        erase(Person.objects.get(pk=someone.pk), by=secretary, note="本人要求")
        assert Unit.objects.get(pk=shop.pk).contact is None

    def test_an_account_in_use(self, someone, secretary, house):
        someone.user = house.user(Role.PARTY)
        someone.save(by=None)
        self.refused(someone, secretary, "门户账号")

    def test_without_a_reason(self, someone, secretary):
        with pytest.raises(Refused, match="理由"):
            erase(someone, by=secretary, note=" ")

    def test_managed_care_that_stayed_on_a_merged_row(self, someone, secretary, house):
        """However long the chain: it may stand there alone, of a kind the kept row has ended since."""
        last = someone
        for _ in range(2):
            twin = people.resident(house.near)
            care = people.managed(house.near, person=twin, kind=ManagedKind.DRUGS)
            twin.merged_into, twin.state = last, PersonState.MERGED
            twin.save(by=None)
            last = twin
            self.refused(someone, secretary, "依法要保存")
            release(care, by=secretary, note="期满")
        erase(Person.objects.get(pk=someone.pk), by=secretary, note="本人要求")

    def test_a_closed_issue_beside_an_open_one(self, someone, secretary, house):
        done, open_one = (IssueFactory(grid=house.near, by=None) for _ in range(2))
        for issue in (done, open_one):
            issue.relate(concerned=[someone])
            issue.save(by=None)
        done.state, done.handler, done.closed_at = "closed", secretary, done.created_at
        done.save(by=None)
        self.refused(someone, secretary, open_one.code)


def test_the_page_says_why_it_waits(someone, house, enter):
    people.managed(house.near, person=someone, kind=ManagedKind.DRUGS)
    client = enter(house.user(Role.SECRETARY))
    assert "依法要保存" in client.get(Persons.url("erase", someone.pk)).content.decode()


def test_a_request_to_delete_deletes(someone, house, enter, secretary):
    asked = people.request(house.near, person=someone, kind=RequestKind.ERASE)
    client = enter(secretary)
    sent = {"version": asked.version, "answer": "已按要求删除", "note": ""}
    assert client.post(DataRequests.url("fulfil", asked.pk), sent).status_code == 302
    assert Person.objects.get(pk=someone.pk).state == PersonState.ERASED
    asked.refresh_from_db()
    assert (asked.state, asked.answered_on, asked.answer) == ("done", today(), "")
    html = client.get(Persons.url("detail", someone.pk)).content.decode()
    assert "已删除" in html
    assert "贺兰" not in html


def test_a_request_that_must_wait_stays_open(someone, house, enter, secretary):
    people.managed(house.near, person=someone, kind=ManagedKind.DRUGS)
    asked = people.request(house.near, person=someone, kind=RequestKind.ERASE)
    sent = {"version": asked.version, "answer": "已按要求删除", "note": ""}
    answer = enter(secretary).post(DataRequests.url("fulfil", asked.pk), sent)
    assert answer.status_code == 409
    assert "依法要保存" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.state == "open"
