"""The help fund: money in and out, never below nothing, reversed and never edited, and help twice within a year."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.choices import Role
from grids.actions.erase import erase
from portal.errors import Refused
from tests.factories import party, people, wishes
from tests.factories.house import build
from tests.factories.wishes import fresh
from wishes.actions import aid as actions
from wishes.actions import wish as wish_actions
from wishes.choices import RecipientState, Way
from wishes.models import Aid, Fund
from wishes.queries.aid import helped_lately

NOW = "2026-11-20T10:00:00+08:00"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


def balance(fund):
    """What the purse says, which is what its entries come to."""
    rows = Aid.objects.filter(fund=fund.pk)
    whole = sum((one.amount if one.way == Way.IN else -one.amount for one in rows), Decimal(0))
    assert fresh(fund).balance == whole
    return whole


class TestMoney:
    def test_in_and_out(self, house):
        fund = wishes.income(house.near, "5000").fund
        paid = wishes.payment(house.near, "1200.50", fund=fund)
        assert (balance(fund), paid.grid) == (Decimal("3799.50"), house.community)

    def test_no_more_is_spent_than_there_is(self, house):
        fund = wishes.income(house.near, "100").fund
        with pytest.raises(Refused, match="只有 100.00 元，不够支出 100.01 元"):
            wishes.payment(house.near, "100.01", fund=fund)
        wishes.payment(house.near, "100", fund=fund)
        assert balance(fund) == 0
        with pytest.raises(IntegrityError), transaction.atomic():
            Fund._base_manager.filter(pk=fund.pk).update(balance=-1)

    def test_a_wrong_entry_is_reversed_once(self, house):
        fund = wishes.income(house.near, "500").fund
        wrong = wishes.payment(house.near, "200", fund=fund)
        with pytest.raises(Refused, match="理由"):
            actions.reverse(wrong, by=None, note=" ")
        opposite = actions.reverse(wrong, by=None, note="记错人")
        assert (opposite.reverses, opposite.amount, balance(fund)) == (wrong, Decimal(-200), 500)
        for again in (wrong, opposite):
            with pytest.raises(Refused, match="冲"):
                actions.reverse(fresh(again), by=None, note="再冲")

    def test_what_was_spent_meanwhile_is_not_taken_from_under_it(self, house):
        came = wishes.income(house.near, "500")
        wishes.payment(house.near, "200", fund=came.fund)
        with pytest.raises(Refused, match="已经用出去了"):
            actions.reverse(came, by=None, note="记错")
        assert balance(came.fund) == 300

    def test_the_ledger_is_only_added_to(self, house):
        entry = wishes.income(house.near)
        with pytest.raises(TypeError):
            entry.save(by=None)
        for sql in ("UPDATE wishes_aid SET amount = 1", "DELETE FROM wishes_aid"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        assert balance(entry.fund) == 1000

    @pytest.mark.parametrize(("fields", "why"), [
        ({"giver": " "}, "谁给的"), ({"on": date(2026, 11, 21)}, "不能晚于今天"),
    ])  # fmt: skip
    def test_income_says_who_gave_it(self, house, fields, why):
        made = {"way": Way.IN, "on": date(2026, 11, 20), "amount": 5, "giver": "商会", "purpose": "捐款", **fields}
        with pytest.raises(Refused, match=why):
            actions.enter(Aid(fund=wishes.fund(house.near), **made), by=None)

    def test_money_out_goes_to_one_and_has_its_receipt(self, house):
        fund, wish = wishes.income(house.near).fund, wishes.published(house.near)
        both = {"recipient": wishes.recipient(house.near), "wish": wish}
        for fields, why in (
            ({"receipt": ""}, "票据号"), ({"recipient": None}, "请选帮扶对象或心愿其中一个"), (both, "其中一个"),
        ):  # fmt: skip
            made = {"recipient": both["recipient"], "receipt": "LK-1", **fields}
            aid = Aid(fund=fund, way=Way.OUT, on=date(2026, 11, 20), amount=5, purpose="学费", **made)
            with pytest.raises(Refused, match=why):
                actions.enter(aid, by=None)
        assert wishes.payment(house.near, fund=fund, wish=wish).wish == wish

    def test_nothing_is_spent_for_a_wish_that_is_off(self, house):
        wish = wishes.published(house.near)
        wish_actions.withdraw(wish, by=None, note="不用了")
        with pytest.raises(Refused, match="不能为它支出"):
            wishes.payment(house.near, wish=fresh(wish))

    def test_a_purse_out_of_use_takes_and_gives_nothing(self, house):
        fund = wishes.income(house.near).fund
        actions.shut(fresh(fund), by=None)
        with pytest.raises(Refused, match="已停用"):
            wishes.income(house.near, fund=fresh(fund))


def take(step, amount, grid, fund, whom):
    """One step: money in, money out, or the last entry that stands reversed."""
    if step == "in":
        wishes.income(grid, amount, fund=fund)
    elif step == "out":
        wishes.payment(grid, amount, fund=fund, recipient=whom)
    elif entry := Aid.objects.filter(fund=fund, reverses=None, reversed_by=None).order_by("pk").last():
        actions.reverse(entry, by=None, note="错")


@pytest.mark.django_db
@settings(max_examples=25)
@given(steps=st.lists(st.tuples(st.sampled_from(["in", "out", "reverse"]), st.integers(1, 30000)), max_size=12))
def test_the_purse_is_what_its_entries_come_to_and_never_less_than_nothing(steps):
    with transaction.atomic():
        grid = build().near
        fund, whom = wishes.fund(grid), wishes.recipient(grid)
        for step, cents in steps:
            with suppress(Refused):
                take(step, f"{Decimal(cents) / 100}", grid, fresh(fund), whom)
            assert balance(fund) >= 0
        transaction.set_rollback(True)


class TestRecipients:
    def test_a_student_has_one_sponsor_and_stands_once(self, house):
        member, organisation = party.member(house.near), party.organisation(house.near)
        one = wishes.recipient(house.near, member=member, yearly=Decimal(2000))
        assert one.grid == house.near
        with pytest.raises(Refused, match="其中一个"):
            wishes.recipient(house.near, member=member, organisation=organisation)
        with pytest.raises(IntegrityError), transaction.atomic():
            wishes.recipient(house.near, person=one.person)
        actions.end(one, by=None, note="毕业")
        assert (fresh(one).state, fresh(one).until) == (RecipientState.ENDED, date(2026, 11, 20))
        with pytest.raises(Refused, match="帮扶已经结束"):
            wishes.payment(house.near, recipient=fresh(one))
        wishes.recipient(house.near, person=one.person)

    def test_who_is_helped_or_wishes_something_is_not_erased_from_under_it(self, house):
        helped, wish = wishes.recipient(house.near), wishes.published(house.near)
        for person, why in ((helped.person, helped.code), (wish.person, wish.code)):
            with pytest.raises(Refused, match=why):
                erase(fresh(person), by=None, note="本人要求")

    def test_help_within_a_year_is_told_whatever_it_came_from(self, house):
        person = people.resident(house.near)
        assert helped_lately(person.pk) == []
        paid = wishes.payment(house.near, recipient=wishes.recipient(house.near, person=person))
        wish = wishes.claimed(house.near, person=person)
        spent = wishes.payment(house.near, "30", wish=wish)
        told = " ".join(helped_lately(person.pk))
        assert (paid.code in told, spent.code in told) == (True, True)
        actions.reverse(paid, by=None, note="错")
        assert paid.code not in " ".join(helped_lately(person.pk))
        assert helped_lately(people.resident(house.near).pk) == []


class TestForm:
    def sent(self, fund, **fields):
        made = {"fund": fund.pk, "way": "out", "on": "2026-11-20", "amount": "50", "purpose": "学费", "receipt": "LK-2"}
        return {**made, **fields}

    def test_help_twice_within_a_year_is_asked_about(self, house, enter):
        paid = wishes.payment(house.near)
        client, sent = enter(house.user(Role.CLERK)), self.sent(paid.fund, recipient=paid.recipient_id)
        answer = client.post("/aid/add/", sent)
        assert answer.status_code == 422
        assert f"一年内已经帮过：2026-11-20 学费，100.00 元（{paid.code}）" in answer.content.decode()
        assert client.post("/aid/add/", {**sent, "again": "on"}).status_code == 302
        assert balance(paid.fund) == 850

    def test_what_is_not_there_is_told(self, house, enter):
        fund, whom = wishes.fund(house.near), wishes.recipient(house.near)
        answer = enter(house.user(Role.CLERK)).post("/aid/add/", self.sent(fund, recipient=whom.pk))
        assert (answer.status_code, "不够支出" in answer.content.decode()) == (422, True)
