"""Pages of the party room: who gets which, what they say, and what they answer to what is asked wrongly."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from party.actions import evaluation as evaluations
from party.choices import Category, EvaluationState, RuleKey
from party.models import Assessment, Evaluation, Member, Point, PointRule, Result
from portal.errors import Refused
from portal.models import Entry
from tests.factories import party
from tests.factories.accounts import UserFactory

NOW, YEAR = "2026-11-20T10:00:00+08:00", 2026
SETTLED = {"state": EvaluationState.FROZEN, "edition": 1}


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def member(house):
    return party.member(house.near)


@pytest.fixture
def secretary(house, enter):
    """The secretary's browser."""
    return enter(house.user(Role.SECRETARY))


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def messages(answer):
    return [error["message"] for error in answer.context["errors"]]


def count(client, url, **query):
    return client.get(url, query).context["table"]["count"]


def panel(client, url, name):
    return {one["id"]: one["html"] for one in client.get(url).context["panels"]}[name]


PATHS = "organisations members points points/rules evaluations/results evaluations evaluations/assessments evaluations/objections"
GETS = {
    Role.SECRETARY: PATHS,
    Role.CLERK: PATHS,
    Role.HEAD: "organisations members evaluations/results",
    Role.PARTY: "organisations members points points/rules evaluations/results",
    Role.OBSERVER: "organisations evaluations evaluations/results",
}


@pytest.mark.parametrize("role", Role)
def test_who_gets_which_register(house, enter, member, role):
    party.objection(house.near, member=member)
    client = enter(house.user(role))
    answers = {path: client.get(f"/{path}/").status_code for path in PATHS.split()}
    assert answers == {path: 200 if path in GETS.get(role, "").split() else 403 for path in answers}
    trial = client.get(f"/evaluations/{Evaluation.objects.get().pk}/trial/").status_code
    assert trial == (200 if role == Role.SECRETARY else 403)


def test_a_trial_next_door_is_not_there(house, secretary):
    assert secretary.get(f"/evaluations/{party.evaluation(house.away).pk}/trial/").status_code == 404


class TestRules:
    def lines(self, client):
        html = client.get("/points/rules/").content.decode()
        cells = re.findall(r"<tr>\s*<th[^>]*>([^<]*)</th>\s*<td>(.*?)</td>\s*<td[^>]*>(.*?)</td>", html, re.DOTALL)
        return {label: (re.sub("<[^>]+>", "", words), re.findall('href="([^"]+)"', words), re.sub("<[^>]+>", "", since))
                for label, words, since in cells}  # fmt: skip

    def test_what_holds_stands_above_with_the_way_to_change_it(self, house, enter, secretary):
        lines = self.lines(secretary)
        assert set(lines) == set(RuleKey.labels)
        assert lines["参加组织生活"] == (
            "每次 +1 分，一年最多计 20 分", ["/points/rules/add/?key=meeting&amp;year=2026"], "默认",
        )  # fmt: skip
        assert [lines[label][0] for label in ("表彰奖励", "无故缺席")] == ["每次 +3 到 +5 分", "每次 -2 分"]
        sent = {"grid": house.community.pk, "year": YEAR, "key": "meeting", "points": "1.5", "cap": "6"}
        assert secretary.post("/points/rules/add/", sent).status_code == 302
        made = PointRule.objects.get()
        own = ("每次 +1.5 分，一年最多计 6.0 分", [f"/points/rules/{made.pk}/edit/"], "本社区 2026 年起")
        assert self.lines(secretary)["参加组织生活"] == own
        party.rule(house.away.community, key=RuleKey.LESSON)
        for role in (Role.CLERK, Role.PARTY):
            lines = self.lines(enter(house.user(role)))
            assert lines["参加组织生活"] == (own[0], [f"/points/rules/{made.pk}/"], own[2])
            assert lines["参加微课堂"][1:] == ([], "默认")


