"""``manage.py demo``: load the demonstration community once; ``--clear`` takes away exactly what it made."""

import secrets
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Post, User
from portal.clock import today
from reports import demo
from reports.demo.clearing import clear
from reports.models import DemoRow

LETTERS = "abcdefghjkmnpqrstuvwxyz"
WIDTHS = 12, 20, 14


class Command(BaseCommand):
    """Loads, lists or clears the demonstration."""

    help = "载入演示社区：真实的社区数字、虚构的住户和居民、两年的事项和一年的走访。DEMO_PASSWORD 定密码，不设则随机，只显示一次。"

    def add_arguments(self, parser):
        parser.add_argument("--clear", action="store_true", help="清除演示载入的全部记录，别的记录不动")
        parser.add_argument("--force", action="store_true", help="库里已有账号时也载入")

    def handle(self, *, clear, force, **options):
        if clear:
            self._clear()
        elif first := DemoRow.objects.order_by("pk").first():
            self.stdout.write(
                f"演示社区已经在库里（{first.made_at:%Y-%m-%d} 载入），没有改动。要重来请先运行 manage.py demo --clear。"
            )
        else:
            self._load(force)

    def _load(self, force):
        if not force and (many := User.objects.count()):
            raise CommandError(
                f"库里已有 {many} 个账号，演示没有载入，以免和真实记录混在一起。\n"
                "请换一个空库；确实要放在一起，加 --force（以后 --clear 只清演示的）。"
            )
        password = settings.DEMO_PASSWORD or random_password()
        try:
            made = demo.load(day=today(), password=password)
        except ValidationError as error:
            raise CommandError(f"演示没有载入：{error.message}") from error
        self.stdout.write(
            f"已载入{made.community.name}：{len(made.grids)} 个网格、{len(made.people)} 个账号、"
            f"{len(made.households)} 户 {len(made.residents):,} 人、{len(made.issues):,} 件事项（均为演示）。\n"
        )
        self._accounts(made)
        shown = "即 DEMO_PASSWORD 所设" if settings.DEMO_PASSWORD else f"{password}  （只显示这一次，请记下）"
        self.stdout.write(f"\n全部演示账号的密码：{shown}")

    def _accounts(self, made):
        self.stdout.write(row("账号", "姓名", "岗位", "范围"))
        for post in Post.objects.filter(user__in=made.people.values()).select_related("user", "grid").order_by("pk"):
            self.stdout.write(row(post.user.username, post.user.name, post.get_role_display(), post.grid.name))

    def _clear(self):
        if not DemoRow.objects.exists():
            self.stdout.write("库里没有演示记录，没有改动。")
            return
        cleared = clear()
        self.stdout.write(
            "已清除演示：" + "、".join(f"{m._meta.verbose_name} {n}" for m, n in cleared.removed.items()) + "。"
        )
        if cleared.closed:
            self.stdout.write(f"这些演示账号登记或办理过别的记录，已停用并保留：{'、'.join(cleared.closed)}。")
        if others := cleared.kept - len(cleared.closed):
            self.stdout.write(f"另有 {others} 条演示记录还被别的记录引用（如所在网格），予以保留。")


def random_password():
    """Three groups of letters and a number: easy to type, and nobody guesses it."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3)]
    return f"{groups[0].title()}-{groups[1]}-{groups[2]}-{secrets.randbelow(90) + 10}"


def row(*cells):
    """Cells in columns; a Chinese letter is two wide."""
    return (
        "  " + "".join(cell + " " * max(1, w - wide(cell)) for cell, w in zip(cells, WIDTHS, strict=False)) + cells[-1]
    )


def wide(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
