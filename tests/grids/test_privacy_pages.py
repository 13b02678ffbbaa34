"""Consents and requests about one's own data."""

import io
from datetime import date, timedelta

import pytest
from docx import Document

from accounts.choices import Role
from grids.actions import privacy
from grids.choices import ConsentWay, Purpose, RequestKind, ServiceTag
from grids.consenting import guardian_refusal
from grids.models import Consent
from grids.pages import DataRequests
from portal.clock import today
from portal.errors import Refused
from portal.models import Entry
from portal.pages import registry
from tests.factories import people

PHONE, PLACE = "13911112222", "虚构县虚构街道虚构路 77 号"
DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("purpose", "birth", "guardian", "field"),
    [
        (Purpose.REGISTER, date(1980, 1, 1), "", None),
        (Purpose.REGISTER, None, "", None),
        (Purpose.REGISTER, date(2012, 11, 21), "", "guardian"),
        (Purpose.REGISTER, date(2012, 11, 20), "", None),
        (Purpose.PUBLISH, date(2020, 1, 1), " ", "guardian"),
        (Purpose.PUBLISH, date(2020, 1, 1), "母亲", None),
        (Purpose.CHILD, None, "", "guardian"),
        (Purpose.CHILD, None, "父亲", None),
        (Purpose.CHILD, date(2020, 1, 1), "父亲", None),
        (Purpose.CHILD, date(2012, 11, 20), "父亲", "purpose"),
    ],
)
def test_who_consents_for_whom(purpose, birth, guardian, field):
    found = guardian_refusal(purpose=purpose, birth=birth, given_on=DAY, guardian=guardian)
    assert (found[0] if found else None) == field


@pytest.fixture
def secretary(house, enter):
    return enter(house.user(Role.SECRETARY))


@pytest.fixture
def someone(house):
    return people.resident(
        house.near,
        name="王小明",
        phone=PHONE,
        id_number=people.id_number(n=7),
        registered=PLACE,
        care=[ServiceTag.ALONE],
        support=f"侄子 {PHONE} 帮忙",
    )


class TestConsent:
    """The form and the action keep the same rule."""

    def sent(self, person, **more):
        return {
            "person": person.pk,
            "purpose": Purpose.REGISTER,
            "way": ConsentWay.SIGNED,
            "given_on": today().isoformat(),
            **more,
        }

    def test_a_childs_needs_a_guardian(self, house, secretary):
        child = people.resident(house.near, birth=today() - timedelta(days=4000))
        answer = secretary.post("/people/consents/add/", self.sent(child))
        assert answer.status_code == 422
        assert "监护人关系" in answer.content.decode()
        assert secretary.post("/people/consents/add/", self.sent(child, guardian="母亲")).status_code == 302
        with pytest.raises(Refused, match="监护人"):
            privacy.agree(
                Consent(person=child, purpose=Purpose.PUBLISH, way=ConsentWay.SIGNED, given_on=today()), by=None
            )

    def test_none_is_given_tomorrow(self, secretary, someone):
        later = (today() + timedelta(days=1)).isoformat()
        assert secretary.post("/people/consents/add/", self.sent(someone, given_on=later)).status_code == 422

    def test_one_taken_back_is_not_changed(self, house, secretary, someone):
        given = people.consent(house.near, person=someone)
        secretary.post(f"/people/consents/{given.pk}/withdraw_consent/", {"version": 1, "note": ""})
        given.refresh_from_db()
        assert (given.state, given.withdrawn_on) == ("withdrawn", today())
        assert secretary.get(f"/people/consents/{given.pk}/edit/").status_code == 409
        assert "个人信息同意" in secretary.get(f"/people/{someone.pk}/").content.decode()


