"""Ledgers only grow: the database itself refuses anything else, and a mistake is put right by its opposite."""

from decimal import Decimal

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction

from accounts.choices import Role
from portal.errors import Refused
from portal.models import Entry, MonthLock
from portal.models.ledger import ledgers, unlocked
from tests.acid.models import Stamp
from tests.factories import acid


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_the_house_keeps_as_ledgers():
    assert {model.__name__ for model in ledgers()} == {"Aid", "Entry", "MonthLock", "Point", "Result", "Stamp"}
    assert MonthLock in ledgers()


@pytest.mark.parametrize("statement", ["UPDATE acid_stamp SET amount = 9", "DELETE FROM acid_stamp"])
def test_the_database_refuses_a_change(house, statement):
    acid.stamp(house.near)
    with pytest.raises(DatabaseError, match="只增不改"):
        sql(statement)
    assert Stamp.objects.get().amount == 2


def test_the_database_refuses_to_be_emptied(house):
    acid.stamp(house.near)
    connection.check_constraints()
    statement = "TRUNCATE acid_stamp CASCADE" if connection.vendor == "postgresql" else "DELETE FROM acid_stamp"
    with pytest.raises(DatabaseError, match="只增不改"):
        sql(statement)


def test_the_programme_refuses_a_change(house):
    stamp = acid.stamp(house.near)
    stamp.amount = 9
    with pytest.raises(TypeError, match="只增不改"):
        stamp.save(by=None)
    with pytest.raises(TypeError, match="只增不改"):
        stamp.delete()
    with pytest.raises(TypeError):
        Stamp.objects.all().update(amount=9)


def test_a_mistake_is_reversed_by_its_opposite(house):
    clerk, stamp = house.user(Role.CLERK), acid.stamp(house.near, amount=Decimal("2.5"))
    back = stamp.reverse(by=clerk, note="记到别人头上")
    assert (back.amount, back.reverses, back.member, back.why) == (Decimal("-2.5"), stamp, stamp.member, stamp.why)
    assert (back.created_by, back.code == stamp.code, back.version) == (clerk, False, 1)
    assert Entry.objects.own(back).get().reason == f"冲正 {stamp.code}：记到别人头上"


def test_a_row_is_reversed_once_and_a_reversal_never(house):
    stamp = acid.stamp(house.near)
    back = stamp.reverse(by=None, note="错")
    with pytest.raises(Refused, match="已经冲正过了"):
        stamp.reverse(by=None, note="错")
    with pytest.raises(Refused, match="本身就是冲正"):
        back.reverse(by=None, note="错")
    with pytest.raises(DatabaseError), transaction.atomic():
        Stamp(grid=house.near, member=stamp.member, amount=1, why="x", reverses=stamp).save(by=None)


def test_a_reversal_asks_why(house):
    with pytest.raises(Refused, match="理由"):
        acid.stamp(house.near).reverse(by=None, note=" ")


def test_unlocking_is_for_one_transaction_and_is_written_down(house):
    stamp = acid.stamp(house.near)
    with unlocked("演示数据清除", by=house.user(Role.ADMIN)):
        sql("UPDATE acid_stamp SET why = '改'")
    assert Entry.objects.filter(verb="unlock").get().reason == "演示数据清除"
    with pytest.raises(DatabaseError, match="只增不改"):
        sql("DELETE FROM acid_stamp")
    assert Stamp.objects.get(pk=stamp.pk).why == "改"


def test_a_failed_unlocking_leaves_the_guard_and_the_rows(house):
    acid.stamp(house.near)
    with pytest.raises(ZeroDivisionError), unlocked("试"):
        sql("DELETE FROM acid_stamp")
        raise ZeroDivisionError
    assert Stamp.objects.count() == 1
    with pytest.raises(DatabaseError, match="只增不改"):
        sql("DELETE FROM acid_stamp")


def test_guards_come_back_with_every_migrate(house):
    acid.stamp(house.near)
    tail = " ON acid_stamp" if connection.vendor == "postgresql" else ""
    sql(f'DROP TRIGGER "acid_stamp_no_delete"{tail}')
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    with pytest.raises(DatabaseError, match="只增不改"):
        sql("DELETE FROM acid_stamp")
