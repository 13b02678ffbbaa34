"""Two years of issues with their whole history, in every state, up to yesterday."""

from collections import Counter as Tally
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from grids.actions.clocks import enter
from grids.actions.report import USUAL_LINE
from grids.choices import Category, IssueState, Source, Stage, Urgency
from grids.models import Issue
from portal.clock import deadline
from portal.models import Counter, Entry
from reports.demo import words
from reports.demo.making import SUFFIX
from reports.demo.people import MEMBERS_IN
from reports.demo.scenes import TROUBLES
from reports.demo.story import Story, tied

S = IssueState
# Reports a month, January to December, once the grids are used to reporting; the first year sees fewer.
CURVE = [49, 41, 66, 71, 69, 77, 82, 79, 70, 74, 68, 58]
FIRST_YEAR = 0.62
BUSY = [11, 8, 14, 12, 9, 7, 13]
SOURCES = {
    Source.MEMBER: 62, Source.VISIT: 10, Source.HEAD: 8, Source.HOTLINE: 8, Source.RESIDENT: 8, Source.SUPERIOR: 4,
}  # fmt: skip
# The last reports of all stand where a visitor wants to try something, three in each grid.
LAST = [S.REPORTED, S.HANDLING, S.CHECKING, S.ACCEPTED, S.RETURNED, S.REPORTED, S.HANDLING]
WAITING, UNDER_WAY = {S.REPORTED, S.RETURNED, S.ACCEPTED}, {S.HANDLING, S.CHECKING}
LAST_DAYS = timedelta(days=4)
RECENT = timedelta(days=45)
PARTIES = "曹郝霍艾申雷孟秦"
STEMS = "甲乙丙丁戊己庚辛"


