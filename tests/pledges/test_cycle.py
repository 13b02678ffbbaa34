"""A pledge from its proposal until it is struck off: who does what when, and in which words it is refused."""

from datetime import date

import pytest

from accounts.choices import Role
from party.models import Evaluation, Member, Point
from pledges.actions import pledge as actions
from pledges.choices import PledgeState, Reviewer
from pledges.models import Pledge
from portal.errors import Refused, Stale
from portal.models import Entry
from tests.factories import party
from tests.factories.accounts import UserFactory
from tests.pledges.conftest import NOTE, SENTENCE, look, period, points

S = PledgeState


def test_the_whole_cycle_by_those_who_may(branch, enter):
    sent = {"member": branch.one.pk, "sentence": SENTENCE, "frequency": "monthly", "kind": "annual"}
    sent |= {"starts_on": "2026-03-02", "ends_on": "2026-03-31"}
    enter(branch.party).post("/pledges/add/", sent)
    pledge = Pledge.objects.get()
    assert (pledge.created_by, pledge.member, pledge.grid) == (branch.party, branch.one, branch.house.near)

    def post(role, move, row=pledge, register="pledges", **answers):
        row.refresh_from_db()
        url = f"/{register}/{row.pk}/{move}/"
        return enter(getattr(branch, role)).post(url, {"version": row.version, **answers}).status_code

    assert [post(role, "approve") for role in ("party", "member", "head", "clerk", "secretary")] == [403] * 3 + [
        409,
        302,
    ]
    assert [post(role, "begin") for role in ("party", "clerk", "head", "secretary")] == [403] * 3 + [409]
    branch.at(3, 9)
    assert post("secretary", "begin") == 302
    first = period(pledge, 1)
    assert [post(role, "fulfil", first, "pledges/fulfilments") for role in ("member", "head", "party")] == [
        403,
        302,
        409,
    ]
    assert [post(role, "conclude") for role in ("member", "party")] == [403, 302]
    review = {"pledge": pledge.pk, "side": "organisation", "rating": "good", "way": "meeting", "said_on": "2026-03-02"}
    assert enter(branch.clerk).post("/pledges/reviews/add/", review).status_code == 302
    assert [post(role, "close") for role in ("party", "head", "clerk", "secretary")] == [403, 403, 409, 302]
    assert (look(pledge).state, look(pledge).closed_on, points("pledge")) == (S.CLOSED, date(2026, 3, 9), (1, 2))
    told = Entry.objects.own(pledge).order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["add", "approve", "begin", "conclude", "close"]


def test_a_clerk_proposes_for_somebody_without_an_account(branch, enter):
    other = party.member(branch.house.aside)
    sent = {"member": other.pk, "sentence": SENTENCE, "frequency": "once", "kind": "occasion"}
    sent |= {"starts_on": "2026-03-02", "ends_on": "2026-12-31"}
    assert enter(branch.clerk).post("/pledges/add/", sent).status_code == 302
    pledge = Pledge.objects.get()
    assert (pledge.member, pledge.created_by, pledge.state) == (other, branch.clerk, S.PENDING)
    assert (pledge.grid, pledge.organisation, pledge.year) == (branch.house.aside, other.organisation, 2026)


def test_who_left_the_branch_and_what_is_over_cannot_be_pledged(branch):
    with pytest.raises(Refused, match="截止日期已经过了，请改到今天以后。"):
        branch.pledge(starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 1))
    with pytest.raises(Refused, match="一条承诺最长两年，请把截止日期改近一些；更久的到时再提一条。"):
        branch.pledge(ends_on=date(2028, 3, 3))
    Member._base_manager.filter(pk=branch.one.pk).update(state="left")
    for add in (actions.propose, lambda pledge, by: actions.propose_many([pledge], by=by)):
        with pytest.raises(Refused, match="这位党员已经转出，不能再提诺。"):
            add(
                Pledge(member=branch.one, sentence="一句", starts_on=date(2026, 3, 2), ends_on=date(2026, 4, 1)),
                by=None,
            )
    assert not Pledge.objects.exists()


