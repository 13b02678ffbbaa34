"""Two people change one record: the second sees both versions and settles each difference; nothing is lost."""

import pytest

from accounts.choices import Role
from portal.pages.conflict import _marked, merged
from tests.acid.models import Activity, Diary, Member
from tests.factories import acid


@pytest.fixture
def party(house):
    return house.user(Role.PARTY)


@pytest.fixture
def stale(house, party, enter):
    """A browser with the edit form open, after somebody else saved; answers (browser, diary, what to send)."""
    diary = acid.diary(house.near, own=party, text="第一句。第二句。", written_at=None)
    client = enter(party)
    form = client.get(f"/acid/diaries/{diary.pk}/edit/").context["form"]
    sent = {name: form[name].value() or "" for name in ("title", "member", "grid", "text", "version", "base")}
    diary.title, diary.text = "他改的题", "第一句改。第二句。"
    diary.save(by=house.user(Role.SECRETARY))
    return client, diary, sent


def post(client, diary, sent, **changes):
    return client.post(f"/acid/diaries/{diary.pk}/edit/", {**sent, **changes})


def settle(response, **picks):
    """What the comparison page sends when each row is settled as ``picks`` say, else as it proposes."""
    context = response.context
    sent = {"resolve": "1", "version": context["version_now"], "base": context["base_token"]}
    sent |= {field["name"]: field["value"] for field in context["hidden"]}
    for row in context["rows"]:
        name = row["name"]
        sent |= {
            f"pick_{name}": picks.get(name, row["pick"]),
            f"mine_{name}": row["mine_value"],
            f"merged_{name}": row["merged"],
        }
    return sent


def test_a_stale_edit_is_compared_not_saved(stale):
    client, diary, sent = stale
    response = post(client, diary, sent, text="第一句。第二句改。")
    assert response.status_code == 409
    rows = {row["name"]: row for row in response.context["rows"]}
    assert {name: row["changed_by"] for name, row in rows.items()} == {"title": "theirs", "text": "both"}
    assert rows["text"]["merged"] == "第一句改。第二句改。"
    assert response.context["theirs_name"].startswith("演")
    assert (response.context["version_base"], response.context["version_now"]) == (str(sent["version"]), diary.version)
    assert Diary.objects.get().text == "第一句改。第二句。"


def test_the_proposal_keeps_both_changes(stale):
    client, diary, sent = stale
    compared = post(client, diary, sent, text="第一句。第二句改。")
    assert post(client, diary, settle(compared)).status_code == 302
    saved = Diary.objects.get()
    assert (saved.title, saved.text, saved.version) == ("他改的题", "第一句改。第二句改。", 3)


@pytest.mark.parametrize(("pick", "title"), [("mine", "我改的题"), ("theirs", "他改的题")])
def test_each_difference_is_settled_by_choice(stale, pick, title):
    client, diary, sent = stale
    compared = post(client, diary, sent, title="我改的题")
    assert post(client, diary, settle(compared, title=pick)).status_code == 302
    assert Diary.objects.get().title == title


def test_a_third_writer_is_compared_again(stale, house):
    client, diary, sent = stale
    compared = post(client, diary, sent, title="我改的题")
    diary.title = "第三个人的题"
    diary.save(by=None)
    again = post(client, diary, settle(compared, title="mine"))
    assert again.status_code == 409
    assert again.context["rows"][0]["theirs_value"] == "第三个人的题"
    assert again.context["theirs_name"] == "系统"


@pytest.mark.parametrize(
    "broken", [{"version": ""}, {"version": "x"}, {"version": "9" * 40}, {"base": "x"}, {"base": "", "version": ""}]
)
def test_a_form_that_lost_what_it_saw_is_compared(stale, broken):
    client, diary, sent = stale
    assert post(client, diary, sent, title="我改的题", **broken).status_code == 409


def test_a_wrong_value_in_a_stale_form_is_compared_and_then_told(stale):
    client, diary, sent = stale
    compared = post(client, diary, sent, title="x" * 50, written_at="昨天", member="²", grid="x")
    assert compared.status_code == 409
    settled = post(client, diary, settle(compared, title="mine", written_at="mine"))
    assert settled.status_code == 422
    assert Diary.objects.get().title == "他改的题"


def test_a_save_between_the_look_and_the_write_is_compared(house, party, enter, monkeypatch):
    diary = acid.diary(house.near, own=party)
    client = enter(party)

    def slow(form):
        theirs = Diary.objects.get()
        theirs.title = "抢先"
        theirs.save(by=None)
        return not form.errors

    monkeypatch.setattr("portal.pages.forms.RecordForm.is_valid", slow)
    sent = {"title": "我的", "member": diary.member_id, "grid": diary.grid_id, "version": 1}
    response = post(client, diary, sent)
    assert response.status_code == 409
    assert response.context["rows"][0]["theirs_value"] == "抢先"
    assert Diary.objects.get().title == "抢先"


def test_personal_data_is_compared_masked(house, enter):
    member = acid.member(house.near)
    client = enter(house.user(Role.CLERK))
    sent = {"name": "王某", "phone": "13900001111", "grid": house.near.pk, "version": 1}
    member.phone = "13700002222"
    member.save(by=None)
    compared = client.post(f"/acid/members/{member.pk}/edit/", sent)
    assert compared.status_code == 409
    assert "王小明" not in compared.content.decode()
    assert "13700002222" not in compared.content.decode()
    assert [row["name"] for row in compared.context["rows"]] == ["phone"]
    assert client.post(f"/acid/members/{member.pk}/edit/", settle(compared, phone="mine")).status_code == 302
    saved = Member.objects.get()
    assert (saved.name, saved.phone) == ("王小明", "13900001111")


def test_several_related_rows_are_compared_too(house, enter):
    activity = acid.activity(house.community, grids=[house.near])
    client = enter(house.user(Role.CLERK))
    url = f"/acid/activities/{activity.pk}/edit/"
    sent = {"name": "清扫", "grid": house.community.pk, "held_on": "2026-11-01", "version": 1}
    sent["grids"] = [house.near.pk, house.aside.pk]
    activity.name = "大扫除"
    activity.save(by=None)
    compared = client.post(url, sent)
    rows = {row["name"]: row for row in compared.context["rows"]}
    assert set(rows) == {"name", "grids"}
    assert "A1网格<ins>、A2网格</ins>" in compared.content.decode()
    assert client.post(url, settle(compared, grids="mine", name="theirs")).status_code == 302
    saved = Activity.objects.get()
    assert (saved.name, saved.grids.count()) == ("大扫除", 2)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "both"),
    [
        ("甲乙丙", "甲1乙丙", "甲乙丙2", "甲1乙丙2"),
        ("甲乙丙", "甲丙", "甲乙丙2", "甲丙2"),
        ("甲", "乙", "丙", "乙\n丙"),
        ("", "乙", "丙", "乙\n丙"),
        ("甲", "甲乙", "甲丙", "甲乙\n甲丙"),
    ],
)
def test_two_changes_in_one_text(base, theirs, mine, both):
    assert merged(base, theirs, mine) == both


def test_what_was_put_in_and_out_is_marked_and_escaped():
    assert _marked("甲<b>", "甲<i>") == "甲&lt;<del>b</del><ins>i</ins>&gt;"
    assert _marked("甲", "甲") == "甲"
