"""Orders to departments and requests for time, over HTTP: sent, printed, answered, chased, rated, granted."""

import io
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localtime
from docx import Document
from PIL import Image

from accounts.choices import Role
from grids import actions
from grids.choices import IssueLevel, IssueState, OrderState
from grids.models import Extension, Issue, Order
from portal.clock import now
from portal.models import Entry
from portal.pages import registry
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory, department


@pytest.fixture
def sent(house):
    """An order of the clerk about an issue of the first grid, its words full of numbers."""
    issue = IssueFactory(
        grid=house.near, title="井盖松动 13812345678", concerned=["王小明"], description="找 13912345678"
    )
    return actions.dispatch(
        issue, by=house.user(Role.CLERK), department=department(house.community), request="换井盖，电话 13712345678"
    )


def labels(response):
    return [act["label"] for act in response.context["moves"] if not act["why_not"]]


def make(client, order, move, **answers):
    order.refresh_from_db()
    return client.post(f"/orders/{order.pk}/{move}/", {"version": order.version, **answers})


def test_an_order_is_written_from_the_issue_and_its_reply_limit_is_suggested(house, enter):
    issue, clerk = IssueFactory(grid=house.near), enter(house.user(Role.CLERK))
    url = f"/issues/{issue.pk}/dispatch/"
    form = clerk.get(url).context["form"]
    suggested = form.initial["reply_due_at"]
    assert suggested > now()
    assert f'value="{localtime(suggested):%Y-%m-%dT%H:%M}"' in str(form["reply_due_at"])
    answers = {"version": issue.version, "department": department(house.community).pk, "request": "换井盖"}
    assert clerk.post(url, answers | {"request": ""}).status_code == 422
    assert clerk.post(url, answers).status_code == 302
    issue.refresh_from_db()
    assert (issue.state, issue.level) == (IssueState.HANDLING, IssueLevel.DEPARTMENT)


def test_the_issue_offers_what_its_order_needs_to_whoever_may(house, enter, sent):
    url = f"/issues/{sent.issue_id}/"
    clerk = enter(house.user(Role.CLERK)).get(url)
    assert labels(clerk)[:2] == ["登记部门回复", "催办部门"]
    assert clerk.context["acts"]["keys"][0]["label"] == "登记部门回复"
    way = next(act for act in clerk.context["moves"] if act["label"] == "交办单")
    assert way["url"] == f"/orders/{sent.pk}/paper/"
    head = enter(house.user(Role.HEAD)).get(url)
    assert {"登记部门回复", "催办部门", "评价部门回复"}.isdisjoint(labels(head))
    assert "交办单" in labels(head)


def test_a_reply_of_done_is_checked_and_rated_by_the_grid_once(house, enter, sent):
    clerk = enter(house.user(Role.CLERK))
    assert make(clerk, sent, "chase", note="打过电话").status_code == 302
    assert make(clerk, sent, "reply", outcome="done", text="换好了").status_code == 302
    issue = Issue.objects.get()
    assert issue.state == IssueState.CHECKING
    page = clerk.get(f"/issues/{issue.pk}/")
    assert "交办单" not in labels(page)
    head = enter(house.user(Role.HEAD))
    assert "评价部门回复" in labels(head.get(f"/issues/{issue.pk}/"))
    assert make(head, sent, "rate", rating="good").status_code == 302
    assert "评价部门回复" not in labels(head.get(f"/issues/{issue.pk}/"))


def test_a_refusal_brings_it_back_to_the_community(house, enter, sent):
    clerk = enter(house.user(Role.CLERK))
    assert make(clerk, sent, "reply", outcome="refused", text="不属本单位").status_code == 302
    issue = Issue.objects.get()
    assert (issue.state, issue.level, issue.handler) == (
        IssueState.HANDLING, IssueLevel.COMMUNITY, house.user(Role.CLERK),
    )  # fmt: skip
    page = clerk.get(f"/issues/{issue.pk}/")
    assert "不属本单位" in page.context["notice"]
    assert "交办部门" in labels(page)


def test_what_was_called_back_has_no_paper_button(house, enter, sent):
    issue, clerk = Issue.objects.get(), enter(house.user(Role.CLERK))
    clerk.post(f"/issues/{issue.pk}/recall/", {"version": issue.version, "note": "自己修"})
    sent.refresh_from_db()
    assert sent.state == OrderState.WITHDRAWN
    assert {"交办单", "登记部门回复"}.isdisjoint(labels(clerk.get(f"/issues/{issue.pk}/")))


