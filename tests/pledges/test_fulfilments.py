"""The periods of a pledge: kept with a date, words and pictures, asked about, excused, taken back; and what lateness costs."""

from datetime import date

import pytest

from accounts.choices import Role
from pledges import ticks
from pledges.choices import FulfilmentState, PledgeState
from pledges.pages import Fulfilments
from portal.errors import Refused
from portal.models import Attachment, Entry
from portal.models.attachment import Kind
from tests.factories import party
from tests.factories.accounts import UserFactory
from tests.pledges.conftest import NOTE, look, period, points
from tests.portal.test_photos import clean_photo, picture, upload

S = FulfilmentState


@pytest.fixture
def pledge(branch):
    """A pledge of three months whose publicity is over on the tenth of March."""
    made = branch.running()
    branch.at(3, 10)
    ticks.rounds()
    return look(made)


@pytest.fixture
def late(branch, pledge):
    """The same, with a first period that cost three points."""
    branch.at(4, 4)
    ticks.rounds()
    assert points("overdue") == (1, -3)
    return pledge


def photo():
    return clean_photo(upload(picture()))


class TestKept:
    def test_today_and_without_a_word_unless_told_otherwise(self, branch, pledge):
        pledge = branch.step("fulfil", pledge)
        first = period(pledge)
        assert (first.state, first.kept_on, first.note) == (S.DONE, date(2026, 3, 10), "")
        assert (pledge.kept, pledge.due, pledge.next_due_on) == (1, 3, date(2026, 4, 30))
        line = Entry.objects.own(first).first()
        assert (line.verb, line.actor, line.from_state, line.to_state) == ("fulfil", branch.party, "waiting", "done")

    def test_with_a_day_words_and_pictures(self, branch, pledge):
        branch.step("fulfil", pledge, kept_on=date(2026, 3, 2), words="擦了三扇窗", photos=[photo(), photo()])
        first = period(pledge)
        assert (first.kept_on, first.note) == (date(2026, 3, 2), "擦了三扇窗")
        assert [one.kind for one in Attachment.of(first)] == [Kind.BEFORE, Kind.BEFORE]

    def test_a_step_of_a_period_is_no_change_of_the_pledge(self, branch, pledge):
        assert branch.step("fulfil", pledge).version == pledge.version
        assert not Entry.objects.own(pledge).filter(verb="edit").exists()

    @pytest.mark.parametrize(
        ("kept_on", "why"),
        [
            (date(2026, 3, 11), "兑现日期不能晚于今天。"),
            (date(2026, 3, 1), "这一期从 2026-03-02 开始，兑现日期不能更早。"),
        ],
    )
    def test_not_in_the_future_and_not_before_its_first_day(self, branch, pledge, kept_on, why):
        with pytest.raises(Refused, match=why):
            branch.step("fulfil", pledge, kept_on=kept_on)
        assert (period(pledge).state, period(pledge).kept_on) == (S.WAITING, None)

    def test_not_before_it_opens(self, branch, pledge):
        with pytest.raises(Refused, match="这一期从 2026-04-01 开始，还没到时候。"):
            branch.step("fulfil", pledge, 2)
        branch.at(4, 1)
        assert branch.step("fulfil", pledge, 2).kept == 1
        assert look(pledge).next_due_on == date(2026, 3, 31)

    def test_already_while_it_is_published(self, branch):
        pledge = branch.running()
        assert pledge.state == PledgeState.PUBLIC
        assert branch.step("fulfil", pledge).kept == 1

    def test_once(self, branch, pledge):
        branch.step("fulfil", pledge)
        with pytest.raises(Refused, match="现在是“已兑现”.*不能再“兑现了”"):
            branch.step("fulfil", pledge)


