"""924 households and the 3,899 people who live in them; who came, was born, moved, left and died in two years.

The source states 242 households of residents and 754 of the floating population, 996 in all, but 924 altogether. The
demonstration reads that as 72 households in which both live.
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from grids.choices import Relation, Residence, Sex, Tenure, Tie
from grids.models import Household, Person
from reports.demo import families, rounds
from reports.demo.dwellings import flats, rooms
from reports.demo.lives import Lives
from reports.demo.matters import members_of
from reports.demo.names import Names
from reports.demo.register import keep
from reports.demo.story import newborn

# By grid, one to seven: households of residents only, of both, of the floating population only.
HOUSEHOLDS = [(40, 10, 86), (34, 12, 72), (22, 14, 124), (18, 9, 141), (20, 8, 104), (26, 11, 57), (10, 8, 98)]
SETTLED, FLOATING = 885, 3014
# Of those, who lives in a household of both.
SETTLED_IN_BOTH, FLOATING_IN_BOTH = 190, 99
IN_BOTH = [24, 46, 20, 10]
# Whose own registration is elsewhere, in a household of somebody registered here: who married in, then who joined later.
FROM_ELSEWHERE = [
    Relation.SPOUSE, Relation.DAUGHTER_IN_LAW, Relation.TENANT, Relation.SIBLING, Relation.MOTHER, Relation.FATHER,
    Relation.GRANDCHILD, Relation.DAUGHTER, Relation.SON,
]  # fmt: skip
COUNTIES = [
    "榆阳区", "靖边县", "米脂县", "子洲县", "绥德县", "佳县", "吴堡县", "清涧县", "定边县", "志丹县", "安塞区", "子长市", "环县",
    "盐池县", "乌审旗", "临县",
]  # fmt: skip
BEGUN, TOOK = timedelta(days=785), timedelta(days=50)
NO_NUMBER, NO_PHONE, PHONE_FROM = 0.035, 0.09, 15
SAYS_FROM = 0.55


def load(demo):
    """Go from door to door for fifty days, then keep the register for two years; visit whoever is to be visited."""
    town = Town(demo)
    town.build()
    keep(demo, town.households, town.lines)
    lives = Lives(town)
    for home in town.homes:
        lives.settle(home)
    visits, walks = rounds.walk(town)
    for person in town.people:
        person.settle_keys()
    keep(demo, town.people, town.told)
    keep(demo, town.relocations, town.moved)
    rounds.keep_all(demo, visits, walks)
    demo.households, demo.residents = town.households, town.residents


class Town:
    """What the pieces of the town share: its dwellings, people, and lines of history.

    ``lines`` tell of dwellings, ``told`` of people, ``moved`` of comings and goings; ``residents`` are those here on the day,
    ``people`` all there ever were.
    """

    def __init__(self, demo):
        self.demo, self.dice = demo, demo.dice("town")
        self.names = Names(self.dice)
        self.begun = datetime.combine(demo.day - BEGUN, time(9))
        self.households, self.people, self.residents, self.relocations = [], [], [], []
        self.lines, self.told, self.moved = [], [], []
        self.homes = []

    def build(self):
        """Every dwelling with who will be found in it."""
        many = [sum(row[kind] for row in HOUSEHOLDS) for kind in range(3)]
        settled = iter(self._sizes(many[0], SETTLED - SETTLED_IN_BOTH, families.SETTLED))
        both = zip(
            self._sizes(many[1], SETTLED_IN_BOTH, IN_BOTH), self._sizes(many[1], FLOATING_IN_BOTH, IN_BOTH), strict=True
        )
        floating = iter(self._sizes(many[2], FLOATING - FLOATING_IN_BOTH, families.FLOATING))
        for where, (only, mixed, away) in enumerate(HOUSEHOLDS):
            homes = [(next(settled), 0) for _ in range(only)] + [next(both) for _ in range(mixed)]
            homes += [(0, next(floating)) for _ in range(away)]
            self._house(where, homes)

    def _sizes(self, *asked):
        return families.sizes(self.dice, *asked)

    def _house(self, where, homes):
        """Put the homes of a grid behind its doors: whoever is registered here lives in flats first."""
        built, yards = list(flats(where)), list(rooms(where))
        self.dice.shuffle(built), self.dice.shuffle(yards)
        members, step = members_of(self.demo, where), TOOK / len(homes)
        for n, (here, away) in enumerate(homes):
            doors = built if built and (here or not yards or self.dice.random() < 0.3) else yards
            found = families.family(self.dice, here + away, bool(here))
            at = self._by_day(self.begun + step * n)
            household = Household(grid=self.demo.grids[where], tenure=self._tenure(found, here), **doors.pop())
            household.settle_door()
            home = Home(where, household, found, self._from_elsewhere(found, away), members[n % len(members)])
            self.lines.append((newborn(household, by=home.caller, at=at), household))
            self.households.append(household)
            self.homes.append(home)

    def _by_day(self, moment):
        """The same day between nine and half past five."""
        minutes = self.dice.randrange(510)
        return timezone.make_aware(datetime.combine(moment.date(), time(9 + minutes // 60, minutes % 60)))

    def _from_elsewhere(self, members, many):
        """Which members are of the floating population."""
        if many == len(members):
            return list(members)
        order = sorted(members[1:], key=lambda one: FROM_ELSEWHERE.index(one.relation))
        return order[:many]

    def _tenure(self, members, settled):
        if any(one.relation == Relation.TENANT for one in members):
            return Tenure.SHARED
        owned = 0.93 if settled else 0.09
        return Tenure.OWNED if self.dice.random() < owned else Tenure.RENTED

    def person(self, home, one):
        """A member of a home as the register will have it; not yet told of."""
        dice, household, away = self.dice, home.household, any(one is other for other in home.away)
        birth = self.demo.day - timedelta(days=round(one.age * 365.2425) + 1)
        surname = home.surname(one, self.names)
        person = Person(
            name=self.names.name(surname, one.sex, birth), tie=Tie.RESIDENT, household=household, grid=household.grid,
            relation=one.relation, residence=Residence.FLOATING if away else Residence.SETTLED, sex=one.sex, birth=birth,
            occupation=one.occupation, care=Person._meta.get_field("care").sorted(one.care),
        )  # fmt: skip
        if dice.random() >= (0.5 if one.age < 1 else NO_NUMBER):
            person.id_number = self.names.number(one.sex, birth)
        if one.age >= PHONE_FROM and dice.random() >= NO_PHONE:
            person.phone = self.names.phone()
        if away and dice.random() < SAYS_FROM:
            person.registered = f"{dice.choice(COUNTIES)}演示乡演示村 {dice.randint(1, 99)} 号"
        person.support = next((families.SUPPORT[tag] for tag in person.care if tag in families.SUPPORT), "")
        return person


class Home:
    """Who lives behind a door: members, those ``away`` whose registration is elsewhere, and the member of the grid who calls.

    ``here`` are those of the register who live there on the day of the demonstration.
    """

    def __init__(self, where, household, members, away, caller):
        self.where, self.household, self.members, self.away, self.caller = where, household, members, away, caller
        self.here, self.lines = [], {}

    def surname(self, one, names):
        """The surname of a member's line; a child bears its father's."""
        line = one.line
        if line == "child":
            line = next((m.line for m in self.members[:2] if m.sex == Sex.MALE), "head")
        if not line or line == "in_law":
            return names.surname()
        if line not in self.lines:
            self.lines[line] = names.surname()
        return self.lines[line]
