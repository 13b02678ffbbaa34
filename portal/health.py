"""Whether the house stands: what a monitor asks, and what an administrator reads.

Strangers get one word; who may manage accounts gets each finding. "fail" (503) means pages cannot be served, "warn" that something
behind them needs a look.
"""

import shutil
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.clock import calendar_confirmed, now, today
from portal.models.work import Beat
from portal.push import addresses, failures
from portal.reach import may

OK, WARN, FAIL = "ok", "warn", "fail"
LOW_DISK = 500 * 1024 * 1024
SILENT_AFTER = timedelta(seconds=90)


def database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK, connection.vendor


def migrations():
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return (FAIL, f"{waiting} 个数据库变更未执行，请运行 manage.py migrate") if waiting else (OK, "")


def disk():
    folder = settings.MEDIA_ROOT
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return OK if free > LOW_DISK else FAIL, f"剩余 {free // 1024**2} MB"


def worker():
    last = Beat.objects.filter(name__startswith="worker:").order_by("-at").values_list("at", flat=True).first()
    if last is None:
        return WARN, "后台程序还没有运行过，请启动 manage.py work"
    return OK if now() - last < SILENT_AFTER else WARN, f"最近一次 {localtime(last):%H:%M:%S}"


def calendar():
    year = today().year
    return (OK, str(year)) if calendar_confirmed(year) else (WARN, f"{year} 年的调休安排未收录，请升级 holidays")


def pg_trgm():
    if connection.vendor != "postgresql":
        return OK, "不需要"
    return (OK, "") if not trigram_problem() else (WARN, trigram_problem())


def trigram_problem():
    """Why similarity search would find nothing in Chinese text on this PostgreSQL, or an empty string."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
        if cursor.fetchone()[0] in {"C", "POSIX"}:
            return "数据库的 lc_ctype 是 C，中文相似查找无效：请用 C.UTF-8 重建数据库"
        cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'")
        return "" if cursor.fetchone()[0] else "缺少 pg_trgm 扩展：请安装 postgresql-contrib"


def push():
    if not settings.NOTIFY_URL:
        return OK, "没有设置"
    if any("://" not in one for one in addresses()):
        return WARN, "NOTIFY_URL 写得不对，写法见 .env.example"
    failed = failures()
    return (WARN, f"连续 {failed} 次没有发出，请核对 NOTIFY_URL 和网络") if failed else (OK, "")


CHECKS = (database, migrations, disk, worker, calendar, pg_trgm, push)


def findings():
    """{name: {"status", "detail"}} of every check; one that breaks has failed, by the name of its error only."""
    found = {}
    for check in CHECKS:
        try:
            status, detail = check()
        except (DatabaseError, OSError) as error:
            status, detail = FAIL, type(error).__name__
        found[check.__name__] = {"status": status, "detail": detail}
    return found


@never_cache
@require_safe
@login_not_required
def health(request):
    found = findings()
    status = next((s for s in (FAIL, WARN) if any(f["status"] == s for f in found.values())), OK)
    answer = {"status": status}
    readable = found["database"]["status"] == found["migrations"]["status"] == OK
    if readable and may(request.user, "edit", get_user_model()):
        answer["checks"] = found
    return JsonResponse(answer, status=503 if status == FAIL else 200)


@checks.register(checks.Tags.database)
def trigrams_work(databases=None, **kwargs):
    """Said at start (``migrate``, ``check --database default``), before anybody wonders why a search finds nothing."""
    if not databases or connection.vendor != "postgresql" or not (problem := trigram_problem()):
        return []
    return [checks.Warning(problem, id="portal.W001")]
