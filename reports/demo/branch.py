"""The party organisations of the demonstration and their members, as many of each as the source states.

The branch has 62 members: its committee of five, who are in the branch itself, and 57 in the groups of the seven grids, whose
organisation is the group. So the branch is counted with its groups below it. Most live in the neighbourhood; who works here and
lives elsewhere is an associate, as all are who checked in with one of three units (107) or belong to an enterprise branch (12).
"""

from collections import defaultdict
from datetime import timedelta

from grids.choices import Residence, Sex, Tie
from grids.identity import age_on
from grids.models import Person, Unit
from party.choices import Category, Duty, OrganisationKind, RuleKey
from party.models import Member, Organisation
from reports.demo import pledge_words as words
from reports.demo.making import SUFFIX
from reports.demo.names import Names
from reports.demo.partying import DAY, MINUTE, Award, Comrade, Party, moment
from reports.demo.register import keep
from reports.demo.story import newborn, saved

BRANCH = "杨园则社区党支部"
GROUPS = (9, 8, 9, 8, 8, 7, 8)
# (name, unit of the neighbourhood, members, what it took on, the trades of its members).
UNITS = [
    (
        "演示农业农村局机关党支部",
        "",
        47,
        "认领一网格、六网格菜园指导，每季度一次",
        ["机关干部", "农技员", "会计", "司机"],
    ),
    (
        "演示文化服务中心党支部",
        "演示文化服务中心",
        23,
        "每月到社区活动广场办一场文艺活动",
        ["文化干事", "图书管理员", "信息员"],
    ),
    (
        "演示医院党支部",
        "演示医院",
        37,
        "每季度义诊一次，认领五网格独居老人",
        ["医生", "护士", "药剂师", "化验员", "后勤"],
    ),
]
ENTERPRISES = [
    ("演示煤炭运销有限公司党支部", "演示煤炭运销有限公司", 4, "冬天给困难户送煤", ["企业职工", "司机"]),
    ("演示商贸有限公司党支部", "演示商贸有限公司", 3, "步行街环境整治", ["会计", "超市员工"]),
    ("演示物业服务有限公司党支部", "演示物业服务有限公司", 5, "家属楼水电小修", ["企业职工", "后勤"]),
]
# Who signs in, other than whoever checked in with a unit: (user name, grid counted from 0, duty), the first two of the committee.
ACCOUNTS = [
    ("secretary", 3, Duty.SECRETARY, Sex.MALE), ("party2", 4, Duty.COMMITTEE, Sex.FEMALE), ("head3", 2, Duty.LEADER, Sex.MALE),
    ("member7", 2, Duty.NONE, Sex.FEMALE),
]  # fmt: skip
COMMITTEE = 5
# Older members are more: (from what age on, weight).
AGES = [(80, 3), (64, 7), (50, 4), (35, 2), (24, 1)]
AWAY, TOO_OLD, LATE_COMERS, SKILLED = 4, 8, 0.22, 0.86
PER_DAY = 60


def load(demo):
    """Found the organisations, register the members, link the accounts."""
    demo.party = Party(demo)
    branch = Roll(demo)
    branch.choose()
    branch.keep()


