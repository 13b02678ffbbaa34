"""Calls back to residents in the demonstration, and what follows when somebody is not content."""

from datetime import timedelta

from grids.choices import Channel, Satisfaction
from reports.demo import acts, words

ASKED = 0.5
SINCE = timedelta(days=400)
ANSWERS = {Satisfaction.GOOD: 78, Satisfaction.FAIR: 17, Satisfaction.POOR: 5}
BETTER = {Satisfaction.GOOD: 6, Satisfaction.FAIR: 4}
CHANNELS = {Channel.PHONE: 80, Channel.VISIT: 17, Channel.OTHER: 3}
REOPENED = 0.8


def call_back(hands):
    """About half of what was closed in the last year is asked about; what displeased is mostly taken up again."""
    if not hands.issue.closed_at or hands.story.last < hands.demo.until - SINCE:
        return
    if hands.chance(0.012):
        acts.reopen(hands.story, by=hands.head, at=hands.after(20, 150), note=words.AGAIN[1])
        _once_more(hands)
    if hands.chance(ASKED):
        caller = ask(hands, ANSWERS)
        if hands.issue.satisfaction == Satisfaction.POOR and hands.chance(REOPENED):
            note = hands.dice.choice(words.AGAIN[::2])
            acts.reopen(hands.story, by=caller, at=hands.after(0.1, 3), note=note)
            _once_more(hands)
            ask(hands, BETTER)


def ask(hands, answers):
    """Somebody who did not handle it asks the resident; returns who."""
    dice, issue = hands.dice, hands.issue
    by = hands.head if issue.handler != hands.head and hands.chance(0.6) else hands.checker()
    answer = dice.choices(list(answers), answers.values())[0]
    channel = dice.choices(list(CHANNELS), CHANNELS.values())[0]
    said = dice.choice(words.HEARD[answer])
    acts.revisit(hands.story, by=by, at=hands.after(18, 190), satisfaction=answer, channel=channel, words=said)
    return by


def _once_more(hands):
    hands.say(0.4)
    hands.submit(result=words.DONE_AGAIN, note="")
    hands.verify()
