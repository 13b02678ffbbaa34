"""How issues usually go in the demonstration: most are taken, handled and checked in the grid, some go further."""

from contextlib import suppress
from datetime import timedelta

from django.utils.timezone import localtime

from grids.choices import Source, Urgency
from portal.errors import Refused
from reports.demo import acts, clockwork, matters, words
from reports.demo.calls import call_back
from reports.demo.departments import ANSWERS_FOR
from reports.demo.further import escalated, extended, suspended, untaken
from reports.demo.hands import Hands
from reports.demo.outside import dispatched
from reports.demo.story import Over

LATE = 0.06
ASSIGNED = 0.16
ON_THE_SPOT = {Source.MEMBER: 8, Source.HEAD: 1, Source.VISIT: 2}


def usual(hands):
    """Taken, handled, submitted, checked."""
    _lacking(hands)
    hands.take(hands.dice.choice(hands.members) if hands.chance(ASSIGNED) else None)
    _harder(hands)
    hands.begin()
    hands.say()
    hands.submit(hands.late() if hands.chance(LATE) else None)
    hands.verify()


def settled(hands):
    """Put right by whoever saw it, the same day."""
    evening = localtime(hands.story.last).replace(hour=22, minute=30)
    at = min(hands.story.last + timedelta(minutes=hands.dice.triangular(10, 240, 40)), evening)
    acts.settle(hands.story, by=hands.issue.created_by, at=at, result=hands.result)


def struck_off(hands):
    """Reported by mistake."""
    acts.void(hands.story, by=hands.head, at=hands.within(0.1, 0.7), note=hands.dice.choice(words.VOIDED[1:]))


def reported_twice(hands):
    """Somebody else reported the same, and the two were put together."""
    first, dice = hands.story, hands.dice
    at = first.last + timedelta(minutes=dice.randint(8, 45))
    first.reach(at)
    twin = matters.again(first, at=at, source=Source.HOTLINE, by=hands.demo.people["clerk"])
    hands.others.append(twin)
    at += timedelta(minutes=dice.randint(5, 25))
    acts.void(twin, by=hands.head, at=at, note=dice.choice(words.REPEATED), duplicate_of=first)
    usual(hands)


def _lacking(hands):
    """A report that lacks something goes back to who made it."""
    by = hands.issue.created_by
    if by.username.startswith("member") and hands.chance(0.06):
        note = hands.dice.choice(words.RETURNED)
        acts.send_back(hands.story, by=hands.head, at=hands.within(0.05, 0.3), note=note)
        acts.resubmit(hands.story, by=by, at=hands.within(0.05, 0.5), note=hands.dice.choice(words.RESUBMITTED))


def _harder(hands):
    """Now and then the community sees that a matter is harder than reported, which moves its limits."""
    if hands.issue.urgency == Urgency.ORDINARY and hands.chance(0.04):
        told = {"note": words.HARDER, "urgency": Urgency.DIFFICULT}
        acts.revise(hands.story, by=hands.demo.people["clerk"], at=hands.within(0.05, 0.3), **told)


def for_department(title):
    """Whether a department answers for such a matter."""
    return title in ANSWERS_FOR


# (story, of a thousand issues, what the report must be like).
KINDS = [
    (usual, 665, {}),
    (settled, 120, {"urgency": Urgency.ORDINARY, "source": ON_THE_SPOT}),
    (struck_off, 16, {}),
    (reported_twice, 10, {"source": {Source.MEMBER: 1}}),
    (escalated, 58, {}),
    (dispatched, 42, {"urgency": Urgency.DIFFICULT, "fits": for_department}),
    (untaken, 9, {}),
    (extended, 45, {"urgency": Urgency.DIFFICULT}),
    (suspended, 18, {"urgency": Urgency.DIFFICULT}),
]


def tell(demo, dice, at, where):
    """The stories of one report, as far as they have come: that of the issue, and of another that repeats it.

    The clock may have been quicker than the dice; whoever comes too late then lets it be.
    """
    kind, _, like = dice.choices(KINDS, [weight for _, weight, _ in KINDS])[0]
    if sources := like.get("source"):
        like = {**like, "source": dice.choices(list(sources), sources.values())[0]}
    story, result = matters.report(demo, dice, at, where, **like)
    return finish(Hands(demo, dice, story, result, where), kind, call_back, until=(Over, Refused))


def finish(hands, *parts, until=Over):
    """Tell a story to its end or to the day of the demonstration; the clock runs on to its midnight."""
    with suppress(until):
        for part in parts:
            part(hands)
    for story in (told := [hands.story, *hands.others]):
        clockwork.run(story, hands.demo.until)
    return told
