"""Where the last demonstration issues stand: something of every kind waits for whoever tries the portal."""

from datetime import timedelta

from grids.choices import IssueState as S
from grids.choices import Outcome, Satisfaction, Source, Stage, Urgency
from portal.clock import deadline
from reports.demo import acts, cases, matters, words
from reports.demo.hands import HOUR, Hands
from reports.demo.scenes import TROUBLES
from reports.demo.stories import finish, for_department, reported_twice, settled

# In each grid, one to seven: a fresh report, and one at a further step of the usual way, each within the limits of its step.
LAST = [S.HANDLING, S.CHECKING, S.ACCEPTED, S.CHECKING, S.HANDLING, S.ACCEPTED, S.RETURNED]
# Hours before the day of the demonstration: when it was reported, accepted, begun, submitted.
STEPS = {
    S.REPORTED: [(2.6, 5.5)],
    S.RETURNED: [(12, 14)],
    S.ACCEPTED: [(14, 16), cases.EVENING],
    S.HANDLING: [(36, 40), (30, 32), (6, 13)],
    S.CHECKING: [(44, 46), (38, 40), (30, 33), cases.EVENING],
}


def visible(title):
    """Whether there is a picture of such a matter."""
    return title in TROUBLES


EASY, HARD = {"urgency": Urgency.ORDINARY}, {"urgency": Urgency.DIFFICULT}
SEEN, OUTSIDE = {**EASY, "fits": visible}, {**HARD, "fits": for_department}
BY_MEMBER = {**EASY, "source": Source.MEMBER}
DAY = 24
# What falls to the members, one after the other.
BY_TURNS = [(cases.lacking, 13), (cases.given, 15), (cases.begun, 34)]
# (case, number of its grid, hours before the day or (limit, days since it passed), what it is like, who leads).
CASES = [
    (cases.given, 3, 15, {**BY_MEMBER, "by": "member7"}, "clerk"),
    (cases.given_to_head, 3, 15, EASY, "clerk"),
    (cases.lacking, 2, 13, {**EASY, "source": Source.HOTLINE}, "clerk"),
    (cases.lacking, 6, 13, {**EASY, "source": Source.SUPERIOR, "by": "secretary"}, "clerk"),
    (cases.mended, 2, 14, BY_MEMBER, "clerk"),
    (cases.mistaken, 4, 15, EASY, "clerk"),
    (cases.harder, 7, 34, {**EASY, "fits": visible}, "clerk"),
    (settled, 1, 11, BY_MEMBER, "clerk"),
    (cases.pending, 3, 4 * DAY + 14, {**HARD, "source": Source.MEMBER, "by": "member7"}, "clerk"),
    (cases.pending_head, 5, 4 * DAY + 14, HARD, "secretary"),
    (cases.granted, 2, 4 * DAY + 14, HARD, "clerk"),
    (cases.denied, 7, 4 * DAY + 14, HARD, "secretary"),
    (cases.laid_aside(0), 3, 20 * DAY + 14, HARD, "clerk"),
    (cases.laid_aside(19), 5, 20 * DAY + 14, HARD, "clerk"),
    (cases.laid_aside(45), 1, 20 * DAY + 14, HARD, "secretary"),
    (cases.resumed, 2, 20 * DAY + 14, HARD, "secretary"),
    (cases.sent_up, 7, 31, HARD, "clerk"),
    (cases.sent_up, 1, 31, HARD, "clerk"),
    (cases.sent_down, 3, 31, HARD, "clerk"),
    (cases.in_community, 5, 2 * DAY + 14, HARD, "clerk"),
    (cases.in_community, 7, 2 * DAY + 14, HARD, "secretary"),
    (cases.done_by_community, 1, 2 * DAY + 14, HARD, "clerk"),
    (cases.done_by_community, 6, 2 * DAY + 14, HARD, "secretary"),
    (cases.to_call_back, 3, 3 * DAY + 14, HARD, "clerk"),
    (cases.to_call_back, 4, 3 * DAY + 14, HARD, "secretary"),
    (cases.called_back(Satisfaction.GOOD, words.HEARD["good"][0]), 5, 3 * DAY + 14, HARD, "clerk"),
    (cases.called_back(Satisfaction.FAIR, words.HEARD["fair"][0]), 3, 3 * DAY + 14, HARD, "clerk"),
    (cases.called_back(Satisfaction.POOR, words.HEARD["poor"][0]), 6, 3 * DAY + 14, HARD, "secretary"),
    (cases.taken_up_again, 2, 3 * DAY + 14, HARD, "clerk"),
    (cases.answered, 3, 4 * DAY + 14, OUTSIDE, "clerk"),
    (cases.rated(Outcome.DONE, Satisfaction.GOOD), 1, 4 * DAY + 14, OUTSIDE, "clerk"),
    (cases.rated(Outcome.PARTLY, Satisfaction.FAIR), 2, 4 * DAY + 14, OUTSIDE, "clerk"),
    (cases.rated(Outcome.REFUSED, Satisfaction.POOR), 7, 4 * DAY + 14, OUTSIDE, "secretary"),
    (cases.recalled, 6, 4 * DAY + 14, OUTSIDE, "secretary"),
    (cases.out, 2, DAY - 8, OUTSIDE, "clerk"),
    (cases.silent, 4, (Stage.REPLY, 2.4), OUTSIDE, "clerk"),
    (cases.silent_excused, 6, (Stage.REPLY, 0.6), OUTSIDE, "secretary"),
    (cases.dragging, 4, (Stage.TOTAL, 1.4), SEEN, "clerk"),
    (cases.dragging, 6, (Stage.TOTAL, 4.3), SEEN, "secretary"),
    (cases.excused, 1, (Stage.TOTAL, 1.1), SEEN, "clerk"),
    (cases.excused, 2, (Stage.TOTAL, 0.7), SEEN, "clerk"),
    (cases.returned_twice, 7, 4 * DAY + 14, {**HARD, "fits": visible}, "clerk"),
    (cases.in_three, 4, 4 * DAY + 14, {**HARD, "fits": lambda title: title == "下水道反味返水"}, "clerk"),
    (reported_twice, 1, 3 * DAY + 14, BY_MEMBER, "clerk"),
]


