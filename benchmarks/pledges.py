"""One sentence against very many pledges, and the pages of a large register of them."""

import sys
from datetime import timedelta
from random import Random

import django

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.utils import timezone  # noqa: E402
from rapidfuzz import process  # noqa: E402
from rapidfuzz.distance import Indel  # noqa: E402

from benchmarks import measure, report, seed  # noqa: E402
from benchmarks.opening import browser, opens  # noqa: E402
from grids.models import Person  # noqa: E402
from party.models import Member, Organisation  # noqa: E402
from pledges.choices import FulfilmentState, PledgeState  # noqa: E402
from pledges.models import Fulfilment, Pledge  # noqa: E402
from pledges.queries.wording import compared, examine  # noqa: E402
from pledges.wording import essence  # noqa: E402
from portal.clock import today  # noqa: E402
from reports.demo.pledge_words import MEETING_PLACES, SKILLS  # noqa: E402

MEMBERS, ROUNDS = 200, 9
WHEN = ["每月", "每周六上午", "每季度", "每逢集日", "每个月十五号", "隔周周日", "入冬以前", "每学期"]
WHOM = [
    "二网格独居的王奶奶", "步行街的环卫工人", "七号楼的租户", "张家洼的留守儿童", "社区党校的学员", "杨市沟口的摊贩",
    "四网格的空巢老人", "残疾人李师傅",
]  # fmt: skip
DEED = [
    "量血压", "理发", "送热饭", "讲消防", "换灯泡", "读报纸", "修水龙头", "辅导作业", "代缴水电费", "打扫楼道", "教用手机挂号",
    "调解邻里矛盾",
]  # fmt: skip
UNTIL = ["做到年底", "到明年六月", "全年不断", "坚持到放寒假", "到十二月底为止", "一直做到春节前"]
ASKED = {
    "a good sentence": "每月十号给三网格独居的赵奶奶量一次血压，做到年底",
    "a stock phrase": "全心全意为人民服务，发挥先锋模范作用",
    "a copy": "每周六上午给步行街的环卫工人送热饭一次，做到年底",
    "four characters": "量血压吧",
}


DEEDS = [deed for _, deeds in SKILLS.values() for deed in deeds]
LANES = ["东巷", "西巷", "梁家湾", "张家洼", "杨市沟", "二街", "步行街", "家属楼"]
SPOTS = ["公厕门口", "坡顶水塔下", "菜市场东口", "沟口小桥", "广场北侧", "学校后门", "卫生院门前", "铁路桥洞"]
BESIDES = ["", "", "，自带工具", "，不收一分钱", "，每次带一名年轻党员", "，做完在群里发照片", "，下雨顺延一天"]


def varied(dice):
    """One of as many as people of all trades might give: who, what and where of each differ."""
    house = f"{dice.choice(LANES)}{dice.randint(1, 19)}号{dice.choice(['院', '楼一单元', '楼二单元'])}"
    deed = dice.choice(DEEDS).format(h=house, s=dice.choice(SPOTS), m=dice.choice(MEETING_PLACES))
    return f"{dice.choice(WHEN)}{deed}{dice.randint(1, 9)}次{dice.choice(BESIDES)}，{dice.choice(UNTIL)}"


def alike(dice):
    """One of a hundred in endless variations: every sentence has a thousand twins, as no real register has."""
    parts = (WHEN, "给为帮替", WHOM, DEED)
    return "".join(map(dice.choice, parts)) + f"{dice.randint(1, 999)}次，{dice.choice(UNTIL)}"


