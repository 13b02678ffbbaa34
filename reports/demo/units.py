"""The 179 units of the demonstration, as many of each kind as the source states, and whom to call there.

Contacts of shops are residents who keep them; those of larger units come from outside and are associates. One of these is a
resident as well, registered twice: the list of doubles finds the pair, and neither count of the population contains both.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from grids.choices import Sex, Tie, UnitKind
from grids.models import Person, Unit
from reports.demo.making import SUFFIX
from reports.demo.names import Names
from reports.demo.register import keep
from reports.demo.story import newborn

SHOP_KEEPER = "个体经营"
# (kind, where: the number of its grid, name).
LARGE = [
    (UnitKind.INSTITUTION, 4, "演示文化服务中心"),
    (UnitKind.HOSPITAL, 5, "演示医院"),
    (UnitKind.KINDERGARTEN, 5, "演示一幼"),
    (UnitKind.KINDERGARTEN, 3, "演示二幼"),
    *(
        (UnitKind.ENTERPRISE, where, f"演示{trade}有限公司")
        for where, trade in zip(
            (1, 1, 2, 3, 3, 4, 4, 4, 5, 5, 6, 7),
            ("煤炭运销", "洗煤", "建材", "商贸", "物业服务", "广告", "装饰工程", "劳务", "汽修", "汽车配件", "农产品", "仓储"),
            strict=True,
        )
    ),
]  # fmt: skip
# How many of the 163 shops lie in each grid, one to seven.
SHOPS = (13, 11, 36, 44, 29, 9, 21)
STREETS = ["张家洼", "梁家湾", "步行街", "二街中段", "二街东段", "杨市沟", "沟口"]
TRADES = [
    "便利店",
    "面馆",
    "理发店",
    "五金店",
    "水果店",
    "服装店",
    "药店",
    "早餐店",
    "手机维修",
    "裁缝铺",
    "粮油店",
    "烟酒店",
    "打印店",
    "洗衣店",
    "肉铺",
]
CALLED = "安顺和兴隆康乐福禧泰祥聚盈广源鑫诚信达惠民利丰裕"
BEGUN, KEEPERS = timedelta(days=700), 0.6


def load(demo):
    """Register the units on a few days of the first spring, their contacts first."""
    dice, clerk = demo.dice("units"), demo.people["clerk"]
    first = timezone.make_aware(datetime.combine(demo.day - BEGUN, time(9)))
    contacts, told = _associates(demo, dice, first)
    keep(demo, contacts, told)
    units, lines = [], []
    for n, ((kind, number, name), contact) in enumerate(zip(LARGE, contacts, strict=True)):
        address = _address(dice, number - 1)
        one = Unit(name=f"{name}{SUFFIX}", kind=kind, address=address, contact=contact, phone=_office(n))
        units.append((demo.grids[number - 1], one))
    units += _shops(demo, dice)
    for n, (grid, one) in enumerate(units):
        one.grid = grid
        lines.append((newborn(one, by=clerk, at=first + timedelta(days=1 + n // 60, minutes=7 * (n % 60))), one))
    keep(demo, [one for _, one in units], lines)


def _address(dice, where):
    return f"{STREETS[where]} {dice.randint(1, 60)} 号"


def _office(n):
    # No operator gives out numbers that begin with 154.
    return f"154000030{n:02d}"


def _associates(demo, dice, first):
    """A contact from outside for each of the larger units; the last of them is a resident, too."""
    names, contacts, told = Names(dice), [], []
    names.taken = {(one.name, one.birth) for one in demo.residents}
    names.phones = {one.phone for one in demo.residents}
    names.born.update({(one.birth, one.sex): 200 for one in demo.residents})
    for n in range(len(LARGE)):
        sex = dice.choice(Sex.values)
        birth = demo.day - timedelta(days=dice.randint(26 * 365, 57 * 365))
        one = Person(
            name=names.name(names.surname(), sex, birth), tie=Tie.ASSOCIATE, grid=demo.community, sex=sex, birth=birth,
            id_number=names.number(sex, birth) if n % 4 == 0 else "", phone=names.phone(), occupation="单位联系人",
        )  # fmt: skip
        contacts.append(one)
    double = next(one for one in demo.residents if one.occupation == SHOP_KEEPER and one.id_number and one.phone)
    last = contacts[-1]
    last.name, last.sex, last.birth, last.id_number = double.name, double.sex, double.birth, ""
    for n, one in enumerate(contacts):
        told.append((newborn(one, by=demo.people["clerk"], at=first + timedelta(minutes=9 * n)), one))
        one.settle_keys()
    return contacts, told


def _shops(demo, dice):
    """(grid, shop) of the sole traders; six of ten name a resident who keeps a shop."""
    taken = set()
    for where, (grid, many) in enumerate(zip(demo.grids, SHOPS, strict=True)):
        keepers = [one for one in demo.residents if one.grid_id == grid.pk and one.occupation == SHOP_KEEPER]
        dice.shuffle(keepers)
        for _ in range(many):
            while (name := f"{dice.choice(CALLED)}{dice.choice(CALLED)}{dice.choice(TRADES)}{SUFFIX}") in taken:
                pass
            taken.add(name)
            keeper = keepers.pop() if keepers and dice.random() < KEEPERS else None
            yield grid, Unit(name=name, kind=UnitKind.TRADER, address=_address(dice, where), contact=keeper)
