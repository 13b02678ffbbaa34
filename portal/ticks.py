"""Rounds of the house itself: what is finished long ago is cleared away."""

from datetime import timedelta
from pathlib import Path
from time import time

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.knocks import forget
from portal.models import Attachment, Contact, Submission
from portal.models.importing import ImportRow, ImportRun, RunState
from portal.models.work import Beat
from portal.push import push
from portal.work import tick

KEEP_LOST = timedelta(days=1)
KEEP_RESULTS = timedelta(days=30)
KEEP_UPLOADS = timedelta(days=1)
TOO_LATE = "上传的文件只保留一天，已清除。请重新上传。"
# A form resent later than this was opened anew; the key has done its work.
RESEND_WINDOW = timedelta(days=7)


@tick("clear_job_results", every=timedelta(days=1))
def clear_job_results():
    """Results of long jobs, and signs of life of workers long gone."""
    before = timezone.now() - KEEP_RESULTS
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    Beat.objects.filter(name__startswith="worker:", at__lt=before).delete()


@tick("clear_sessions", every=timedelta(days=1))
def clear_sessions():
    """Sessions that ended long ago."""
    SessionStore.clear_expired()


@tick("clear_lost_photos", every=timedelta(days=1))
def clear_lost_photos():
    """Picture files whose record was refused or whose writer died in the middle."""
    kept = set(Attachment.objects.values_list("file", flat=True)) | set(
        Attachment.objects.values_list("thumb", flat=True)
    )
    before, root = time() - KEEP_LOST.total_seconds(), Path(settings.MEDIA_ROOT)
    for file in root.glob("*/*/*/*/*.jpg"):
        if file.stat().st_mtime < before and str(file.relative_to(root)) not in kept:
            file.unlink(missing_ok=True)


@tick("purge_contacts", every=timedelta(hours=6))
def purge_contacts():
    """Outsiders' names and phones, on the day their retention ends."""
    Contact.objects.filter(purge_on__lte=timezone.localdate()).delete()


@tick("forget_knocks", every=timedelta(hours=6))
def forget_knocks():
    """Which addresses tried what at the public door."""
    forget()


@tick("purge_submissions", every=timedelta(days=1))
def purge_submissions():
    """Keys of forms sent long ago."""
    Submission.objects.filter(at__lt=timezone.now() - RESEND_WINDOW).delete()


@tick("forget_uploads", every=timedelta(hours=1))
def forget_uploads():
    """Uploads nobody confirmed: the file and its preview hold personal data and are not kept."""
    old = ImportRun.objects.filter(touched_at__lt=timezone.now() - KEEP_UPLOADS)
    ImportRow.objects.filter(run__in=old).delete()
    old.filter(state=RunState.DONE).exclude(locked_content="").update(locked_content="")
    old.exclude(state=RunState.DONE).update(state=RunState.FAILED, locked_content="", told=TOO_LATE, digest="")


@tick("push_news", every=timedelta(minutes=1))
def push_news():
    """What the chat or mailbox of ``NOTIFY_URL`` is told."""
    if settings.NOTIFY_URL:
        push()