@pytest.mark.parametrize(("move", "from_state"), [("approve", 0), ("send_back", 0), ("recall", 1)])
class TestWhoReviews:
    """The secretary all but the own; a clerk the secretary's and nobody else's; the calendar's own steps are nobody's."""

    def review(self, branch, pledge, move, by):
        return branch.act(move, pledge, by, **({} if move == "approve" else NOTE))

    def waiting(self, branch, whom, from_state):
        pledge = branch.pledge(member=party.member(branch.house.near, user=whom))
        return branch.act("approve", pledge, None) if from_state else pledge

    def test_nobody_reviews_the_own(self, branch, move, from_state):
        for whom in (branch.secretary, branch.clerk):
            pledge = self.waiting(branch, whom, from_state)
            with pytest.raises(Refused, match="不能审自己的承诺，请由另一位书记或工作人员来审。"):
                self.review(branch, pledge, move, whom)

    def test_a_clerk_reviews_the_secretarys_alone(self, branch, move, from_state):
        for whom in (branch.party, branch.clerk, branch.head):
            pledge = self.waiting(branch, whom, from_state)
            with pytest.raises(Refused, match="工作人员只代审书记本人的承诺。"):
                self.review(branch, pledge, move, UserFactory(grid=branch.house.community, role=Role.CLERK))
            assert self.review(branch, pledge, move, "secretary").state != pledge.state
        own = self.waiting(branch, branch.secretary, from_state)
        assert self.review(branch, own, move, "clerk").state != own.state

    def test_so_does_another_secretary(self, branch, move, from_state):
        own, other = self.waiting(branch, branch.secretary, from_state), branch.house.community
        second = UserFactory(grid=other, role=Role.SECRETARY)
        assert self.review(branch, own, move, second).state != own.state


class TestReturned:
    def test_it_comes_back_with_words_is_mended_and_handed_in_again(self, branch):
        pledge = branch.pledge(sentence="全心全意为人民服务，不断提高自己")
        assert "hollow" in pledge.flags
        pledge = branch.act("send_back", pledge, note="写清帮谁", suggestion=SENTENCE)
        assert (pledge.state, pledge.advice, pledge.suggestion, pledge.draft) == (S.RETURNED, "写清帮谁", SENTENCE, 1)
        pledge.sentence = pledge.suggestion
        actions.revise(pledge, by=branch.party)
        pledge = look(pledge)
        assert (pledge.state, pledge.draft, pledge.flags) == (S.RETURNED, 2, [])
        pledge = branch.act("resubmit", pledge, "party")
        assert (pledge.state, branch.act("approve", pledge).state) == (S.PENDING, S.PUBLIC)

    def test_another_end_is_no_other_draft(self, branch):
        pledge = branch.pledge()
        pledge.ends_on = date(2026, 6, 30)
        actions.revise(pledge, by=branch.party)
        assert (look(pledge).draft, look(pledge).ends_on) == (1, date(2026, 6, 30))

    def test_words_are_asked_for_and_only_what_waits_comes_back(self, branch):
        pledge = branch.pledge()
        with pytest.raises(Refused, match="请写明“退回修改”的理由。"):
            branch.act("send_back", pledge, note=" ")
        branch.act("send_back", pledge, **NOTE)
        with pytest.raises(Refused, match="现在是“退回修改”.*不能再“通过，进入公示”"):
            branch.act("approve", pledge)

    def test_what_was_advised_is_gone_once_it_is_approved(self, branch):
        pledge = branch.act("send_back", branch.pledge(), note="写清几点", suggestion=SENTENCE)
        pledge = branch.act("approve", branch.act("resubmit", pledge, "party"))
        assert (pledge.advice, pledge.suggestion) == ("", "")

    def test_what_is_over_by_then_is_not_handed_in(self, branch):
        pledge = branch.act("send_back", branch.pledge(), **NOTE)
        branch.at(6, 1)
        with pytest.raises(Refused, match="请改到今天以后"):
            branch.act("resubmit", pledge, "party")

    def test_after_the_approval_no_word_is_changed(self, branch):
        pledge = branch.running()
        pledge.sentence = "另一句"
        with pytest.raises(Refused, match="审诺通过以后不能再改；要改请书记撤回公示，或改频次。"):
            actions.revise(pledge, by=branch.party)

    def test_a_review_of_an_older_draft_is_stale(self, branch):
        seen = branch.pledge()
        newer = look(seen)
        newer.sentence = "每周给王奶奶送一次菜，送到五月底"
        actions.revise(newer, by=branch.party)
        with pytest.raises(Stale):
            actions.approve(seen, by=branch.secretary)
        assert look(seen).state == S.PENDING


