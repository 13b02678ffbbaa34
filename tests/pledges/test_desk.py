"""Reviewing one pledge after the other: the order, what leads to the next, and that nothing typed is lost."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from pledges.actions import pledge as actions
from pledges.choices import PledgeState
from pledges.models import Pledge
from pledges.pages.desk import ALREADY, SEEN
from portal.models import Entry
from tests.factories import party
from tests.factories.accounts import UserFactory
from tests.pledges.conftest import SENTENCE, look

S = PledgeState
URL = "/pledges/desk/"
HOLLOW = "全心全意为人民服务，不断提高自己"


@pytest.fixture
def three(branch):
    """Three that wait, handed in one after the other."""
    made = []
    for n, sentence in enumerate((SENTENCE, HOLLOW, "入冬以前把沟口的路灯检修一遍"), 3):
        branch.at(3, n)
        made.append(branch.pledge(sentence=sentence))
    return made


@pytest.fixture
def desk(branch, enter):
    """``desk(pledge, verdict)`` sends what the button sends."""

    def send(pledge, verdict, by="secretary", **typed):
        sent = {"pledge": pledge.pk, "version": pledge.version, "verdict": verdict, **typed}
        return enter(branch.user(by)).post(URL, sent)

    return send


@pytest.fixture
def shown(branch, enter):
    """The pledge on the desk now."""
    return lambda query="", by="secretary": enter(branch.user(by)).get(URL + query).context["pledge"]


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


class TestOrder:
    def test_what_waits_longest_comes_first(self, branch, three, enter):
        page = enter(branch.secretary).get(URL)
        assert page.context["pledge"] == three[0]
        assert (page.context["number"], page.context["left"]) == (1, 3)
        assert "第 1 条，共 3 条" in page.content.decode()

    def test_one_can_be_left_for_later_and_after_the_last_comes_the_first(self, three, shown):
        assert [shown(f"?after={one.pk}") for one in three] == [three[1], three[2], three[0]]

    def test_what_was_left_for_later_stays_behind_the_rest(self, branch, three, enter, desk):
        page = enter(branch.secretary).get(f"{URL}?after={three[0].pk}")
        assert f'name="after" value="{three[0].pk}"' in page.content.decode()
        response = desk(three[1], "approve", after=three[0].pk)
        assert response["Location"] == f"{URL}?after={three[0].pk}"
        assert enter(branch.secretary).get(response["Location"]).context["pledge"] == three[2]
        assert desk(three[2], "", after=three[0].pk).context["after"] == f"{three[0].pk}"

    @pytest.mark.parametrize("after", ["0", "x", "9" * 30, "²", ""])
    def test_after_what_does_not_wait_comes_the_first(self, three, shown, after):
        assert shown(f"?after={after}") == three[0]

    def test_the_key_for_later_stands_only_where_something_else_waits(self, branch, three, enter, desk):
        assert f"?after={three[0].pk}" in enter(branch.secretary).get(URL).content.decode()
        for one in three[:2]:
            desk(one, "approve")
        assert "?after=" not in enter(branch.secretary).get(URL).content.decode()

    def test_what_came_back_mended_waits_in_its_old_place(self, branch, three, shown, desk):
        desk(three[0], "send_back", note="写清几点")
        assert shown() == three[1]
        branch.act("resubmit", three[0], "party")
        assert shown() == three[0]


class TestVerdicts:
    def test_approved_it_leads_to_the_next(self, branch, three, desk, shown):
        response = desk(three[0], "approve", note="这句不随通过带上")
        assert (response.status_code, response["Location"]) == (302, URL)
        assert told(response) == [f"已通过：{three[0].code} {branch.one.person.card}"]
        pledge = look(three[0])
        assert (pledge.state, pledge.advice, pledge.due) == (S.PUBLIC, "", 3)
        assert shown() == three[1]

    def test_approved_with_a_remark_it_leads_to_the_next(self, three, desk, shown):
        desk(three[0], "approve")
        response = desk(three[1], "approve_seen", note="不用这句")
        assert (response["Location"], told(response)[-1][:7]) == (URL, "已通过并注明：")
        assert (look(three[1]).state, look(three[1]).advice) == (S.PUBLIC, SEEN)
        assert Entry.objects.own(three[1]).filter(verb="approve").get().reason == SEEN
        assert shown() == three[2]

    def test_sent_back_with_words_it_leads_to_the_next(self, three, desk, shown):
        response = desk(three[0], "send_back", note=" 写清几点 ", suggestion=f" {SENTENCE} ")
        assert (response["Location"], told(response)[0][:4]) == (URL, "已退回：")
        pledge = look(three[0])
        assert (pledge.state, pledge.advice, pledge.suggestion) == (S.RETURNED, "写清几点", SENTENCE)
        assert shown() == three[1]

    def test_ten_pledges_take_ten_sendings(self, branch, enter):
        for n in range(10):
            branch.pledge(sentence=f"第 {n} 句", member=party.member(branch.house.aside), by=None)
        client, verdicts = enter(branch.secretary), ["approve", "approve_seen", "send_back"]
        for n in range(10):
            page = client.get(URL).context
            sent = {"pledge": page["pledge"].pk, "version": page["pledge"].version, "note": "写清"}
            page = client.post(URL, sent | {"verdict": verdicts[n % 3]}, follow=True).context
            assert page["left"] == 9 - n
        assert page["pledge"] is None
        states = sorted(Pledge.objects.values_list("state", flat=True))
        assert states == [S.PUBLIC] * 7 + [S.RETURNED] * 3

    def test_more_words_than_fit_are_cut(self, three, desk):
        desk(three[0], "send_back", note="写" * 500, suggestion="改\x00" + "改" * 500)
        assert (look(three[0]).advice, look(three[0]).suggestion) == ("写" * 200, "改" * 120)


class TestRefused:
    """The same pledge again with the sentence, and all that was typed."""

    def refused(self, response, sentence, pledge):
        assert response.status_code == 409
        assert response.context["pledge"] == pledge
        page = response.content.decode()
        assert sentence in page
        assert "我想了半天的话" in page
        assert "我替他改的一句" in page
        assert response.context["note"] == "我想了半天的话"

    typed = {"note": "我想了半天的话", "suggestion": "我替他改的一句"}

    @pytest.mark.parametrize("verdict", ["approve", "approve_seen", "send_back"])
    def test_an_older_draft_is_not_settled_and_the_new_one_is_shown(self, branch, three, desk, verdict):
        newer = look(three[1])
        newer.sentence = "每周给王奶奶送一次菜，送到五月底"
        actions.revise(newer, by=branch.party)
        response = desk(three[1], verdict, **self.typed)
        self.refused(response, "您打开之后，这条记录已被别人改过。请核对最新内容再办。", three[1])
        assert "送" in response.context["check"]["marked"]
        assert f'name="version" value="{newer.version}"' in response.content.decode()
        assert look(three[1]).state == S.PENDING
        assert desk(look(three[1]), verdict, **self.typed).status_code == 302

    @pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
    def test_a_version_nobody_was_shown_is_as_stale(self, three, desk, version):
        self.refused(desk(three[0], "approve", version=version, **self.typed), "已被别人改过", three[0])

    @pytest.mark.parametrize("verdict", ["", "void", "close"])
    def test_only_the_three_verdicts_are_taken(self, three, desk, verdict):
        response = desk(three[0], verdict, **self.typed)
        self.refused(response, "请选一个意见：通过、通过并注明，或退回修改。", three[0])

    @pytest.mark.parametrize("note", ["", "  ", "\x00"])
    def test_sent_back_without_words(self, three, desk, note):
        response = desk(three[0], "send_back", note=note, suggestion="我替他改的一句")
        assert response.status_code == 409
        assert "请写明“退回修改”的理由。" in response.content.decode()
        assert "我替他改的一句" in response.content.decode()
        assert look(three[0]).state == S.PENDING

    def test_what_is_over_is_told_and_can_be_sent_back(self, branch, desk):
        pledge = branch.pledge(ends_on=date(2026, 3, 3))
        branch.at(3, 4)
        self.refused(desk(pledge, "approve", **self.typed), "截止日期已经过了，一期都排不出来", pledge)
        assert desk(pledge, "send_back", note="改截止日期").status_code == 302


class TestNotOnThisDesk:
    def test_reviewed_already_it_is_told_and_not_changed(self, branch, three, desk):
        approved = branch.act("approve", three[0])
        response = desk(three[0], "send_back", note="晚了一步")
        assert (response.status_code, response["Location"], told(response)) == (302, URL, [ALREADY])
        assert (look(three[0]).state, look(three[0]).version) == (S.PUBLIC, approved.version)

    def test_reviewed_by_another_in_the_same_moment_it_is_told(self, branch, three, desk, monkeypatch):
        approve, other = actions.approve, UserFactory(grid=branch.house.community, role=Role.SECRETARY)

        def second(pledge, *, by, note=""):
            approve(look(pledge), by=other)
            approve(pledge, by=by, note=note)

        monkeypatch.setattr(actions, "approve", second)
        response = desk(three[0], "approve")
        assert (response.status_code, response["Location"], told(response)) == (302, URL, [ALREADY])
        assert Entry.objects.own(three[0]).filter(verb="approve").get().actor == other

    @pytest.mark.parametrize("key", ["", "x", "0", "9" * 30, "²"])
    def test_no_pledge_at_all(self, branch, three, enter, key):
        response = enter(branch.secretary).post(URL, {"pledge": key, "version": 1, "verdict": "approve"})
        assert (response["Location"], told(response)) == (URL, [ALREADY])

    def test_of_another_community_and_the_own_are_neither_shown_nor_settled(self, branch, desk, shown):
        away = branch.pledge(member=party.member(branch.house.away), by=None)
        own = branch.pledge(member=party.member(branch.house.near, user=branch.secretary), by=None)
        assert shown() is None
        for pledge in (away, own):
            assert told(desk(pledge, "approve"))[-1] == ALREADY
            assert look(pledge).state == S.PENDING

    def test_a_clerk_has_the_secretarys_alone(self, branch, three, desk, shown):
        own = branch.pledge(member=party.member(branch.house.near, user=branch.secretary), by=None)
        assert shown(by="clerk") == own
        assert told(desk(three[0], "approve", by="clerk")) == [ALREADY]
        desk(own, "approve", by="clerk")
        assert (look(own).state, look(three[0]).state, shown(by="clerk")) == (S.PUBLIC, S.PENDING, None)

    @pytest.mark.parametrize("role", ["head", "member", "party"])
    def test_who_reviews_nothing_has_no_desk(self, branch, three, desk, enter, role):
        assert enter(branch.user(role)).get(URL).status_code == 403
        assert desk(three[0], "approve", by=role).status_code == 403
        assert look(three[0]).state == S.PENDING

    def test_a_secretary_elsewhere_has_a_desk_of_ones_own(self, branch, three, shown, desk):
        stranger = UserFactory(grid=branch.house.away.community, role=Role.SECRETARY)
        assert shown(by=stranger) is None
        assert told(desk(three[0], "approve", by=stranger)) == [ALREADY]

    def test_an_empty_desk_says_so(self, branch, enter):
        page = enter(branch.secretary).get(URL)
        assert (page.status_code, page.context["left"], page.context["pledge"]) == (200, 0, None)
        assert "没有等您审的承诺" in page.content.decode()


class TestShown:
    def test_the_check_its_advice_and_its_twin(self, branch, three, enter):
        page = enter(branch.secretary).get(f"{URL}?after={three[0].pk}")
        assert page.context["note"] == page.context["check"]["advice"] != ""
        assert f'<mark class="stock">{HOLLOW[:9]}</mark>' in page.content.decode()
        assert SEEN in page.content.decode()
        twin = branch.pledge(sentence=f"{SENTENCE}。", member=party.member(branch.house.aside))
        (near,) = enter(branch.secretary).get(URL).context["check"]["near"]
        assert (near["code"], near["sentence"]) == (twin.code, twin.sentence)

    def test_how_others_said_it_of_this_community(self, branch, three, enter):
        assert enter(branch.secretary).get(URL).context["examples"] == []
        branch.act("close", branch.judged(sentence="每周六带二号楼的孩子们下两盘象棋，下到放寒假"))
        branch.judged(sentence="每周六带六号楼的老人们下三盘象棋，下到放暑假")
        (example,) = enter(branch.secretary).get(URL).context["examples"]
        assert (example["kept"], example["who"]) == ("1 / 1", branch.one.person.card)
        assert '<mark class="good">' in example["marked"]

    def test_many_cost_as_much_as_one(self, branch, three, enter):
        client, asked = enter(branch.secretary), []
        client.get(URL)
        for more in (0, 6):
            for n in range(more):
                branch.pledge(sentence=f"第 {n} 句话要说", by=None)
            # The process reads what is new once.
            client.get(URL)
            with CaptureQueriesContext(connection) as queries:
                client.get(URL)
            asked.append(len(queries))
        assert asked[0] == asked[1]