class Roll:
    """The register of members while it is written: ``people`` are those from outside, ``lines`` the history of each register."""

    def __init__(self, demo):
        self.demo, self.party, self.dice = demo, demo.party, demo.dice("branch")
        self.clerk, self.secretary = demo.people["clerk"], demo.people["secretary"]
        self.people, self.told, self.lines, self.founded = [], [], [], []
        self.names = Names(self.dice)
        contacts = list(Person.objects.filter(community=demo.community, tie=Tie.ASSOCIATE).order_by("pk"))
        everybody = [*demo.residents, *contacts]
        self.names.taken = {(one.name, one.birth) for one in everybody}
        self.names.phones = {one.phone for one in everybody}
        # Identity numbers of any day begin beyond those of residents, of people who are gone, and of contacts.
        self.names.born = defaultdict(lambda: 300)

    # Who ------------------------------------------------------------------------------

    def choose(self):
        """Everybody, organisation by organisation."""
        self.branch = self._found(BRANCH, OrganisationKind.BRANCH, self.demo.community, note="每月一次主题党日")
        signed = [self._signing(*one) for one in ACCOUNTS]
        self._branch(signed[:2], signed[2:])
        for kind, rows in ((OrganisationKind.UNIT, UNITS), (OrganisationKind.ENTERPRISE, ENTERPRISES)):
            for row in rows:
                self._from_unit(kind, *row)

    def _branch(self, committee, grouped):
        pool = self._pool()
        for where in self.dice.sample(range(7), COMMITTEE - len(committee)):
            committee.append((self._neighbour(pool, where), where, Duty.COMMITTEE, None))
        rows = [(self.branch, *one) for one in committee]
        self.branch.lead = committee[0][0]
        for where, grid in enumerate(self.demo.grids):
            group = self._found(f"{grid.name}党小组", OrganisationKind.GROUP, grid, parent=self.branch)
            mine = [one for one in grouped if one[1] == where]
            for n in range(GROUPS[where] - len(mine)):
                duty = Duty.LEADER if not n and not any(one[2] == Duty.LEADER for one in mine) else Duty.NONE
                mine.append((self._neighbour(pool, where), where, duty, None))
            group.lead = next(person for person, _, duty, _ in mine if duty == Duty.LEADER)
            rows += [(group, *one) for one in mine]
        kinds = self._kinds(rows)
        for n, (organisation, person, where, duty, user) in enumerate(rows):
            self._register(organisation, person, where, self._begun(n), user, duty=duty, category=kinds[id(person)])

    def _pool(self):
        """Residents who may be members, those first who are likelier: of the place, and of the years when people have joined."""
        found = []
        for one in self.demo.residents:
            age = age_on(one.birth, self.demo.day)
            weight = next((weight for least, weight in AGES if age >= least), 0)
            here = one.created_at < moment(self.party.begun, 0) and not one.occupation.endswith("生")
            if weight and here:
                rank = self.dice.random() ** (1 / weight) + 2 * (one.residence == Residence.SETTLED)
                found.append((rank, one))
        return [one for _, one in sorted(found, key=lambda pair: -pair[0])]

    def _neighbour(self, pool, where):
        """The likeliest of a grid; of another where none is left there."""
        grid = self.demo.grids[where].pk
        found = next((one for one in pool if one.grid_id == grid), None) or pool[0]
        pool.remove(found)
        return found

    def _kinds(self, rows):
        """{key of a person: category}: the oldest are too frail to come, some of the youngest are away."""
        plain = [person for _, person, _, duty, user in rows if duty == Duty.NONE and user is None]
        plain.sort(key=lambda one: one.birth)
        apart = [*plain[:TOO_OLD], *plain[-AWAY:]]
        return {id(one[1]): Category.COMMUNITY for one in rows} | {id(one): Category.MOBILE for one in apart}

    def _from_unit(self, kind, name, unit, many, note, trades):
        """Its members check in one after the other; the first leads."""
        in_service = kind == OrganisationKind.UNIT
        row = Unit.objects.filter(community=self.demo.community, name=f"{unit}{SUFFIX}").first() if unit else None
        since = self.party.begun - DAY * self.dice.randint(60, 300)
        told = {"unit": row, "note": note, "checked_in_on": since if in_service else None}
        organisation = self._found(name, kind, self.demo.community, **told)
        late, first = round(many * LATE_COMERS) if in_service else 0, len(self.party.comrades)
        for n in range(many):
            at, on = self._begun(first + n), since + DAY * self.dice.randint(0, 50)
            if n >= many - late:
                after = (self.demo.day - self.party.begun).days - 70
                at = moment(self.party.begun + DAY * self.dice.randint(20, after), 10, self.dice.randrange(60))
                on = at.date() - DAY * self.dice.randint(0, 6)
            user = self.demo.people["party1"] if in_service and not row and n == 1 else None
            person = self._outsider(self.dice.choice(trades), at, user=user)
            organisation.lead = organisation.lead or person
            kept = {"duty": Duty.NONE if n else Duty.SECRETARY, "category": Category.COMMUNITY}
            if in_service:
                kept |= {"category": Category.SERVING, "checked_in_on": on}
            self._register(organisation, person, self.dice.randrange(7), at, user, **kept)

    # Rows -----------------------------------------------------------------------------

    def _begun(self, n):
        """The hour at which the n-th member was registered in the first days."""
        return moment(self.party.begun + DAY * (1 + n // PER_DAY), 9) + MINUTE * 8 * (n % PER_DAY)

    def _found(self, name, kind, grid, **told):
        n = len(self.founded)
        one = Organisation(grid=grid, name=f"{name}{SUFFIX}", kind=kind, phone=f"154000040{n:02d}", **told)
        self.founded.append((one, moment(self.party.begun, 9) + MINUTE * 6 * n))
        return one

    def _signing(self, username, where, duty, sex):
        """Somebody with an account, who lives outside and bears its name."""
        user = self.demo.people[username]
        return self._outsider("社区工作者", moment(self.party.begun, 8), user=user, sex=sex), where, duty, user

    def _outsider(self, occupation, at, *, user=None, sex=None):
        sex = sex or self.dice.choice(Sex.values)
        birth = self.demo.day - timedelta(days=self.dice.randint(27 * 365, 57 * 365))
        name = user.name if user else self.names.name(self.names.surname(), sex, birth)
        one = Person(
            name=name, tie=Tie.ASSOCIATE, grid=self.demo.community, sex=sex, birth=birth, occupation=occupation,
            phone=self.names.phone(), id_number=self.names.number(sex, birth) if self.dice.random() < 0.25 else "",
        )  # fmt: skip
        # Registered the day before, so that whoever leads is there when the organisation is.
        self.told.append((newborn(one, by=self.clerk, at=at - DAY), one))
        self.people.append(one)
        if user:
            one.user = user
            self.told.append((saved(one, "edit", by=self.secretary, at=self._linked(at)), one))
        one.settle_keys()
        return one

    def _linked(self, at):
        return at + 5 * DAY

    def _register(self, organisation, person, where, at, user, **told):
        skills = self._skills(person, SKILLED)
        member = Member(
            person=person, organisation=organisation, grid=self.demo.grids[where], joined_on=self._joined(person),
            skills="、".join(skills), offers="、".join(words.SKILLS[one][0] for one in skills), **told,
        )  # fmt: skip
        self.lines.append((newborn(member, by=self.clerk, at=at), member))
        if user:
            note = f"关联账号 {user.username}"
            linked = saved(member, "link", by=self.secretary, at=self._linked(at), note=note, from_state=member.state)
            self.lines.append((linked, member))
        own = told["category"] == Category.SERVING
        comrade = Comrade(member, where, at, skills or self._skills(person), user, own)
        self.party.comrades.append(comrade)
        basis = f"{at.year} 年基础分"
        self.party.awards.append(Award(comrade, RuleKey.BASE, at, basis, key=base_key(member, at.year)))

    def _skills(self, person, share=1):
        """One or two, of the trade where it has any; not everybody names one."""
        if self.dice.random() > share:
            return []
        own = words.TRADES.get(person.occupation, [])
        others = words.OF_THE_OLD if age_on(person.birth, self.demo.day) >= words.OLD else words.ANYBODY
        found = [self.dice.choice(own)] if own else []
        if not found or self.dice.random() < 0.4:
            found.append(self.dice.choice([one for one in others if one not in found]))
        return found

    def _joined(self, person):
        """Between twenty and forty-five, two years ago and more, before anybody checked in."""
        age = age_on(person.birth, self.party.begun) - 3
        return person.birth + timedelta(days=round(365.25 * self.dice.uniform(20, max(20.5, min(45, age)))))

    def keep(self):
        """People, then organisations, then members."""
        keep(self.demo, self.people, self.told)
        lines = [(newborn(one, by=self.clerk, at=at), one) for one, at in self.founded]
        keep(self.demo, [one for one, _ in self.founded], lines)
        self.party.keep([one.member for one in self.party.comrades], self.lines)


def base_key(member, year):
    """What keeps the base points of a year from being given twice; known once the member has a key."""
    return lambda: f"base:{member.pk}:{year}"
