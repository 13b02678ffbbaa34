"""The pages of the pledges, over HTTP, as each role finds them: the form, the live check, the page of a pledge, two taps."""

import re
from datetime import date

import pytest
from django.test import Client

from accounts.choices import Role
from party.actions import member as members
from pledges.models import Fulfilment, Pledge
from pledges.pages.pledge import Pledges
from tests.factories import party, people
from tests.factories.accounts import UserFactory
from tests.pledges.conftest import NOTE, SENTENCE, look, period

ADD, CHECK = "/pledges/add/", "/pledges/wording/"
WORDS = "每周六带二号楼的孩子们下两盘象棋，下到放寒假"


def text(response):
    return response.content.decode()


@pytest.fixture
def comrade(branch):
    """Another member of the branch, with an account."""
    user = UserFactory(grid=branch.house.aside, role=Role.PARTY)
    return party.member(branch.house.aside, user=user)


@pytest.fixture
def check(branch, enter):
    """``check("party", sentence=…)`` posts what is being typed."""
    return lambda by, **typed: enter(branch.user(by)).post(CHECK, typed)


class TestForm:
    def sent(self, member, **fields):
        days = {"starts_on": "2026-03-02", "ends_on": "2026-05-31"}
        return {"member": member.pk, "sentence": SENTENCE, "frequency": "monthly", "kind": "annual", **days, **fields}

    def test_a_member_writes_a_sentence_and_nothing_else_need_be_changed(self, branch, enter):
        page = enter(branch.party).get(ADD)
        form = page.context["form"]
        assert (form["member"].value(), form.fields["member"].widget.is_hidden) == (branch.one.pk, True)
        assert "beneficiary" not in form.fields
        days = [form.initial[name] for name in ("starts_on", "ends_on")]
        assert (days, form["frequency"].value()) == ([date(2026, 3, 2), date(2026, 12, 31)], "monthly")
        assert f'hx-post="{CHECK}"' in text(page)

    def test_staff_choose_whose_it_is_and_whom_it_helps(self, branch, enter):
        form = enter(branch.clerk).get(ADD).context["form"]
        assert not form.fields["member"].widget.is_hidden
        assert (form["member"].value(), "beneficiary" in form.fields) == (None, True)
        assert (
            enter(branch.head).get(f"{ADD}?member={branch.one.pk}").context["form"].initial["member"] == branch.one.pk
        )
        own = party.member(branch.house.near, user=branch.clerk)
        form = enter(branch.clerk).get(ADD).context["form"]
        assert (form["member"].value(), form.fields["member"].widget.is_hidden) == (own.pk, False)

    def test_nobody_pledges_for_whom_they_do_not_answer(self, branch, comrade, enter):
        away = party.member(branch.house.away)
        for by, member in (("party", comrade), ("head", comrade), ("clerk", away)):
            assert enter(branch.user(by)).post(ADD, self.sent(member)).status_code == 422
        assert {enter(branch.member).get(ADD).status_code, enter(branch.member).post(ADD, {}).status_code} == {403}
        assert not Pledge.objects.exists()

    def test_whom_it_helps_is_for_staff_to_say(self, branch, enter):
        whom = people.resident(branch.house.near)
        enter(branch.party).post(ADD, self.sent(branch.one, beneficiary=whom.pk))
        assert Pledge.objects.get().beneficiary is None
        enter(branch.clerk).post(ADD, self.sent(branch.one, beneficiary=whom.pk, sentence=WORDS))
        assert Pledge.objects.get(sentence=WORDS).beneficiary == whom

    @pytest.mark.parametrize(
        ("wrong", "field", "why"),
        [
            ({"sentence": " "}, "sentence", "请填写承诺"),
            ({"sentence": "写" * 121}, "sentence", "最多 120 个字"),
            ({"ends_on": "2026-03-01"}, "ends_on", "截止日期已经过了，请改到今天以后。"),
            ({"starts_on": "2026-07-01"}, "__all__", "截止日期不能早于开始日期。"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, branch, enter, wrong, field, why):
        response = enter(branch.party).post(ADD, self.sent(branch.one, **wrong))
        assert response.status_code == 422
        assert why in response.context["form"].errors[field][0]

    def test_a_change_keeps_its_member_and_is_of_the_year_it_begins_in(self, branch, comrade, enter):
        pledge = branch.pledge()
        page = enter(branch.clerk).get(f"/pledges/{pledge.pk}/edit/")
        assert f'<input type="hidden" name="pledge" value="{pledge.pk}">' in text(page)
        days = {"starts_on": "2027-01-01", "ends_on": "2027-12-31"}
        changed = self.sent(comrade, version=1, **days)
        assert enter(branch.clerk).post(f"/pledges/{pledge.pk}/edit/", changed).status_code == 302
        assert (look(pledge).member, look(pledge).year) == (branch.one, 2027)


class TestLiveCheck:
    def test_it_marks_what_is_said_and_tells_what_lacks(self, branch, check):
        page = check("party", sentence="全心全意为人民服务", member=branch.one.pk)
        told = {one["label"]: one["ok"] for one in page.context["check"]["checks"]}
        assert told == dict.fromkeys(["对谁", "做什么", "多久一次", "到何时", "套话", "长短"], False) | {"雷同": True}
        assert '<mark class="stock">全心全意为人民服务</mark>' in text(page)
        assert "没有点到具体的人、户或地方" in text(page)
        page = check("party", sentence=SENTENCE)
        assert [one["label"] for one in page.context["check"]["checks"] if not one["ok"]] == []
        assert '<mark class="good">' in text(page)

    @pytest.mark.parametrize(
        ("rule", "told"),
        [
            ({"frequency": "weekly", "ends_on": "2026-05-31"}, ["频次"]),
            ({"frequency": "monthly", "ends_on": "2026-12-31"}, ["截止日期"]),
            ({"frequency": "once", "ends_on": "2026-12-31"}, ["频次", "截止日期"]),
            ({"frequency": "monthly", "ends_on": "2026-05-20"}, []),
            ({"frequency": "daily", "ends_on": "31.5."}, []),
        ],
    )
    def test_a_rule_that_says_otherwise_is_told(self, check, rule, told):
        page = check("party", sentence="我每月给2号楼王奶奶擦一次窗，到5月底", **rule)
        assert [one["label"] for one in page.context["check"]["checks"] if not one["ok"]] == told

    def test_a_published_twin_stands_beside_it(self, branch, comrade, check):
        twin = branch.running(member=comrade, by=None, sentence=f"{SENTENCE}，电话13800001234")
        page = check("party", sentence=SENTENCE)
        (near,) = page.context["check"]["near"]
        assert (near["who"], near["code"], near["key"]) == (comrade.person.name, twin.code, twin.pk)
        assert f'href="/pledges/{twin.pk}/"' in text(page)
        assert '<mark class="same">' in near["marked"]
        assert "13800001234" not in text(page)

    def test_the_words_of_one_that_is_not_published_are_for_those_who_may_see_it(self, branch, comrade, check):
        twin = branch.pledge(member=comrade, by=None, sentence=f"{SENTENCE}，隐语")
        page = check("party", sentence=SENTENCE)
        (near,) = page.context["check"]["near"]
        assert [near[name] for name in ("who", "code", "key", "sentence", "marked")] == ["另一位党员", "", None, "", ""]
        assert "这一条还没有公示，不显示原文。" in text(page)
        assert not [word for word in ("隐语", comrade.person.name, twin.code) if word in text(page)]
        assert page.context["check"]["same"] == 0
        assert "隐语" in text(check("clerk", sentence=SENTENCE, member=branch.one.pk))

    def test_it_is_no_twin_of_itself_and_of_no_other_community(self, branch, check):
        pledge = branch.pledge()
        branch.pledge(member=party.member(branch.house.away), by=None)
        assert len(check("party", sentence=SENTENCE).context["check"]["near"]) == 1
        assert check("party", sentence=SENTENCE, pledge=pledge.pk).context["check"]["near"] == []

    def test_a_member_out_of_reach_opens_no_other_register(self, branch, comrade, check):
        away = party.member(branch.house.away)
        branch.pledge(member=away, by=None, sentence=f"{SENTENCE}，隐语")
        for key in (away.pk, comrade.pk, "x", "9" * 30, ""):
            assert check("clerk", sentence=SENTENCE, member=key).context["check"]["near"] == []

    def test_what_is_typed_stays_text_and_nothing_typed_asks_for_words(self, check):
        page = text(check("party", sentence="<script>给王奶奶</script>\x00"))
        assert "<script>" not in page
        assert "&lt;script&gt;" in page
        for typed in ({}, {"sentence": "  "}):
            assert "写下一句话，这里会告诉您写清了什么、还缺什么。" in text(check("party", **typed))
        assert check("secretary", suggestion=SENTENCE).context["check"]["length"] == len(SENTENCE)

    def test_it_is_posted_by_those_who_may_propose(self, branch, enter):
        assert enter(branch.party).get(CHECK, {"sentence": SENTENCE}).status_code == 405
        assert enter(branch.member).post(CHECK, {"sentence": SENTENCE}).status_code == 403
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(branch.party)
        assert strict.post(CHECK, {"sentence": SENTENCE}).status_code == 403
        assert Client().post(CHECK, {"sentence": SENTENCE})["Location"].startswith("/accounts/login/")


class TestSeen:
    def test_members_see_what_is_published_of_others_and_all_of_their_own(self, branch, comrade, enter):
        seen, pledge = {}, branch.pledge()
        for state, move, answers in (
            ("pending", "send_back", NOTE), ("returned", "resubmit", {}), ("again", "approve", {}), ("public", "begin", {}),
            ("keeping", "void", NOTE), ("void", "", {}),
        ):  # fmt: skip
            # By then an hour and more has passed: whoever looks has signed in anew.
            client = enter(comrade.person.user)
            listed = client.get("/pledges/").context["table"]["count"]
            seen[state] = (client.get(f"/pledges/{pledge.pk}/").status_code, listed)
            assert enter(branch.party).get(f"/pledges/{pledge.pk}/").status_code == 200
            enter(comrade.person.user)
            branch.at(3, 9 if state == "public" else 2)
            pledge = branch.act(move, pledge, None, **answers) if move else pledge
        hidden, open_ = (404, 0), (200, 1)
        assert list(seen.values()) == [hidden, hidden, hidden, open_, open_, hidden]
        assert client.get(f"/pledges/{branch.pledge(sentence=WORDS).pk}/edit/").status_code == 404

    def test_how_a_published_one_came_about_and_what_is_said_of_it_is_for_those_who_work_with_it(
        self, branch, comrade, enter
    ):
        pledge = branch.act("send_back", branch.pledge(), note="写清帮谁", suggestion=WORDS)
        branch.act("resubmit", pledge, "party")
        branch.act("approve", pledge)
        branch.act("change_rule", pledge, frequency="once", ends_on=date(2026, 4, 1), note="家里有事")
        Fulfilment._base_manager.filter(pledge=pledge.pk, state="waiting").update(state="excused", excuse="住院")
        Pledge._base_manager.filter(pk=pledge.pk).update(next_due_on=None)
        branch.act("conclude", Pledge.objects.get(pk=pledge.pk), "party")
        branch.say(pledge, words="做得不够")
        told = ("写清帮谁", WORDS, "家里有事", "做得不够")
        page = text(enter(branch.party).get(f"/pledges/{pledge.pk}/"))
        assert [word for word in told if word in page] == list(told)
        page = enter(comrade.person.user).get(f"/pledges/{pledge.pk}/")
        assert (page.status_code, page.context["timeline"]) == (200, [])
        assert not [word for word in told if word in text(page)]

    def test_the_check_stands_on_the_page_while_it_is_written(self, branch, comrade, enter):
        pledge = branch.act("send_back", branch.pledge(), note="写清几点", suggestion=WORDS)

        def panels(user):
            page = enter(user).get(f"/pledges/{pledge.pk}/")
            return [panel["id"] for panel in page.context["panels"]], page

        names, page = panels(branch.party)
        assert "wording" in names
        assert page.context["notice"] == f"审诺意见：写清几点 建议写法：{WORDS}"
        assert page.context["edit_url"] == f"/pledges/{pledge.pk}/edit/"
        branch.act("resubmit", pledge, "party")
        branch.act("approve", pledge)
        for user in (branch.secretary, branch.party, comrade.person.user):
            names, page = panels(user)
            assert ("wording" in names, page.context["edit_url"], page.context["notice"]) == (False, "", "")
        refused = enter(branch.party).get(f"/pledges/{pledge.pk}/edit/")
        assert (refused.status_code, "审诺通过以后不能再改字句" in text(refused)) == (409, True)

    def test_whom_it_helps_is_told_to_those_who_may_call_and_to_no_member(self, branch, comrade, enter):
        whom = people.resident(branch.house.near, name="李演受")
        pledge = branch.act("name_whom", branch.running(), "clerk", beneficiary=whom)
        for user in (branch.clerk, branch.head):
            assert "李演受" in text(enter(user).get(f"/pledges/{pledge.pk}/"))
        first = period(pledge).pk
        assert "李演受" in text(enter(branch.member).get(f"/pledges/fulfilments/{first}/"))
        next_door = UserFactory(grid=branch.house.aside, role=Role.MEMBER)
        for user in (branch.party, comrade.person.user, next_door):
            page = enter(user).get(f"/pledges/{pledge.pk}/")
            assert (page.status_code, [word for word in ("李演受", "李某") if word in text(page)]) == (200, [])


class TestTwoTaps:
    def test_from_home_to_done(self, branch, enter):
        pledge = branch.running()
        first = period(pledge)
        url = f"/pledges/fulfilments/{first.pk}/fulfil/"
        home = enter(branch.party).get("/")
        assert re.findall(r'href="(/pledges/fulfilments/\d+/fulfil/)"', text(home)) == [url]
        assert home.context["todo"]["total"] == 1
        form = enter(branch.party).get(url).context["form"]
        assert (form["kept_on"].value(), form["version"].value()) == (date(2026, 3, 2), 1)
        assert enter(branch.party).post(url, {"version": 1}).status_code == 302
        assert (period(pledge).state, period(pledge).kept_on) == ("done", date(2026, 3, 2))
        assert "/fulfil/" not in text(enter(branch.party).get("/"))

    def test_from_the_pledge_to_done_and_asked_about(self, branch, enter):
        pledge = branch.running()

        def keys(user):
            moves = enter(user).get(f"/pledges/{pledge.pk}/").context["moves"]
            return {one["label"]: one["url"] for one in moves if "/fulfilments/" in one["url"]}

        url = f"/pledges/fulfilments/{period(pledge).pk}/"
        assert keys(branch.party) == keys(branch.head) == {"兑现了": f"{url}fulfil/"}
        branch.step("fulfil", pledge)
        assert (keys(branch.party), keys(branch.head)) == ({}, {"核实": f"{url}confirm/"})

    def test_the_next_waits_when_it_has_begun(self, branch, enter):
        pledge = branch.running()
        branch.at(4, 1)
        urls = re.findall(r"/pledges/fulfilments/(\d+)/fulfil/", text(enter(branch.party).get("/")))
        assert urls == [str(period(pledge, number).pk) for number in (1, 2)]

    def test_nobody_elses(self, branch, comrade, enter):
        first = period(branch.running())
        assert f"/{first.pk}/fulfil/" not in text(enter(comrade.person.user).get("/"))
        assert (
            enter(comrade.person.user).post(f"/pledges/fulfilments/{first.pk}/fulfil/", {"version": 1}).status_code
            == 404
        )
        assert enter(branch.member).post(f"/pledges/fulfilments/{first.pk}/fulfil/", {"version": 1}).status_code == 403
        assert Fulfilment.objects.get(pk=first.pk).state == "waiting"


class TestMemberGone:
    """What somebody who left has left open waits for whoever clears it away."""

    def test_it_waits_for_the_secretary_and_says_what_to_do(self, branch, enter):
        pledge, ended = branch.running(), branch.act("void", branch.pledge(sentence=WORDS), **NOTE)
        waiting = Pledges.conditions["waiting"].where
        assert not Pledge.objects.filter(waiting(branch.secretary)).exists()
        members.leave(look(pledge).member, by=branch.secretary, note="迁走")
        assert list(Pledge.objects.filter(waiting(branch.secretary))) == [pledge]
        assert not Pledge.objects.filter(waiting(branch.head)).exists()
        client = enter(branch.secretary)
        assert "这位党员已经转出，承诺还没有了结" in text(client.get(f"/pledges/{pledge.pk}/"))
        assert "还没有了结" not in text(client.get(f"/pledges/{ended.pk}/"))
        branch.act("void", pledge, **NOTE)
        assert not Pledge.objects.filter(waiting(branch.secretary)).exists()