class TestPoints:
    def sent(self, member, **more):
        basis = {"on": "2026-11-19", "rule": "commended", "points": "4", "basis": "区级优秀党员"}
        return {"member": member.pk, **basis, **more}

    def test_written_down_and_seen_on_every_page(self, house, enter, secretary, member):
        assert secretary.get("/points/add/").context["form"]["on"].value() == date(2026, 11, 20)
        answer = secretary.post("/points/add/", self.sent(member))
        point = Point.objects.get(rule=RuleKey.COMMENDED)
        assert (answer["Location"], point.created_by) == (f"/points/{point.pk}/", house.user(Role.SECRETARY))
        page = secretary.get(f"/points/{point.pk}/").context
        assert page["heading"]["title"] == "表彰奖励 +4.0 分"
        assert (page["edit_url"], [act["label"] for act in page["moves"]]) == ("", ["冲正"])
        assert secretary.get(f"/points/{point.pk}/edit/").status_code == 403
        party.point(house.near, member=member, rule=RuleKey.ABSENT, points=Decimal(-2))
        tabs = [count(secretary, "/points/", tab=tab) for tab in ("plus", "minus", "reversals")]
        html = panel(secretary, f"/members/{member.pk}/", "points-of-year")
        (way,) = re.findall(r'<a href="(/points/[^"]+)">表彰奖励</a>', html)
        assert (tabs, count(secretary, unescape(way)), fresh(member).score) == ([2, 1, 0], 1, 62)
        assert re.search(r">62(\.0)?<", html)
        clerk = enter(house.user(Role.CLERK)).get(f"/points/{point.pk}/")
        assert clerk.context["moves"] == []

    def test_wrong_ones_are_told_at_their_fields(self, secretary, member):
        answer = secretary.post("/points/add/", {})
        assert {error["label"] for error in answer.context["errors"]} == {"党员", "日期", "规则", "分值", "依据"}
        assert all(re.search("[一-鿿]", sentence) for sentence in messages(answer))

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"points": "6"}, "“表彰奖励”一次记 +3 到 +5 分，请改分值；要改规则请到“积分规则”。"),
            ({"on": "2026-11-21"}, "日期不能晚于今天。"),
            ({"on": "2025-06-01"}, "2025 年度考评已经定案，2025 年的积分不能再动"),
        ],
    )
    def test_what_the_table_or_the_year_forbids_is_told(self, house, secretary, member, more, sentence):
        party.evaluation(house.community, year=2025, **SETTLED)
        answer = secretary.post("/points/add/", self.sent(member, **more))
        assert (answer.status_code, sentence in messages(answer)[0]) == (422, True)
        assert not Point.objects.exclude(rule=RuleKey.BASE).exists()

    def test_reversed_on_its_page_once(self, house, secretary, member):
        point = party.point(house.near, member=member)
        url, sent = f"/points/{point.pk}/reverse/", {"version": point.version, "note": "记错了人"}
        assert secretary.post(url, sent | {"note": ""}).status_code == 422
        assert secretary.post(url, sent).status_code == 302
        assert (secretary.post(url, sent).status_code, fresh(member).score) == (409, 60)


class TestTrial:
    def test_other_weights_are_shown_beside_those_in_force_and_nothing_is_written(self, house, secretary, member):
        made, other = party.evaluation(house.near), party.member(house.near, category=Category.MOBILE)
        best = party.assessment(house.near, score=99).member
        party.assessment(house.near, member=member, words="踏实肯干")
        url = f"/evaluations/{made.pk}/trial/"
        plain = secretary.get(url).context
        assert (plain["compared"], plain["moved"], plain["many"]) == (False, 0, 3)
        models = (Evaluation, Result, Assessment, Member, Entry)
        before = [list(model.objects.order_by("pk").values()) for model in models]
        with CaptureQueriesContext(connection) as caught:
            answer = secretary.get(f"{url}?unit=100&community=0&organisation=0&resident=0")
        assert [one["sql"] for one in caught if re.match("INSERT|UPDATE|DELETE", one["sql"])] == []
        assert [list(model.objects.order_by("pk").values()) for model in models] == before
        page, html = answer.context, answer.content.decode()
        rows = {row["key"]: row for group in page["groups"] for row in group["rows"]}
        one = rows[member.pk]
        assert (one["total"], one["stars"], one["then_total"], one["then_stars"]) == (70, "★★", 90, "★★★★")
        assert (rows[other.pk]["total"], page["compared"]) == (60, True)
        assert [[row["key"] for row in group["rows"]] for group in page["groups"]] == [
            [best.pk, member.pk],
            [],
            [other.pk],
        ]
        assert (one["moved"], [line["whole"] for line in page["stars"]["lines"]]) == (True, [0, 0, 0, 2, 1, 0])
        details = re.findall(r'<details class="why">(.*?)</details>', html, re.DOTALL)
        assert ["单位考：踏实肯干" in detail for detail in details] == [False, True, False]
        assert all("积分 · 基础分 1 笔" in detail for detail in details)

    def test_weights_that_are_no_hundred_are_told_and_not_tried(self, house, secretary, member):
        page = secretary.get(f"/evaluations/{party.evaluation(house.near).pk}/trial/?unit=30&community=x").context
        assert (page["compared"], page["moved"]) == (False, 0)
        assert "加起来要是 100，现在是 110" in page["wrong"]

    def test_many_members_cost_no_more_queries_than_one(self, house, secretary, member):
        url = f"/evaluations/{party.evaluation(house.near).pk}/trial/?unit=30&community=30"

        def asked():
            with CaptureQueriesContext(connection) as caught:
                secretary.get(url)
            return len(caught)

        asked()
        one = asked()
        for _ in range(3):
            party.assessment(house.aside)
        assert asked() == one