class TestJudged:
    def test_it_is_judged_when_nothing_is_left_or_its_time_has_run(self, branch):
        pledge = branch.running()
        with pytest.raises(Refused, match="还有 3 期没到时候或没兑现，做完或到了截止日期再评诺。"):
            branch.act("conclude", pledge, "party")
        branch.at(5, 31)
        with pytest.raises(Refused, match="还有 3 期"):
            branch.act("conclude", pledge, "party")
        branch.at(6, 1)
        assert branch.act("conclude", pledge, "party").state == S.REVIEWING

    def test_it_goes_back_to_where_the_time_stands(self, branch):
        pledge = branch.act("conclude", branch.step("fulfil", branch.running(ends_on=date(2026, 3, 31))), "party")
        branch.at(3, 8)
        assert branch.act("resume", pledge, **NOTE).state == S.PUBLIC
        branch.act("conclude", pledge, "party")
        branch.at(3, 9)
        assert branch.act("resume", pledge, **NOTE).state == S.KEEPING

    def test_what_is_struck_off_was_kept_explained_and_spoken_about(self, branch):
        pledge = branch.running(ends_on=date(2026, 4, 30))
        branch.at(5, 1)
        branch.act("conclude", pledge, "party")
        with pytest.raises(Refused, match="还有 2 期没有兑现，也没有说明原因；请先兑现，或登记客观原因。"):
            branch.act("close", pledge)
        branch.act("resume", pledge, **NOTE)
        for number in (1, 2):
            branch.step("excuse", pledge, number, "head", note="住院")
        branch.act("conclude", pledge, "party")
        with pytest.raises(Refused, match="一期都没有兑现，不能销号；请登记“未兑现”。"):
            branch.act("close", pledge)
        branch.act("resume", pledge, **NOTE)
        branch.step("undo", pledge, 2, "secretary", note="补做了")
        branch.step("fulfil", pledge, 2)
        branch.act("conclude", pledge, "party")
        branch.say(pledge, Reviewer.RESIDENT)
        with pytest.raises(Refused, match="还没有组织评，请先登记党组织的评议。"):
            branch.act("close", pledge)
        branch.say(pledge)
        assert branch.act("close", pledge).state == S.CLOSED

    @pytest.mark.parametrize(("move", "answers"), [("close", {}), ("fail", {"fault": "own", **NOTE}), ("reopen", NOTE)])
    def test_the_verdict_on_the_secretarys_own_is_a_clerks(self, branch, move, answers):
        own = branch.pledge(member=party.member(branch.house.near, user=branch.secretary), ends_on=date(2026, 3, 31))
        branch.act("approve", own, "clerk")
        branch.step("fulfil", own, by="secretary")
        branch.act("conclude", own)
        branch.say(own)
        if move == "reopen":
            branch.act("close", own, "clerk")
        with pytest.raises(Refused, match="不能审自己的承诺，请由另一位书记或工作人员来审。"):
            branch.act(move, own, **answers)
        other = branch.judged(sentence="别人的一句") if move != "reopen" else branch.act("close", branch.judged())
        with pytest.raises(Refused, match="工作人员只代审书记本人的承诺。"):
            branch.act(move, other, "clerk", **answers)
        before = look(own).state
        assert branch.act(move, own, "clerk", **answers).state != before

    def test_one_entry_stands_however_often_it_is_closed_and_reopened(self, branch):
        pledge = branch.act("close", branch.judged())
        given = Point.objects.get(rule="pledge")
        assert (given.source_code, given.reviewed_by, given.on) == (pledge.code, branch.secretary, date(2026, 3, 2))
        assert given.basis == f"承诺 {pledge.code} 销号，兑现 1/1 期"
        with pytest.raises(Refused, match="现在是“已销号”"):
            branch.act("close", pledge)
        pledge = branch.act("reopen", pledge, note="查无此事")
        assert (pledge.state, pledge.closed_on, points("pledge")) == (S.REVIEWING, None, (0, 0))
        branch.act("close", pledge)
        assert (points("pledge"), Point.objects.filter(rule="pledge").count()) == ((1, 2), 3)
        assert Member.objects.get(pk=branch.one.pk).score == 62

    def test_in_a_year_that_was_settled_its_points_count_in_the_next(self, branch):
        pledge = branch.judged()
        frozen = party.evaluation(branch.house.near, year=2026)
        Evaluation._base_manager.filter(pk=frozen.pk).update(state="frozen")
        branch.act("close", pledge)
        given = Point.objects.get(rule="pledge")
        assert given.on == date(2027, 1, 1)
        assert given.basis.endswith("（2026 年已定案，计入 2027 年）")
        branch.act("reopen", pledge, **NOTE)
        assert points("pledge") == (0, 0)

    @pytest.mark.parametrize("fault", ["objective", "own"])
    def test_what_was_not_kept_says_whose_fault_it_was(self, branch, fault):
        pledge = branch.act("fail", branch.judged(), fault=fault, note="老人搬走了")
        assert (pledge.state, pledge.fault, pledge.closed_on) == (S.UNMET, fault, date(2026, 3, 2))
        assert points("pledge") == (0, 0)
        pledge = branch.act("reopen", pledge, **NOTE)
        assert (pledge.state, pledge.fault, pledge.closed_on) == (S.REVIEWING, "", None)

    @pytest.mark.parametrize("move", ["resume", "fail", "reopen", "void", "recall"])
    def test_a_step_back_asks_for_its_reason(self, branch, move):
        pledge = branch.running() if move in ("void", "recall") else branch.judged()
        pledge = branch.act("close", pledge) if move == "reopen" else pledge
        with pytest.raises(Refused, match="请写明“.*”的理由。"):
            branch.act(move, pledge, note="", **({"fault": "own"} if move == "fail" else {}))
        assert look(pledge).state == pledge.state
