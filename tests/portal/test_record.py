"""The save path of every row: a number, an author, a version and a line of history, or nothing at all."""

import pytest

from accounts.choices import Role
from accounts.models import Post
from portal.errors import Stale
from portal.models import Entry
from tests.acid.models import Activity, Case, Diary, Member, Venue
from tests.factories import acid
from tests.factories.accounts import line_of


def lines(record):
    return list(Entry.objects.own(record).order_by("pk").values_list("verb", flat=True))


def test_a_new_row_gets_number_author_community_and_a_line(house):
    head = house.user(Role.HEAD)
    venue = Venue(name="活动室", grid=house.near)
    venue.save(by=head)
    assert venue.code.startswith("CD")
    assert venue.code.endswith("-0001")
    assert (venue.community, venue.created_by, venue.version) == (house.community, head, 1)
    entry = Entry.objects.own(venue).get()
    assert (entry.verb, entry.actor, entry.actor_title, entry.grid) == ("add", head, "网格长", house.near)


def test_numbers_run_on_and_a_rolled_back_row_leaves_no_gap(house):
    acid.venue(house.near)
    with pytest.raises(TypeError):
        Venue(name="x", grid=house.near).save()
    assert acid.venue(house.near).code.endswith("-0002")


def test_saving_needs_an_author_and_takes_nobody_for_an_answer(house):
    venue = acid.venue(house.near)
    with pytest.raises(TypeError, match="by"):
        venue.save()
    assert venue.created_by is None


def test_a_change_is_logged_once_and_an_unchanged_row_is_not_written(house):
    venue, head = acid.venue(house.near), house.user(Role.HEAD)
    venue.save(by=head)
    assert venue.version == 1
    venue.seats = 40
    venue.save(by=head, note="加了凳子")
    assert (venue.version, venue.updated_by) == (2, head)
    entry = Entry.objects.own(venue).first()
    assert (entry.verb, entry.changes, entry.reason) == ("edit", {"seats": ["30", "40"]}, "加了凳子")


def test_of_two_savers_the_second_is_told(house):
    venue = acid.venue(house.near)
    mine, theirs = Venue.objects.get(pk=venue.pk), Venue.objects.get(pk=venue.pk)
    theirs.seats = 50
    theirs.save(by=None)
    mine.name = "大厅"
    with pytest.raises(Stale):
        mine.save(by=None)
    assert mine.version == 1
    assert lines(venue) == ["add", "edit"]
    assert Venue.objects.get(pk=venue.pk).name == "活动室"


def test_a_save_of_some_fields_keeps_the_version_true(house):
    user = house.user(Role.HEAD)
    user.set_password("Another-pass-2")
    user.save(update_fields=["password"])
    fresh = type(user).objects.get(pk=user.pk)
    assert (fresh.version, fresh.password) == (user.version, user.password)
    assert Entry.objects.own(user).first().changes == {"password": ["（不记录）", "（不记录）"]}


def test_a_partly_loaded_row_is_not_saved(house):
    acid.venue(house.near)
    venue = Venue.objects.only("code").get()
    venue.seats = 1
    with pytest.raises(TypeError, match="whole row"):
        venue.save(by=None)


def test_a_row_with_a_key_of_its_own_is_inserted(house):
    venue = Venue(pk=77, name="活动室", grid=house.near)
    venue.save(by=None)
    assert Venue.objects.get(pk=77).version == 1


def test_moving_a_row_to_another_grid_moves_its_community(house):
    venue = acid.venue(house.near)
    venue.grid = house.away
    venue.save(by=None)
    assert Venue.objects.get(pk=venue.pk).community == house.away.community
    assert Entry.objects.own(venue).first().changes == {"grid": ["A1网格", "B1网格"]}


@pytest.mark.parametrize("act", ["update", "bulk_create", "bulk_update", "delete"])
def test_ways_round_the_history_are_closed(house, act):
    with pytest.raises(TypeError, match="author"):
        getattr(Venue.objects.all(), act)()


def test_a_record_is_never_deleted(house):
    with pytest.raises(TypeError, match="never deleted"):
        acid.venue(house.near).delete()


def test_creating_without_an_author_fails_whatever_the_shortcut(house):
    for create in (Venue.objects.create, Venue.objects.get_or_create):
        with pytest.raises(TypeError, match="by"):
            create(name="x", grid=house.near)


def test_many_rows_are_written_with_a_line_each_and_can_be_changed_after(house):
    made = Venue.objects.add_many([Venue(name=f"室{n}", grid=house.near) for n in range(3)], by=None, verb="import")
    assert [venue.code[-4:] for venue in made] == ["0001", "0002", "0003"]
    assert Entry.objects.filter(model="acid.venue", verb="import").count() == 3
    made[0].seats = 9
    made[0].save(by=None)
    assert Venue.objects.get(pk=made[0].pk).seats == 9
    assert Venue.objects.add_many([], by=None) == []


def test_many_rows_start_in_their_state(house):
    made = Case.objects.add_many([Case(grid=house.near, summary="x")], by=None, verb="import")
    assert Entry.objects.own(made[0]).get().to_state == "open"


def test_a_change_inside_a_list_is_a_change(house):
    post = Post.objects.get(user=house.user(Role.CLERK))
    party = line_of(post.grid, "party")
    post.lines.append(party)
    post.save(by=None)
    assert Post.objects.get(pk=post.pk).lines == [party]
    assert Entry.objects.own(post).first().changes == {"lines": ["", "党建"]}


def test_related_rows_are_written_and_logged_by_the_save(house):
    activity = acid.activity(house.community, grids=[house.near])
    activity.relate(grids=[house.near, house.aside])
    activity.save(by=None)
    assert set(Activity.objects.get().grids.all()) == {house.near, house.aside}
    entry = Entry.objects.own(activity).first()
    assert entry.changes == {"grids": ["A1网格", "A1网格、A2网格"]}
    activity.relate(grids=[house.aside, house.near])
    activity.save(by=None)
    assert activity.version == 2


def test_reading_again_forgets_what_was_not_saved(house):
    venue = acid.venue(house.near)
    venue.seats = 99
    venue.refresh_from_db()
    venue.save(by=None)
    assert (venue.version, venue.seats) == (1, 30)


def test_the_card_of_a_person_is_masked(house):
    member = acid.member(house.near)
    assert member.card == "王某"
    assert acid.diary(house.near).card == "一页"
    assert acid.case(house.near).card.startswith("AJ")
    post = Post.objects.get(user=house.user(Role.HEAD))
    assert post.card == post.user.name


def test_a_reference_is_kept_in_words(house):
    other = acid.member(house.near, name="欧阳修")
    diary = acid.diary(house.near)
    diary.member = other
    diary.save(by=None)
    assert Entry.objects.own(diary).first().changes == {"member": ["王某", "欧阳某"]}
    assert Diary.objects.filter(member=other).count() == 1
    assert Member.objects.count() == 2
