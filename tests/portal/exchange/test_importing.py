from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from grids import actions
from grids.models import Issue
from grids.pages import Issues
from portal.errors import Refused, Stale
from portal.exchange import importing
from portal.exchange.plan import CHANGED, NEW
from portal.models import Entry, ImportRun, RunState
from tests.factories.grids import IssueFactory
from tests.portal.exchange.issues import HEAD, row, sheet

pytestmark = pytest.mark.django_db


def receive(user, *rows, head=HEAD):
    run = importing.receive(Issues, user, sheet(head, rows))
    run.refresh_from_db()
    return run


def confirm(run, *, partial=False):
    importing.confirm(run, digest=run.digest, partial=partial)
    run.refresh_from_db()
    return run


def test_confirmed_rows_are_written_with_their_history(secretary, place):
    issue = IssueFactory(grid=place["grids"][0], by=secretary, title="旧")
    run = receive(secretary, row(issue.code, "新"), row("", "加一"), row("", "加二"))
    assert (run.state, run.counts[NEW], run.counts[CHANGED]) == (RunState.READY, 2, 1)
    assert Issue.objects.count() == 1
    confirm(run)
    assert (run.state, run.told) == (RunState.DONE, "事项台账：新增 2 条，修改 1 条")
    issue.refresh_from_db()
    assert (issue.title, issue.version) == ("新", 2)
    added = Issue.objects.get(title="加一")
    assert added.created_by == secretary
    assert added.due_at > added.created_at
    assert added.line
    assert Entry.objects.get(model="grids.issue", object_id=added.pk).verb == "add"
    assert "导入" in Entry.objects.get(model="grids.issue", object_id=issue.pk, verb="edit").reason
    assert Entry.objects.get(verb="import", model="").actor == secretary


def test_the_file_is_kept_encrypted_and_forgotten_once_done(secretary):
    run = receive(secretary, row())
    assert "井盖" not in run.locked_content
    assert run.content.startswith(b"PK")
    assert confirm(run).content == b""


def test_refused_rows_keep_all_out_unless_left_out_on_purpose(secretary):
    run = receive(secretary, row(), row("", ""))
    with pytest.raises(Refused, match="还有 1 行被退回"):
        confirm(run)
    assert not Issue.objects.exists()
    confirm(run, partial=True)
    assert Issue.objects.count() == 1


def test_nothing_to_write_is_said(secretary):
    with pytest.raises(Refused, match="没有要新增或修改"):
        confirm(receive(secretary, row("", "")), partial=True)


def test_what_changed_since_the_preview_is_planned_again_and_not_written(secretary, place):
    issue = IssueFactory(grid=place["grids"][0], by=secretary, title="旧")
    run = receive(secretary, row(issue.code, "新"), row("", "加"))
    issue.place = "西口"
    issue.save(by=secretary)
    confirm(run)
    assert (run.state, run.told[:3]) == (RunState.READY, "预览之")
    assert Issue.objects.get().title == "旧"
    assert confirm(run).state == RunState.DONE


def test_a_save_in_the_very_moment_leaves_nothing(secretary, place, monkeypatch):
    issue = IssueFactory(grid=place["grids"][0], by=secretary, title="旧")
    run = receive(secretary, row(issue.code, "新"), row("", "加"))

    def stale(*args, **kwargs):
        raise Stale

    monkeypatch.setattr(actions, "revise", stale)
    confirm(run)
    assert (run.state, "正好被别人改过" in run.told) == (RunState.READY, True)
    assert Issue.objects.get().title == "旧"


def test_what_the_database_refuses_leaves_nothing(secretary, place, monkeypatch):
    issue = IssueFactory(grid=place["grids"][0], by=secretary, title="旧")
    run = receive(secretary, row(issue.code, "新"), row("", "加"))

    def clash(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "revise", clash)
    confirm(run)
    assert (run.state, "重复或不合规定" in run.told) == (RunState.FAILED, True)
    assert Issue.objects.count() == 1
    monkeypatch.undo()
    assert confirm(run).state == RunState.DONE


def test_rights_lost_since_the_preview_leave_nothing(secretary):
    run = receive(secretary, row())
    secretary.posts.get().until = None
    post = secretary.posts.get()
    post.since, post.until = post.since - timedelta(days=9), post.since - timedelta(days=1)
    post.save(by=None)
    confirm(run)
    assert (run.state, run.told) == (RunState.FAILED, importing.MAY_NOT)
    assert not Issue.objects.exists()


def test_an_import_confirmed_twice_is_written_once(secretary):
    run = receive(secretary, row())
    confirm(run)
    with pytest.raises(Refused, match="不会重复写入"):
        confirm(run)
    assert Issue.objects.count() == 1


def test_a_worker_that_died_leaves_an_import_that_can_be_done_again(secretary, time_machine):
    time_machine.move_to(timezone.now())
    run = receive(secretary, row())
    attempt = ImportRun.objects.claim(run.key, RunState.WRITING, digest=run.digest)
    run.refresh_from_db()
    assert (run.is_busy, run.state_words) == (True, "导入中")
    with pytest.raises(Refused, match="已经在办"):
        confirm(run)
    time_machine.shift(timedelta(minutes=3))
    assert (run.is_busy, run.state_words) == (False, "中断")
    assert confirm(run).state == RunState.DONE
    importing.write.func(run.pk, attempt)
    assert Issue.objects.count() == 1


def test_an_attempt_overtaken_before_it_writes_writes_nothing(secretary, monkeypatch):
    run = receive(secretary, row())
    plan_of = importing._plan

    def overtaken(run):
        found = plan_of(run)
        ImportRun.objects.filter(pk=run.pk).update(attempt=99)
        return found

    monkeypatch.setattr(importing, "_plan", overtaken)
    confirm(run)
    assert not Issue.objects.exists()


def test_a_long_upload_is_left_to_the_worker(secretary, monkeypatch):
    monkeypatch.setattr(importing, "INLINE_ROWS", 2)
    queued = []
    monkeypatch.setattr(type(importing.check), "enqueue", lambda self, *args: queued.append((self, args)))
    run = receive(secretary, row(), row("", "二"), row("", "三"))
    assert run.state == RunState.CHECKING
    job, args = queued.pop()
    job.func(*args)
    run.refresh_from_db()
    confirm(run)
    assert run.state == RunState.WRITING
    job, args = queued.pop()
    job.func(*args)
    run.refresh_from_db()
    assert (run.state, Issue.objects.count()) == (RunState.DONE, 3)