def load(demo):
    """Write the issues and their entries, numbered day by day as the register would have."""
    dice = demo.dice("issues")
    moments = sorted(_moments(demo.day, dice))
    last = len(moments) - 3 * len(LAST)
    stories = []
    for n, at in enumerate(moments):
        rest = n - last
        where = rest % 7 if rest >= 0 else dice.choices(range(7), BUSY)[0]
        stop = LAST[(rest + rest // 7 * 2) % 7] if rest >= 0 else None
        stories.append(Telling(demo, dice, at, where).tell(stop))
    _number([story.issue for story in stories])
    demo.issues = Issue._base_manager.bulk_create([story.issue for story in stories], batch_size=500)
    lines = [line for story in stories for line in tied(story.issue, story.lines)]
    Entry.objects.bulk_create(sorted(lines, key=lambda line: line.at), batch_size=1000)
    demo.mark(*demo.issues)


def _moments(day, dice):
    """When somebody reported something, up to the day before: fewer at weekends, and the last ones all within a few days."""
    first, last = date(day.year - 2, day.month, 1), day - LAST_DAYS
    month = first
    while month < last:
        following = (month + timedelta(days=31)).replace(day=1)
        days = [month + timedelta(days=n) for n in range((min(following, last) - month).days)]
        share = len(days) / (following - month).days * (FIRST_YEAR if (month - first).days < 360 else 1)
        yield from _within(days, round(CURVE[month.month - 1] * share), dice)
        month = following
    yield from _within([last + timedelta(days=n) for n in range(LAST_DAYS.days)], 3 * len(LAST), dice)


def _within(days, many, dice):
    """So many moments between seven in the morning and nine in the evening of the days."""
    for day in dice.choices(days, [1.3 if d.weekday() < 5 else 0.6 for d in days], k=many):
        minute = int(dice.triangular(7 * 60, 21 * 60, 10 * 60))
        yield timezone.make_aware(datetime.combine(day, time(minute // 60, minute % 60, dice.randrange(60))))


def _number(issues):
    """Codes as the save path gives them, and counters that go on from there."""
    keys = [f"{Issue.CODE_PREFIX}{timezone.localtime(issue.created_at):%Y%m%d}" for issue in issues]
    taken = Tally(dict(Counter.objects.filter(pk__in=keys).values_list("key", "value")))
    for key, issue in zip(keys, issues, strict=True):
        taken[key] += 1
        issue.code = f"{key}-{taken[key]:04d}"
    rows = [Counter(key=key, value=taken[key]) for key in dict.fromkeys(keys)]
    Counter.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=["value"])


class Telling:
    """One issue from its report on; ``where`` is the grid counted from 0."""

    def __init__(self, demo, dice, at, where):
        self.demo, self.dice, self.at, self.where = demo, dice, at, where
        self.head = demo.people[f"head{where + 1}"]
        self.source = dice.choices(list(SOURCES), SOURCES.values())[0]
        self.last, self.pace, self.span = at, 0, timedelta()

    def tell(self, stop):
        """The story up to the state ``stop``, or to wherever it got by itself."""
        if stop is not None:
            self.source = Source.MEMBER
        dice, issue = self.dice, self._issue(stop)
        self.story = Story(issue, by=self._reporter(stop), at=self.at, until=self.demo.until)
        self.span, self.pace = issue.due_at - self.at, dice.triangular(0.15, 0.95, 0.55)
        if stop is not None:
            self.span, self.pace = self.demo.until - self.at, 0.9
            return self._up_to(stop)
        if dice.random() < 0.085:
            self.pace = dice.uniform(1.05, 2.4)
        elif self.demo.until - self.at < RECENT and dice.random() < 0.07:
            return self._up_to(dice.choice([S.ACCEPTED, S.HANDLING]))
        if dice.random() < 0.025:
            return self._void()
        self._send_back()
        self._up_to(S.CHECKING)
        if dice.random() < 0.07:
            self._step("reject", 0.93, by=self._checker(), note=dice.choice(words.REJECTED))
            self._step("submit", 0.97, by=self.head, note="已按意见补办。", result=self.result + "已按核查意见补办。")
        return self._close()

    def _matter(self, stop):
        """(category, matter) of any kind; what nobody has taken up may wait, and what is under way can be seen."""
        found = {
            (category, matter[0]): (category, matter)
            for category, matters in words.MATTERS.items()
            for matter in matters
            if stop not in WAITING or Urgency.URGENT not in matter[3]
            if stop not in UNDER_WAY or matter[0] in TROUBLES
        }
        weights = [words.WEIGHTS[category] / len(words.MATTERS[category]) for category, _ in found]
        return self.dice.choices(list(found.values()), weights)[0]

    def _issue(self, stop):
        dice = self.dice
        category, (title, text, self.result, urgencies) = self._matter(stop)
        places = words.HOUSES if title in words.INDOORS else words.PLACES
        n, place = dice.randint(2, 9), dice.choice(places[self.where])
        urgency = dice.choices(list(urgencies), urgencies.values())[0]
        description = text.format(n=n) + dice.choice(words.SAID)
        if self.source == Source.HOTLINE:
            # No operator has been given numbers that begin with 154.
            description += f"来电人留了电话 1540000{dice.randrange(10000):04d}，办好后回电。"
        grid = self.demo.grids[self.where]
        issue = Issue(
            grid=grid, community=self.demo.community, title=f"{place}{title}", category=category,
            line=self.demo.lines[USUAL_LINE[category]], source=self.source, urgency=urgency, place=place, description=description,
            occurred_at=self.at - timedelta(minutes=dice.randint(5, 200)), people=dice.choice([None, None, n, 3 * n]),
            parties=self._parties(category), clock_from=self.at,
        )  # fmt: skip
        issue.due_at = issue.first_due_at = self.demo.limits.due(issue, Stage.TOTAL, self.at)
        enter(issue, issue.state, self.at, self.demo.limits)
        return issue

    def _parties(self, category):
        many = {Category.DISPUTE: 2, Category.LIVELIHOOD: 1, Category.RESIDENTS: 1}.get(category, 0)
        surnames = self.dice.sample(PARTIES, many)
        return "、".join(f"{surname}演{self.dice.choice(STEMS)}{SUFFIX}" for surname in surnames)

    def _reporter(self, stop):
        if self.source == Source.HEAD:
            return self.head
        if self.source in (Source.HOTLINE, Source.SUPERIOR):
            return self.demo.people["clerk"]
        first, many = sum(MEMBERS_IN[: self.where]), 1 if stop == S.RETURNED else MEMBERS_IN[self.where]
        return self.demo.people[f"member{first + self.dice.randint(1, many)}"]

    def _checker(self):
        return self.demo.people[self.dice.choices(["clerk", "secretary"], [2, 1])[0]]

    def _moment(self, fraction):
        """That share of the way to the close; by day unless it is an emergency, and later than what came before."""
        moment = timezone.localtime(self.at + self.span * self.pace * fraction)
        if self.story.issue.category != Category.EMERGENCY and not 8 <= moment.hour < 20:
            moment = moment.replace(hour=8 if moment.hour < 8 else 19)
        self.last = max(moment, self.last + timedelta(minutes=self.dice.randint(3, 20)))
        return self.last

    def _step(self, verb, fraction, *, by, note="", **fields):
        at = self._moment(fraction)
        self.story.move(verb, by=by, at=at, note=note, **fields)
        if not self.story.over:
            enter(self.story.issue, self.story.issue.state, at, self.demo.limits)

    def _up_to(self, stop):
        dice, head = self.dice, self.head
        if stop == S.RETURNED:
            self._step("send_back", 0.4, by=head, note=dice.choice(words.RETURNED))
            return self.story
        steps = [
            ("accept", dice.uniform(0.03, 0.12), S.ACCEPTED, words.ACCEPTED, {"handler": head}),
            ("handle", dice.uniform(0.25, 0.5), S.HANDLING, words.HANDLED, {"handler": head}),
            ("submit", dice.uniform(0.7, 0.9), S.CHECKING, words.SUBMITTED, {"result": self.result}),
        ]
        for verb, fraction, state, notes, fields in steps:
            if self.story.issue.state == stop:
                break
            self._step(verb, fraction, by=head, note=dice.choice(notes), **fields)
            if state == S.ACCEPTED:
                self._mend()
        return self.story

    def _mend(self):
        """Now and then the community sees that a matter is harder than reported, which moves its limit."""
        issue = self.story.issue
        if issue.urgency == Urgency.ORDINARY and self.dice.random() < 0.04:
            due_at = deadline(issue.created_at, *self.demo.limits.limit(Stage.TOTAL, Urgency.DIFFICULT))
            note = "现场比上报的复杂，按较难办理。"
            self.story.edit(
                by=self.demo.people["clerk"],
                at=self._moment(0.22),
                note=note,
                urgency=Urgency.DIFFICULT,
                due_at=due_at,
                first_due_at=due_at,
            )

    def _send_back(self):
        by = self.story.issue.created_by
        if by.username.startswith("member") and self.dice.random() < 0.06:
            self._step("send_back", 0.02, by=self.head, note=self.dice.choice(words.RETURNED))
            self._step("resubmit", 0.04, by=by, note=self.dice.choice(words.RESUBMITTED))

    def _void(self):
        self._step("void", 0.1, by=self.head, note=self.dice.choice(words.VOIDED))
        return self.story

    def _close(self):
        at = self._moment(1)
        self.story.move("verify", by=self._checker(), at=at, note=self.dice.choice(words.VERIFIED), closed_at=at)
        if not self.story.over:
            enter(self.story.issue, self.story.issue.state, at, self.demo.limits)
        return self.story