def test_the_order_tells_its_own_history_and_leads_back(house, enter, sent):
    clerk = enter(house.user(Role.CLERK))
    make(clerk, sent, "chase", note="打过电话")
    page = clerk.get(f"/orders/{sent.pk}/")
    assert [line["what"] for line in page.context["timeline"]] == ["催办", "登记"]
    assert page.context["heading"]["sub"].startswith(sent.number)
    assert next(a for a in page.context["moves"] if a["label"] == "看事项")["url"] == f"/issues/{sent.issue_id}/"


def test_the_paper_tells_the_department_what_it_needs_and_no_more(house, enter, sent):
    page = enter(house.user(Role.CLERK)).get(f"/orders/{sent.pk}/paper/")
    text = page.content.decode()
    said = [
        sent.number,
        sent.department.name,
        sent.issue.code,
        "东口",
        "公共设施",
        "一般",
        "换井盖",
        "回　执",
        "□ 已办结",
    ]
    assert [words for words in [*said, house.user(Role.CLERK).name] if words not in text] == []
    for number in ("13812345678", "13912345678", "13712345678", "13800001234", "王小明"):
        assert number not in text
    assert "138****5678" in text


def test_the_word_file_says_the_same_under_a_chinese_name_and_is_written_down(house, enter, sent):
    clerk = enter(house.user(Role.CLERK))
    response = clerk.get(f"/orders/{sent.pk}/paper.docx")
    content = b"".join(response.streaming_content)
    assert quote(f"事项交办单 {sent.number}.docx") in response["Content-Disposition"]
    cells = [cell.text for table in Document(io.BytesIO(content)).tables for row in table.rows for cell in row.cells]
    assert "换井盖，电话 137****5678" in cells
    assert not any("13812345678" in cell or "13912345678" in cell for cell in cells)
    line = Entry.objects.own(sent).first()
    assert (line.verb, line.actor, line.reason) == (
        "export",
        house.user(Role.CLERK),
        f"事项交办单 {sent.number}（Word）",
    )
    told = clerk.get(f"/issues/{sent.issue_id}/").context["timeline"][0]
    assert (told["what"], told["css"]) == ("交办单：下载", "look")


@pytest.mark.parametrize("tail", ["paper/", "paper.docx"])
def test_a_paper_is_read_within_reach_only(house, enter, sent, tail):
    url = f"/orders/{sent.pk}/{tail}"
    assert enter(UserFactory(grid=house.aside, role=Role.HEAD)).get(url).status_code == 404
    assert enter(UserFactory(grid=house.away, role=Role.MEMBER)).get(url).status_code == 404
    assert enter(house.user(Role.ADMIN)).get(url).status_code == 403
    assert enter(house.user(Role.HEAD)).post(url).status_code == 405
    assert Entry.objects.filter(verb="export").count() == 0


@pytest.fixture
def asked(house):
    """A head's request for more time."""
    issue, head = IssueFactory(grid=house.near), house.user(Role.HEAD)
    actions.accept(issue, by=head)
    issue.refresh_from_db()
    actions.extend(issue, by=head, until=issue.due_at + timedelta(days=1), note="等配件")
    return Extension.objects.get()


def test_more_time_is_granted_from_the_issue_by_whoever_may(house, enter, asked):
    url = f"/issues/{asked.issue_id}/"
    assert {"批准延期", "不批准延期"} <= set(labels(enter(house.user(Role.SECRETARY)).get(url)))
    assert {"批准延期", "不批准延期"}.isdisjoint(labels(enter(house.user(Role.HEAD)).get(url)))
    clerk = enter(house.user(Role.CLERK))
    mains = [act for act in clerk.get(url).context["acts"]["first"] if act["css"] == "main"]
    assert [act["label"] for act in mains] == ["批准延期"]
    clerk.post(f"/extensions/{asked.pk}/approve/", {"version": asked.version})
    assert {"批准延期", "不批准延期"}.isdisjoint(labels(clerk.get(url)))


def test_a_handler_above_the_grid_does_not_decide_on_own_time(house, enter, asked):
    actions.assign(Issue.objects.get(), by=house.user(Role.SECRETARY), handler=house.user(Role.CLERK))
    page = enter(house.user(Role.CLERK)).get(f"/issues/{asked.issue_id}/")
    assert {"批准延期", "不批准延期"}.isdisjoint(labels(page))


