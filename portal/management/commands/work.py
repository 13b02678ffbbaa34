"""`manage.py work`: runs long jobs and timed effects until it is stopped."""

from django.core.management.base import BaseCommand

from portal.work import Shift


class Command(BaseCommand):
    help = "运行后台程序：导入导出等长任务，以及到期提醒、升级等定时处理。Ctrl-C 停止。"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="把现在要做的做完就退出")

    def handle(self, *, once, **options):
        shift = Shift()
        if once:
            shift.turn()
            return
        shift.configure_signals()
        shift.work()
