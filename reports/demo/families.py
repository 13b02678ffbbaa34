"""Families of the demonstration: who lives together, how old they are, what they do and who looks after them."""

from dataclasses import dataclass, field

from grids.choices import Relation, Sex
from grids.choices import ServiceTag as T

OLD, VERY_OLD, GROWN, SCHOOL, NURSERY, RETIRED = 60, 80, 18, 7, 3, {Sex.MALE: 60, Sex.FEMALE: 55}
MOST = 8
# Of a hundred households how many have one, two … eight members: those registered here, those from elsewhere.
SETTLED = [25, 24, 8, 10, 11, 11, 7, 4]
FLOATING = [8, 14, 18, 22, 18, 12, 5, 3]
SHARED = 0.13
# For those registered here, for those from elsewhere.
WORK = {
    (Sex.MALE, True): [
        "机关事业单位",
        "教师",
        "企业职工",
        "煤矿工人",
        "个体经营",
        "司机",
        "务农",
        "公益性岗位",
        "自由职业",
    ],
    (Sex.FEMALE, True): [
        "机关事业单位",
        "教师",
        "护士",
        "企业职工",
        "个体经营",
        "超市员工",
        "务农",
        "公益性岗位",
        "会计",
    ],
    (Sex.MALE, False): [
        "个体经营",
        "建筑工",
        "煤矿工人",
        "厨师",
        "司机",
        "装修工",
        "快递员",
        "厂矿务工",
        "保安",
        "修理工",
    ],
    (Sex.FEMALE, False): [
        "个体经营",
        "餐饮服务",
        "保洁",
        "家政服务",
        "超市员工",
        "美容美发",
        "裁缝",
        "厂矿务工",
        "幼教",
    ],
}
SUPPORT = {
    T.ALLOWANCE: "低保按月发放", T.DISABLED: "残疾人两项补贴", T.LIVES_ALONE: "网格员定期上门",
    T.ALONE: "社区代办、邻里照看", T.JOBLESS: "介绍公益性岗位", T.POOR_STUDENT: "列入助学名单",
    T.BEREFT: "计生特殊家庭扶助", T.ONE_PARENT: "寒暑假托管",
}  # fmt: skip


@dataclass
class Member:
    """One of a household: how related to its head, how old; ``line`` whose surname the person bears."""

    relation: str
    sex: str
    age: float
    line: str = "head"
    care: set = field(default_factory=set)
    occupation: str = ""


def sizes(dice, many, total, weights):
    """So many sizes of households that come to so many people, drawn by the weights and then made to fit."""
    found = dice.choices(range(1, len(weights) + 1), weights, k=many)
    while gap := total - sum(found):
        at, step = dice.randrange(many), 1 if gap > 0 else -1
        if 1 <= found[at] + step <= MOST:
            found[at] += step
    return found


def family(dice, size, settled):
    """The members of a household of that size, its head first."""
    if size == 1:
        return [_alone(dice, settled)]
    if not settled and size > 2 and dice.random() < SHARED:
        return _lodgers(dice, size)
    if size == 2:
        return _two(dice, settled)
    if size == 3 and dice.random() < 0.08:
        return [*_couple(dice, dice.uniform(58, 70)), _grandchild(dice)]
    if size > 5 and dice.random() < 0.4:
        return _elders_lead(dice, size)
    return _parents_lead(dice, size, settled)


def _alone(dice, settled):
    old = dice.random() < (0.84 if settled else 0.07)
    sex = dice.choice(Sex.values)
    return Member(Relation.HEAD, sex, dice.triangular(61, 93, 78) if old else dice.triangular(20, 59, 31))


def _couple(dice, age):
    """A man and a woman about so old, either of them the head, he mostly."""
    man, woman = age + dice.uniform(0, 4), age - dice.uniform(-1, 3)
    pair = [Member(Relation.HEAD, Sex.MALE, man), Member(Relation.SPOUSE, Sex.FEMALE, woman, "other")]
    if dice.random() < 0.2:
        pair = [Member(Relation.HEAD, Sex.FEMALE, woman), Member(Relation.SPOUSE, Sex.MALE, man, "other")]
    return pair


def _two(dice, settled):
    fate = dice.random()
    if fate < (0.64 if settled else 0.06):
        return _couple(dice, dice.triangular(60, 89, 74) if settled else dice.triangular(58, 74, 62))
    if fate < (0.86 if settled else 0.74):
        return _couple(dice, dice.triangular(22, 60, 44))
    child = _child(dice, dice.uniform(2, 24))
    parent = Member(Relation.HEAD, dice.choices(Sex.values, [1, 3])[0], child.age + dice.uniform(23, 32))
    parent.care.add(T.ONE_PARENT)
    return [parent, child]


def _child(dice, age, relations=(Relation.SON, Relation.DAUGHTER)):
    boy = dice.random() < 0.52
    return Member(relations[0] if boy else relations[1], Sex.MALE if boy else Sex.FEMALE, age, "child")


