"""Issues of the demonstration that were told to a purpose: each leaves something for somebody to do, and shows one thing."""

from datetime import timedelta

from grids.choices import Channel, Outcome, Satisfaction, Urgency
from grids.models import Card
from portal.clock import add_working_days
from reports.demo import acts, further, orders, outside, words
from reports.demo.departments import RECALLED
from reports.demo.hands import HOUR, Hands

DAY = 24
# Hours before the day: late enough that the limit of the step reaches into its evening.
EVENING = 2.6, 4.6


def lacking(hands):
    """Returned to its reporter, who has to mend it."""
    acts.send_back(hands.story, by=hands.head, at=hands.ago(*EVENING), note=hands.dice.choice(words.RETURNED))


def mended(hands):
    """Returned, and reported again with what had been missing."""
    acts.send_back(hands.story, by=hands.head, at=hands.ago(9, 10), note=words.RETURNED[0])
    acts.resubmit(hands.story, by=hands.member, at=hands.ago(*EVENING), note=words.RESUBMITTED[0])


def given(hands):
    """Put into the hands of a member of the grid."""
    acts.assign(hands.story, by=hands.head, at=hands.ago(*EVENING), handler=hands.member, note=words.GIVEN[0])


def begun(hands):
    """A member is at it."""
    acts.assign(hands.story, by=hands.head, at=hands.ago(30, 32), handler=hands.member, note=words.GIVEN[2])
    acts.handle(hands.story, by=hands.member, at=hands.ago(6, 13), note=hands.dice.choice(words.HANDLED))


def harder(hands):
    """Harder than it had seemed: the community corrected it, which gave more time, and the head said how far it has come."""
    acts.accept(hands.story, by=hands.head, at=hands.ago(31, 32))
    told = {"note": words.HARDER, "urgency": Urgency.DIFFICULT}
    acts.revise(hands.story, by=hands.lead, at=hands.ago(29, 30), **told)
    acts.handle(hands.story, by=hands.head, at=hands.ago(10, 13), note=words.HANDLED[1])
    acts.progress(hands.story, by=hands.head, at=hands.ago(*EVENING), note=words.PROGRESS[1])


def mistaken(hands):
    """Not there when somebody went to look."""
    acts.void(hands.story, by=hands.head, at=hands.ago(*EVENING), note=words.VOIDED[1])


def pending(hands):
    """Under way, and more time asked for since yesterday."""
    _asking(hands)


def granted(hands):
    """More time asked for, and granted."""
    asked = _asking(hands)
    acts.approve(hands.story, asked, by=hands.lead, at=hands.ago(3, 5), note=words.LATER_YES[1])


def denied(hands):
    """More time asked for, and refused."""
    asked = _asking(hands)
    acts.refuse(hands.story, asked, by=hands.lead, at=hands.ago(3, 5), note=words.LATER_NO[0])


def _asking(hands):
    _take(hands, hands.ago(4 * DAY + 9))
    acts.handle(hands.story, by=hands.doer, at=hands.ago(4 * DAY - 13), note=words.HANDLED[0])
    until = add_working_days(hands.issue.due_at, 3).replace(second=0)
    note = hands.dice.choice(words.LATER)
    return acts.extend(hands.story, by=hands.doer, at=hands.ago(6, 10), until=until, note=note)


def _take(hands, at):
    if hands.doer == hands.head:
        acts.accept(hands.story, by=hands.head, at=at)
    else:
        acts.assign(hands.story, by=hands.head, at=at, handler=hands.doer)


def laid_aside(days):
    """Laid aside until so many days from the day of the demonstration."""

    def case(hands):
        _take(hands, hands.ago(20 * DAY + 9))
        acts.handle(hands.story, by=hands.doer, at=hands.ago(20 * DAY - 13), note=words.HANDLED[0])
        further.lay_aside(hands, 0, until=hands.demo.day + timedelta(days=days))

    return case


def resumed(hands):
    """Laid aside, and taken up again since."""
    laid_aside(-2)(hands)
    acts.resume(hands.story, by=hands.doer, at=hands.ago(DAY + 9), note=words.TAKEN_AGAIN[0])


def sent_up(hands):
    """Waits for the community."""
    acts.accept(hands.story, by=hands.head, at=hands.ago(28))
    acts.escalate(hands.story, by=hands.head, at=hands.ago(*EVENING), note=hands.dice.choice(words.SENT_UP))


def sent_down(hands):
    """Sent up, and sent back to the head."""
    acts.accept(hands.story, by=hands.head, at=hands.ago(28))
    acts.escalate(hands.story, by=hands.head, at=hands.ago(14), note=words.SENT_UP[2])
    acts.send_back(hands.story, by=hands.lead, at=hands.ago(5, 9), note=words.SENT_DOWN[1])


def done_by_community(hands):
    """Handled by the community itself: who did not do it has to check it."""
    acts.escalate(hands.story, by=hands.head, at=hands.ago(2 * DAY + 10), note=words.SENT_UP[1])
    acts.accept(hands.story, by=hands.lead, at=hands.ago(2 * DAY - 13))
    acts.handle(hands.story, by=hands.lead, at=hands.ago(DAY + 8), note=words.HANDLED[2])
    hands.submit(hands.ago(*EVENING))


def to_call_back(hands):
    """Handled by a member and closed; the resident has not been asked."""
    _by_member(hands)
    acts.verify(hands.story, by=hands.lead, at=hands.ago(6, 12), note=words.VERIFIED[1])


