"""Rows of the test-only room."""

from datetime import date
from decimal import Decimal

from tests.acid.models import Activity, Care, Case, Diary, Member, Notice, Referral, Stamp, Venue


def member(grid, *, user=None, by=None, **fields):
    """Somebody rows are about."""
    made = Member(grid=grid, user=user, **{"name": "王小明", "phone": "13800001234", **fields})
    made.save(by=by)
    return made


def whose(grid, user=None):
    """The member row of a user, made when there is none; somebody nobody knows without a user."""
    return (user and Member.objects.filter(user=user).first()) or member(grid, user=user)


def diary(grid, *, own=None, by=None, **fields):
    """A page of somebody's diary."""
    made = Diary(grid=grid, member=fields.pop("member", None) or whose(grid, own), **{"title": "一页", **fields})
    made.save(by=by)
    return made


def case(grid, *, given=None, by=None, **fields):
    """A sealed case, in the hands of a mediator when ``given``."""
    made = Case(grid=grid, **{"summary": "两家争一堵墙", **fields})
    made.relate(mediators=[given] if given else [])
    made.save(by=by)
    return made


def referral(grid, **fields):
    """A paper elsewhere that names a sealed case."""
    made = Referral(grid=grid, **{"case": fields.pop("case", None) or case(grid), "why": "电话", **fields})
    made.save(by=None)
    return made


def notice(grid, **fields):
    """Something to hang on the public wall."""
    made = Notice(grid=grid, **{"title": "停水通知", "author": "王小明", **fields})
    made.save(by=None)
    return made


def care(grid, *, of=None, by=None, **fields):
    """A line of the sensitive side table."""
    made = Care(grid=grid, member=of or member(grid), **{"kind": "alone", **fields})
    made.save(by=by)
    return made


def venue(grid, **fields):
    """A shared place."""
    made = Venue(grid=grid, **{"name": "活动室", "seats": 30, **fields})
    made.save(by=None)
    return made


def stamp(grid, *, own=None, by=None, **fields):
    """Points of a member."""
    whom = fields.pop("member", None) or whose(grid, own)
    made = Stamp(grid=grid, member=whom, **{"amount": Decimal("2.0"), "why": "值班", **fields})
    made.save(by=by)
    return made


def activity(grid, *, grids=(), **fields):
    """Something held for several grids."""
    made = Activity(grid=grid, **{"name": "清扫", "held_on": date(2026, 11, 1), **fields})
    made.relate(grids=grids)
    made.save(by=None)
    return made