def _ages(dice, eldest, many):
    """Ages of brothers and sisters, the eldest first; none is born on one day with another."""
    apart = [dice.uniform(1.6, 4.5) for _ in range(many - 1)]
    ages = [max(eldest, sum(apart) + dice.uniform(0.2, 4))]
    for gap in apart:
        ages.append(ages[-1] - gap)
    return ages


def _grandchild(dice):
    """A child whose parents work elsewhere."""
    child = _child(dice, dice.uniform(3, 15.5), (Relation.GRANDCHILD, Relation.GRANDCHILD))
    child.care.add(T.LEFT_BEHIND)
    return child


def _lodgers(dice, size):
    """People who share a flat for their work."""

    def one(relation):
        sex = dice.choices(Sex.values, [7, 3])[0]
        return Member(relation, sex, dice.triangular(18.2, 59, 33), "" if relation == Relation.TENANT else "head")

    return [one(Relation.HEAD), *(one(Relation.TENANT) for _ in range(size - 1))]


def _parents_lead(dice, size, settled):
    """A couple with children, then the head's own parents, then a brother or sister."""
    children = min(size - 2, dice.choices([1, 2, 3], [5, 5, 1] if settled else [4, 6, 1])[0])
    parents = min(size - 2 - children, 2)
    children += min(size - 2 - children - parents, 3 - children)
    eldest = dice.triangular(0.2, 33 if settled else 28, 19 if settled else 11)
    ages = _ages(dice, eldest, children)
    pair = _couple(dice, ages[0] + dice.uniform(23, 31))
    members = [*pair, *(_child(dice, age) for age in ages)]
    if parents:
        age = pair[0].age + dice.uniform(22, 30)
        both = [
            Member(Relation.FATHER, Sex.MALE, min(age + 1.5, 93), "head"),
            Member(Relation.MOTHER, Sex.FEMALE, min(age, 94), "mother"),
        ]
        members += both if parents == 2 else [dice.choices(both, [1, 2])[0]]
    while len(members) < size:
        members.append(
            Member(Relation.SIBLING, dice.choice(Sex.values), max(18.5, pair[0].age - dice.uniform(1, 9)), "head")
        )
    return members


def _elders_lead(dice, size):
    """An old couple, their son with his wife, and the grandchildren."""
    many = size - 4
    ages = _ages(dice, dice.triangular(0.2, 18, 9), many)
    son = ages[0] + dice.uniform(24, 31)
    pair = _couple(dice, min(son + dice.uniform(23, 29), 86))
    young = [
        Member(Relation.SON, Sex.MALE, son, "child"),
        Member(Relation.DAUGHTER_IN_LAW, Sex.FEMALE, son - dice.uniform(-1, 3), "in_law"),
    ]
    return [*pair, *young, *(_child(dice, age, (Relation.GRANDCHILD, Relation.GRANDCHILD)) for age in ages)]


def describe(dice, members, settled):
    """Give each a trade and the tags that fit age and household."""
    couple = len(members) == 2 and members[1].relation == Relation.SPOUSE
    for one in members:
        one.occupation = _occupation(dice, one, settled)
        if one.age >= VERY_OLD:
            one.care.add(T.AGED)
        if couple and min(member.age for member in members) >= OLD:
            one.care.add(T.EMPTY_NEST)
        if len(members) == 1 and one.age >= OLD:
            one.care.add(T.ALONE if settled and dice.random() < 0.4 else T.LIVES_ALONE)
        _chances(dice, one, settled)
    if couple and 50 <= members[0].age < 80 and dice.random() < 0.16:
        for one in members:
            one.care.add(T.BEREFT)


def _chances(dice, one, settled):
    grown = one.age >= GROWN
    if dice.random() < (0.008 + (0.022 if one.age >= OLD else 0)) * (2 if settled else 0.6):
        one.care.add(T.DISABLED)
    if settled and grown and dice.random() < (0.07 if one.age >= OLD else 0.022):
        one.care.add(T.ALLOWANCE)
        one.occupation = one.occupation if one.age >= OLD else "待业"
    if settled and 38 <= one.age < RETIRED[one.sex] and dice.random() < 0.05:
        one.care.add(T.JOBLESS)
        one.occupation = "待业"
    if one.sex == Sex.MALE and 24 <= one.age < 82 and dice.random() < (0.05 if settled else 0.012):
        one.care.add(T.VETERAN)
    if SCHOOL <= one.age < 22 and one.occupation.endswith("生") and dice.random() < 0.02:
        one.care.add(T.POOR_STUDENT)


def _occupation(dice, one, settled):
    if one.age < SCHOOL:
        return "幼儿园" if one.age >= NURSERY else ""
    if one.age < GROWN:
        return "小学生" if one.age < 13 else "中学生"
    if one.age < 22 and dice.random() < 0.75:
        return "大学生"
    if one.age >= RETIRED[one.sex]:
        return "退休" if settled else dice.choice(["退休", "务农", "照看孙辈"])
    if one.sex == Sex.FEMALE and dice.random() < 0.24:
        return "料理家务"
    return dice.choice(WORK[one.sex, settled])
