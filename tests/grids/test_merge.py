"""Two rows that are one human being: everything that points to one points to the other, and all of it can be taken back."""

from datetime import date

import pytest

from accounts.choices import Role
from grids.actions import merge as actions
from grids.actions import person as people
from grids.choices import MergeState, PersonState, Relation, Residence, ServiceTag
from grids.models import Issue, Merge, Person, Visit, WalkLine
from grids.queries.duplicates import duplicates
from grids.queries.references import counted, references
from portal.errors import Refused, Stale
from portal.models import Entry
from portal.moves import available
from tests.factories import people as make
from tests.factories.grids import IssueFactory


@pytest.fixture
def clerk(house):
    return house.user(Role.CLERK)


@pytest.fixture
def pair(house):
    """Two rows of one woman, written a year apart: each knows something the other does not."""
    birth = date(1950, 3, 4)
    number = make.id_number(birth, male=False, n=7)
    kept = make.resident(house.near, name="王演兰", birth=birth, phone="13800001111", care=[ServiceTag.AGED])
    gone = make.resident(
        house.aside, name="王演蓝", id_number=number, sex="female", phone="13800002222",
        care=[ServiceTag.AGED, ServiceTag.DISABLED], occupation="退休", residence=Residence.FLOATING,
    )  # fmt: skip
    return kept, gone


def fresh(person):
    return Person.objects.get(pk=person.pk)


def picture(*keys):
    """All that the rows say, and all that points to them; machinery apart."""
    quiet = {"version", "updated_at", "updated_by_id"}
    rows = {
        key: {f.attname: getattr(fresh_one, f.attname) for f in Person._meta.concrete_fields if f.attname not in quiet}
        for key in keys
        for fresh_one in [Person.objects.get(pk=key)]
    }
    links = {
        (one.model._meta.label, one.field, key): sorted(
            row.pk if not one.other else getattr(row, f"{one.other}_id") for row in one.rows(Person(pk=key))
        )
        for one in references()
        for key in keys
    }
    return rows, links


def pointed(house, kept, gone):
    """Rows of every kind that name the two."""
    make.visit_to(house.near, person=kept)
    visit = make.visit_to(house.aside, person=gone)
    make.consent(house.aside, person=gone)
    make.managed(house.aside, person=gone)
    make.managed(house.near, person=kept)
    make.unit(house.near, contact=gone)
    own, both = IssueFactory(grid=house.aside), IssueFactory(grid=house.near)
    own.relate(concerned=[gone])
    own.save(by=None)
    both.relate(concerned=[kept, gone])
    both.save(by=None)
    walk = make.walk(house.aside)
    line = WalkLine.objects.create(walk=walk, number=1, person=gone)
    return visit, own, both, line


def test_everything_goes_to_the_one_that_stays(house, clerk, pair):
    kept, gone = pair
    visit, own, both, line = pointed(house, kept, gone)
    merge = actions.join(fresh(kept), fresh(gone), by=clerk, take=["papers"], note="证件核对一致")
    kept, gone = fresh(kept), fresh(gone)
    assert (gone.state, gone.merged_into) == (PersonState.MERGED, kept)
    assert Visit.objects.get(pk=visit.pk).person == kept
    assert list(Issue.objects.get(pk=own.pk).concerned.all()) == [kept]
    assert list(Issue.objects.get(pk=both.pk).concerned.all()) == [kept]
    assert WalkLine.objects.get(pk=line.pk).person == kept
    assert kept.sex == "female"
    assert kept.care == [ServiceTag.DISABLED, ServiceTag.AGED]
    assert merge.gained == [ServiceTag.DISABLED]
    # Both were under care of one kind: the second stays behind and is told.
    assert [(label, field) for label, _, field in merge.stayed] == [("grids.managedcare", "person")]
    assert counted(gone, house.user(Role.SECRETARY)) == [("管理对象", 1)]
    assert counted(gone, house.user(Role.HEAD)) == []
    assert {line.verb for line in Entry.objects.own(kept)} >= {"merge"}


def test_taking_it_back_leaves_everything_as_it_was(house, clerk, pair):
    kept, gone = pair
    pointed(house, kept, gone)
    before = picture(kept.pk, gone.pk)
    merge = actions.join(fresh(kept), fresh(gone), by=clerk, take=["papers", "phone", "home", "name"], note="同一人")
    assert picture(kept.pk, gone.pk) != before
    actions.undo(Merge.objects.get(pk=merge.pk), by=clerk, note="认错了")
    assert picture(kept.pk, gone.pk) == before
    assert Merge.objects.get(pk=merge.pk).state == MergeState.UNDONE


def test_a_correction_goes_with_the_value_it_corrected(house, clerk, pair):
    """Each gets the own number back; what was mended meanwhile was the other's."""
    kept, gone = pair
    merge = actions.join(kept, gone, by=clerk, take=["phone"], note="同一人")
    mended = fresh(kept)
    assert mended.phone == "13800002222"
    mended.phone = "13800003333"
    people.revise(mended, by=clerk)
    actions.undo(Merge.objects.get(pk=merge.pk), by=clerk, note="认错了")
    assert fresh(kept).phone == "13800001111"
    assert fresh(gone).phone == "13800003333"


def test_mergers_are_taken_back_in_turn(house, clerk, pair):
    kept, gone = pair
    third = make.resident(house.near, name="王演栏", phone="13800009999")
    keys = (kept.pk, gone.pk, third.pk)
    before = picture(*keys)
    first = actions.join(kept, gone, by=clerk, take=["phone"], note="同一人")
    second = actions.join(fresh(kept), third, by=clerk, take=["phone", "home"], note="同一人")
    with pytest.raises(Refused, match=second.code):
        actions.undo(Merge.objects.get(pk=first.pk), by=clerk, note="认错了")
    for merge in (second, first):
        actions.undo(Merge.objects.get(pk=merge.pk), by=clerk, note="认错了")
    assert picture(*keys) == before


