"""From an upload to the register: checked, shown, confirmed, written whole or not at all.

A short upload is handled while the browser waits, a longer one by the worker. Nothing is written before the confirmation, and
then everything in one transaction that begins with a fresh plan: if that differs from the one shown, nothing is written.
"""

import gc
import hashlib
import io
from contextlib import contextmanager
from functools import partial as bound

from django.apps import apps
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import task

from portal import history
from portal.errors import Refused, Stale
from portal.exchange import reader
from portal.exchange.fields import CODE_LABEL
from portal.exchange.plan import CHANGED, NEW, OUT_OF_REACH, REFUSED, planner_of
from portal.exchange.rows import in_chunks
from portal.models.importing import ImportRow, ImportRun, RunState

INLINE_ROWS = 500
MAY_NOT = "您的岗位已不能导入这个登记簿，什么也没有写入。"
CHANGED_SINCE = "预览之后，登记簿里有记录被改过。已按最新内容重新核对，请再看一遍后导入；什么也没有写入。"
CHANGED_WHILE = "导入时有记录正好被别人改过，什么也没有写入。请再导入一次，会按最新内容重新核对。"
CLASHES = "有一行与登记簿里已有的记录重复或不合规定，什么也没有写入。请核对唯一的编号、证号后再导入。"
TAKEN = "这份导入已经在办或已办完，不会重复写入。"
REFUSED_ROWS = "还有 {refused} 行被退回。请改好后重新上传，或勾选“退回的行先不导入”。"
NOTHING = "没有要新增或修改的行。"
BROKEN = "导入没有完成，什么也没有写入。请再试一次；还不行请告诉系统管理员。"


def receive(page, user, uploaded):
    """Keep an upload and plan it, now or by the worker; Refused when it is no workbook of this register."""
    table = reader.read(uploaded, labels(page), other_heads(page))
    uploaded.seek(0)
    content = uploaded.read()
    run = ImportRun(
        user=user,
        model=page.model._meta.label_lower,
        file_name=uploaded.name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        total=len(table.rows),
    )
    run.content = content
    run.save()
    check_again(run)
    return run


def labels(page):
    """The heads a workbook of this register may have."""
    return [CODE_LABEL, *(column.label for column in page.import_columns())]


def other_heads(page):
    """What else a head may say, and for which label."""
    return {head: column.label for column in page.import_columns() for head in column.heads}


def check_again(run):
    """Plan a run that nobody works on."""
    _start(run, RunState.CHECKING, check)


def confirm(run, *, digest, partial):
    """Write what was shown; Refused when that is not what would happen now or rows are refused and not left out."""
    if run.refused and not partial:
        raise Refused(REFUSED_ROWS.format(refused=run.refused))
    if not run.accepted:
        raise Refused(NOTHING)
    _start(run, RunState.WRITING, write, digest=digest, partial=partial)


def _start(run, state, job, **claim):
    with transaction.atomic():
        attempt = ImportRun.objects.claim(run.key, state, **claim)
        if attempt is None:
            raise Refused(TAKEN)
        later = run.total > INLINE_ROWS
        if later:
            job.enqueue(run.pk, attempt)
    if not later:
        job.func(run.pk, attempt)


