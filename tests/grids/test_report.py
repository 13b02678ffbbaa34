"""Reporting over HTTP: a title out of the first sentence, what is chosen beforehand, closing at once, one tap one issue."""

import io
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.choices import Role
from accounts.models import Post
from grids import actions
from grids.choices import IssueState
from grids.forms.report import first_sentence
from grids.models import Issue
from portal.models import Attachment, Submission
from portal.models.attachment import Kind
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory, place

ADD = "/issues/add/"
SEEN = "井盖翘起约两指。夜里看不清，已围起来。"


def picture(name="现场.jpg", colour="navy"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def bomb():
    """Sixty-four million pixels in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")
    return SimpleUploadedFile("大图.png", out.getvalue(), "image/png")


def heavy():
    return SimpleUploadedFile("现场.jpg", picture().read().ljust(20 * 1024 * 1024, b"0"), "image/jpeg")


def fake():
    return SimpleUploadedFile("现场.jpg", b"<script>", "image/jpeg")


def empty():
    return SimpleUploadedFile("现场.jpg", b"", "image/jpeg")


@pytest.fixture
def report(house, enter):
    """``report(role, **changes)`` sends a report of the first grid."""

    def send(user=Role.MEMBER, headers=None, **changes):
        user = house.user(user) if isinstance(user, str) else user
        sent = {
            "category": "facility", "description": SEEN, "grid": house.near.pk, "place": "东口 3 号楼",
            "urgency": "ordinary", "source": "member", "occurred_at": "2026-11-20T10:00", **changes,
        }  # fmt: skip
        return enter(user).post(
            ADD, {name: value for name, value in sent.items() if value is not None}, headers=headers
        )

    return send


def said(response):
    """{label: sentence} of what is wrong."""
    assert response.status_code == 422
    return {error["label"]: error["message"] for error in response.context["errors"]}


def nothing_written():
    files = [path for path in Path(Attachment._meta.get_field("file").storage.location).rglob("*") if path.is_file()]
    return not (Issue.objects.exists() or Attachment.objects.exists() or Submission.objects.exists() or files)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (SEEN, "井盖翘起约两指"),
        ("井盖松了", "井盖松了"),
        ("井盖松了！快来看", "井盖松了"),
        ("要不要修？要", "要不要修"),
        ("Is it safe? No!", "Is it safe"),
        ("井盖松了；路灯也不亮", "井盖松了"),
        ("井盖松了\r\n东口", "井盖松了"),
        ("缝宽 3.5 厘米", "缝宽 3.5 厘米"),
        ("\n\n。。。 井盖松了 。", "井盖松了"),
        ("，　井盖松了，\n", "井盖松了"),
        ("井" * 60, "井" * 60),
        ("井" * 61, "井" * 59 + "…"),
        (f"{'井' * 30}，{'盖' * 20}、{'松' * 40}", f"{'井' * 30}，{'盖' * 20}"),
        (f"{'井' * 60}，{'盖' * 9}", "井" * 60),
        (f"，，{'井' * 80}", "井" * 59 + "…"),
        ("", ""),
        ("。！？\n；，、", ""),
    ],
)
def test_the_first_sentence(text, title):
    assert first_sentence(text) == title
    assert len(first_sentence(text)) <= Issue._meta.get_field("title").max_length


def test_the_first_sentence_is_the_title_unless_one_is_given(report):
    assert report().status_code == 302
    assert report(title="东口井盖").status_code == 302
    assert report(title="只有标题", description="").status_code == 302
    told = Issue.objects.order_by("pk").values_list("title", "description")
    assert list(told) == [("井盖翘起约两指", SEEN), ("东口井盖", SEEN), ("只有标题", "")]


@pytest.mark.parametrize("seen", ["", " \n ", "。。。"])
def test_without_a_word_it_says_what_to_write(report, seen):
    response = report(description=seen)
    assert said(response) == {"看到了什么": "请写看到了什么，第一句会作为标题。"}
    assert nothing_written()


def test_an_edit_without_a_title_takes_the_first_sentence_and_closes_nothing(house, enter):
    issue = IssueFactory(grid=house.near, by=house.user(Role.HEAD))
    client = enter(house.user(Role.HEAD))
    page = client.get(f"/issues/{issue.pk}/edit/")
    assert not {"settle", "result", "after"} & set(page.context["form"].fields)
    sent = {
        "category": "facility", "description": SEEN, "title": "", "grid": house.near.pk, "place": "东口",
        "urgency": "ordinary", "source": "head", "occurred_at": "2026-11-20T10:00", "version": 1, "settle": "on",
    }  # fmt: skip
    assert client.post(f"/issues/{issue.pk}/edit/", sent).status_code == 302
    issue.refresh_from_db()
    assert (issue.title, issue.state) == ("井盖翘起约两指", IssueState.REPORTED)


def test_the_address_chooses_kind_and_urgency_and_nothing_else(house, enter):
    client = enter(house.user(Role.MEMBER))
    query = {"category": "facility", "urgency": "urgent", "title": "写好的", "grid": house.aside.pk, "settle": "on"}
    form = client.get(ADD, query).context["form"]
    assert (form["category"].value(), form["urgency"].value()) == ("facility", "urgent")
    assert (form["title"].value(), form["grid"].value(), form["settle"].value()) == (None, house.near.pk, None)
    for junk in ("²", "x" * 3000, "", "\x00"):
        page = client.get(ADD, {"category": junk, "urgency": junk})
        assert page.status_code == 200
        assert (page.context["form"]["category"].value(), page.context["form"]["urgency"].value()) == (None, "ordinary")


def test_the_home_page_leads_to_each_kind(house, enter):
    client = enter(house.user(Role.MEMBER))
    tiles = client.get("/").context["tiles"]
    kinds = [client.get(tile["url"]).context["form"]["category"].value() for tile in tiles]
    assert len(kinds) == len(set(kinds)) == 10
    assert None not in kinds


def test_a_grid_that_follows_from_the_post_is_told_not_asked(house, enter):
    told = enter(house.user(Role.MEMBER)).get(ADD).context["form"].fields["grid"].told
    assert told == {"name": "A1网格", "why": "按您的岗位填好", "only": True}
    both = house.user(Role.HEAD)
    Post(user=both, role=Role.HEAD, grid=house.aside).save(by=None)
    form = enter(both).get(ADD).context["form"]
    assert (form["grid"].value(), form.fields["grid"].told["only"]) == (house.near.pk, False)
    chosen = enter(both).post(ADD, {"grid": house.aside.pk}).context["form"]
    assert chosen.fields["grid"].told == {"name": "A2网格", "why": "已选好", "only": False}
    assert not hasattr(enter(house.user(Role.CLERK)).get(ADD).context["form"].fields["grid"], "told")


def test_usual_places_of_the_grid_are_offered(house, enter):
    last, first = place(house.near, name="西门", order=2), place(house.near, name="<b>东门", order=1)
    shut = place(house.near, name="拆了的门")
    actions.shut(shut, by=house.user(Role.HEAD))
    place(house.aside, name="隔壁的门")
    place(house.away, name="远处的门")
    client = enter(house.user(Role.MEMBER))
    chips = client.get("/places/chips/", {"grid": house.near.pk}).content.decode()
    assert chips.index("&lt;b&gt;东门") < chips.index(last.name)
    assert first.name not in chips
    for name in ("拆了的门", "隔壁的门", "远处的门"):
        assert name not in chips
    for grid in (house.aside.pk, house.away.pk, "", "x", "²", "9" * 40):
        assert client.get("/places/chips/", {"grid": grid}).content.decode().strip() == "", grid


def test_settled_on_the_spot_it_is_closed_with_its_pictures(house, report):
    response = report(settle="on", result="已压实", photos=picture(), after=[picture(colour="red")])
    issue = Issue.objects.get()
    assert response["Location"] == f"/issues/{issue.pk}/"
    assert (issue.state, issue.result, issue.handler) == (IssueState.CLOSED, "已压实", house.user(Role.MEMBER))
    assert [photo.kind for photo in Attachment.of(issue)] == [Kind.BEFORE, Kind.AFTER]


@pytest.mark.parametrize("result", [None, "", "  "])
def test_closing_at_once_needs_a_result(report, result):
    response = report(settle="on", result=result, photos=picture())
    assert said(response) == {"怎么解决的": "请写明怎么解决的，写了才能直接结案。"}
    assert nothing_written()


def test_a_result_without_the_tick_closes_nothing(report):
    assert report(result="已压实").status_code == 302
    assert (Issue.objects.get().state, Issue.objects.get().result) == (IssueState.REPORTED, "")


def test_whoever_may_not_close_is_told_so(house, enter, report):
    page = enter(house.user(Role.CLERK)).get(ADD)
    assert "settle" not in page.context["form"].fields
    assert page.context["second_key"] is None
    response = report(Role.CLERK, settle="on", result="已压实")
    assert said(response) == {"": "您的岗位不能现场结案，请点“上报”，由网格长办理。"}
    assert nothing_written()
    both = UserFactory(grid=house.near, role=Role.HEAD)
    Post(user=both, role=Role.CLERK, grid=house.community).save(by=None)
    response = report(both, settle="on", result="已压实", grid=house.aside.pk, photos=picture())
    assert "不能在这个网格现场结案" in said(response)[""]
    assert nothing_written()


@pytest.mark.parametrize("spot", [{}, {"settle": "on", "result": "已压实"}])
def test_the_same_key_makes_one_issue_with_its_pictures_once(report, spot):
    key, script = str(uuid.uuid4()), {"HX-Request": "true"}
    answers = [
        report(once=key, photos=[picture(), picture(colour="red")], headers=headers, **spot)
        for headers in (script, script, None)
    ]
    issue = Issue.objects.get()
    assert [answer.status_code for answer in answers] == [201, 201, 302]
    assert {answer["Location"] for answer in answers} == {f"/issues/{issue.pk}/"}
    assert Attachment.of(issue).count() == 2


SPOT = {"settle": "on", "result": "已压实"}
BAD = {
    "not a photo": ({"photos": [fake]}, "照片", "不是能识别的照片"),
    "an empty file": ({"photos": [empty]}, "照片", "空文件"),
    "a bomb": ({"photos": [bomb]}, "照片", "像素太多"),
    "20 MB": ({"photos": [heavy]}, "照片", "超过 10 MB"),
    "the second of two": ({"photos": [picture, fake]}, "照片", "第 2 张不是能识别的照片"),
    "ten photos": ({"photos": [picture] * 10}, "照片", "最多 9 张"),
    "a bad one afterwards": ({**SPOT, "photos": [picture], "after": [fake]}, "处置后照片", "不是能识别的照片"),
    "5,000 characters of title": ({"title": "长" * 5000}, "标题", "最多 60 个字，现在有 5000 个"),
    "5,000 characters of text": ({"description": "长" * 5000}, "看到了什么", "最多 500 个字，现在有 5000 个"),
}


@pytest.mark.parametrize(("bad", "label", "sentence"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_what_was_typed_is_kept_and_nothing_is_written(report, bad, label, sentence):
    key = str(uuid.uuid4())
    sent = {name: [make() for make in value] if isinstance(value, list) else value for name, value in bad.items()}
    response = report(once=key, **sent)
    assert sentence in said(response)[label]
    assert said(response)[label].endswith("。")
    typed = {"category": "facility", "place": "东口 3 号楼", "description": SEEN, **bad}
    kept = {name: response.context["form"][name].value() for name in typed if name not in {"photos", "after"}}
    assert kept == {name: True if name == "settle" else typed[name] for name in kept}
    assert nothing_written()
    assert report(once=key).status_code == 302
    assert Issue.objects.count() == 1