class TestRequest:
    """Asked on a day, answered within fifteen working days."""

    def test_the_days_run_from_when_it_was_asked(self, house, enter, time_machine):
        time_machine.move_to("2026-12-10T10:00:00+08:00")
        secretary = enter(house.user(Role.SECRETARY))
        asked = people.request(house.near, asked_on=date(2026, 11, 23))
        assert asked.due_on == date(2026, 12, 14)
        sent = {"person": asked.person_id, "kind": "access", "asked_on": "2026-11-24", "words": "", "version": 1}
        assert secretary.post(f"/people/requests/{asked.pk}/edit/", sent).status_code == 302
        asked.refresh_from_db()
        assert asked.due_on == date(2026, 12, 15)

    @pytest.mark.parametrize(
        ("role", "waits"), [(Role.SECRETARY, True), (Role.CLERK, True), (Role.HEAD, False), (Role.MEMBER, False)]
    )
    def test_for_whom_it_waits(self, house, role, waits):
        people.request(house.near)
        assert DataRequests.waiting(house.user(role)).exists() is waits

    def test_none_is_asked_tomorrow(self, secretary, someone):
        later = (today() + timedelta(days=1)).isoformat()
        sent = {"person": someone.pk, "kind": "access", "asked_on": later, "words": ""}
        assert secretary.post("/people/requests/add/", sent).status_code == 422

    def test_one_answered_is_not_changed(self, house, secretary):
        asked = people.request(house.near)
        privacy.decline(asked, by=None, note="不是本人")
        assert secretary.get(f"/people/requests/{asked.pk}/edit/").status_code == 409


class TestNotice:
    """What is kept about somebody, on paper."""

    @pytest.fixture
    def asked(self, house, someone):
        people.visit_to(house.near, person=someone, findings="身体好")
        people.managed(house.near, person=someone, measures="按月随访")
        return people.request(house.near, person=someone)

    def test_it_is_masked_until_it_is_issued(self, secretary, asked, someone):
        assert f"/people/requests/{asked.pk}/notice/" in secretary.get(f"/people/requests/{asked.pk}/").content.decode()
        html = secretary.get(f"/people/requests/{asked.pk}/notice/").content.decode()
        assert "139****2222" in html
        for value in (PHONE, someone.id_number, PLACE):
            assert value not in html
        assert not Entry.objects.filter(verb="paper").exists()

    def test_issued_it_is_whole_and_written_down(self, secretary, asked, someone):
        answer = secretary.post(f"/people/requests/{asked.pk}/notice/")
        assert answer["Cache-Control"] == "no-store"
        html = answer.content.decode()
        for value in (PHONE, someone.id_number, PLACE, "王小明", "孤寡老人", "身体好", "精神障碍", "谁看过（共 1 次）"):
            assert value in html
        entry = Entry.objects.get(verb="paper")
        assert (entry.object_id, entry.root_id) == (asked.pk, someone.pk)
        assert "开具证明" in entry.reason
        html = secretary.get(f"/people/{someone.pk}/access/").content.decode()
        assert "个人信息告知单" in html

    def test_the_word_file_is_whole_too(self, secretary, asked, someone):
        answer = secretary.post(f"/people/requests/{asked.pk}/notice.docx")
        document = Document(io.BytesIO(b"".join(answer.streaming_content)))
        cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
        assert {PHONE, someone.id_number, PLACE} <= cells
        assert PHONE not in answer["Content-Disposition"]
        assert Entry.objects.filter(verb="paper").count() == 1

    def test_doors(self, house, enter, secretary, asked):
        here = f"/people/requests/{asked.pk}/notice"
        assert secretary.get(f"{here}.docx").status_code == 405
        other = people.request(house.near, kind=RequestKind.CORRECT)
        assert secretary.get(f"/people/requests/{other.pk}/notice/").status_code == 404
        foreign = people.request(house.away)
        assert secretary.post(f"/people/requests/{foreign.pk}/notice/").status_code == 404
        for role in (Role.CLERK, Role.HEAD, Role.MEMBER):
            client = enter(house.user(role))
            assert client.get(f"{here}/").status_code == 403
            assert client.post(f"{here}/").status_code == 403
            assert client.post(f"{here}.docx").status_code == 403


@pytest.mark.parametrize("make", [people.consent, people.request])
def test_whom_a_row_is_about_stays_as_first_written(house, secretary, make):
    made, other = make(house.near), people.resident(house.near)
    page = registry[type(made)]
    form = secretary.get(page.url("edit", made.pk)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"person": other.pk}
    words = {"note": "改"} if "note" in form.fields else {"words": "改"}
    assert secretary.post(page.url("edit", made.pk), sent | words).status_code == 302
    kept = type(made).objects.get(pk=made.pk)
    assert kept.person_id == made.person_id
    assert {name: getattr(kept, name) for name in words} == words
