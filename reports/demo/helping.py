"""The help station of the demonstration: three weeks of duties in each grid, and errands in every state."""

from collections import defaultdict
from decimal import Decimal
from itertools import cycle

from grids.identity import age_on
from party.choices import Category, MemberState, RuleKey
from reports.demo import help_words as words
from reports.demo.partying import DAY, MINUTE, Award, moment
from reports.demo.story import moved, newborn
from wishes.choices import DutyState, Heard
from wishes.choices import ErrandState as S
from wishes.models import Duty, Errand

BACK, AHEAD = 14, 7
# (days ago it was wanted, how it goes on) in each grid; then those of some grids only, counted from 0.
EVERYWHERE = [(12, "thanked"), (6, "thanked"), (0, "waiting")]
APART = {
    0: [(5, "reopened"), (1, "done")],
    1: [(0, "taken"), (3, "thanked")],
    2: [(1, "put_down"), (1, "done")],
    3: [(1, "done"), (2, "called_off")],
    4: [(0, "taken"), (1, "done"), (9, "thanked")],
    5: [(2, "in_vain"), (0, "called_off")],
    6: [(1, "waiting"), (4, "thanked")],
}
OLD, KNOWN = 62, 40 * DAY
OFF_IN, OFF_AFTER = 3, 3


def load(demo):
    """Draw up the roster, tell each errand, and put the rows on their registers."""
    told = Helping(demo)
    told.roster()
    for where in range(len(demo.grids)):
        for ago, how in [*EVERYWHERE, *APART.get(where, ())]:
            told.errand(where, ago, how)
    told.keep()