def test_requests_for_time_wait_for_whoever_may_answer(house, asked):
    from grids.pages import Extensions

    assert Extensions.waiting(house.user(Role.CLERK)).get() == asked
    assert not Extensions.waiting(house.user(Role.HEAD)).exists()
    issue = Issue.objects.get()
    issue.handler = house.user(Role.CLERK)
    issue.save(by=None)
    assert not Extensions.waiting(house.user(Role.CLERK)).exists()


def test_the_time_asked_for_starts_within_what_may_be_granted(house, enter):
    issue, head = IssueFactory(grid=house.near), house.user(Role.HEAD)
    actions.accept(issue, by=head)
    form = enter(head).get(f"/issues/{issue.pk}/extend/").context["form"]
    issue.refresh_from_db()
    assert issue.due_at < form.initial["until"] <= actions.extension.longest(issue)
    assert f'value="{localtime(form.initial["until"]):%Y-%m-%dT%H:%M}"' in str(form["until"])
    sent = {"version": issue.version, "until": f"{localtime(form.initial['until']):%Y-%m-%dT%H:%M}", "note": "等配件"}
    assert enter(head).post(f"/issues/{issue.pk}/extend/", sent).status_code == 302


def test_rare_moves_are_behind_more_and_a_refusal_is_told_once(house, enter, sent):
    acts = enter(house.user(Role.CLERK)).get(f"/issues/{sent.issue_id}/").context["acts"]
    # A single rare move is not worth a fold.
    assert (acts["more"], acts["first"][-1]["name"]) == ([], "urge")
    assert [one["label"] for one in acts["refused"]] == ["提交核查、指派承办人、挂账、拆分、作废"]
    assert acts["all"]
    fresh = IssueFactory(grid=house.near)
    acts = enter(house.user(Role.HEAD)).get(f"/issues/{fresh.pk}/").context["acts"]
    assert acts["first"][0]["name"] == "accept"
    assert "void" in [act["name"] for act in acts["more"]]
    assert [act["name"] for act in acts["keys"]] == ["accept"]


def test_child_rows_leave_out_what_the_page_says_and_empty_boxes_are_gone(house, enter, sent):
    page = enter(house.user(Role.CLERK)).get(f"/issues/{sent.issue_id}/")
    assert [panel["id"] for panel in page.context["panels"]] == ["order"]
    html = page.context["panels"][0]["html"]
    assert sent.number in html
    assert 'data-label="事项"' not in html
    assert Order.objects.count() == 1


def test_the_letter_of_a_department_is_shown_on_the_issue(house, enter, sent):
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG")
    letter = SimpleUploadedFile("回复函.jpg", out.getvalue(), "image/jpeg")
    client = enter(house.user(Role.CLERK))
    asked = {"version": sent.version, "outcome": "done", "text": "修好了", "photos": letter}
    assert client.post(f"/orders/{sent.pk}/reply/", asked).status_code == 302
    shown = client.get(f"/issues/{sent.issue_id}/").context["photos"]
    assert [photo["caption"] for photo in shown] == [f"{sent.department.name}回复"]


def test_pictures_chosen_for_a_refused_move_are_asked_for_again(house, enter, sent):
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG")
    letter = SimpleUploadedFile("回复函.jpg", out.getvalue(), "image/jpeg")
    client = enter(house.user(Role.CLERK))
    page = client.post(f"/orders/{sent.pk}/reply/", {"version": sent.version, "outcome": "done", "photos": letter})
    assert page.status_code == 422
    assert "照片没有保存，请重新选择" in page.content.decode()


def test_a_phone_in_a_title_is_masked_in_every_register_it_appears_in(house, enter, sent):
    issue = Issue.objects.get(pk=sent.issue_id)
    issue.title = "王某 13812345678 反映路灯不亮"
    issue.save(by=None)
    client = enter(house.user(Role.CLERK))
    for url in ("/orders/", f"/orders/{sent.pk}/", f"/grids/{house.near.pk}/"):
        page = client.get(url).content.decode()
        assert "138****5678" in page, url
        assert "13812345678" not in page, url
    column = next(one for one in registry[Order].export_columns() if one.name == "issue")
    assert column.plain(issue.title) == "王某 138****5678 反映路灯不亮"