def settle(count, town):
    """So many pledges of this year and the last, each with two periods; written in bulk."""
    dice, now = Random(5), timezone.now()
    stamps = {"created_at": now, "updated_at": now, "community_id": town.home.pk}
    group = Organisation(grid=town.home, name="演示党支部", kind="branch")
    group.save(by=None)
    members = []
    for n in range(MEMBERS):
        where = {"grid": town.grids[n % len(town.grids)], **stamps}
        person = Person(code=f"BP{n}", name=f"测演{n}", residence="settled", **where)
        members.append((person, where))
    QuerySet(Person).bulk_create([person for person, _ in members])
    rows = [
        Member(code=f"BM{n}", person=person, organisation=group, category="community", **where)
        for n, (person, where) in enumerate(members)
    ]
    QuerySet(Member).bulk_create(rows)
    first = today() - timedelta(days=40)
    pledges = []
    for n in range(count):
        member, words = rows[n % MEMBERS], f"{varied(dice)}（{n}）"
        pledges.append(
            Pledge(
                code=f"BC{n}", member=member, organisation=group, grid=member.grid, year=today().year - n % 2,
                sentence=words, essence=essence(words), starts_on=first, ends_on=first + timedelta(days=300),
                state=PledgeState.KEEPING if n % 10 else PledgeState.PENDING, due=2, kept=1,
                next_due_on=today() + timedelta(days=n % 30 - 3), **stamps,
            )
        )  # fmt: skip
    QuerySet(Pledge).bulk_create(pledges, batch_size=1000)
    periods = [
        Fulfilment(
            code=f"BF{n}-{at}", pledge=pledge, organisation=group, grid=pledge.grid, number=at + 1,
            opens_on=first + timedelta(days=30 * at), due_on=first + timedelta(days=30 * at + 29),
            kept_on=first if at == 0 else None,
            state=FulfilmentState.WAITING if at else FulfilmentState.DONE, **stamps,
        )
        for n, pledge in enumerate(pledges)
        for at in range(2)
    ]  # fmt: skip
    QuerySet(Fulfilment).bulk_create(periods, batch_size=1000)


def alone(town):
    """The scorer over all essences in memory, best three, with no rule of ours: what the check cannot be faster than."""
    texts = list(compared(town.home.pk, today().year).values_list("essence", flat=True))

    def act(words):
        process.extract(essence(words), texts, scorer=Indel.normalized_similarity, limit=3)

    return act


def reword():
    """Put variations of the same hundred in the place of all sentences."""
    dice, rows = Random(6), list(Pledge.objects.order_by("pk"))
    for n, row in enumerate(rows):
        row.sentence = f"{alike(dice)}（{n}）"
        row.essence, row.updated_at = essence(row.sentence), timezone.now()
    QuerySet(Pledge).bulk_update(rows, ["sentence", "essence", "updated_at"], batch_size=1000)


def checks(town, said):
    """How long the check of each sentence takes beside the scorer alone."""
    seed.analyse()
    plain = alone(town)
    report.head(f"{connection.display_name}: one sentence against {Pledge.objects.count():,} pledges, {said}")
    for what, words in ASKED.items():
        contenders = {
            "ours": lambda words=words: examine(words, town.home.pk, today().year),
            "plain": lambda words=words: plain(words),
        }
        took = measure.side_by_side(contenders, ROUNDS)
        report.row(f"check of {what} / rapidfuzz alone", took["ours"], took["plain"], "< 60 ms")


def main(count):
    town = seed.settle()
    settle(count, town)
    checks(town, f"of {len(DEEDS)} deeds")
    client = browser(town.secretary)
    report.pages_head(f"{connection.display_name}: pages of {count:,} pledges")
    for what, url, most in (
        ("list of pledges", "/pledges/", 8),
        ("list of periods", "/pledges/fulfilments/?tab=late", 8),
        ("overview", "/pledges/overview/", 12),
        ("desk", "/pledges/desk/", 14),
    ):
        page, beside = opens(client, url), opens(client, "/bare/")
        took = measure.side_by_side({"ours": page, "bare": beside}, ROUNDS)
        report.page(what, "secretary", took["ours"], took["bare"], measure.queries(page), most)
    reword()
    checks(town, f"variations of {len(WHOM) * len(DEED)}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