class Helping:
    """The station while it is being told of: rows, and pairs of an entry and its record."""

    def __init__(self, demo):
        self.demo, self.party, self.dice = demo, demo.party, demo.dice("helping")
        self.clerk = demo.people["clerk"]
        self.duties, self.errands, self.lines, self.on_duty = [], [], [], defaultdict(list)
        self.said = cycle(words.ERRANDS)
        self.people = defaultdict(list)
        known = [one for one in demo.residents if one.birth and one.created_at < moment(demo.day - KNOWN, 0)]
        for one in sorted(known, key=lambda one: (age_on(one.birth, demo.day) < OLD, self.dice.random())):
            self.people[one.grid_id].append(one)

    def roster(self):
        """One member a grid and day, in turn; those of the party who can sign in are on duty today."""
        for where in range(len(self.demo.grids)):
            turns = [one for one in self.party.comrades if one.where == where and self._serves(one)]
            turns.sort(key=lambda one: (one.in_service, one.since))
            own = [one for one in turns if one.user and one.user.username.startswith("party")]
            for n in range(-BACK, AHEAD + 1):
                for one in own if n == 0 and own else [turns[(n + BACK) % len(turns)]]:
                    self._enter(where, one, self.demo.day + n * DAY)
        off = next(one for one in self.duties if one.on == self.demo.day + OFF_AFTER * DAY)
        at, head = moment(self.demo.day - DAY, 16, 20), self.party.head(0)
        self.lines.append((moved(off, "cancel", DutyState.OFF, by=head, at=at, note=words.OFF), off))

    def _serves(self, one):
        here = one.member.state == MemberState.ACTIVE and one.since < moment(self.demo.day - KNOWN, 0)
        return here and one.member.category != Category.MOBILE

    def _enter(self, where, one, day):
        row = Duty(grid=self.demo.grids[where], member=one.member, on=day, note=self.dice.choice(words.HOURS))
        at = moment(self.demo.day - (BACK + 2) * DAY, 9) + MINUTE * (len(self.duties) % 400)
        self.lines.append((newborn(row, by=self.party.head(where), at=at), row))
        self.duties.append(row)
        self.on_duty[where, day].append(one)

    # One errand -----------------------------------------------------------------------

    def errand(self, where, ago, how):
        """From the call until it stands where it shall."""
        kind, sentence, done, hours = next(self.said)
        person, wanted = self._whose(where), self.demo.day - ago * DAY
        asked = wanted - DAY if ago == 0 or self.dice.random() < 0.4 else wanted
        place = person.household.door if person.household else str(person.grid)
        row = Errand(
            person=person, grid=person.grid, kind=kind, sentence=sentence, place=place, asked_on=asked, wanted_on=wanted
        )
        self.lines.append((newborn(row, by=self.party.head(where), at=moment(asked, 8, self.dice.randrange(50))), row))
        row.asked_of = [one.member for one in self.on_duty[where, wanted]]
        self.errands.append(row)
        row.where, row.comrade = where, self.on_duty[where, wanted][0]
        row.told = {"how": done, "hours": Decimal(hours), "done_on": wanted}
        getattr(self, f"_{how}")(row)

    def _whose(self, where):
        people = self.people[self.demo.grids[where].pk] or next(found for found in self.people.values() if found)
        people.append(people.pop(0))
        return people[-1]

    def _move(self, row, verb, state, hour, *, by, day=None, note="", **values):
        at = moment(day or row.wanted_on, hour, self.dice.randrange(60))
        self.lines.append((moved(row, verb, state, by=by, at=at, note=note, **values), row))
        return row.updated_at

    def _caller(self, row):
        """Whoever says thanks is never the one who did it."""
        head = self.party.head(row.where)
        return self.clerk if row.comrade.user == head else head

    def _waiting(self, row):
        """Nobody has taken it yet."""

    def _taken(self, row):
        self._move(row, "accept", S.ACCEPTED, 10, by=self._accepter(row), day=row.asked_on, member=row.comrade.member,
                   accepted_on=row.asked_on)  # fmt: skip

    def _accepter(self, row):
        """Members with an account of the party write it down themselves, for the others the head does."""
        user = row.comrade.user
        return user if user and user.username.startswith("party") else self.party.head(row.where)

    def _done(self, row):
        self._taken(row)
        self._move(row, "finish", S.DONE, 14, by=self._accepter(row), **row.told)

    def _thanked(self, row):
        self._done(row)
        by, day = self._caller(row), row.wanted_on + DAY
        answer = Heard.HAPPY if self.dice.random() < 0.85 else Heard.FAIR
        said = {"answer": answer, "thanks": self.dice.choice(words.THANKED), "thanked_on": day}
        at = self._move(row, "thank", S.THANKED, 16, by=by, day=day, **said)
        hours = row.hours
        basis = lambda: f"微帮 {row.code} 已办，{hours.normalize():f} 小时"  # noqa: E731 its number is known when it is kept
        told = {"by": by, "source": row, "points": hours, "on": row.done_on, "reviewed_by": by}
        row.award = Award(row.comrade, RuleKey.SERVICE, at, basis, **told)
        self.party.awards.append(row.award)

    def _reopened(self, row):
        self._thanked(row)
        back = {"how": "", "hours": None, "done_on": None, "answer": Heard.UNDONE, "thanked_on": None}
        at = self._move(
            row, "reopen", S.ACCEPTED, 10, by=self.clerk, day=row.wanted_on + 3 * DAY, note=words.REOPENED, **back
        )
        row.award.taken_back = (at, self.clerk, words.REOPENED)

    def _in_vain(self, row):
        self._done(row)
        back = {"how": "", "hours": None, "done_on": None, "answer": Heard.UNDONE, "thanks": words.UNDONE}
        self._move(row, "thank", S.ACCEPTED, 17, by=self._caller(row), **back)

    def _put_down(self, row):
        self._taken(row)
        by = self._accepter(row)
        self._move(row, "release", S.OFFERED, 13, by=by, note=words.RELEASED, member=None, accepted_on=None)
        row.asked_of.remove(row.comrade.member)

    def _called_off(self, row):
        by = self.party.head(row.where)
        self._move(row, "cancel", S.CANCELLED, 15, by=by, day=row.asked_on, note=words.CANCELLED)

    # On their registers ---------------------------------------------------------------

    def keep(self):
        """Duties, then errands with whom they were offered to."""
        for model, rows in ((Duty, self.duties), (Errand, self.errands)):
            self.party.keep(rows, [pair for pair in self.lines if type(pair[1]) is model])
        pair = Errand.offered.through
        pair.objects.bulk_create(pair(errand=row, member=member) for row in self.errands for member in row.asked_of)
