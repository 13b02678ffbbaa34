"""Where the last demonstration issues stand: something of every kind waits for whoever tries the portal."""

from datetime import timedelta

from grids.choices import IssueState as S
from grids.choices import Outcome, Satisfaction, Source, Stage, Urgency
from portal.clock import deadline
from reports.demo import acts, cases, matters, words
from reports.demo.hands import HOUR, Hands
from reports.demo.scenes import TROUBLES
from reports.demo.stories import finish, for_department, reported_twice, settled

# In each grid, one to seven: a fresh report, and one the head has brought further, each within the limits of its step.
LAST = [S.HANDLING, S.ACCEPTED, None, S.CHECKING, S.CHECKING, S.HANDLING, None]
# Hours before the day of the demonstration: when it was reported, accepted, begun, submitted.
STEPS = {
    S.REPORTED: [(2.6, 5.5)],
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
SUPERIOR = {**EASY, "source": Source.SUPERIOR, "by": "secretary"}
TWOFOLD = {**HARD, "fits": lambda title: title == "下水道反味返水"}
GOOD, FAIR, POOR = Satisfaction
# (case, number of its grid, hours before the day or (limit, days since it passed), who leads, what it is like); ``by`` reports it,
# ``to`` has it in hand where that is not the head, ``back`` counts the days it is told earlier.
CASES = [
    (cases.lacking, 3, 13, "clerk", {**BY_MEMBER, "by": "member7"}),
    (cases.lacking, 6, 13, "clerk", SUPERIOR),
    (cases.mended, 2, 14, "clerk", BY_MEMBER),
    (cases.harder, 7, 34, "clerk", {**EASY, "fits": visible}),
    (cases.pending, 3, 4 * DAY + 14, "clerk", {**HARD, "to": "member7"}),
    (cases.pending, 5, 4 * DAY + 14, "secretary", HARD),
    (cases.granted, 2, 4 * DAY + 14, "clerk", {**HARD, "to": "member4"}),
    (cases.denied, 7, 4 * DAY + 14, "secretary", {**HARD, "to": "member18"}),
    (cases.laid_aside(0), 3, 20 * DAY + 14, "clerk", HARD),
    (cases.laid_aside(19), 5, 20 * DAY + 14, "clerk", HARD),
    (cases.laid_aside(45), 1, 20 * DAY + 14, "secretary", HARD),
    (cases.resumed, 2, 20 * DAY + 14, "secretary", {**HARD, "to": "member6"}),
    (cases.sent_up, 1, 31, "clerk", HARD),
    (cases.sent_down, 3, 31, "clerk", HARD),
    (cases.done_by_community, 1, 2 * DAY + 14, "clerk", HARD),
    (cases.done_by_community, 6, 2 * DAY + 14, "secretary", HARD),
    (cases.to_call_back, 3, 3 * DAY + 14, "clerk", HARD),
    (cases.to_call_back, 4, 3 * DAY + 14, "secretary", HARD),
    (cases.called_back(GOOD, words.HEARD["good"][0]), 5, 3 * DAY + 14, "clerk", {**HARD, "back": 5}),
    (cases.called_back(FAIR, words.HEARD["fair"][0]), 3, 3 * DAY + 14, "clerk", {**HARD, "back": 9}),
    (cases.called_back(POOR, words.HEARD["poor"][0]), 6, 3 * DAY + 14, "secretary", {**HARD, "back": 12}),
    (cases.taken_up_again, 2, 3 * DAY + 14, "clerk", {**HARD, "to": "member5"}),
    (cases.answered, 3, 4 * DAY + 14, "clerk", OUTSIDE),
    (cases.rated(Outcome.DONE, GOOD), 1, 4 * DAY + 14, "clerk", {**OUTSIDE, "back": 10}),
    (cases.rated(Outcome.PARTLY, FAIR), 2, 4 * DAY + 14, "clerk", {**OUTSIDE, "back": 3}),
    (cases.rated(Outcome.REFUSED, POOR), 7, 4 * DAY + 14, "secretary", {**OUTSIDE, "back": 14}),
    (cases.recalled, 6, 4 * DAY + 14, "secretary", {**OUTSIDE, "back": 8}),
    (cases.out, 2, DAY - 8, "clerk", OUTSIDE),
    (cases.silent, 4, (Stage.REPLY, 2.4), "clerk", OUTSIDE),
    (cases.silent_excused, 6, (Stage.REPLY, 0.6), "secretary", OUTSIDE),
    (cases.dragging, 4, (Stage.TOTAL, 1.4), "clerk", {**SEEN, "to": "member10"}),
    (cases.dragging, 6, (Stage.TOTAL, 4.3), "secretary", {**SEEN, "to": "member15"}),
    (cases.returned_twice, 7, 4 * DAY + 14, "clerk", {**HARD, "fits": visible, "to": "member17"}),
    (cases.in_three, 4, 4 * DAY + 14, "clerk", TWOFOLD),
    (cases.mistaken, 4, 15, "clerk", {**EASY, "back": 7}),
    (settled, 1, 11, "clerk", {**BY_MEMBER, "back": 2}),
    (reported_twice, 1, 3 * DAY + 14, "clerk", {**BY_MEMBER, "back": 6}),
]
# What falls to the members not named above, one after the other.
BY_TURNS = [(cases.lacking, 13), (cases.given, 15), (cases.begun, 34)]


def tell(demo, dice):
    """The stories of all that stands where a visitor wants to try something."""
    stories = []
    for where, last in enumerate(LAST):
        for state in filter(None, (S.REPORTED, last)):
            like = {**BY_MEMBER, "fits": visible} if state in (S.HANDLING, S.CHECKING) else BY_MEMBER
            stories += _told(demo, dice, _usual(state), where, STEPS[state][0], like)
    for n, (where, member) in enumerate(_others(demo)):
        case, hours = BY_TURNS[n % len(BY_TURNS)]
        stories += _told(demo, dice, case, where, (hours, hours + 0.9), {**BY_MEMBER, "by": member})
    for case, number, start, lead, like in CASES:
        hours = (start, start + 0.9) if isinstance(start, int) else start
        stories += _told(demo, dice, case, number - 1, hours, like, lead)
    return stories


def _others(demo):
    """(grid counted from 0, user name) of the members whom no case names."""
    named = {like.get(word) for *_, like in CASES for word in ("by", "to")}
    for where in range(len(demo.grids)):
        yield from ((where, one.username) for one in matters.members_of(demo, where) if one.username not in named)


def _told(demo, dice, case, where, start, like, lead=None):
    by, to, back = like.get("by"), like.get("to"), timedelta(days=like.get("back", 0))
    kind = {word: like[word] for word in ("urgency", "source", "fits") if word in like}
    at = _start(demo, *start, like) if isinstance(start[0], Stage) else _ago(demo, dice, start) - back
    story, result = matters.report(demo, dice, at, where, by=demo.people[by] if by else None, **kind)
    hands = Hands(demo, dice, story, result, where, lead)
    hands.doer, hands.back = demo.people[to] if to else hands.head, back
    return finish(hands, case)


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
        for n, hours in enumerate(steps):
            if n == 0:
                acts.accept(hands.story, by=hands.head, at=hands.ago(*hours), note=hands.dice.choice(words.ACCEPTED))
            elif n == 1:
                acts.handle(hands.story, by=hands.head, at=hands.ago(*hours), note=hands.dice.choice(words.HANDLED))
            else:
                hands.submit(hands.ago(*hours))

    return case
