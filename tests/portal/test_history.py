"""History is append-only, masked, in words, and read only by who may see the row it is about."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.choices import Role
from portal import history
from portal.models import Entry
from portal.pages.timeline import timeline
from tests.acid.models import Care, Diary
from tests.factories import acid


def test_personal_data_is_masked_in_changes_and_reasons(house):
    member = acid.member(house.near)
    member.name, member.phone = "李大刚", "13912345678"
    member.save(by=None, note="他来电 13912345678 说换号")
    entry = Entry.objects.own(member).first()
    assert entry.changes == {"name": ["王某", "李某"], "phone": ["138****1234", "139****5678"]}
    assert entry.reason == "他来电 139****5678 说换号"


def test_numbers_in_long_texts_are_masked(house):
    diary = acid.diary(house.near)
    diary.text = "电话 13912345678，证件 612725198001011234"
    diary.save(by=None)
    assert Entry.objects.own(diary).first().changes["text"][1] == "电话 139****5678，证件 6127**********1234"


def test_values_are_kept_in_words(house):
    diary = acid.diary(house.near)
    stamp = acid.stamp(house.near)
    field = Diary._meta.get_field("state")
    assert history.shown(diary, field, "closed") == "已合上"
    assert history.shown(stamp, stamp._meta.get_field("member"), stamp.member_id) == "王某"
    assert history.shown(stamp, stamp._meta.get_field("created_at"), stamp.created_at).startswith("20")
    assert history.shown(diary, field, None) == ""
    user = house.user(Role.HEAD)
    assert history.shown(user, user._meta.get_field("must_change_password"), value=True) == "是"
    assert history.shown(diary, Diary._meta.get_field("member"), 10**9) == ""


def test_a_line_without_a_record(house):
    head = house.user(Role.HEAD)
    history.log("export", by=head, note="导出 13812345678", community=house.community)
    entry = Entry.objects.get(verb="export")
    assert (entry.model, entry.object_id, entry.actor, entry.reason) == ("", None, head, "导出 138****5678")


def test_a_look_is_a_line_that_is_no_move(house):
    member = acid.member(house.near)
    history.log("reveal", by=house.user(Role.CLERK), record=member, note="回访")
    entry = Entry.objects.own(member).first()
    assert (entry.verb, entry.to_state, entry.changes) == ("reveal", "", {})


def test_nobody_is_written_down_for_a_visitor(house):
    assert history.author(None) is None
    assert acid.notice(house.near).created_by is None


def test_lines_of_a_sensitive_row_are_for_who_may_see_it(house):
    member = acid.member(house.near)
    care = acid.care(house.near, of=member)
    care.kind = "ill"
    care.save(by=house.user(Role.CLERK), note="住院")
    entry = Entry.objects.own(care).first()
    assert (entry.root_model, entry.root_id) == ("acid.member", member.pk)
    seen = [line["what"] for line in timeline(member, house.user(Role.CLERK))]
    assert seen == ["关怀：修改", "关怀：登记", "登记"]
    assert timeline(member, house.user(Role.CLERK))[0]["changes"] == [{"label": "类别", "old": "独居", "new": "大病"}]
    for role in (Role.HEAD, Role.SECRETARY):
        assert [line["what"] for line in timeline(member, house.user(role))] == ["登记"]


def test_lines_of_a_child_row_out_of_reach_are_not_shown(house):
    member = acid.member(house.near)
    acid.care(house.away, of=member)
    assert [line["what"] for line in timeline(member, house.user(Role.CLERK))] == ["登记"]


def test_a_line_older_than_a_removed_field_is_still_read(house):
    member = acid.member(house.near)
    history.log("edit", by=None, record=member, changes={"nickname": ["甲", "乙"]})
    line = timeline(member, house.user(Role.CLERK))[0]
    assert line["changes"] == [{"label": "nickname", "old": "甲", "new": "乙"}]
    assert (line["who"], line["css"]) == ("系统", "system")


def test_the_timeline_names_moves_as_the_buttons_do(house):
    stamp = acid.stamp(house.near)
    stamp.reverse(by=house.user(Role.CLERK), note="记错")
    back = stamp.reversed_by
    line = timeline(back, house.user(Role.CLERK))[0]
    assert (line["what"], line["role"], line["note"]) == ("冲正", "工作人员", f"冲正 {stamp.code}：记错")


@pytest.mark.parametrize("sql", ["UPDATE portal_entry SET reason = 'x'", "DELETE FROM portal_entry"])
def test_history_cannot_be_rewritten(house, sql):
    acid.venue(house.near)
    with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    entry = Entry.objects.first()
    with pytest.raises(TypeError, match="只增不改"):
        entry.save()
    with pytest.raises(TypeError, match="只增不改"):
        entry.delete()


def test_the_line_carries_the_number_of_the_request(house, enter):
    acid.care(house.near)
    client = enter(house.user(Role.CLERK))
    response = client.post("/acid/members/add/", {"name": "李大刚", "grid": house.near.pk})
    assert response.status_code == 302
    assert Entry.objects.filter(model="acid.member").latest("pk").request_id == response["X-Request-ID"]
    assert Care.objects.count() == 1
