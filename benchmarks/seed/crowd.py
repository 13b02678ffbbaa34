"""Very many people with real words to be found by, past the save path; and the same sort of people as a workbook."""

import csv
import io
from datetime import date, timedelta
from random import Random

import xlsxwriter
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from grids import tokens
from grids.choices import NodeLevel, Relation
from grids.doors import door_of
from grids.identity import check_digit
from grids.models import Grid, Household, Person
from portal.crypto import keyed_hash

# How often surnames are met, the commonest first; given names are drawn from one hundred and twenty characters.
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛"
    "邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧阳单仇"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华建国红梅志海波鹏辉宁玉凤春秋冬雪莲山河江山林森松柏文武斌彬宇轩浩然子涵梓睿欣怡诗雨佳琪思远博雅天佑嘉懿晨曦晓东南西北方圆成功"
    "德仁义礼智信忠孝廉和顺福禄寿喜财宝贵荣昌盛兴旺达通安康泰永恒长久远大光明亮"
)
RELATIONS = {"户主": Relation.HEAD, "妻": Relation.SPOUSE, "长子": Relation.SON, "女儿": Relation.DAUGHTER}
FLATS_IN_HOUSE, BATCH, SMALL, ELSEWHERE = 60, 20_000, 4_000, 50
HEAD = [
    "网格",
    "小区或街巷",
    "楼栋",
    "单元",
    "房号",
    "与户主关系",
    "姓名",
    "性别",
    "身份证号",
    "电话",
    "户籍/流动",
    "户籍地址",
]


def someone(dice, n):
    """(name, phone, ID number) of the n-th person; nobody's, the county does not exist."""
    surname = SURNAMES[min(int(dice.expovariate(1 / 18)), len(SURNAMES) - 1)]
    name = surname + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2, 2))))
    born = date(1940, 1, 1) + timedelta(days=n % 30_000)
    first = f"619000{born:%Y%m%d}{n // 30_000:03d}"
    return name, f"1{dice.choice('35789')}{n:09d}", born, first + check_digit(first)


def flat(n):
    """(building, entrance, room) of the n-th dwelling."""
    house, at = divmod(n, FLATS_IN_HOUSE)
    return str(house + 1), str(at // 20 + 1), f"{at % 20 // 2 + 1}0{at % 2 + 1}"


def people(count, town):
    """Half of them in the town, four thousand each in as many others as it takes; returns one of the small communities."""
    dice, now, others = Random(count), timezone.now(), []
    for n in range(ELSEWHERE):
        town.street.refresh_from_db()
        node = Grid.plant(town.street, name=f"邻 {n}", code=f"N{n}", level=NodeLevel.COMMUNITY)
        others.append((node, [Grid.plant(node, name=f"邻 {n} 网格", code=f"N{n}G", level=NodeLevel.GRID)]))
    others = others[: count // 2 // SMALL]
    here = count - SMALL * len(others)
    stamps = {"created_at": now, "updated_at": now}
    start = 0
    for node, grids, many in [(town.home, town.grids, here), *((node, below, SMALL) for node, below in others)]:
        homes = []
        for n in range(-(-many // 4)):
            building, entrance, room = flat(n)
            homes.append(
                Household(
                    code=f"H{start + n}", grid=grids[n % len(grids)], community_id=node.pk, building=building,
                    entrance=entrance, room=room, door=door_of("", building, entrance, room), **stamps,
                )
            )  # fmt: skip
        QuerySet(Household).bulk_create(homes, batch_size=1000)
        for first in range(0, many, BATCH):
            keep(_row(dice, start + n, homes[n // 4], node.pk, now) for n in range(first, min(first + BATCH, many)))
        start += many
    return others[0][0] if others else town.home


def _row(dice, n, home, community, now):
    name, phone, born, number = someone(dice, n)
    return Person(
        code=f"RK{n}", name=name, household_id=home.pk, grid_id=home.grid_id, community_id=community, birth=born,
        residence="settled", relation=Relation.OTHER, id_hash=keyed_hash(number), phone_hash=keyed_hash(phone),
        search=tokens.of_person(name, home.door, phone), created_at=now, updated_at=now,
    )  # fmt: skip


def keep(rows):
    """Into the table by the fastest way the database has; what is encrypted stays empty."""
    if connection.vendor != "postgresql":
        QuerySet(Person).bulk_create(list(rows), batch_size=1000)
        return
    fields = [field for field in Person._meta.concrete_fields if not field.primary_key]
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields])
    out.seek(0)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    nulls = ", ".join(
        f'"{field.column}"'
        for field in fields
        if not field.null and field.get_internal_type() in ("CharField", "TextField")
    )
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY grids_person ({columns}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL ({nulls}))", out)


def workbook(town, count):
    """A register as staff keep it, one row a person, four to a dwelling."""
    dice, out = Random(count), io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        for n in range(count):
            name, phone, _, number = someone(dice, n)
            words = list(RELATIONS)[n % 4]
            sex = "男" if int(number[16]) % 2 else "女"
            grid = town.grids[n // 4 % len(town.grids)].name
            sheet.write_row(
                n + 1, 0, [grid, "", *flat(n // 4), words, name, sex, number, phone, "户籍", "某县某乡某村 1 号"]
            )
    return out.getvalue()