def tell(demo, dice):
    """The stories of all that stands where a visitor wants to try something."""
    stories = []
    for where, last in enumerate(LAST):
        for state in (S.REPORTED, last):
            like = {**BY_MEMBER, "fits": visible} if state in (S.HANDLING, S.CHECKING) else BY_MEMBER
            stories += _told(demo, dice, _usual(state), where, _ago(demo, dice, STEPS[state][0]), like)
    members = [(where, member) for where in range(len(LAST)) for member in matters.members_of(demo, where)]
    for n, (where, member) in enumerate(members):
        case, hours = BY_TURNS[n % len(BY_TURNS)]
        stories += _told(demo, dice, case, where, _ago(demo, dice, (hours, hours + 0.9)), {**BY_MEMBER, "by": member})
    for case, number, start, like, lead in CASES:
        at = _ago(demo, dice, (start, start + 0.9)) if isinstance(start, int) else _start(demo, *start, like)
        by = demo.people[like["by"]] if "by" in like else None
        stories += _told(demo, dice, case, number - 1, at, {**like, "by": by}, lead)
    return stories


def _told(demo, dice, case, where, at, like, lead=None):
    story, result = matters.report(demo, dice, at, where, **like)
    return finish(Hands(demo, dice, story, result, where, lead), case)


def _ago(demo, dice, hours):
    return (demo.until - HOUR * dice.uniform(*hours)).replace(microsecond=0)


def _start(demo, stage, late, like):
    """The last hour of a day's work whose limit passed so many days ago."""
    at = demo.until - timedelta(hours=7)
    while deadline(at, *demo.limits.limit(stage, like["urgency"])) > demo.until - timedelta(days=late):
        at -= HOUR if at.hour > 8 else 15 * HOUR
    return at


def _usual(state):
    def case(hands):
        steps = STEPS[state][1:]
        if state == S.RETURNED:
            cases.lacking(hands)
        for n, hours in enumerate(steps):
            if n == 0:
                acts.accept(hands.story, by=hands.head, at=hands.ago(*hours), note=hands.dice.choice(words.ACCEPTED))
            elif n == 1:
                acts.handle(hands.story, by=hands.head, at=hands.ago(*hours), note=hands.dice.choice(words.HANDLED))
            else:
                hands.submit(hands.ago(*hours))

    return case
