"""People: finding one of very many through the address that choosing uses, and bringing 5,000 in from a workbook."""

import io
import re
import sys
from random import Random
from time import perf_counter
from urllib.parse import urlencode

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.utils import timezone  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402

from accounts.choices import Role  # noqa: E402
from accounts.models import Post, User  # noqa: E402
from benchmarks import measure, report, seed  # noqa: E402
from benchmarks.opening import browser, opens  # noqa: E402
from benchmarks.seed import crowd  # noqa: E402
from grids.models import Household, Person  # noqa: E402
from grids.pages import Persons  # noqa: E402
from portal.exchange import importing  # noqa: E402
from portal.models import RunState  # noqa: E402

ROUNDS = 5
DIGITS = re.compile(r"\d+")


def undone(act):
    """Run it in a transaction that comes to nothing; seconds."""
    start = perf_counter()
    with transaction.atomic():
        act()
        took = perf_counter() - start
        transaction.set_rollback(True)
    return took


def bare(content, town):
    """Calamine and ``bulk_create`` alone: rows taken as they stand, dwellings first, fields encrypted; no check, no history."""
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    heads, *rows = table
    by_name = {grid.name: grid for grid in town.grids}
    homes, people = {}, []
    for n, row in enumerate(rows):
        told = dict(zip(heads, row, strict=True))
        grid = by_name[told["网格"]]
        door = f"{told['楼栋']}号楼{told['单元']}单元{told['房号']}"
        where = {"grid": grid, "community_id": town.home.pk}
        stamps = {"created_at": town.now, "updated_at": town.now}
        home = homes.setdefault(
            door,
            Household(
                code=f"H{n}",
                door=door,
                building=told["楼栋"],
                entrance=told["单元"],
                room=told["房号"],
                **where,
                **stamps,
            ),
        )
        people.append(
            Person(
                code=f"P{n}", name=told["姓名"], household=home, relation=crowd.RELATIONS[told["与户主关系"]],
                residence="settled", sex="male" if told["性别"] == "男" else "female", id_number=told["身份证号"],
                id_hash=told["身份证号"], phone=told["电话"], registered=told["户籍地址"], **where, **stamps,
            )
        )  # fmt: skip
    QuerySet(Household).bulk_create(homes.values(), batch_size=1000)
    for person in people:
        person.household = person.household
    QuerySet(Person).bulk_create(people, batch_size=1000)


def imports(count):
    """The step that writes, as a user gets it, beside the bare one; the preview told apart."""
    town = seed.settle()
    town.now = timezone.now()
    content = crowd.workbook(town, count)
    clerk = User.objects.get(username="clerk")
    importing.INLINE_ROWS = count
    start = perf_counter()
    run = importing.receive(Persons, clerk, SimpleUploadedFile("居民.xlsx", content))
    preview = perf_counter() - start
    run.refresh_from_db()
    if run.counts["new"] != count:
        raise SystemExit(f"{run.counts}")

    def ours():
        importing.confirm(run, digest=run.digest, partial=False)
        run.refresh_from_db()
        if run.state != RunState.DONE:
            raise SystemExit(run.told)

    took = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        # What was taken back leaves dead rows, which PostgreSQL would read again and again.
        seed.analyse()
        took["bare"].append(undone(lambda: bare(content, town)))
        seed.analyse()
        took["ours"].append(undone(ours))
        run.refresh_from_db()
    return preview, *(sorted(times)[ROUNDS // 2] for times in took.values())


def asked():
    """{what is looked for: the words typed}: the commonest and the rarest, and what nobody has."""
    one = Person.objects.filter(community=Person.objects.earliest("pk").community_id).latest("pk")
    home = one.household.door
    return {
        "commonest surname": "王",
        "one letter": "w",
        "initials": "wxm",
        "common pinyin": "wang",
        "whole name": one.name,
        "rare pinyin": "shanxiaoming",
        "address": home,
        "address in dashes": "-".join(digits for digits in DIGITS.findall(home)),
        "building and room": "3号楼 501",
        "room": "501",
        "last four": "1234",
        "name and room": f"{one.name[0]} 501",
        "two common words": "王 1",
        "whole phone": "13900000077",
        "ID number": crowd.someone(Random(1), 77)[3],
        "nobody": "不存在的人",
    }


def find(count):
    """Each question through the address the search boxes ask, by who looks over most people and by who looks over few."""
    town = seed.settle()
    few = crowd.people(count, town)
    seed.analyse()
    report.head(f"{connection.display_name}: finding one of {Person.objects.count():,} people")
    clerk = User(username="few", name="测少", grid=few, must_change_password=False)
    clerk.set_unusable_password()
    clerk.save(by=None)
    Post(user=clerk, role=Role.CLERK, grid=few, since=timezone.localdate()).save(by=None)
    for user in (town.secretary, town.members[0][0], clerk):
        client = browser(user)
        for what, words in asked().items():
            look = opens(client, f"/people/pick/?{urlencode({'q': words})}")
            report.took(f"{what}, by {user.username}", measure.side_by_side({"": look}, 7)[""], "< 100 ms")


if __name__ == "__main__":
    if sys.argv[1] == "find":
        find(int(sys.argv[2]))
    else:
        preview, ours, plain = imports(int(sys.argv[2]))
        report.row("import, confirmed / calamine + bulk_create", ours, plain, "≤ 3", "s")
        report.took("upload to preview", preview, "< 10 s", "s")
