"""Whose hands a demonstration issue is in, when they get to it, and the steps every story is put together from."""

from datetime import timedelta

from django.utils.timezone import localtime

from grids.choices import Category, Urgency
from portal.clock import is_working_day, next_working_day
from reports.demo import acts, matters, words

HOUR = timedelta(hours=1)


class Hands:
    """A story with the people who act in it, ``others`` the stories that sprang from it.

    ``lead`` works on it in the community, ``other`` checks what ``lead`` did; ``doer`` has it in hand in the grid, ``member``
    reported it there, or is the first; ``where`` is the grid counted from 0. ``back`` shifts a case into the past.
    """

    def __init__(self, demo, dice, story, result, where, lead=None):
        self.demo, self.dice, self.story, self.result = demo, dice, story, result
        self.issue, self.head = story.issue, demo.people[f"head{where + 1}"]
        self.where, self.others, self.members = where, [], matters.members_of(demo, where)
        self.member = next((one for one in self.members if one == story.issue.created_by), self.members[0])
        self.doer, self.back = self.head, timedelta()
        community = [demo.people["clerk"], demo.people["secretary"]]
        first = dice.random() < 0.67 if lead is None else lead == "clerk"
        self.lead, self.other = community if first else community[::-1]

    def chance(self, share):
        """Whether something happens that happens so often."""
        return self.dice.random() < share

    def within(self, low, high):
        """A moment between two shares of the time that is left by the nearer of the two limits."""
        last = self.story.last
        due = min((one for one in (self.issue.stage_due_at, self.issue.due_at) if one > last), default=last + 4 * HOUR)
        return self.by_day(last + (due - last) * self.dice.uniform(low, high), latest=due)

    def ago(self, low, high=None):
        """A moment so many hours, from and to, before the day of the demonstration."""
        return (self.demo.until - self.back - HOUR * self.dice.uniform(low, high or low + 0.9)).replace(microsecond=0)

    def after(self, *hours):
        """A moment so many hours, from and to, after what happened last."""
        return self.by_day(self.story.last + HOUR * self.dice.uniform(*hours))

    def by_day(self, moment, latest=None):
        """The nearest moment at which people work; emergencies know no night, urgent matters no weekend."""
        moment = localtime(moment).replace(microsecond=0)
        if self.issue.category != Category.EMERGENCY or latest is None:
            if not 8 <= moment.hour < 20:
                moment = moment.replace(hour=8 if moment.hour < 8 else 19)
                if latest and moment >= latest:
                    moment = moment.replace(hour=19) - timedelta(days=1)
            if self.issue.urgency != Urgency.URGENT and not is_working_day(moment.date()):
                monday = moment.replace(hour=self.dice.randint(8, 10)) + (
                    next_working_day(moment.date()) - moment.date()
                )
                moment = monday if latest is None or monday < latest else moment
        pause = timedelta(minutes=self.dice.randint(3, 20))
        if latest:
            pause = min(pause, (latest - self.story.last) / 2)
        return max(moment, (self.story.last + pause).replace(microsecond=0))

    def take(self, member=None):
        """The head takes the issue in hand, or gives it to a member."""
        if member:
            note = self.dice.choice(words.GIVEN)
            acts.assign(self.story, by=self.head, at=self.within(0.05, 0.5), handler=member, note=note)
        else:
            acts.accept(self.story, by=self.head, at=self.within(0.05, 0.5), note=self.dice.choice(words.ACCEPTED))

    def begin(self, by=None):
        """Whoever has it begins."""
        by = by or self.issue.handler
        acts.handle(self.story, by=by, at=self.within(0.05, 0.6), note=self.dice.choice(words.HANDLED))

    def say(self, share=0.15):
        """Now and then whoever has it says how far it has come."""
        if self.chance(share):
            note = self.dice.choice(words.PROGRESS)
            acts.progress(self.story, by=self.issue.handler, at=self.within(0.05, 0.3), note=note)

    def submit(self, at=None, note=None, result=None):
        """Whoever has it says what was done."""
        note = self.dice.choice(words.SUBMITTED) if note is None else note
        at = at or self.within(0.1, 0.7)
        acts.submit(self.story, by=self.issue.handler, at=at, result=result or self.result, note=note)

    def checker(self):
        """Somebody of the community who did not handle it."""
        return self.other if self.issue.handler == self.lead else self.lead

    def verify(self):
        """The community checks what was done; not everything passes at once."""
        if self.chance(0.06):
            self.reject()
            self.submit(note="已按意见补办。", result=f"{self.result}已按核查意见补办。")
        note = self.dice.choice(words.VERIFIED)
        acts.verify(self.story, by=self.checker(), at=self.within(0.05, 0.7), note=note)

    def reject(self):
        """The check finds something missing."""
        acts.reject(self.story, by=self.checker(), at=self.within(0.05, 0.6), note=self.dice.choice(words.REJECTED))

    def late(self):
        """A moment after the limit of the whole, reminded of by the community before."""
        due = self.issue.due_at
        if self.chance(0.6) and due - self.story.last > 8 * HOUR:
            acts.urge(self.story, by=self.lead, at=self.by_day(due - 6 * HOUR), note=self.dice.choice(words.URGED))
        return self.by_day(due + timedelta(days=self.dice.triangular(0.1, 6, 0.8)))
