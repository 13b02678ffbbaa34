"""``manage.py found``: the first community of an empty house, and the administrator who lets everybody else in."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import get_random_string

from accounts.actions.line import plant_lines
from accounts.choices import Role
from accounts.models import Post, User
from grids.actions.node import PLANNED, meet
from grids.choices import NodeLevel
from grids.models import Grid
from grids.plan import usual

NUMERALS = "一二三四五六七八九十"


class Command(BaseCommand):
    """Asks for names only; says the initial password once."""

    help = "在空库里建立街道、社区、网格和第一位系统管理员"

    def add_arguments(self, parser):
        parser.add_argument("--street", required=True, help="街道名称，如 某某街道")
        parser.add_argument("--community", required=True, help="社区名称，如 某某社区")
        parser.add_argument("--grids", type=int, default=7, choices=range(1, 11), help="网格数，1 到 10")
        parser.add_argument("--admin", default="admin", help="管理员账号")
        parser.add_argument("--name", default="系统管理员", help="管理员姓名")

    def handle(self, *, street, community, grids, admin, name, **options):
        if Grid.objects.exists() or User.objects.exists():
            raise CommandError("库里已有社区或账号，没有改动。新增账号请登录后在“账号”里办理。")
        password = get_random_string(14)
        with transaction.atomic():
            home = self._tree(street, community, grids)
            user = User(username=admin, name=name, grid=home)
            user.set_password(password)
            user.save(by=None, note="建库时的第一位管理员")
            Post(user=user, role=Role.ADMIN, grid=home).save(by=None)
        self.stdout.write(f"已建立 {street} → {community} → {grids} 个网格，示意图和相邻网格先按常用的排法放好。")
        self.stdout.write(f"管理员账号 {admin}，初始密码 {password}（只显示这一次，首次登录须修改）")

    def _tree(self, street, community, grids):
        top = Grid.plant(name=street, code="J1", level=NodeLevel.STREET)
        home = Grid.plant(top, name=community, code="S1", level=NodeLevel.COMMUNITY)
        for number, place in enumerate(usual(grids), 1):
            home.refresh_from_db()
            name, laid = f"{NUMERALS[number - 1]}网格", dict(zip(PLANNED, place, strict=True))
            Grid.plant(home, name=name, code=f"W{number}", level=NodeLevel.GRID, order=number, **laid)
        meet(home, by=None)
        plant_lines(home, by=None)
        return home