class TestEvaluation:
    def test_weights_make_a_hundred_in_the_form_and_in_the_database(self, house, secretary):
        sent = {"grid": house.community.pk, "year": YEAR, "days": 7}
        sent |= {"w_unit": 20, "w_community": 40, "w_organisation": 20, "w_resident": 10}
        assert "四项占比加起来要是 100。" in messages(secretary.post("/evaluations/add/", sent))
        with pytest.raises(DatabaseError, match="party_evaluation_weights"), transaction.atomic():
            Evaluation(grid=house.community, year=YEAR, w_unit=21).save(by=None)
        sent["w_resident"] = 20
        assert messages(secretary.post("/evaluations/add/", sent | {"year": 2027})) == ["还没到这一年，请核对年度。"]
        assert not Evaluation.objects.exists()
        assert secretary.post("/evaluations/add/", sent).status_code == 302
        again = secretary.post("/evaluations/add/", sent)
        assert "这一年的考评已经建好，请打开原来那一条。" in messages(again)

    def test_weights_stay_once_they_are_published(self, house, secretary, member):
        made = fresh(party.published(house.near))
        made.w_unit, made.w_community = 30, 30
        with pytest.raises(Refused, match="已经公示，不能再改占比"):
            evaluations.reweigh(made, by=None)
        answer = secretary.get(f"/evaluations/{made.pk}/edit/")
        assert (answer.status_code, "请先“撤回重算”" in answer.content.decode()) == (409, True)
        evaluations.recall(fresh(made), by=None, note="改占比")
        assert secretary.get(f"/evaluations/{made.pk}/edit/").status_code == 200


class TestResults:
    def test_a_party_member_reads_those_of_the_edition_that_counts(self, house, enter, member):
        made = party.published(house.near)
        first = Result.objects.get()
        client = enter(house.user(Role.PARTY))

        def seen(rows):
            codes = [client.get(f"/evaluations/results/{row.pk}/").status_code for row in rows]
            return count(client, "/evaluations/results/"), codes

        assert seen([first]) == (1, [200])
        evaluations.recall(made, by=None, note="少记一次")
        assert seen([first]) == (0, [404])
        evaluations.publish(fresh(made), by=None)
        second = Result.objects.exclude(pk=first.pk).get()
        assert seen([first, second]) == (1, [404, 200])
        html = panel(client, f"/evaluations/results/{second.pk}/", "explained")
        assert all(words in html for words, _ in second.explained)
        enter(UserFactory(grid=house.away.community, role=Role.PARTY))
        assert seen([first, second]) == (0, [404, 404])

    def test_the_own_one_taken_back_says_that_it_does_not_count(self, house, enter):
        mine = party.member(house.near, user=house.user(Role.PARTY))
        made = party.published(house.near)
        evaluations.recall(made, by=None, note="少记一次")
        page = enter(mine.person.user).get(f"/evaluations/results/{Result.objects.get().pk}/")
        assert page.context["notice"] == "这是撤回的那一次公示，只留底，不作数。"

    def test_the_way_from_the_year_to_its_list_shows_the_edition_that_counts(self, house, secretary, member):
        made = party.published(house.near)
        evaluations.recall(made, by=None, note="少记一次")
        ways = {act["label"] for act in secretary.get(f"/evaluations/{made.pk}/").context["moves"]}
        assert ("看试算" in ways, "看公示名单" in ways) == (True, False)
        evaluations.publish(fresh(made), by=None)
        page = secretary.get(f"/evaluations/{made.pk}/").context
        (way,) = [act["url"] for act in page["moves"] if act["label"] == "看公示名单"]
        assert (count(secretary, way), Result.objects.count()) == (1, 2)
        assert page["notice"] == "公示中，到 2026-11-27 满；期内可以提异议。"


class TestOwnYear:
    """At the head of home: what a member did this year; nobody else has it."""

    def test_of_the_member_who_signed_in(self, house, enter):
        user = house.user(Role.PARTY)
        mine, other = party.member(house.near, user=user), party.member(house.near)
        party.point(house.near, member=mine)
        party.point(house.near, member=other, points=Decimal(1))
        page = enter(user).get("/")
        (own,) = page.context["mine"]
        assert (own["url"], own["numbers"][0]["many"]) == (f"/members/{mine.pk}/", 61)
        listed = enter(user).get(own["numbers"][0]["url"]).context["table"]["count"]
        assert listed == 2
        assert [one["label"] for one in own["numbers"]][1:5] == ["承诺", "应兑现", "已兑现", "销号"]
        assert "我的 2026 年" in page.content.decode()

    def test_last_years_points_are_none_of_this_one(self, house, enter):
        user = house.user(Role.PARTY)
        mine = party.member(house.near, user=user)
        type(mine)._base_manager.filter(pk=mine.pk).update(score=90, score_year=2025)
        assert enter(user).get("/").context["mine"][0]["numbers"][0]["many"] == 0

    def test_nobody_else_has_one(self, house, enter):
        party.member(house.near)
        for role in Role:
            assert enter(house.user(role)).get("/").context["mine"] == []