class TestLate:
    def test_kept_late_counts_as_kept_but_costs_what_it_cost(self, branch, late):
        assert branch.step("fulfil", late).kept == 1
        assert period(late).kept_on > period(late).due_on
        assert points("overdue") == (1, -3)

    @pytest.mark.parametrize("kept_on", [date(2026, 3, 2), date(2026, 3, 31)])
    def test_kept_in_time_and_written_down_late_it_costs_nothing(self, branch, late, kept_on):
        branch.step("fulfil", late, by="head", kept_on=kept_on)
        assert points("overdue") == (0, 0)
        ticks.rounds()
        assert points("overdue") == (0, 0)

    def test_by_the_members_own_word_it_costs_until_somebody_has_asked(self, branch, late):
        branch.step("fulfil", late, kept_on=date(2026, 3, 31))
        assert points("overdue") == (1, -3)
        branch.step("confirm", late, by="member", how="call")
        assert points("overdue") == (0, 0)

    def test_asked_about_what_was_kept_late_it_costs_all_the_same(self, branch, late):
        branch.step("fulfil", late)
        branch.step("confirm", late, by="member", how="call")
        assert points("overdue") == (1, -3)

    def test_a_day_late_is_late(self, branch, late):
        branch.step("fulfil", late, by="head", kept_on=date(2026, 4, 1))
        assert points("overdue") == (1, -3)

    def test_an_objective_reason_costs_nothing_and_is_not_kept(self, branch, late):
        pledge = branch.step("excuse", late, by="head", note="老人住院")
        first = period(pledge)
        assert (first.state, first.excuse, pledge.kept, pledge.due) == (S.EXCUSED, "老人住院", 0, 3)
        assert (points("overdue"), pledge.next_due_on) == ((0, 0), date(2026, 4, 30))

    def test_a_reason_is_asked_for(self, branch, pledge):
        with pytest.raises(Refused, match="请写明“登记客观原因”的理由。"):
            branch.step("excuse", pledge, by="head", note=" ")

    def test_nobody_excuses_the_own_or_what_has_not_begun(self, branch, pledge):
        with pytest.raises(Refused, match="不能给自己的承诺登记客观原因，请由另一位同事办理。"):
            branch.step("excuse", pledge, **NOTE)
        with pytest.raises(Refused, match="这一期从 2026-04-01 开始，还没到时候。"):
            branch.step("excuse", pledge, 2, "head", **NOTE)


class TestConfirmed:
    def test_whoever_was_helped_is_asked_once(self, branch, pledge):
        branch.step("fulfil", pledge)
        branch.at(3, 12)
        pledge = branch.step("confirm", pledge, by="member", how="call", words="擦得很干净")
        first = period(pledge)
        assert (first.state, first.confirmed_how, first.confirmed_words) == (S.DONE, "call", "擦得很干净")
        assert (first.confirmed_by, first.confirmed_on) == (branch.member, date(2026, 3, 12))
        with pytest.raises(Refused, match="这一期已经核实过。"):
            branch.step("confirm", pledge, by="head", how="visit")

    def test_not_before_it_was_kept(self, branch, pledge):
        with pytest.raises(Refused, match="现在是“待兑现”.*不能再“核实”"):
            branch.step("confirm", pledge, by="head", how="call")

    def test_not_by_the_member_whatever_post_the_member_holds(self, branch):
        for role in (Role.MEMBER, Role.HEAD, Role.SECRETARY):
            own = UserFactory(grid=branch.house.near, role=role)
            pledge = branch.pledge(member=party.member(branch.house.near, user=own))
            branch.act("approve", pledge, None)
            branch.step("fulfil", pledge, by=own)
            with pytest.raises(Refused, match="不能核实自己的承诺，请网格员打电话核实。"):
                branch.step("confirm", pledge, by=own, how="call")
        branch.step("confirm", pledge, by="member", how="call")

    def test_the_slip_is_kept_apart_from_the_pictures_of_the_deed(self, branch, pledge):
        branch.step("fulfil", pledge, photos=[photo()])
        branch.step("confirm", pledge, by="head", how="slip", photos=[photo()])
        assert [one.kind for one in Attachment.of(period(pledge))] == [Kind.BEFORE, Kind.AFTER]

    def test_a_slip_without_a_picture_is_told_at_its_field(self, branch, pledge, enter):
        branch.step("fulfil", pledge)
        first = period(pledge)
        url, sent = f"/pledges/fulfilments/{first.pk}/confirm/", {"version": first.version, "how": "slip"}
        refused = enter(branch.member).post(url, sent)
        assert (refused.status_code, refused.context["form"].errors["photos"]) == (422, ["签字单请拍照附上。"])
        assert enter(branch.member).post(url, sent | {"photos": upload(picture())}).status_code == 302
        assert period(pledge).confirmed_how == "slip"

    def test_how_it_was_asked_is_told(self, branch, pledge, enter):
        branch.step("fulfil", pledge)
        first = period(pledge)
        url, sent = f"/pledges/fulfilments/{first.pk}/confirm/", {"version": first.version, "words": "好"}
        for how in ({}, {"how": "guess"}):
            refused = enter(branch.member).post(url, sent | how)
            assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["how"])


