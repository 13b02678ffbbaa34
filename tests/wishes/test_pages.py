"""Pages of the wishes, over HTTP, as each role finds them."""

import pytest

from accounts.choices import Role
from accounts.models import Post
from portal.models import Entry
from tests.factories import party, people, wishes
from tests.factories.wishes import fresh
from wishes.actions import wish as actions
from wishes.choices import ClaimState
from wishes.choices import WishState as S
from wishes.models import Claim, Wish

NOW = "2026-11-20T10:00:00+08:00"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


def text(answer):
    return answer.content.decode()


def sent(person, **fields):
    return {"person": person.pk, "group": "elder", "category": "goods", "sentence": "想要一床厚褥子", **fields}


class TestCollect:
    def test_a_grid_member_writes_it_down_on_the_doorstep(self, house, enter):
        person = people.resident(house.near)
        round_ = wishes.campaign(house.near)
        client = enter(house.user(Role.MEMBER))
        form = client.get(f"/wishes/add/?person={person.pk}").context["form"]
        assert (form.initial["person"], form.initial["campaign"]) == (person.pk, round_.pk)
        answer = client.post("/wishes/add/", sent(person, campaign=round_.pk))
        wish = Wish.objects.get()
        assert answer["Location"] == f"/wishes/{wish.pk}/"
        assert (wish.person, wish.grid, wish.campaign, wish.state) == (person, house.near, round_, S.PENDING)

    def test_what_costs_more_says_why_beside_the_field(self, house, enter):
        person, client = people.resident(house.near), enter(house.user(Role.CLERK))
        answer = client.post("/wishes/add/", sent(person, amount="900"))
        assert (answer.status_code, "超过 500 元，请写明理由" in text(answer)) == (422, True)
        assert client.post("/wishes/add/", sent(person, amount="900", over_reason="轮椅")).status_code == 302

    def test_nobody_of_another_grid_is_asked_for(self, house, enter):
        client = enter(house.user(Role.MEMBER))
        assert client.post("/wishes/add/", sent(people.resident(house.aside))).status_code == 422
        assert not Wish.objects.exists()

    def test_on_the_page_of_a_resident_stand_the_wishes(self, house, enter):
        wish = wishes.collected(house.near)
        page = text(enter(house.user(Role.CLERK)).get(f"/people/{wish.person_id}/"))
        assert wish.sentence in page
        assert f"/wishes/add/?person={wish.person_id}" in page


class TestClaim:
    def claim(self, client, wish, **fields):
        return client.post(f"/wishes/{wish.pk}/claim/", {"version": wish.version, **fields})

    def test_a_member_claims_for_the_own_part_alone(self, house, enter):
        user, other = house.user(Role.PARTY), party.member(house.near)
        mine, wish = party.member(house.near, user=user), wishes.published(house.aside)
        client = enter(user)
        page = client.get(f"/wishes/{wish.pk}/claim/")
        assert set(page.context["form"].fields) == {"member", "promised_on", "version", "note"}
        assert page.context["form"].initial["member"] == mine.pk
        assert self.claim(client, wish, member=other.pk).status_code == 422
        assert self.claim(client, wish, member=mine.pk).status_code == 302
        assert (fresh(wish).claimant, Claim.objects.get().member) == (mine, mine)
        assert client.get(f"/wishes/{wish.pk}/").status_code == 200

    def test_staff_claim_for_whoever_called(self, house, enter):
        wish, client = wishes.published(house.near), enter(house.user(Role.CLERK))
        assert "请选一方" in text(self.claim(client, wish))
        assert "请留电话" in text(self.claim(client, wish, name="周演外"))
        assert self.claim(client, wish, name="周演外", phone="13900002222").status_code == 302
        claim = Claim.objects.get()
        assert (claim.kind, claim.state, claim.contact.phone) == ("outsider", ClaimState.LIVE, "13900002222")

    def test_what_a_stranger_left_is_seen_whole_for_a_reason(self, house, enter):
        claim = wishes.left_on_wall(house.near)
        client, url = enter(house.user(Role.CLERK)), f"/claims/{claim.pk}/"
        page = text(client.get(url))
        assert "139****2222" in page
        assert "周某" in page
        assert "13900002222" not in page
        client.post(f"{url}reveal/", {"field": "contact__phone", "why": "call"})
        assert "13900002222" in text(client.get(url))
        told = Entry.objects.own(claim).get(verb="reveal")
        assert told.reason == "电话 · 电话联系"
        assert enter(house.user(Role.MEMBER)).post(f"{url}reveal/", {"field": "contact__phone"}).status_code == 403

    def test_when_it_was_purged_nothing_is_left_of_whoever_it_was(self, house, enter):
        claim = wishes.left_on_wall(house.near)
        claim.contact.delete()
        page = enter(house.user(Role.CLERK)).get(f"/claims/{claim.pk}/")
        assert (page.status_code, "爱心人士" in text(page)) == (200, True)
        assert Claim.objects.get().contact is None


