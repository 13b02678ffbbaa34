"""The wall anybody may read: who hangs there and how, what is kept ready made, and a claim left by a stranger."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from grids.actions import privacy
from portal.models import Contact, Knock
from tests.factories import people, wishes
from tests.factories.wishes import fresh
from wishes.actions import wish as actions
from wishes.choices import Answer, Category, ClaimState, Group
from wishes.models import Claim, Wish
from wishes.public.claim import MOST
from wishes.public.wall import PER_PAGE

NOW = "2026-11-20T10:00:00+08:00"
LEFT = {"name": "周演外", "phone": "13900002222"}


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


def wall(client, **asked):
    """What the wall shows: numbers of wishes in order."""
    page = client.get("/wall/", asked)
    assert page.status_code == 200
    return re.findall(r'<span class="push">(XY[\d-]+)</span>', page.content.decode())


def text(client, **asked):
    return client.get("/wall/", asked).content.decode()


def url(wish):
    return f"/wall/{wish.code}/"


class TestShown:
    def test_what_was_verified_agreed_to_and_published(self, house, client):
        shown = [wishes.published(house.near), wishes.claimed(house.aside), wishes.realised(house.away)]
        wishes.collected(house.near), wishes.verified(house.near)
        declined, withdrawn = wishes.collected(house.near), wishes.published(house.near)
        actions.decline(declined, by=None, note="不用")
        actions.withdraw(withdrawn, by=None, note="不用")
        assert wall(client) == [one.code for one in shown]

    def test_nothing_else_of_anybody(self, house, client):
        home = people.household(house.near, building="3", entrance="2", room="501")
        person = people.resident(house.near, name="欧阳春梅", household=home, phone="13800001234")
        wish = wishes.published(house.near, person=person, sentence="想要一床褥子")
        page = text(client)
        assert "欧阳某 · 老人组" in page
        hidden = ("春梅", "13800001234", "501", str(house.near), person.code, wish.consent.code)
        assert [word for word in hidden if word in page] == []

    def test_a_child_has_no_name_at_all(self, house, client):
        child = people.resident(house.near, name="欧阳小宝")
        wishes.published(house.near, person=child, group=Group.STUDENT)
        assert "某同学 · 学生组" in text(client)
        assert "欧阳" not in text(client)

    def test_who_waits_longest_is_first(self, house, client):
        made = {ago: wishes.published(house.near, ago=ago) for ago in (3, 31, 8)}
        taken = wishes.claimed(house.near, ago=0)
        assert wall(client) == [made[31].code, made[8].code, made[3].code, taken.code]
        assert "等 31 天" in text(client)

    def test_thanks_are_read_by_all_once_it_came_true(self, house, client):
        wish = wishes.realised(house.near)
        actions.follow_up(wish, by=None, answer=Answer.HAPPY, feedback="悄悄话", thanks="谢谢大家")
        assert "谢谢大家" in text(client)
        # Whatever slips through is masked all the same.
        Wish._base_manager.filter(pk=wish.pk).update(thanks="谢谢大家，电话13812345678", updated_at=wish.created_at)
        page = text(client)
        assert "谢谢大家，电话138****5678" in page
        assert "悄悄话" not in page

    def test_by_what_is_wished_for_and_by_whom(self, house, client):
        study = wishes.published(house.near, category=Category.STUDY)
        goods = wishes.published(house.near, group=Group.ALONE)
        done = wishes.realised(house.near, group=Group.ALONE)
        assert wall(client, category="study") == [study.code]
        assert wall(client, group="alone") == [goods.code, done.code]
        assert wall(client, group="alone", waiting="1") == [goods.code]
        for odd in ({"category": "x"}, {"group": "'"}, {"page": "0"}, {"page": "x"}, {"page": "99"}, {"q": "欧阳"}):
            assert len(wall(client, **odd)) == 3

    def test_chips_count_what_they_lead_to(self, house, client):
        wishes.published(house.near, category=Category.STUDY, group=Group.ALONE)
        wishes.published(house.near, category=Category.STUDY)
        page = text(client, group="alone")
        assert "助学 1</a>" in page
        assert "全部 1</a>" in page

    def test_page_by_page(self, house, client):
        made = [wishes.published(house.near, ago=n).code for n in range(PER_PAGE + 2)]
        assert sorted(wall(client) + wall(client, page=2)) == sorted(made)
        assert "再看 2 个" in text(client)

    def test_its_numbers_are_those_of_the_round_and_its_chips_those_of_all(self, house, client):
        now = wishes.campaign(house.near)
        for make in (wishes.published, wishes.claimed, wishes.realised, wishes.collected):
            make(house.near, campaign=now, category=Category.STUDY)
        wishes.published(house.near, group=Group.ALONE)
        page = text(client)
        assert re.findall(r"<dd>(\d+)</dd><dt>(.+?)</dt>", page) == [
            ("3", "本轮公示"), ("1", "已实现"), ("1", "认领与实现中"), ("1", "等人认领"),
        ]  # fmt: skip
        assert re.findall(r'class="chip[^>]*>([^<]+)<', page) == ["全部 4", "待认领 2", "物资 1", "助学 3"]

    def test_the_plan_of_the_round_that_runs(self, house, client):
        wishes.campaign(house.near, plan="周六上午集合")
        old = wishes.campaign(house.near, plan="去年的预案")
        type(old)._base_manager.filter(pk=old.pk).update(ends_on="2026-01-31")
        assert "周六上午集合" in text(client)
        assert "去年的预案" not in text(client)

    def test_who_signed_in_reads_the_same(self, house, client, enter):
        wishes.published(house.near)
        stranger = text(client)
        assert text(enter(house.user(Role.SECRETARY))) == stranger


class TestKeptReady:
    def test_the_second_reader_costs_two_queries(self, house, client):
        wishes.published(house.near)
        text(client)
        with CaptureQueriesContext(connection) as queries:
            text(client)
        assert len(queries) == 2

    def test_the_first_reader_after_a_change_costs_six_however_many_hang_there(self, house, client):
        wishes.campaign(house.near)
        for n in (1, PER_PAGE):
            for _ in range(n):
                wishes.published(house.near)
            with CaptureQueriesContext(connection) as queries:
                text(client)
            assert len(queries) == 6

    def test_whatever_changes_is_there_at_once(self, house, client):
        def seen():
            return wall(client)

        first = wishes.published(house.near)
        assert seen() == [first.code]
        second = wishes.published(house.aside)
        assert seen() == [first.code, second.code]
        first.sentence = "想要一床薄褥子"
        actions.revise(first, by=None)
        assert "想要一床薄褥子" in text(client)
        actions.withdraw(fresh(first), by=None, note="不用")
        assert seen() == [second.code]

    def test_a_consent_taken_back_takes_its_wish_off_at_once(self, house, client):
        first, second = wishes.published(house.near), wishes.published(house.near)
        assert len(wall(client)) == 2
        privacy.withdraw_consent(second.consent, by=None)
        assert wall(client) == [first.code]
        assert client.get(url(second)).status_code == 404

    def test_one_off_and_one_on_between_two_readers(self, house, client):
        gone, waits = wishes.published(house.near), wishes.verified(house.near)
        text(client)
        privacy.withdraw_consent(gone.consent, by=None)
        actions.publish(waits, by=None)
        assert wall(client) == [waits.code]

    def test_a_plan_that_changes_is_there_at_once(self, house, client):
        campaign = wishes.campaign(house.near, plan="周六")
        assert "周六" in text(client)
        campaign.plan = "改到周日"
        campaign.save(by=None)
        assert "改到周日" in text(client)

    def test_what_is_asked_in_odd_ways_fills_no_memory(self, house, client):
        wishes.published(house.near)
        cache.clear()
        for n in range(20):
            text(client, odd=n, page=f"0{n}x")
            text(client, page=n + 2)
        assert len(cache._cache) == 1

    def test_whoever_keeps_it_asks_again(self, house, client):
        assert client.get("/wall/")["Cache-Control"] == "no-cache"
        assert "no-store" in client.get(url(wishes.published(house.near)))["Cache-Control"]


class TestClaim:
    def test_a_name_and_a_phone_and_the_wish_is_held(self, house, client):
        wish = wishes.published(house.near)
        assert wish.sentence in client.get(url(wish)).content.decode()
        page = client.post(url(wish), {**LEFT, "words": "周末有空"})
        assert (page.status_code, "谢谢您认领了这个心愿" in page.content.decode()) == (200, True)
        claim = Claim.objects.get()
        assert (claim.wish, claim.state, claim.contact.name, claim.contact.phone) == (
            wish,
            ClaimState.WAITING,
            LEFT["name"],
            LEFT["phone"],
        )
        assert claim.contact.purge_on.year == 2027
        assert "已认领" in text(client)

    def test_the_same_tap_twice_is_one_claim_and_thanked_twice(self, house, client):
        wish = wishes.published(house.near)
        for _ in range(2):
            assert "谢谢您认领了" in client.post(url(wish), LEFT).content.decode()
        assert Claim.objects.count() == 1

    def test_what_was_taken_long_ago_says_so(self, house, client):
        page = client.get(url(wishes.claimed(house.near))).content.decode()
        assert "已经有人认领" in page
        assert "刚刚" not in page

    def test_who_comes_second_is_told_kindly_and_leaves_nothing(self, house, client):
        wish = wishes.published(house.near)
        client.post(url(wish), LEFT)
        page = client.post(url(wish), {"name": "李演", "phone": "13900003333"})
        assert (page.status_code, "刚刚有人先认领了" in page.content.decode()) == (404, True)
        assert (Claim.objects.count(), Contact.objects.count()) == (1, 1)

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [({"name": ""}, "请写怎么称呼您。"), ({"phone": ""}, "请留电话"), ({"phone": "看墙上"}, "电话看不清"),
         ({"phone": "123"}, "电话看不清")],
    )  # fmt: skip
    def test_what_is_wrong_is_told(self, house, client, wrong, why):
        page = client.post(url(wishes.published(house.near)), {**LEFT, **wrong})
        assert (page.status_code, why in page.content.decode()) == (422, True)
        assert not Claim.objects.exists()

    def test_a_machine_that_fills_in_all_is_thanked_and_forgotten(self, house, client):
        page = client.post(url(wishes.published(house.near)), {**LEFT, "website": "http://x"})
        assert "谢谢您" in page.content.decode()
        assert (Claim.objects.count(), Contact.objects.count()) == (0, 0)

    def test_nobody_learns_whose_phone_it_is_by_trying_many(self, house, client):
        wish = wishes.left_on_wall(house.near).wish
        answers = [
            client.post(url(wish), {"name": "甲", "phone": f"1390000{n:04}"}).status_code for n in range(MOST + 2)
        ]
        assert answers == [404] * MOST + [409] * 2
        assert client.post(url(wish), LEFT).status_code == 409

    def test_from_one_place_only_some_in_an_hour(self, house, client, time_machine):
        made = [wishes.published(house.near) for _ in range(MOST + 1)]
        codes = [client.post(url(one), LEFT).status_code for one in made]
        assert codes == [200] * MOST + [409]
        other = client.post(url(made[-1]), LEFT, REMOTE_ADDR="10.1.2.3")
        assert other.status_code == 200
        assert not Knock.objects.filter(who__contains="10.1").exists()
        time_machine.move_to("2026-11-20T11:30:00+08:00")
        assert client.post(url(wishes.published(house.near)), LEFT).status_code == 200

    def test_what_does_not_hang_there_is_not_found(self, house, client):
        for code in (wishes.verified(house.near).code, "XY20260101-0001", "x"):
            assert client.get(f"/wall/{code}/").status_code == 404
            assert client.post(f"/wall/{code}/", LEFT).status_code in (404, 422)
        assert Wish.objects.filter(state="claimed").count() == 0