@contextmanager
def _uncollected():
    """Thousands of rows that all live to the end: the collector would walk them again and again and find nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@task()
@_uncollected()
def check(run_pk, attempt):
    """Plan the run and keep the plan for the preview."""
    if (run := _mine(run_pk, attempt)) is None:
        return
    try:
        _keep(run, attempt, _plan(run))
    except Refused as refusal:
        _fail(run, attempt, str(refusal))
    except Exception:
        _fail(run, attempt, BROKEN)
        raise


@task()
@_uncollected()
def write(run_pk, attempt):
    """Plan again; write all of it when nothing changed since the preview."""
    if (run := _mine(run_pk, attempt)) is None:
        return
    try:
        plan = _plan(run)
        if plan.digest != run.digest:
            _keep(run, attempt, plan, told=CHANGED_SINCE)
            return
        try:
            _write(run, attempt, plan)
        except Stale:
            _keep(run, attempt, _plan(run), told=CHANGED_WHILE)
        except IntegrityError:
            raise Refused(CLASHES) from None
    except Refused as refusal:
        _fail(run, attempt, str(refusal))
    except Exception:
        _fail(run, attempt, BROKEN)
        raise


def table_of(run, page):
    """The upload read again."""
    return reader.read(File(io.BytesIO(run.content), name=run.file_name), labels(page), other_heads(page))


def page_of(run):
    """The page of the register a run is for."""
    from portal.pages import registry

    return registry[apps.get_model(run.model)]


def _mine(run_pk, attempt):
    """The run, unless somebody tired of waiting has begun another attempt."""
    return ImportRun.objects.select_related("user").filter(pk=run_pk, attempt=attempt).first()


def _plan(run):
    page = page_of(run)
    if not page.may(run.user, "import"):
        raise Refused(MAY_NOT)
    table = table_of(run, page)
    # What the register itself sends out and does not take in is no mistake of the sender's.
    ours = {column.label for column in page.export_columns()}
    run.unknown = [name for name in table.unknown if name not in ours]
    touch = ImportRun.objects.filter(pk=run.pk, attempt=run.attempt).update
    return planner_of(page)(page, run.user, table).plan(lambda done: touch(done=done, touched_at=timezone.now()))


def _keep(run, attempt, plan, told=""):
    """Keep the plan as what is shown next, unless another attempt has taken over."""
    rows = [ImportRow(run=run, **row.stored()) for row in plan.rows]
    with transaction.atomic():
        fresh = _hold(run, attempt)
        run.rows.all().delete()
        ImportRow.objects.bulk_create(rows, batch_size=1000)
        fresh.state, fresh.digest, fresh.counts, fresh.told = RunState.READY, plan.digest, plan.counts, told
        fresh.unknown, fresh.done, fresh.touched_at = run.unknown, fresh.total, timezone.now()
        fresh.save()


def _fail(run, attempt, sentence):
    mine = ImportRun.objects.filter(pk=run.pk, attempt=attempt)
    mine.update(state=RunState.FAILED, told=sentence, touched_at=timezone.now())


def _hold(run, attempt):
    """The run, locked, as long as this attempt is the last."""
    fresh = ImportRun.objects.select_for_update().get(pk=run.pk)
    if fresh.attempt != attempt or fresh.state not in (RunState.CHECKING, RunState.WRITING):
        raise Refused(TAKEN)
    return fresh


def _write(run, attempt, plan):
    page, by, note = page_of(run), run.user, f"导入 {run.file_name}"[:200]
    with transaction.atomic():
        fresh = _hold(run, attempt)
        made = _make(page, [row.instance for row in plan.of(NEW)], by=by, note=note)
        changed = [row.instance for row in plan.of(CHANGED)]
        for record in changed:
            _change(page, record, by=by, note=note)
        for records, verb in ((made, "add"), (changed, "edit")):
            _keep_in_reach(page, by, verb, records)
        words = f"{page.title}：新增 {len(made)} 条，修改 {len(changed)} 条"
        history.log("import", by=by, note=words, changes={"file": ["", run.sha256]})
        fresh.state, fresh.told = RunState.DONE, words
        # Refused rows can be fetched and put right for as long as uploads are kept; else the file has done its work.
        fresh.locked_content = fresh.locked_content if plan.of(REFUSED) else ""
        fresh.done, fresh.touched_at = fresh.total, timezone.now()
        fresh.save()


def _make(page, records, *, by, note):
    """New rows by the register's own action, many at once where it has one for that."""
    if not records:
        return []
    if page.add_many:
        return getattr(page.actions, page.add_many)(records, by=by, note=note)
    if page.add:
        make = bound(getattr(page.actions, page.add), by=by)
        return [make(record) or record for record in records]
    return page.model.objects.add_many(records, by=by, note=note)


def _change(page, record, *, by, note):
    if page.change:
        getattr(page.actions, page.change)(record, by=by, note=note)
    else:
        record.save(by=by, note=note)


def _keep_in_reach(page, user, verb, records):
    keys = [record.pk for record in records]
    for part in in_chunks(keys):
        if page.rows(user, verb).filter(pk__in=part).count() != len(part):
            raise Refused(f"{OUT_OF_REACH}；什么也没有写入。")