class TestSeen:
    def test_a_party_member_sees_what_hangs_on_the_wall_and_whose_it_is_only_masked(self, house, enter):
        person = people.resident(house.near, name="欧阳春梅")
        wish, hidden = wishes.published(house.near, person=person), wishes.collected(house.near)
        user = house.user(Role.PARTY)
        party.member(house.near, user=user)
        client = enter(user)
        page = text(client.get(f"/wishes/{wish.pk}/"))
        assert ("欧阳某" in page, "春梅" in page) == (True, False)
        assert client.get(f"/wishes/{hidden.pk}/").status_code == 404
        assert "春梅" not in text(client.get("/wishes/"))

    def test_from_a_wish_it_is_one_tap_to_the_consent(self, house, enter):
        wish, shown = wishes.collected(house.near), wishes.published(house.near)
        client = enter(house.user(Role.CLERK))
        way = f"/people/consents/add/?person={wish.person_id}&amp;purpose=publish"
        assert way in text(client.get(f"/wishes/{wish.pk}/"))
        assert client.get(way.replace("&amp;", "&")).context["form"]["purpose"].value() == "publish"
        assert "/people/consents/add/" not in text(client.get(f"/wishes/{shown.pk}/"))

    def test_from_the_consent_it_is_one_tap_back_to_the_wish(self, house, enter):
        wish = wishes.collected(house.near)
        actions.verify(wish, by=None, how="call")
        other = people.consent(house.near, person=wish.person, purpose="share")
        given = people.consent(house.near, person=wish.person, purpose="publish")
        back = f'href="/wishes/{wish.pk}/"'
        client = enter(house.user(Role.CLERK))
        assert back in text(client.get(f"/people/consents/{given.pk}/"))
        assert back not in text(client.get(f"/people/consents/{other.pk}/"))
        actions.publish(fresh(wish), by=None)
        assert back not in text(client.get(f"/people/consents/{given.pk}/"))

    def test_what_is_verified_waits_for_whoever_hangs_it_up(self, house, enter):
        from wishes.pages import Wishes

        wish = wishes.collected(house.near)
        actions.verify(wish, by=None, how="call")
        waiting = {role: Wishes.waiting(house.user(role)).count() for role in (Role.CLERK, Role.HEAD, Role.MEMBER)}
        assert waiting == {Role.CLERK: 1, Role.HEAD: 0, Role.MEMBER: 0}
        assert "还没有本人的公示同意" in text(enter(house.user(Role.HEAD)).get(f"/wishes/{wish.pk}/"))
        given = people.consent(house.near, person=wish.person, purpose="publish")
        page = text(enter(house.user(Role.HEAD)).get(f"/wishes/{wish.pk}/"))
        assert f"公示同意 {given.code} 已登记" in page
        assert "/people/consents/add/" not in page

    def test_what_waits_is_told_to_those_who_do_it(self, house):
        from wishes.pages import Claims, Wishes

        wishes.collected(house.near), wishes.published(house.near, ago=31), wishes.left_on_wall(house.near)
        user = house.user(Role.PARTY)
        held = wishes.claimed(house.near, own=user)
        done = wishes.realised(house.near)

        def waiting(role, page=Wishes):
            return page.rows(house.user(role)).filter(page.awaits(house.user(role))).count()

        assert (waiting(Role.CLERK), waiting(Role.HEAD), waiting(Role.MEMBER), waiting(Role.PARTY)) == (3, 2, 1, 1)
        assert (waiting(Role.CLERK, Claims), waiting(Role.MEMBER, Claims)) == (1, 0)
        assert {held.state, done.state} == {S.CLAIMED, S.REALISED}


class TestBoard:
    def test_another_place_without_that_round_is_shown_as_a_whole(self, house, enter):
        known, user, other = wishes.campaign(house.near), house.user(Role.SECRETARY), house.away.community
        Post(user=user, role=Role.SECRETARY, grid=other).save(by=None)
        page = enter(user).get("/wishes/board/", {"node": other.pk, "campaign": known.pk})
        assert (page.status_code, page.context["node"], page.context["round"]) == (200, other, None)
