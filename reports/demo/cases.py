"""Issues of the demonstration that were told to a purpose: each leaves something for somebody to do, and shows one thing."""

from datetime import timedelta

from grids.choices import Channel, Satisfaction
from grids.models import Card
from portal.clock import add_working_days
from reports.demo import acts, further, outside, words
from reports.demo.calls import ask
from reports.demo.hands import HOUR, Hands

DAY = 24


def lacking(hands):
    """Returned to its reporter, who has to mend it."""
    acts.send_back(hands.story, by=hands.head, at=hands.ago(5, 9), note=hands.dice.choice(words.RETURNED))


def given(hands):
    """Put into the hands of the first member of the grid."""
    acts.assign(hands.story, by=hands.head, at=hands.ago(5, 9), handler=hands.members[0], note=words.GIVEN[0])


def given_to_head(hands):
    """Put into the head's hands by the community."""
    acts.assign(hands.story, by=hands.lead, at=hands.ago(5, 9), handler=hands.head, note=words.GIVEN[1])


def pending(hands, member=True):
    """Under way, and more time asked for since yesterday."""
    handler = hands.members[0] if member else hands.head
    acts.assign(hands.story, by=hands.head, at=hands.ago(4 * DAY + 9), handler=handler)
    acts.handle(hands.story, by=handler, at=hands.ago(4 * DAY - 13), note=words.HANDLED[0])
    until = add_working_days(hands.issue.due_at, 3).replace(second=0)
    acts.extend(hands.story, by=handler, at=hands.ago(6, 10), until=until, note=words.LATER[0])


def pending_head(hands):
    """The same of the head's."""
    pending(hands, member=False)


def laid_aside(days):
    """Laid aside until so many days from the day of the demonstration."""

    def case(hands):
        acts.accept(hands.story, by=hands.head, at=hands.ago(20 * DAY + 9))
        acts.handle(hands.story, by=hands.head, at=hands.ago(20 * DAY - 13), note=words.HANDLED[0])
        further.lay_aside(hands, 0, until=hands.demo.day + timedelta(days=days))

    return case


def sent_up(hands):
    """Waits for the community."""
    acts.accept(hands.story, by=hands.head, at=hands.ago(28))
    acts.escalate(hands.story, by=hands.head, at=hands.ago(5, 10), note=hands.dice.choice(words.SENT_UP))


def sent_down(hands):
    """Sent up, and sent back to the head."""
    acts.accept(hands.story, by=hands.head, at=hands.ago(28))
    acts.escalate(hands.story, by=hands.head, at=hands.ago(14), note=words.SENT_UP[2])
    acts.send_back(hands.story, by=hands.lead, at=hands.ago(5, 9), note=words.SENT_DOWN[1])


def in_community(hands):
    """Handled by the community itself."""
    acts.escalate(hands.story, by=hands.head, at=hands.ago(2 * DAY + 10), note=words.SENT_UP[1])
    acts.accept(hands.story, by=hands.lead, at=hands.ago(2 * DAY - 13))
    acts.handle(hands.story, by=hands.lead, at=hands.ago(DAY + 8), note=words.HANDLED[2])


def done_by_community(hands):
    """The same, done: who did not do it has to check it."""
    in_community(hands)
    hands.submit(hands.ago(6, 12))


def to_call_back(hands):
    """Handled by a member and closed; the resident has not been asked."""
    _by_member(hands)
    acts.verify(hands.story, by=hands.lead, at=hands.ago(6, 12), note=words.VERIFIED[1])


def called_back(hands):
    """The same, asked and content."""
    _by_member(hands)
    acts.verify(hands.story, by=hands.lead, at=hands.ago(DAY + 6), note=words.VERIFIED[1])
    told = {"satisfaction": Satisfaction.GOOD, "channel": Channel.PHONE, "words": words.HEARD["good"][0]}
    acts.revisit(hands.story, by=hands.head, at=hands.ago(6, 10), **told)


def taken_up_again(hands):
    """The resident was not content, and the issue is under way once more."""
    _by_member(hands)
    acts.verify(hands.story, by=hands.lead, at=hands.ago(DAY + 10), note=words.VERIFIED[2])
    ask(hands, {Satisfaction.POOR: 1})
    acts.reopen(hands.story, by=hands.head, at=hands.after(0.2, 0.5), note=words.AGAIN[2])


def _by_member(hands):
    member = hands.members[0]
    acts.assign(hands.story, by=hands.head, at=hands.ago(3 * DAY + 9), handler=member)
    acts.handle(hands.story, by=member, at=hands.ago(3 * DAY - 13))
    hands.submit(hands.ago(2 * DAY + 5))


def dragging(hands):
    """Late by the limit of the whole."""
    acts.accept(hands.story, by=hands.head, at=hands.issue.created_at + HOUR)
    begun = add_working_days(hands.issue.created_at, 1) + HOUR / 2
    acts.handle(hands.story, by=hands.head, at=begun, note=words.HANDLED[0])
    acts.urge(hands.story, by=hands.lead, at=max(hands.issue.due_at - 5 * HOUR, begun + HOUR), note=words.URGED[1])


def excused(hands):
    """Late for a reason that was accepted: the card was withdrawn."""
    dragging(hands)
    _excuse(hands, words.WITHDRAWN[1])


def _excuse(hands, note):
    hands.story.reach(hands.issue.stage_due_at + HOUR)
    card = next(row for row in hands.story.rows if isinstance(row, Card))
    acts.withdraw(hands.story, card, by=hands.demo.people["secretary"], at=hands.story.last + HOUR, note=note)


def returned_twice(hands):
    """Checked and rejected a second time."""
    acts.accept(hands.story, by=hands.head, at=hands.ago(4 * DAY + 9))
    acts.handle(hands.story, by=hands.head, at=hands.ago(4 * DAY - 13), note=words.HANDLED[1])
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
    order = _sent_out(hands)
    outside.answered(hands, order, hands.ago(6, 12), "done")


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
    acts.handle(hands.story, by=hands.head, at=hands.ago(3 * DAY + 5), note=words.HANDLED[1])