class TestTakenBack:
    def test_it_waits_again_with_nothing_said(self, branch, pledge):
        branch.step("fulfil", pledge, words="擦了窗")
        branch.step("confirm", pledge, by="head", how="call", words="没有这回事")
        pledge = branch.step("undo", pledge, by="secretary", note="查无此事")
        first = period(pledge)
        told = (first.kept_on, first.note, first.confirmed_how, first.confirmed_words, first.confirmed_by)
        assert (first.state, *told, first.confirmed_on) == (S.WAITING, None, "", "", "", None, None)
        assert (pledge.kept, pledge.next_due_on) == (0, date(2026, 3, 31))
        assert branch.step("fulfil", pledge).kept == 1

    def test_so_does_what_was_excused_and_costs_again_at_once(self, branch, late):
        branch.step("excuse", late, by="head", note="住院")
        assert points("overdue") == (0, 0)
        branch.step("undo", late, by="secretary", note="没住院")
        assert (period(late).state, period(late).excuse, points("overdue")) == (S.WAITING, "", (1, -3))

    def test_within_the_grace_it_costs_nothing(self, branch, pledge):
        branch.step("fulfil", pledge)
        branch.at(4, 3)
        branch.step("undo", pledge, by="secretary", note="查无此事")
        assert points("overdue") == (0, 0)

    def test_nobody_takes_the_own_back(self, branch, pledge):
        branch.step("fulfil", pledge)
        with pytest.raises(Refused, match="不能退回自己的承诺，请由另一位书记办理。"):
            branch.step("undo", pledge, **NOTE)

    def test_a_reason_is_asked_for(self, branch, pledge):
        branch.step("fulfil", pledge)
        with pytest.raises(Refused, match="请写明“退回待兑现”的理由。"):
            branch.step("undo", pledge, by="secretary", note="")


class TestSettled:
    """Periods move while the pledge runs, and are told why when it does not."""

    def states(self, pledge):
        return list(pledge.fulfilments.order_by("number").values_list("state", "kept_on", "excuse"))

    @pytest.mark.parametrize("end", ["close", "fail", "judge", "recall", "void"])
    def test_nothing_moves_once_the_pledge_does_not_run(self, branch, end):
        pledge = branch.running(ends_on=date(2026, 4, 30))
        branch.step("fulfil", pledge)
        branch.at(4, 1)
        branch.step("excuse", pledge, 2, "head", note="住院")
        branch.at(5, 1)
        if end in ("recall", "void"):
            pledge = branch.act(end, pledge, **NOTE)
        else:
            pledge = branch.act("conclude", pledge, "party")
            branch.say(pledge)
        if end in ("close", "fail"):
            pledge = branch.act(end, pledge, **({"fault": "own", **NOTE} if end == "fail" else {}))
        before = self.states(pledge)
        for number in (1, 2):
            with pytest.raises(Refused, match=f"这条承诺现在是“{pledge.get_state_display()}”，不能再改各期；要改请先"):
                branch.step("undo", pledge, number, "secretary", **NOTE)
        assert self.states(look(pledge)) == before

    @pytest.mark.parametrize("move", ["fulfil", "excuse"])
    def test_what_still_waits_is_not_kept_or_excused_while_the_pledge_is_judged(self, branch, pledge, move):
        branch.at(6, 1)
        branch.act("conclude", pledge, "party")
        with pytest.raises(Refused, match="现在是“评诺中”，不能再改各期；要改请先退回践诺。"):
            branch.step(move, pledge, by="head", **(NOTE if move == "excuse" else {}))
        branch.act("resume", pledge, **NOTE)
        branch.step(move, pledge, by="head", **(NOTE if move == "excuse" else {}))
        assert period(pledge).state != S.WAITING

    def test_what_was_dropped_stays_dropped(self, branch, pledge):
        branch.act("void", pledge, **NOTE)
        dropped = pledge.fulfilments.get(number=1)
        for move, asked in (("fulfil", {}), ("excuse", NOTE), ("undo", NOTE), ("confirm", {"how": "call"})):
            with pytest.raises(Refused, match="现在是“已取消”"):
                getattr(Fulfilments.actions, move)(dropped, by=branch.secretary, **asked)
