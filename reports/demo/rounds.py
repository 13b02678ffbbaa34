"""A year of visits in the demonstration: at the intervals of the tags, mostly in time; checks of the floating population.

Told as ``grids.actions.visit`` would have done them: each visit that met somebody settles when the person is due next.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from grids.actions.visit import SEEN
from grids.choices import PersonState, VisitKind, VisitOutcome, VisitState
from grids.identity import age_on
from grids.models import Visit, Walk
from grids.models.visit import WalkLine
from grids.visiting import Intervals
from reports.demo.making import SUFFIX
from reports.demo.register import keep
from reports.demo.story import newborn, saved
from reports.demo.words_of_visits import CANCELLED, FOUND_ABSENT, FOUND_BY_TAG, FOUND_FAMILY, FOUND_FLOATING, FOUND_WELL

YEAR, DAY, MINUTE = timedelta(days=365), timedelta(days=1), timedelta(minutes=1)
LATE, NEGLECTED, PLANNED, AGAIN_SOON, BY_HEAD = 0.1, 0.035, 0.03, 0.02, 0.05
OUTCOMES = {VisitOutcome.MET: 82, VisitOutcome.FAMILY: 13, VisitOutcome.ABSENT: 5}
CALLS, CHILD = 0.12, 14
# Of those due within days so many have a visit planned; a member has no more than so many.
AWAITED, SOON, MOST_AWAITED = 0.3, 4, 3
SHEET, LEAST = 20, 6


def walk(town):
    """(visits with their lines, sheets) of the year before the day; the people know then when they are due next."""
    rounds = Rounds(town)
    for home in town.homes:
        for days, people in rounds.together(home).items():
            rounds.year(home, days, people)
    rounds.plan()
    return rounds, rounds.sheets()


def keep_all(demo, rounds, sheets):
    """Put visits on their register, and the sheets they were noted on."""
    keep(demo, rounds.visits, rounds.lines)
    keep(demo, [sheet for sheet, _, _ in sheets], [(line, sheet) for sheet, line, _ in sheets])
    lines = [
        WalkLine(walk=sheet, number=n, person=person, visit=visit)
        for sheet, _, noted in sheets
        for n, (person, visit) in enumerate(noted, 1)
    ]
    demo.mark(*WalkLine.objects.bulk_create(lines))


class Rounds:
    """The visits of the year and their lines; ``due`` are (home, person) who may be planned for."""

    def __init__(self, town):
        self.town, self.demo, self.dice = town, town.demo, town.demo.dice("rounds")
        self.intervals = Intervals(town.demo.intervals)
        self.visits, self.lines = [], []
        self.awaited = defaultdict(int)

    def together(self, home):
        """{days: people of a home who are visited so often}, and so together."""
        found = defaultdict(list)
        for person in home.here:
            if days := self.intervals.every(person):
                found[days, localdate(person.updated_at)].append(person)
        return {(days, since): people for (days, since), people in found.items()}

    def year(self, home, key, people):
        """Visit them at their interval from a year ago or from when they came, up to the day before."""
        days, dice = key[0], self.dice
        since = max(person.updated_at for person in people)
        start = max(self.demo.until - YEAR, since)
        day = localdate(start) + DAY * (1 + round(days * dice.random()))
        end = self.demo.day
        if dice.random() < NEGLECTED:
            # Somebody called once at least.
            end = max(end - DAY * round(days * dice.uniform(0.3, 1.1)), day + DAY * 2)
        while (at := self._hour(day, home)) and localdate(at) < end:
            outcome = dice.choices(list(OUTCOMES), OUTCOMES.values())[0]
            next_on = localdate(at) + DAY * 7 if days < 100 and dice.random() < AGAIN_SOON else None
            for n, person in enumerate(people):
                self._visit(home, person, at + MINUTE * 2 * n, outcome, next_on)
            day = localdate(at) + DAY * self._gap(days, outcome, next_on)

    def _gap(self, days, outcome, next_on):
        if outcome not in SEEN:
            return self.dice.randint(2, 4)
        if next_on:
            return 7
        if self.dice.random() < LATE:
            return days + self.dice.randint(1, max(2, days // 7))
        return days - self.dice.randint(0, days // 8)

    def _hour(self, day, home):
        """An hour at which people are at home; on a Sunday the next day's."""
        day += DAY * (day.weekday() == 6)
        moment = datetime.combine(day, time(8 + self.dice.randrange(10), self.dice.randrange(60)))
        return timezone.make_aware(moment)

    def _visitor(self, home):
        return self.demo.people[f"head{home.where + 1}"] if self.dice.random() < BY_HEAD else home.caller

    def _visit(self, home, person, at, outcome, next_on):
        dice, visitor = self.dice, self._visitor(home)
        if outcome == VisitOutcome.MET and age_on(person.birth, localdate(at)) < CHILD:
            outcome = VisitOutcome.FAMILY
        kind = VisitKind.CHECK if not person.care else VisitKind.CALL if dice.random() < CALLS else VisitKind.HOME
        if kind == VisitKind.CALL and outcome == VisitOutcome.FAMILY and not person.phone:
            kind = VisitKind.HOME
        noted = at + MINUTE * dice.randint(3, 40)
        planned = dice.random() < PLANNED and person.updated_at < at - DAY * 2
        told = {"kind": kind, "outcome": outcome, "findings": self._found(person, outcome), "next_on": next_on}
        told["due_on"] = person.visit_due_on if outcome in SEEN else None
        if planned:
            visit = self._planned(home, person, visitor, at - DAY * dice.randint(1, 2), localdate(at))
            for name, value in (told | {"visited_at": at, "state": VisitState.DONE}).items():
                setattr(visit, name, value)
            line = saved(visit, "record", by=visitor, at=noted, from_state=VisitState.PLANNED)
        else:
            visit = Visit(person=person, grid=person.grid, visitor=visitor, visited_at=at, **told)
            line = newborn(visit, by=visitor, at=noted)
            self.visits.append(visit)
        self.lines.append((line, visit))
        if outcome in SEEN:
            person.visited_on, person.visit_next_on, person.visit_missed = localdate(at), next_on, 0
        else:
            person.visit_missed += outcome == VisitOutcome.ABSENT
        person.visit_due_on = self.intervals.due(person)

    def _planned(self, home, person, visitor, at, day):
        """The head of the grid, or the member, plans a visit for a day."""
        by = self.demo.people[f"head{home.where + 1}"]
        line = saved(person, "assign_visit", by=by, at=at, from_state=PersonState.PRESENT)
        self.town.told.append((line, person))
        visit = Visit(person=person, grid=person.grid, visitor=visitor, planned_on=day, state=VisitState.PLANNED)
        self.visits.append(visit)
        self.lines.append((newborn(visit, by=by, at=at), visit))
        return visit

    def _found(self, person, outcome):
        dice = self.dice
        if outcome == VisitOutcome.ABSENT:
            return dice.choice(FOUND_ABSENT)
        if outcome == VisitOutcome.FAMILY:
            return dice.choice(FOUND_FAMILY)
        if not person.care:
            return dice.choice(FOUND_FLOATING)
        return dice.choice(FOUND_BY_TAG.get(dice.choice(person.care), FOUND_WELL))

    def plan(self):
        """What waits for the members on the day: some of those due have a visit planned, a few were called off."""
        for home in self.town.homes:
            for person in home.here:
                due, caller = person.visit_due_on, home.caller.username
                if not due or due > self.demo.day + DAY * SOON or self.awaited[caller] >= MOST_AWAITED:
                    continue
                at = self.demo.until - DAY * self.dice.randint(0, 1) - timedelta(hours=self.dice.randint(7, 13))
                if self.dice.random() > AWAITED or person.updated_at >= at:
                    continue
                self.awaited[caller] += 1
                visit = self._planned(home, person, home.caller, at, localdate(at) + DAY * self.dice.randint(0, 4))
                if self.awaited[caller] == MOST_AWAITED and self.dice.random() < 0.4:
                    visit.state = VisitState.CANCELLED
                    told = {"by": visit.created_by, "at": at + MINUTE * 50, "note": self.dice.choice(CANCELLED)}
                    self.lines.append((saved(visit, "cancel", from_state=VisitState.PLANNED, **told), visit))

    def sheets(self):
        """(sheet, its line of history, [(person, visit)]) of a walk lately made in each grid, and of one to be made."""
        made = defaultdict(list)
        for visit in self.visits:
            if visit.state == VisitState.DONE and visit.visited_at > self.demo.until - DAY * 21:
                made[visit.grid_id, visit.visitor_id, localdate(visit.visited_at)].append(visit)
        best = {}
        for (grid, _, day), visits in sorted(made.items()):
            if len(visits) >= LEAST and day > best.get(grid, (date.min,))[0]:
                best[grid] = day, sorted(visits, key=lambda visit: visit.visited_at)[:SHEET]
        found = [self._sheet(day, visits) for day, visits in best.values()]
        waiting = [visit for visit in self.visits if visit.state == VisitState.PLANNED]
        if waiting:
            mine = [visit for visit in waiting if visit.visitor_id == waiting[0].visitor_id]
            found.append(self._sheet(self.demo.day, mine, noted=False))
        return found

    def _sheet(self, day, visits, noted=True):
        walker = visits[0].visitor
        sheet = Walk(grid=visits[0].grid, walker=walker, day=day, note=f"按楼栋顺序{SUFFIX}")
        at = timezone.make_aware(datetime.combine(day - DAY, time(17, 30)))
        line = newborn(sheet, by=walker, at=at)
        return sheet, line, [(visit.person, visit if noted else None) for visit in visits]