def called_back(answer, said):
    """The same, and asked."""

    def case(hands):
        _by_member(hands)
        acts.verify(hands.story, by=hands.lead, at=hands.ago(DAY + 6), note=words.VERIFIED[1])
        _ask(hands, answer, said, hands.ago(6, 10))

    return case


def taken_up_again(hands):
    """The resident was not content, and the issue is under way once more."""
    _by_member(hands)
    acts.verify(hands.story, by=hands.lead, at=hands.ago(DAY + 6), note=words.VERIFIED[2])
    _ask(hands, Satisfaction.POOR, words.HEARD["poor"][1], hands.ago(9, 10))
    acts.reopen(hands.story, by=hands.head, at=hands.ago(7, 8), note=words.AGAIN[2])


def _ask(hands, answer, said, at):
    told = {"satisfaction": answer, "channel": Channel.PHONE, "words": said}
    acts.revisit(hands.story, by=hands.head, at=at, **told)


def _by_member(hands):
    member = hands.member if hands.doer == hands.head else hands.doer
    acts.assign(hands.story, by=hands.head, at=hands.ago(3 * DAY + 9), handler=member)
    acts.handle(hands.story, by=member, at=hands.ago(3 * DAY - 13))
    hands.submit(hands.ago(2 * DAY + 5))


def dragging(hands):
    """Late by the limit of the whole."""
    _take(hands, hands.issue.created_at + HOUR)
    begun = add_working_days(hands.issue.created_at, 1) + HOUR / 2
    acts.handle(hands.story, by=hands.doer, at=begun, note=words.HANDLED[0])
    acts.urge(hands.story, by=hands.lead, at=max(hands.issue.due_at - 5 * HOUR, begun + HOUR), note=words.URGED[1])


def _excuse(hands, note):
    hands.story.reach(hands.issue.stage_due_at + HOUR)
    card = next(row for row in hands.story.rows if isinstance(row, Card))
    acts.withdraw(hands.story, card, by=hands.demo.people["secretary"], at=hands.story.last + HOUR, note=note)


def returned_twice(hands):
    """Checked and rejected a second time."""
    _take(hands, hands.ago(4 * DAY + 9))
    acts.handle(hands.story, by=hands.doer, at=hands.ago(4 * DAY - 13), note=words.HANDLED[1])
    for start, note in ((2 * DAY + 13, words.REJECTED[0]), (DAY - 10, words.REJECTED[2])):
        hands.submit(hands.ago(start))
        acts.reject(hands.story, by=hands.lead, at=hands.ago(start - 4), note=note)


def _sent_out(hands):
    at, story = hands.issue.created_at, hands.story
    acts.accept(story, by=hands.head, at=at + HOUR)
    acts.escalate(story, by=hands.head, at=at + 3 * HOUR, note=hands.dice.choice(words.SENT_UP))
    return outside.send_out(hands, at + 5 * HOUR)


def out(hands):
    """With a department, within its time."""
    _sent_out(hands)


def silent(hands):
    """With a department that keeps silent, though chased."""
    order = _sent_out(hands)
    outside.chase(hands, order, hands.by_day(order.reply_due_at + 5 * HOUR))


def silent_excused(hands):
    """With a department that keeps silent; its handler bears no blame."""
    _sent_out(hands)
    _excuse(hands, words.WITHDRAWN[0])


def answered(hands):
    """Settled by a department: to be checked by the community and rated by the head."""
    outside.answered(hands, _sent_out(hands), hands.ago(6.2, 6.8), Outcome.DONE)


def rated(outcome, rating):
    """Answered, and the head said how it was; what the department did not settle the community brought to an end."""

    def case(hands):
        order = _sent_out(hands)
        outside.answered(hands, order, hands.ago(2 * DAY + 7), outcome)
        if outcome != Outcome.DONE:
            hands.submit(hands.ago(DAY + 12), result=f"{words.MADE_GOOD}{hands.result}")
        acts.verify(hands.story, by=hands.checker(), at=hands.ago(DAY + 7), note=words.VERIFIED[1])
        orders.rate(hands.story, order, by=hands.head, at=hands.ago(6, 9), rating=rating)

    return case


def recalled(hands):
    """Taken back from a department that could not come, and done without it."""
    order = _sent_out(hands)
    orders.recall(hands.story, order, by=hands.lead, at=hands.ago(2 * DAY + 9), note=RECALLED[0])
    hands.submit(hands.ago(DAY + 12), result=f"{words.MADE_GOOD}{hands.result}")
    acts.verify(hands.story, by=hands.checker(), at=hands.ago(DAY - 9), note=words.VERIFIED[3])


def in_three(hands):
    """Taken apart: what remains and the two parts go on by themselves."""
    acts.accept(hands.story, by=hands.head, at=hands.ago(4 * DAY + 9))
    place = hands.issue.place
    titles = [f"{place}积水清理", f"{place}周边住户告知"]
    for part in acts.split(hands.story, by=hands.head, at=hands.ago(4 * DAY - 13), titles=titles):
        hands.others.append(part)
        one = Hands(hands.demo, hands.dice, part, words.DONE_PART, hands.where)
        acts.accept(part, by=hands.head, at=hands.ago(4 * DAY - 14))
        one.begin()
    one.submit(hands.ago(2 * DAY + 6))
    acts.verify(one.story, by=one.lead, at=hands.ago(DAY + 7))
    acts.handle(hands.story, by=hands.head, at=hands.ago(4 * DAY - 14.9), note=words.HANDLED[1])
