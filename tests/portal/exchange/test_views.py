import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.choices import Role
from grids import actions
from grids.models import Issue
from portal.exchange import importing
from portal.models import Entry, ImportRun, RunState
from portal.ticks import forget_uploads
from tests.factories.accounts import UserFactory
from tests.factories.grids import IssueFactory
from tests.portal.exchange.files import workbook

pytestmark = pytest.mark.django_db

IMPORT, EXPORT = "/issues/import/", "/issues/export/"
HEAD = ["编号", "标题", "类别", "网格", "地点"]
GOOD = ["", "井盖松动", "公共设施", "甲1网格", "东口"]
BAD = ["", "", "公共设施", "甲1网格", "东口"]


def body(response):
    return b"".join(response.streaming_content)


def rows(content, sheet=0):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(sheet).to_python()


def send(desk, *lines):
    return desk.post(IMPORT, {"file": workbook([HEAD, *lines])})


def preview(desk, *lines):
    """The address of the preview of an upload, and its run."""
    url = send(desk, *lines).headers["Location"]
    return url, ImportRun.objects.latest("pk")


def test_the_export_has_the_rows_of_the_list_and_no_others(desk, place, secretary):
    IssueFactory(grid=place["grids"][0], by=secretary, title="井盖松动", people=2)
    IssueFactory(grid=place["grids"][1], by=secretary, title="路灯不亮")
    IssueFactory(grid=place["others"][0], title="别家井盖")
    response = desk.get(EXPORT, {"q": "井盖"})
    table = rows(body(response))
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert table[0][0].startswith("甲社区事项台账（含“井盖”，截至 ")
    assert table[2][:3] == ["序号", "编号", "标题"]
    assert [line[2] for line in table[3:] if isinstance(line[0], float)] == ["井盖松动"]
    entry = Entry.objects.get(verb="export")
    assert (entry.actor, entry.changes, entry.model) == (secretary, {"rows": ["", "1"]}, "")


def test_the_export_is_masked_and_its_formulas_are_text(desk, place, secretary):
    IssueFactory(grid=place["grids"][0], by=secretary, title="=1+1", concerned=["王小明"], description="-1 13812345678")
    (line,) = [line for line in rows(body(desk.get(EXPORT))) if line[0] == 1]
    assert "=1+1" in line
    assert "王某" in line
    assert "王小明" not in str(line)
    assert "-1 138****5678" in line


def test_the_export_takes_as_many_queries_for_many_rows_as_for_one(
    desk, place, secretary, django_assert_max_num_queries
):
    for _ in range(5):
        IssueFactory(grid=place["grids"][0], by=secretary)
    with django_assert_max_num_queries(12):
        body(desk.get(EXPORT))


@pytest.mark.parametrize(
    "query", ["grid=x", "sort=nothing", "tab=nothing", "figure=nothing", "state=nothing", "created_at_from=x"]
)
def test_a_wrong_filter_is_told(desk, query):
    assert desk.get(f"{EXPORT}?{query}").status_code == 400


def test_the_doors_of_export_and_import(client, place):
    assert client.get(EXPORT).status_code == 302
    member = UserFactory(grid=place["grids"][0], role=Role.MEMBER)
    client.force_login(member)
    assert client.get(EXPORT).status_code == 200
    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT).status_code == 403
    assert client.post(EXPORT).status_code == 400


def test_the_form_lists_the_columns_and_offers_the_template(desk):
    page = desk.get(IMPORT).content.decode()
    assert "?template=1" in page
    assert "紧急程度" in page
    assert 'name="file"' in page


def test_the_template_has_heads_hints_and_lists_and_can_be_uploaded_filled(desk, place):
    content = body(desk.get(IMPORT, {"template": "1"}))
    table = rows(content)
    assert table[0][0] == "事项台账导入模板"
    assert table[2][:3] == ["编号", "类别 *", "标题 *"]
    lists = rows(content, 1)
    assert "公共设施" in [line[0] for line in lists]
    assert any("甲1网格" in line for line in lists)
    assert not any("乙1网格" in line for line in lists)
    refused = desk.post(IMPORT, {"file": SimpleUploadedFile("空.xlsx", content)})
    assert (refused.status_code, "没有一行内容" in refused.content.decode()) == (422, True)


def test_rows_behind_a_figure_come_out_under_its_name(desk, secretary, place):
    IssueFactory(grid=place["grids"][0], by=secretary)
    content = body(desk.get(f"/issues/export/?figure=issue.reported&month={timezone.localdate():%Y-%m}"))
    assert "上报" in rows(content)[0][0]
    assert len(rows(content)) > 3


def test_the_title_tells_which_rows_were_taken_out(desk, secretary, place):
    grid = place["grids"][0]
    IssueFactory(grid=grid, by=secretary)
    title = rows(body(desk.get(f"/issues/export/?tab=open&grid={grid.pk}")))[0][0]
    assert f"未结案、网格：{grid.name}，截至" in title
    long = rows(body(desk.get("/issues/export/?q=" + "路" * 90)))[0][0]
    assert "等条件，截至" in long


def test_an_upload_is_shown_row_by_row_then_written(desk, secretary, place):
    issue = IssueFactory(grid=place["grids"][0], by=secretary, title="旧")
    url, run = preview(desk, GOOD, [issue.code, "新", "公共设施", "甲1网格", "东口"])
    page = desk.get(url).content.decode()
    assert "导入 2 行" in page
    assert "<del>旧</del>" in page
    assert "<ins>新</ins>" in page
    done = desk.post(IMPORT, {"run": run.key, "digest": run.digest}, follow=True)
    assert "新增 1 条，修改 1 条" in done.content.decode()
    assert Issue.objects.count() == 2
    again = desk.post(IMPORT, {"run": run.key, "digest": run.digest}, follow=True)
    assert again.status_code == 200
    assert Issue.objects.count() == 2