def test_whoever_lives_here_still_does_after_a_merger_with_a_row_that_left(house, clerk, enter):
    away, here = make.resident(house.near, name="王演归"), make.resident(house.aside, name="王演归")
    people.leave(away, by=clerk)
    form = enter(clerk).get(f"/people/{away.pk}/merge/", {"with": here.pk}).context["form"]
    assert form.fields["home"].initial == "gone"
    merge = actions.join(fresh(away), here, by=clerk, take=["home"], note="同一人")
    assert (fresh(away).state, fresh(away).grid, fresh(here).state) == ("present", house.aside, "merged")
    actions.undo(merge, by=clerk, note="认错了")
    assert (fresh(away).state, fresh(away).household, fresh(here).state) == ("away", None, "present")
    assert fresh(here).household is not None


def test_the_page_shows_no_number_that_stands_in_words(house, clerk, enter, pair):
    kept, gone = fresh(pair[0]), fresh(pair[1])
    kept.support, gone.support = "女儿 13811112222", "邻居 13833334444"
    kept.save(by=None)
    gone.save(by=None)
    page = enter(clerk).get(f"/people/{kept.pk}/merge/", {"with": gone.pk}).content.decode()
    assert "女儿" in page
    assert "13811112222" not in page
    assert "13833334444" not in page


def test_a_number_goes_over_though_two_may_not_bear_it(house, clerk, pair):
    kept, gone = pair
    number = gone.id_number
    actions.join(kept, gone, by=clerk, take=["papers"], note="同一人")
    assert fresh(kept).id_number == number
    assert fresh(kept).id_hash
    assert fresh(gone).id_number == ""


def test_an_account_goes_over(house, clerk, pair):
    kept, gone = pair
    Person.objects.get(pk=gone.pk)
    gone = fresh(gone)
    gone.user = house.user(Role.PARTY)
    gone.save(by=None)
    merge = actions.join(fresh(kept), fresh(gone), by=clerk, note="同一人")
    assert fresh(kept).user == house.user(Role.PARTY)
    actions.undo(merge, by=clerk, note="认错了")
    assert fresh(gone).user == house.user(Role.PARTY)
    assert fresh(kept).user is None


@pytest.mark.parametrize("who", ["same", "stale", "merged", "away"])
def test_what_cannot_be_merged_is_refused_and_nothing_moves(who, house, clerk, pair):
    kept, gone = pair
    before = picture(kept.pk, gone.pk)
    if who == "same":
        gone = fresh(kept)
    if who == "stale":
        gone.version -= 1
    if who == "merged":
        actions.join(gone, make.resident(house.aside), by=clerk, note="同一人")
        gone = Person.objects.get(merged_into=gone.pk)
    if who == "away":
        gone = make.resident(house.away)
    with pytest.raises(Stale if who == "stale" else Refused):
        actions.join(fresh(kept), gone, by=clerk, note="同一人")
    if who in ("same", "stale"):
        assert picture(*before[0]) == before


def test_a_second_head_since_is_told_when_it_is_taken_back(house, clerk):
    home = make.household(house.near)
    kept = make.resident(house.near)
    gone = make.resident(house.near, household=home, relation=Relation.HEAD)
    merge = actions.join(kept, gone, by=clerk, note="同一人")
    make.resident(house.near, household=home, relation=Relation.HEAD)
    with pytest.raises(Refused, match="户主"):
        actions.undo(merge, by=clerk, note="认错了")
    assert fresh(gone).state == PersonState.MERGED
    assert Merge.objects.get(pk=merge.pk).state == MergeState.DONE


def test_nobody_moves_who_is_no_more(house, clerk, pair):
    kept, gone = pair
    actions.join(kept, gone, by=clerk, note="同一人")
    moves = {name for name, _, _ in available(fresh(gone), clerk, lambda name: True)}
    assert moves == set()


def test_they_are_found_by_name_and_birthday_or_phone_until_told_apart(house, clerk):
    birth = date(1961, 5, 6)
    one = make.resident(house.near, name="李演一", birth=birth)
    two = make.resident(house.aside, name="李演一", birth=birth)
    make.resident(house.near, name="李演一", birth=date(1962, 5, 6))
    three = make.resident(house.near, name="赵演三", phone="138-0000-4444")
    four = make.resident(house.near, name="赵演三", phone="+86 13800004444")
    found, more = duplicates(Person.objects.all())
    assert not more
    assert [(why, people) for why, people in found] == [("同名同生日", [one, two]), ("同名同电话", [three, four])]
    actions.keep_apart(one, two, by=clerk, note="身份证号不同")
    again = actions.keep_apart(two, one, by=clerk, note="身份证号不同")
    assert [people for _, people in duplicates(Person.objects.all())[0]] == [[three, four]]
    actions.undo(again, by=clerk, note="再看一遍")
    assert [people for _, people in duplicates(Person.objects.all())[0]] == [[one, two], [three, four]]


def test_references_are_found_on_the_models(db):
    named = {(one.model._meta.label, one.field) for one in references()}
    assert {("grids.Visit", "person"), ("grids.Unit", "contact"), ("grids.WalkLine", "person")} <= named
    assert ("grids.Issue_concerned", "person") in named
    assert not any(label in ("grids.Merge", "grids.Person") for label, _ in named)
