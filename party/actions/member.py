"""Writes on members: registered, moved to another organisation, linked to an account, gone and come back."""

from contextlib import contextmanager

from django.db import transaction

from grids.choices import PersonState, UseState
from grids.models import Person
from party.actions.points import give_base
from party.choices import MemberState
from party.models import Member, Organisation
from portal.clock import today
from portal.errors import Refused, Stale
from portal.moves import moving

ELSEWHERE = "转到别的社区的，请先“转出”，再由那边登记；积分和承诺留在这里备查。"
SHUT = "“{name}”已停用，请选别的党组织，或先把它恢复使用。"
GONE = "这个人已不在册，不能登记为党员。"
TAKEN = "这个账号已经关联了{name}，一个账号只能关联一个人。"


def register(member, *, by, note=""):
    """Put somebody on the register of members; the points of the year begin with the base."""
    with transaction.atomic():
        if member.person.state != PersonState.PRESENT:
            raise Refused(GONE)
        _keep_in_use(member.organisation_id)
        member.save(by=by, note=note)
        give_base(member)
        member.refresh_from_db()
    return member


def _keep_in_use(organisation_id):
    """An organisation that is taken out of use meanwhile waits, or is waited for."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    if organisation.state != UseState.OPEN:
        raise Refused(SHUT.format(name=organisation.name))


def revise(member, *, by, note=""):
    """Correct what is kept of a member; pledges and points stay with whom they were given to."""
    if member.has_changed("person_id"):
        raise Refused("登记的是谁不能改；登错了人的请“转出”，写明登错，再另外登记。")
    member.save(by=by, note=note)


def transfer(member, *, by, organisation, grid=None, note=""):
    """Move a member to another organisation, and to the grid served from there."""
    with moving(member, "transfer", by=by, note=note) as member:
        if organisation.pk == member.organisation_id and (grid is None or grid.pk == member.grid_id):
            raise Refused("还是原来的党组织和网格，没有改动。")
        if {organisation.community_id, (grid or member.grid).community_id} != {member.community_id}:
            raise Refused(ELSEWHERE)
        _keep_in_use(organisation.pk)
        member.organisation, member.grid = organisation, grid or member.grid


def link(member, *, by, user, note=""):
    """Say which account a member signs in with."""
    with _with_person(member, "link", by=by, note=note or f"关联账号 {user.username}") as person:
        if other := Person.objects.filter(user=user).exclude(pk=person.pk).first():
            raise Refused(TAKEN.format(name=other.card))
        person.user = user
        person.save(by=by, note=note)


def unlink(member, *, by, note):
    """Take the account off a member; what was done under it stays."""
    with _with_person(member, "unlink", by=by, note=note) as person:
        person.user = None
        person.save(by=by, note=note)


@contextmanager
def _with_person(member, verb, *, by, note):
    """The person is locked first, as whoever merges people does."""
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=member.person_id)
        with moving(member, verb, by=by, note=note) as member:
            if member.person_id != person.pk:
                raise Stale
            yield person


def leave(member, *, by, note):
    """Take a member off the register."""
    with moving(member, "leave", by=by, note=note) as member:
        member.left_on = today()


def rejoin(member, *, by, note=""):
    """Put a member back on the register."""
    with transaction.atomic():
        other = Member.objects.filter(person=member.person_id, state=MemberState.ACTIVE).first()
        if other is not None:
            raise Refused(f"这个人已经在册（{other.code}），不用再转回。")
        with moving(member, "rejoin", by=by, note=note) as member:
            if member.person.state != PersonState.PRESENT:
                raise Refused(GONE)
            _keep_in_use(member.organisation_id)
            member.left_on = None
        give_base(member)