def test_refused_rows_are_told_come_back_as_a_workbook_and_go_in_once_mended(desk):
    url, run = preview(desk, GOOD, BAD)
    page = desk.get(url).content.decode()
    assert "请填写标题" in page
    assert "退回的 1 行先不导入" in page
    kept_out = desk.post(IMPORT, {"run": run.key, "digest": run.digest})
    assert (kept_out.status_code, "还有 1 行被退回" in kept_out.content.decode()) == (409, True)
    table = rows(body(desk.get(f"{url}&rejected=1")))
    assert table[2][-1] == "退回原因"
    assert table[3][-1] == "标题：请填写标题"
    assert len(table) == 4
    desk.post(IMPORT, {"run": run.key, "digest": run.digest, "partial": "1"})
    assert Issue.objects.count() == 1
    mended = [[None if cell == "" else cell for cell in line] for line in table]
    mended[3][2] = "补上了"
    url = desk.post(IMPORT, {"file": workbook(mended)}).headers["Location"]
    run = ImportRun.objects.latest("pk")
    assert (run.unknown, run.refused, run.accepted) == ([], 0, 1)


def test_rows_can_be_looked_at_by_kind_and_page(desk):
    url, _ = preview(desk, *[GOOD] * 60, BAD)
    assert "第 51–61 行，共 61 行" in desk.get(f"{url}&page=2").content.decode()
    assert "第 1–1 行，共 1 行" in desk.get(f"{url}&kind=invalid").content.decode()
    assert "没有这类行" in desk.get(f"{url}&kind=skip").content.decode()
    assert desk.get(f"{url}&page=3").status_code == 404
    assert desk.get(f"{url}&page=x").status_code == 404
    assert desk.get(f"{url}&kind=x").status_code == 400


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空文件"),
        (b"a,b\n1,2", "CSV"),
        (b"PK\x03\x04", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 .xls"),
    ],
)
def test_a_file_that_is_no_workbook_is_told(desk, content, sentence):
    response = desk.post(IMPORT, {"file": SimpleUploadedFile("台账.xlsx", content)})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_no_file_is_told(desk):
    response = desk.post(IMPORT)
    assert (response.status_code, "请选择填好的" in response.content.decode()) == (422, True)


def test_columns_nobody_asked_for_are_named(desk):
    url = desk.post(IMPORT, {"file": workbook([[*HEAD, "领导批示"], [*GOOD, "阅"]])}).headers["Location"]
    assert "没有用到的列：领导批示" in desk.get(url).content.decode()


def test_somebody_elses_upload_is_not_there(client, desk, place):
    url, run = preview(desk, GOOD)
    client.force_login(UserFactory(grid=place["community"], role=Role.SECRETARY))
    assert client.get(url).status_code == 404
    assert client.post(IMPORT, {"run": run.key, "digest": run.digest}).status_code == 404
    assert client.get(f"{IMPORT}?run=nonsense").status_code == 404
    assert client.post(IMPORT, {"run": ""}).status_code == 404


def test_a_page_left_open_does_not_confirm_what_it_did_not_show(desk, secretary):
    _, run = preview(desk, GOOD)
    response = desk.post(IMPORT, {"run": run.key, "digest": "0" * 64})
    assert (response.status_code, "页面已过期" in response.content.decode()) == (409, True)
    assert not Issue.objects.exists()


def test_what_changed_in_between_is_shown_and_nothing_written(desk, secretary, place):
    issue = IssueFactory(grid=place["grids"][0], by=secretary, title="旧")
    _, run = preview(desk, [issue.code, "新", "公共设施", "甲1网格", "东口"])
    actions.accept(issue, by=secretary)
    page = desk.post(IMPORT, {"run": run.key, "digest": run.digest}, follow=True)
    assert "登记簿里有记录被改过" in page.content.decode()
    assert Issue.objects.get().title == "旧"


def test_progress_is_shown_while_the_worker_has_it_and_a_break_is_told(desk, monkeypatch, time_machine):
    time_machine.move_to(timezone.now())
    monkeypatch.setattr(importing, "INLINE_ROWS", 0)
    monkeypatch.setattr(type(importing.check), "enqueue", lambda self, *args: None)
    url, run = preview(desk, GOOD)
    page = desk.get(url).content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert "<progress" in page
    desk.session.clear()
    time_machine.shift(timedelta(minutes=3))
    page = desk.get(url).content.decode()
    assert "导入中断，什么也没有写入" in page
    assert "重新核对" in page
    monkeypatch.setattr(importing, "INLINE_ROWS", 500)
    desk.post(IMPORT, {"run": run.key, "check": "1"})
    run.refresh_from_db()
    assert run.state == RunState.READY


def test_uploads_left_behind_are_forgotten(desk, secretary):
    _, run = preview(desk, GOOD)
    forget_uploads()
    run.refresh_from_db()
    assert run.content
    ImportRun.objects.update(touched_at=timezone.now() - timedelta(days=2))
    forget_uploads()
    run.refresh_from_db()
    assert not run.content
    assert not run.rows.exists()
    assert run.state == RunState.FAILED
