"""Members: once a person at a time, moved, linked to an account, gone and come back, found, and held on the register."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.choices import Role
from grids.actions import merge as mergers
from grids.actions import person as persons
from grids.choices import PersonState
from grids.models import Merge, Person
from party.actions import member as actions
from party.actions import organisation as organisations
from party.choices import Category, Duty, MemberState
from party.models import Member, Point
from portal.errors import Refused
from portal.models import Entry
from tests.factories import party, people
from tests.factories.accounts import UserFactory

NOW = "2026-11-20T10:00:00+08:00"
LINKED = "已经关联了账号，要换先点“解除账号”"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def member(house):
    return party.member(house.near, person=people.resident(house.near, name="王小明"))


@pytest.fixture
def secretary(house):
    return house.user(Role.SECRETARY)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def form_of(person, organisation, grid, **more):
    sent = {"person": person.pk, "organisation": organisation.pk, "category": "community", "duty": "none"}
    return {**sent, "grid": grid.pk, "hours": 50, "activities": 4, **more}


def messages(answer):
    return [error["message"] for error in answer.context["errors"]]


class TestRegister:
    def test_from_the_form_onto_the_register_with_the_points_of_the_year(self, house, enter, secretary):
        person, group = people.resident(house.near, name="王小明"), party.organisation(house.near)
        client = enter(secretary)
        assert client.get(f"/members/add/?person={person.pk}").context["form"].initial["person"] == person.pk
        answer = client.post("/members/add/", form_of(person, group, house.near, joined_on="2001-07-01"))
        made = Member.objects.get()
        assert answer["Location"] == f"/members/{made.pk}/"
        assert (made.state, made.score, made.score_year, made.created_by) == (MemberState.ACTIVE, 60, 2026, secretary)

    def test_once_a_person_at_a_time(self, house, enter, secretary, member):
        group = party.organisation(house.aside)
        sent = form_of(member.person, group, house.aside)
        answer = enter(secretary).post("/members/add/", sent)
        assert (answer.status_code, messages(answer)) == (
            422,
            ["这个人已经是在册党员，请在“党员”里查找，不要重复登记。"],
        )
        with pytest.raises(IntegrityError, match=r"party_member_once|person_id"), transaction.atomic():
            party.member(house.aside, person=member.person)
        actions.leave(member, by=None, note="转走")
        assert enter(secretary).post("/members/add/", sent).status_code == 302
        assert Member.objects.filter(person=member.person, state=MemberState.ACTIVE).count() == 1
        assert Member.objects.count() == 2

    @pytest.mark.parametrize("gone", [persons.leave, persons.die])
    def test_who_is_not_there_is_not_registered(self, house, enter, secretary, gone):
        person = people.resident(house.near)
        gone(person, by=None)
        with pytest.raises(Refused, match="已不在册"):
            party.member(house.near, person=fresh(person))
        sent = form_of(person, party.organisation(house.near), house.near)
        assert "这个姓名已停用，或不在可选范围内，请重选。" in messages(enter(secretary).post("/members/add/", sent))
        assert not Member.objects.exists()

    @pytest.mark.parametrize(
        ("days", "sentence"),
        [
            ({"joined_on": "2026-11-21"}, "日期不能晚于今天，请核对。"),
            ({"checked_in_on": "2026-11-21"}, "日期不能晚于今天，请核对。"),
            ({"joined_on": "2020-01-02", "checked_in_on": "2020-01-01"}, "报到日期不能早于入党日期。"),
        ],
    )
    def test_days_that_cannot_be_are_told(self, house, enter, secretary, days, sentence):
        sent = form_of(people.resident(house.near), party.organisation(house.near), house.near, **days)
        answer = enter(secretary).post("/members/add/", sent)
        assert (answer.status_code, sentence in messages(answer)) == (422, True)


class TestTransfer:
    def test_later_points_are_the_new_organisations_and_earlier_ones_stay(self, house, enter, secretary, member):
        before, group = party.point(house.near, member=member), party.organisation(house.aside)
        sent = {"organisation": group.pk, "grid": house.aside.pk, "version": fresh(member).version}
        assert enter(secretary).post(f"/members/{member.pk}/transfer/", sent).status_code == 302
        moved = fresh(member)
        assert (moved.organisation, moved.grid, moved.score) == (group, house.aside, 61)
        after = party.point(house.aside, member=moved)
        assert (after.organisation, after.grid) == (group, house.aside)
        assert (fresh(before).organisation, fresh(before).grid) == (member.organisation, house.near)

    def test_where_somebody_is_already_is_no_move(self, house, member):
        for grid in (None, house.near):
            with pytest.raises(Refused, match="没有改动"):
                actions.transfer(member, by=None, organisation=member.organisation, grid=grid)
        actions.transfer(member, by=None, organisation=member.organisation, grid=house.aside)
        assert fresh(member).grid == house.aside

    def test_another_community_registers_for_itself(self, house, member):
        there = party.organisation(house.away)
        for organisation, grid in ((there, None), (there, house.away), (member.organisation, house.away)):
            with pytest.raises(Refused, match="转到别的社区"):
                actions.transfer(member, by=None, organisation=organisation, grid=grid)


class TestShutOrganisation:
    """Nobody gets into an organisation that is out of use."""

    @pytest.fixture
    def closed(self, house):
        group = party.organisation(house.aside)
        organisations.shut(group, by=None)
        return group

    def test_by_no_way(self, house, member, closed):
        gone = party.member(house.near)
        actions.leave(gone, by=None, note="迁走")
        with pytest.raises(Refused, match="还有 1 名在册党员"):
            organisations.shut(fresh(member.organisation), by=None)
        organisations.shut(fresh(gone.organisation), by=None)
        for act in (
            lambda: actions.transfer(member, by=None, organisation=closed),
            lambda: actions.rejoin(fresh(gone), by=None),
            lambda: party.member(house.near, organisation=closed),
        ):
            with pytest.raises(Refused, match="已停用，请选别的党组织"):
                act()


class TestAccount:
    def test_linked_the_member_sees_the_own_rows_and_nobody_elses(self, house, enter, secretary, member):
        user, other = house.user(Role.PARTY), party.member(house.near)
        mine, theirs = Point.objects.get(member=member), Point.objects.get(member=other)

        def seen():
            client = enter(user)
            return [client.get(f"/members/{one.pk}/").status_code for one in (member, other)] + [
                client.get(f"/points/{one.pk}/").status_code for one in (mine, theirs)
            ]

        assert seen() == [404] * 4
        sent = {"user": user.pk, "version": member.version}
        assert enter(secretary).post(f"/members/{member.pk}/link/", sent).status_code == 302
        assert seen() == [200, 404, 200, 404]
        client = enter(user)
        assert [client.get(f"/{path}/").context["table"]["count"] for path in ("members", "points")] == [1, 1]
        actions.unlink(fresh(member), by=None, note="换手机")
        assert seen() == [404] * 4
        assert fresh(member.person).user is None

    def test_one_account_is_one_persons_and_one_person_has_one(self, house, member):
        user, other = house.user(Role.PARTY), party.member(house.near)
        actions.link(member, by=None, user=user)
        with pytest.raises(Refused, match="这个账号已经关联了王某"):
            actions.link(other, by=None, user=user)
        with pytest.raises(Refused, match=LINKED):
            actions.link(fresh(member), by=None, user=UserFactory(grid=house.near))
        assert (fresh(other).version, fresh(other.person).user) == (other.version, None)
        assert Entry.objects.own(member).first().reason == f"关联账号 {user.username}"

    def test_what_is_not_linked_is_not_taken_apart_and_a_reason_is_asked(self, house, member):
        with pytest.raises(Refused, match="还没有关联账号"):
            actions.unlink(member, by=None, note="换人")
        actions.link(member, by=None, user=house.user(Role.PARTY))
        with pytest.raises(Refused, match="请写明“解除账号”的理由"):
            actions.unlink(fresh(member), by=None, note="")


class TestGoneAndBack:
    def test_gone_with_a_reason_and_back_with_the_points_kept(self, house, member):
        party.point(house.near, member=member)
        with pytest.raises(Refused, match="请写明“转出”的理由"):
            actions.leave(fresh(member), by=None, note="")
        actions.leave(fresh(member), by=None, note="调走")
        gone = fresh(member)
        assert (gone.state, gone.left_on) == (MemberState.LEFT, date(2026, 11, 20))
        with pytest.raises(Refused, match="不能再“转出”"):
            actions.leave(gone, by=None, note="再转")
        actions.rejoin(gone, by=None)
        back = fresh(member)
        assert (back.state, back.left_on, back.score) == (MemberState.ACTIVE, None, 61)

    def test_back_in_another_year_the_year_begins_with_the_base(self, member, time_machine):
        actions.leave(member, by=None, note="调走")
        time_machine.move_to("2027-03-01T10:00:00+08:00")
        actions.rejoin(fresh(member), by=None)
        assert (fresh(member).score, fresh(member).score_year) == (60, 2027)

    def test_not_back_while_registered_anew_or_gone_from_here(self, house, member):
        actions.leave(member, by=None, note="调走")
        again = party.member(house.near, person=member.person)
        with pytest.raises(Refused, match=f"已经在册（{again.code}）"):
            actions.rejoin(fresh(member), by=None)
        actions.leave(again, by=None, note="又调走")
        persons.leave(fresh(member.person), by=None)
        with pytest.raises(Refused, match="已不在册"):
            actions.rejoin(fresh(member), by=None)
        assert not Member.objects.filter(state=MemberState.ACTIVE).exists()

    def test_an_organisation_is_not_shut_while_somebody_is_in_it(self, house, member):
        group = member.organisation
        party.member(house.near, organisation=group)
        with pytest.raises(Refused, match="还有 2 名在册党员"):
            organisations.shut(group, by=None)
        for one in group.members.order_by("pk"):
            actions.leave(one, by=None, note="调走")
        organisations.shut(fresh(group), by=None)
        assert fresh(group).state == "shut"
        organisations.reuse(fresh(group), by=None)
        assert fresh(group).state == "open"


class TestOnTheRegister:
    def test_a_member_is_not_erased_and_the_sentence_names_the_number(self, house, secretary, member):
        first = party.member(house.aside, person=people.resident(house.aside))
        actions.leave(first, by=None, note="调走")
        again = party.member(house.aside, person=first.person)
        for one in (member, again):
            with pytest.raises(Refused, match=f"还是在册党员（{one.code}），请先办理党员转出"):
                persons.erase(fresh(one.person), by=secretary, note="本人要求")
        actions.leave(member, by=None, note="调走")
        persons.erase(fresh(member.person), by=secretary, note="本人要求")
        assert fresh(member.person).state == PersonState.ERASED

    @pytest.mark.parametrize("is_gone", [True, False])
    def test_a_merger_carries_the_membership_over_and_back(self, house, member, is_gone):
        twin = people.resident(house.near, name="王小明")
        kept, gone = (twin, fresh(member.person)) if is_gone else (fresh(member.person), twin)
        merge = mergers.join(kept, gone, by=None, note="同一人")
        assert fresh(member).person == kept
        with pytest.raises(Refused, match=member.code):
            persons.erase(fresh(kept), by=None, note="本人要求")
        mergers.undo(Merge.objects.get(pk=merge.pk), by=None, note="认错了")
        assert fresh(member).person_id == member.person_id
        assert fresh(member).state == MemberState.ACTIVE

    def test_of_two_members_who_are_one_the_second_stays_behind_and_is_told(self, house, member):
        twin = party.member(house.aside, person=people.resident(house.aside))
        merge = mergers.join(fresh(member.person), fresh(twin.person), by=None, note="同一人")
        assert merge.stayed == [["party.member", twin.pk, "person"]]
        assert fresh(twin).person_id == twin.person_id
        actions.leave(fresh(member), by=None, note="重复")
        with pytest.raises(Refused, match=twin.code):
            persons.erase(fresh(member.person), by=None, note="本人要求")

    def test_a_persons_page_tells_of_the_membership_to_who_may_see_it(self, house, enter, secretary, member):
        def page(role, person):
            context = enter(house.user(role)).get(f"/people/{person.pk}/").context
            return {panel["id"]: panel["html"] for panel in context["panels"]}, [
                act["label"] for act in context["moves"]
            ]

        panels, acts = page(Role.SECRETARY, member.person)
        assert f'href="/members/{member.pk}/"' in panels["membership"]
        assert (member.organisation.name in panels["membership"], "登记为党员" in acts) == (True, False)
        assert "membership" not in page(Role.MEMBER, member.person)[0]
        actions.leave(member, by=None, note="调走")
        panels, acts = page(Role.SECRETARY, member.person)
        assert ("已转出" in panels["membership"], "登记为党员" in acts) == (True, True)
        panels, acts = page(Role.SECRETARY, people.resident(house.near))
        assert ("membership" in panels, "登记为党员" in acts) == (False, True)

    @pytest.mark.parametrize("words", ["王小明", "小明", "wxm", "wangxiaoming", "13812345678", "5678", "code"])
    def test_found_by_name_pinyin_phone_and_number_in_every_list(self, house, enter, secretary, words):
        person = people.resident(house.near, name="王小明", phone="13812345678")
        member = party.member(house.near, person=person, category=Category.MOBILE, duty=Duty.LEADER)
        party.assessment(house.near, member=member)
        party.objection(house.near, member=member)
        party.assessment(house.near)
        client = enter(secretary)
        asked = member.code.lower() if words == "code" else words
        for path in ("members", "points", "evaluations/results", "evaluations/assessments", "evaluations/objections"):
            answer = client.get(f"/{path}/", {"q": asked}, follow=True)
            assert answer.context["table"]["count"] == 1, path
        assert not client.get("/members/", {"q": "李演明"}).context["table"]["count"]
        assert Person.objects.count() == 2
