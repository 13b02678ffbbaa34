"""Demonstration issues that the grid does not settle by itself in time: sent up, put off, laid aside, left lying."""

from datetime import timedelta

from django.utils.timezone import localdate, localtime

from grids.choices import IssueState as S
from grids.choices import Stage
from portal.clock import add_working_days, start_of_day
from reports.demo import acts, words


def escalated(hands):
    """Sent up to the community, which settles it, puts it into somebody's hands, or sends it back."""
    send_up(hands)
    if hands.chance(0.25):
        note = hands.dice.choice(words.SENT_DOWN)
        acts.send_back(hands.story, by=hands.lead, at=hands.within(0.05, 0.5), note=note)
        if hands.issue.state == S.REPORTED:
            hands.take()
    elif hands.chance(0.3):
        acts.assign(
            hands.story, by=hands.lead, at=hands.within(0.05, 0.5), handler=hands.head, note="请接着办，社区配合。"
        )
    else:
        acts.accept(hands.story, by=hands.lead, at=hands.within(0.05, 0.5))
    if hands.issue.state == S.ACCEPTED:
        hands.begin()
    hands.say(0.3)
    hands.submit(hands.within(0.05, 0.4))
    hands.verify()


def send_up(hands):
    """The head cannot do it and hands it up, at once or after a look."""
    if hands.chance(0.5):
        hands.take()
    acts.escalate(hands.story, by=hands.head, at=hands.within(0.05, 0.4), note=hands.dice.choice(words.SENT_UP))


def untaken(hands):
    """Nobody in the grid took it; the clock sent it up, and the community put it into the head's hands."""
    hands.story.reach(hands.issue.stage_due_at + timedelta(hours=hands.dice.uniform(1, 5)))
    note = "超过时限没人受理，请马上去看。"
    acts.assign(hands.story, by=hands.lead, at=hands.within(0.02, 0.3), handler=hands.head, note=note)
    hands.begin()
    hands.submit(hands.within(0.05, 0.4))
    hands.verify()


def extended(hands):
    """Whoever has it asks for more time; mostly it is granted."""
    hands.take(hands.dice.choice(hands.members) if hands.chance(0.3) else None)
    hands.begin()
    asked = ask_for_time(hands)
    if hands.chance(0.9):
        decide(hands, asked)
    hands.submit(hands.within(0.5, 0.95))
    hands.verify()


def ask_for_time(hands):
    """A request for three working days more, as far as the rules go; returns it."""
    issue, limits = hands.issue, hands.demo.limits
    longest = limits.due(issue, Stage.EXTENSION, issue.clock_from)
    until = min(add_working_days(issue.due_at, 3), longest).replace(second=0)
    note = hands.dice.choice(words.LATER)
    return acts.extend(hands.story, by=issue.handler, at=hands.within(0.2, 0.6), until=until, note=note)


def decide(hands, asked):
    """The community answers within a day or so; never who would use the time."""
    by, at = hands.checker(), hands.within(0.02, 0.25)
    if hands.chance(0.75):
        acts.approve(hands.story, asked, by=by, at=at, note=hands.dice.choice(words.LATER_YES))
    else:
        acts.refuse(hands.story, asked, by=by, at=at, note=hands.dice.choice(words.LATER_NO))


def suspended(hands):
    """Laid aside until a day on which it is looked at again, and done then."""
    hands.take()
    hands.begin()
    hands.say(0.6)
    lay_aside(hands, hands.dice.randint(8, 45))
    look = start_of_day(hands.issue.look_on) + timedelta(hours=hands.dice.uniform(8.2, 16))
    acts.resume(hands.story, by=hands.issue.handler, at=localtime(look), note=hands.dice.choice(words.TAKEN_AGAIN))
    hands.submit()
    hands.verify()


def lay_aside(hands, days, until=None):
    """The community lays it aside for so many days, or until a date."""
    at = hands.within(0.1, 0.5)
    look_on = until or localdate(at) + timedelta(days=days)
    acts.suspend(hands.story, by=hands.lead, at=at, look_on=look_on, note=hands.dice.choice(words.LAID_ASIDE))
