"""Pages of the help station as each role finds them, who sees what of an errand, and what is counted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.choices import Role
from grids.actions.erase import erase
from party.joined import TALLIES, deeds, tallied
from portal.clock import month_bounds
from portal.errors import Refused
from portal.figures import registry as figures
from portal.models import Entry
from tests.factories import party, people, station
from tests.factories.wishes import fresh
from tests.wishes.test_help import points
from wishes.actions import errand as actions
from wishes.choices import ErrandState as S
from wishes.models import Errand
from wishes.pages import Errands

NOW = "2026-11-20T10:00:00+08:00"
TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)
HOUR = Decimal(1)
WHY = {"note": "说明"}


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


def text(answer):
    return answer.content.decode()


class TestPrivacy:
    def test_an_open_errand_holds_its_person_and_what_leads_to_one_goes_with_the_person(self, house, clerk):
        errand = station.thanked(house.near, place="楼下药店")
        another = station.asked(house.near, person=errand.person)
        with pytest.raises(Refused, match=another.code):
            erase(fresh(errand.person), by=clerk, note="本人要求")
        actions.cancel(another, by=clerk, **WHY)
        erase(fresh(errand.person), by=clerk, note="本人要求")
        errand = fresh(errand)
        assert (errand.place, errand.how, errand.thanks, errand.state) == ("", "", "", S.THANKED)
        assert not Entry.objects.own(errand).exclude(reason="").exists()

    def test_who_was_offered_it_sees_neither_name_nor_place_and_who_has_it_does_for_a_reason(self, house, enter, own):
        person = people.resident(house.near, name="欧阳春梅", phone="13900002222")
        errand = station.asked(house.near, person=person, place="杨市沟 12 号院东屋")
        client, url = enter(own.person.user), f"/help/{errand.pk}/"
        page = text(client.get(url))
        assert (errand.sentence in page, "欧阳某" in page, "139****2222" in page) == (True, True, True)
        sent = [{"field": field, "why": "call"} for field in ("person__phone", "person__name", "place")]
        assert {client.post(f"{url}reveal/", one).status_code for one in sent} == {404}
        actions.accept(errand, by=own.person.user)
        page = text(client.get(url))
        for whole in ("春梅", "13900002222", "东屋"):
            assert whole not in page
        for one in sent:
            client.post(f"{url}reveal/", one)
        page = text(client.get(url))
        for whole in ("欧阳春梅", "13900002222", "杨市沟 12 号院东屋"):
            assert whole in page
        told = Entry.objects.own(errand).filter(verb="reveal").values_list("reason", flat=True)
        assert set(told) == {"电话 · 电话联系", "姓名 · 电话联系", "到哪里 · 电话联系"}

    def test_what_is_done_is_masked_again_for_whoever_did_it(self, house, enter, own):
        person = people.resident(house.near, name="欧阳春梅", phone="13900002222")
        errand = station.taken(house.near, person=person, member=own)
        client, url, sent = enter(own.person.user), f"/help/{errand.pk}/", {"field": "person__phone", "why": "call"}
        client.post(f"{url}reveal/", sent)
        assert "13900002222" in text(client.get(url))
        actions.finish(errand, by=own.person.user, how="药取回来了", hours=HOUR)
        assert "13900002222" not in text(client.get(url))
        assert client.post(f"{url}reveal/", sent).status_code == 400
        staff = enter(house.user(Role.HEAD))
        staff.post(f"{url}reveal/", sent)
        assert "13900002222" in text(staff.get(url))

    def test_where_to_come_is_masked_for_whoever_changes_the_rest_and_stays(self, house, enter):
        errand, client = station.asked(house.near, place="杨市沟 12 号院东屋"), enter(house.user(Role.HEAD))
        url = f"/help/{errand.pk}/edit/"
        form = client.get(url).context["form"]
        assert form["place"].value() == "杨市沟 1****"
        assert "东屋" not in text(client.get(url))
        sent = {name: form[name].value() for name in ("person", "kind", "place", "wanted_on", "version", "base")}
        assert client.post(url, {**sent, "sentence": "想请人取两次药"}).status_code == 302
        assert (fresh(errand).place, fresh(errand).sentence) == ("杨市沟 12 号院东屋", "想请人取两次药")

    def test_what_was_not_offered_to_one_is_not_there(self, house, enter, own):
        errand = station.asked(house.near, wanted_on=TODAY + DAY)
        client = enter(own.person.user)
        assert client.get(f"/help/{errand.pk}/").status_code == 404
        assert errand.sentence not in text(client.get("/help/"))


class TestPages:
    def test_a_grid_member_asks_on_the_doorstep(self, house, enter, own):
        person, client = people.resident(house.near), enter(house.user(Role.MEMBER))
        page = client.get(f"/help/add/?person={person.pk}")
        assert page.context["form"].initial["person"] == person.pk
        assert "今天" in text(page)
        sent = {"person": person.pk, "kind": "fetch", "sentence": "想请人取药", "place": "", "wanted_on": "2026-11-21"}
        assert client.post("/help/add/", {**sent, "wanted_on": "2026-11-23"}).status_code == 422
        assert client.post("/help/add/", sent).status_code == 302
        errand = Errand.objects.get()
        assert (errand.wanted_on, errand.created_by) == (date(2026, 11, 21), house.user(Role.MEMBER))

    def test_a_member_takes_it_in_two_taps_from_home(self, house, enter, own):
        errand, client = station.asked(house.near), enter(own.person.user)
        home = client.get("/")
        (item,) = [one for one in home.context["todo"]["items"] if one["title"] == errand.sentence]
        assert (item["act"], item["act_url"]) == ("接单", f"/help/{errand.pk}/accept/")
        page = client.get(item["act_url"])
        assert set(page.context["form"].fields) == {"version"}
        assert client.post(item["act_url"], {"version": errand.version})["Location"] == f"/help/{errand.pk}/"
        assert fresh(errand).member == own
        done = client.post(f"/help/{errand.pk}/finish/", {"version": 2, "how": "取回来了", "hours": "0.7"})
        assert (done.status_code, "请按半小时填" in text(done)) == (422, True)
        client.post(f"/help/{errand.pk}/finish/", {"version": 2, "how": "取回来了", "hours": "0.5"})
        assert fresh(errand).hours == Decimal("0.5")
        assert client.get(f"/help/{errand.pk}/thank/").status_code == 403

    def test_who_was_late_reads_so_on_the_page(self, house, enter, own):
        errand, other = station.asked(house.near), station.duty(house.near).member
        errand = fresh(errand)
        actions.accept(errand, by=None, member=other)
        answer = enter(own.person.user).post(f"/help/{errand.pk}/accept/", {"version": errand.version})
        assert (answer.status_code, actions.LATE in text(answer)) == (409, True)

    def test_staff_write_down_who_said_yes_on_the_phone(self, house, enter):
        errand, client = station.asked(house.near), enter(house.user(Role.HEAD))
        assert "还没有派给谁" in text(client.get(f"/help/{errand.pk}/accept/"))
        member = party.member(house.near)
        client.post(f"/help/{errand.pk}/offer/", {"version": errand.version, "member": member.pk})
        page = text(client.get(f"/help/{errand.pk}/accept/"))
        assert member.person.name in page
        assert member.person.name in text(client.get(f"/help/{errand.pk}/"))
        sent = {"version": errand.version + 1}
        assert client.post(f"/help/{errand.pk}/accept/", sent).status_code == 422
        client.post(f"/help/{errand.pk}/accept/", {**sent, "member": member.pk})
        assert fresh(errand).member == member

    def test_thanks_begin_with_the_hours_the_member_told(self, house, enter):
        errand, client = station.done(house.near, hours=Decimal("2.5")), enter(house.user(Role.HEAD))
        form = client.get(f"/help/{errand.pk}/thank/").context["form"]
        assert form.initial["hours"] == Decimal("2.5")
        sent = {"version": errand.version, "answer": "happy", "hours": "2", "thanks": "谢谢"}
        client.post(f"/help/{errand.pk}/thank/", sent)
        assert points(errand.member) == [2]

    def test_what_waits_is_told_to_those_who_do_it(self, house, own, time_machine):
        def waiting(role):
            user = house.user(role)
            return set(Errands.rows(user).filter(Errands.awaits(user)))

        offered, far = station.asked(house.near), station.asked(house.aside, wanted_on=TODAY + DAY)
        held, done = station.taken(house.near, member=own), station.done(house.near)
        station.thanked(house.near)
        assert waiting(Role.PARTY) == {offered, held}
        assert waiting(Role.CLERK) == {far, done}
        assert waiting(Role.HEAD) == {done}
        assert waiting(Role.MEMBER) == set()
        time_machine.move_to("2026-11-21T10:00:00+08:00")
        assert waiting(Role.PARTY) == {held}
        assert waiting(Role.HEAD) == {offered, done}
        assert "过了日子还没有人接" in Errands.notice(offered)
        assert "没有党员值班" in Errands.notice(far)


class TestCounted:
    def test_the_year_of_a_member_and_the_service_card(self, house, enter):
        errand = station.thanked(house.near)
        member = errand.member
        station.done(house.near, member=member), station.taken(house.near, member=member)
        year = date(2026, 1, 1), date(2026, 12, 31)
        found = {one.label: number.get(member.pk, 0) for one, number in tallied([member.pk], *year)}
        assert found["微帮"] == 1
        assert [(one.what, one.worth) for one in deeds([member.pk], *year)] == [(f"微帮：{errand.sentence}", "1 小时")]
        (tally,) = [one for one in TALLIES if one.label == "微帮"]
        assert enter(house.user(Role.CLERK)).get(tally.url(member, 2026)).context["table"]["count"] == 1

    def test_figures_count_what_was_asked_and_done(self, house):
        station.done(house.near), station.thanked(house.near), station.asked(house.aside)
        actions.cancel(station.asked(house.near), by=None, **WHY)
        bounds = month_bounds(TODAY)

        def number(name, node):
            return figures[name].count(node.rows_q(), *bounds)

        assert (number("help.asked", house.community), number("help.done", house.community)) == (3, 2)
        assert (number("help.asked", house.aside), number("help.done", house.aside)) == (1, 0)
