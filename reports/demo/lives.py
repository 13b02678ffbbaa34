"""Comings and goings of two years in the demonstration, told as ``grids.actions.person`` would have done them."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from django.utils import timezone

from grids.choices import PersonState as S
from grids.choices import Relation, RelocationKind, ServiceTag, Sex
from grids.models import Relocation
from grids.visiting import Intervals
from reports.demo import families
from reports.demo.story import newborn, saved

# Of a hundred households from elsewhere so many came within the two years; of those so many found people gone before them.
CAME, AFTER_OTHERS, FROM_NEXT_DOOR = 0.13, 0.85, 0.3
DIED, MOVED_OUT = 0.1, 0.11
WENT = ["回户籍地", "榆阳区", "靖边县", "神木市", "西安市", "延安市", "银川市", "米脂县"]
CAME_FROM = ["榆阳区", "靖边县", "米脂县", "子洲县", "绥德县", "佳县", "西安市", "延安市", "定边县"]
LEFT_WORDS = [
    "租期到了，随工地转走。",
    "孩子转学，全家搬走。",
    "回老家照看老人。",
    "换了工作，搬到厂里住。",
    "房东收房，另租外面。",
]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Lives:
    """Tells of each dwelling who was found in it, who came later and who is there no more."""

    def __init__(self, town):
        self.town, self.demo, self.dice = town, town.demo, town.dice
        self.intervals = Intervals(town.demo.intervals)
        self.last, self.vacated = self.demo.day - DAY, []

    def settle(self, home):
        """The people of one dwelling, with those before them."""
        household = home.household
        settled = len(home.away) < len(home.members)
        families.describe(self.dice, home.members, settled)
        came = self._some_day(70, 5) if not settled and self.dice.random() < CAME else None
        if came:
            self._newcomers(home, came)
            return
        before = None
        if not settled and self.vacated and self.dice.random() < FROM_NEXT_DOOR:
            before = self.vacated.pop()
        for n, one in enumerate(home.members):
            self._resident(home, one, household.created_at + MINUTE * (n + 1), before=before)
        if settled:
            self._gone_before(home)

    def _newcomers(self, home, came):
        household, place = home.household, self.dice.choice(CAME_FROM)
        for n, one in enumerate(home.members):
            at = self._at(came, 1, 6) + MINUTE * n
            self._resident(home, one, at, arrived=(came, place))
        left = came - DAY * self.dice.randint(4, 30)
        if self.dice.random() < AFTER_OTHERS:
            place, note = self.dice.choice(WENT), self.dice.choice(LEFT_WORDS)
            for n, person in enumerate(self._former(home)):
                self._go(person, "leave", S.AWAY, RelocationKind.LEFT, left, n, home, place=place, note=note)
        elif left > self.town.begun.date() + DAY * 60:
            self.vacated.append((household, left))

    def _former(self, home):
        """People from elsewhere who lived there before; told up to their registration."""
        size = self.dice.choices(range(1, 6), [3, 4, 4, 3, 1])[0]
        members = families.family(self.dice, size, False)
        families.describe(self.dice, members, False)
        other = type(home)(home.where, home.household, members, members, home.caller)
        for n, one in enumerate(members):
            person = self.town.person(other, one)
            self._register(person, home, home.household.created_at + MINUTE * (n + 1))
            yield person

    def _gone_before(self, home):
        """In a home of old residents now and then somebody died, or a daughter married away."""
        head = home.members[0]
        member = None
        if head.age > 48 and self.dice.random() < DIED * 2:
            alone = len(home.members) == 1
            sex = {Sex.MALE: Sex.FEMALE, Sex.FEMALE: Sex.MALE}[head.sex] if alone else self.dice.choice(Sex.values)
            parent = Relation.FATHER if sex == Sex.MALE else Relation.MOTHER
            age = head.age + (self.dice.uniform(-3, 5) if alone else self.dice.uniform(21, 29))
            member = families.Member(Relation.SPOUSE if alone else parent, sex, min(age, 96), "other")
        elif head.age > 45 and self.dice.random() < MOVED_OUT:
            member = families.Member(Relation.DAUGHTER, Sex.FEMALE, self.dice.uniform(23.5, 30), "child")
        if member is None:
            return
        families.describe(self.dice, [replace(head, care=set()), member], True)
        person = self.town.person(home, member)
        self._register(person, home, home.household.created_at + MINUTE * 20)
        on = self._some_day(90, 12)
        if member.relation == Relation.DAUGHTER:
            place = self.dice.choice(WENT[1:])
            self._go(person, "leave", S.AWAY, RelocationKind.LEFT, on, 0, home, place=place, note="结婚迁往婆家。")
        else:
            self._go(person, "die", S.DEAD, RelocationKind.DIED, on, 0, home, note="")

    # One person ------------------------------------------------------------------------

    def _resident(self, home, one, at, *, arrived=None, before=None):
        """Somebody who is here on the day of the demonstration."""
        person, household, later = self.town.person(home, one), home.household, None
        if before and before[1] > person.birth:
            person.household, later = before[0], before[1]
            person.grid = before[0].grid
        born = person.birth > at.date()
        if born:
            at, later = self._at(person.birth, 4, 25), None
            person.household, person.grid = household, household.grid
        turned = self._turned_very_old(person, at)
        if turned:
            person.care = [tag for tag in person.care if tag != ServiceTag.AGED]
        self._register(person, home, at)
        if born:
            self._tell(person, RelocationKind.BORN, person.birth, at, home, entered=household)
        elif arrived:
            self._tell(person, RelocationKind.ARRIVED, arrived[0], at, home, entered=household, place=arrived[1])
        if later:
            self._move(person, household, later, home)
        if turned:
            person.care = person._meta.get_field("care").sorted([*person.care, ServiceTag.AGED])
            self._save(person, "tag", turned, home.caller, note="满 80 周岁")
        self.town.residents.append(person)
        home.here.append(person)

    def _register(self, person, home, at):
        self.town.told.append((newborn(person, by=home.caller, at=at), person))
        self._settle_due(person)
        self.town.people.append(person)

    def _turned_very_old(self, person, at):
        """When somebody who bears the tag of the very old since got it; None for who had it from the first."""
        if ServiceTag.AGED not in person.care:
            return None
        on = person.birth.replace(year=person.birth.year + families.VERY_OLD, day=min(person.birth.day, 28))
        moment = self._at(on, 2, 6)
        return moment if at.date() < on and moment < self.demo.until else None

    def _move(self, person, household, on, home):
        left, person.household = person.household, household
        person.grid = household.grid
        at = self._at(on, 0, 3)
        self._save(person, "settle_in", at, home.caller, note="换租到这一户。")
        self._tell(person, RelocationKind.MOVED, on, at, home, left=left, entered=household)

    def _go(self, person, verb, state, kind, on, n, home, *, note, place=""):
        left, person.household, person.relation = person.household, None, ""
        at = self._at(on, 0, 5) + MINUTE * n
        person.state, person.visit_due_on = state, None
        entry = saved(person, verb, by=home.caller, at=at, note=note, from_state=S.PRESENT)
        self.town.told.append((entry, person))
        self._tell(person, kind, on, at, home, left=left, place=place)

    def _save(self, person, verb, at, by, *, note):
        """A move that leaves the person here."""
        self._settle_due(person)
        self.town.told.append((saved(person, verb, by=by, at=at, note=note, from_state=S.PRESENT), person))

    def _settle_due(self, person):
        person.visit_due_on = self.intervals.due(person)

    def _tell(self, person, kind, on, at, home, **how):
        made = Relocation(person=person, grid=person.grid, kind=kind, on=on, **how)
        self.town.relocations.append(made)
        self.town.moved.append((newborn(made, by=home.caller, at=at), made))

    # Days ------------------------------------------------------------------------------

    def _some_day(self, after, before):
        """A day of the two years, so long after their beginning and before their end."""
        first = self.town.begun.date() + DAY * after
        return first + DAY * self.dice.randrange((self.demo.day - first).days - before)

    def _at(self, day, *later):
        """An hour of work some days after a day, before the demonstration's."""
        day = min(day + DAY * self.dice.randint(*later), self.last)
        return timezone.make_aware(datetime.combine(day, time(9 + self.dice.randrange(8), self.dice.randrange(60))))
