"""Demonstration issues that a department has to settle: sent, chased, answered, refused, called back, rated."""

from datetime import timedelta

from grids.choices import IssueState as S
from grids.choices import Outcome, Satisfaction
from reports.demo import acts, orders, words
from reports.demo.departments import ANSWERS_FOR, CHASED, RECALLED, REQUESTS, reply_to
from reports.demo.further import ask_for_time, lay_aside, send_up

ON_TIME, LATE = 0.74, 0.19
OUTCOMES = {Outcome.DONE: 82, Outcome.PARTLY: 11, Outcome.REFUSED: 7}
PROMPT = {Satisfaction.GOOD: 7, Satisfaction.FAIR: 3}
SLOW = {Satisfaction.GOOD: 1, Satisfaction.FAIR: 5, Satisfaction.POOR: 4}


def dispatched(hands):
    """Sent up, sent out, and back with an answer, late or never."""
    send_up(hands)
    order = send_out(hands)
    fate = hands.dice.random()
    if fate < ON_TIME:
        answered(hands, order, hands.within(0.2, 0.85))
    elif fate < ON_TIME + LATE:
        answered(hands, order, _silence_broken(hands, order))
    else:
        orders.recall(hands.story, order, by=hands.lead, at=hands.within(0.5, 0.9), note=hands.dice.choice(RECALLED))
    _to_the_end(hands, order)


def send_out(hands, at=None):
    """The community gives the department that answers for it an order; returns it."""
    key = department_of(hands.issue)
    request = REQUESTS[key].format(place=hands.issue.place)
    to = hands.demo.departments[key]
    at = at or hands.within(0.05, 0.5)
    return orders.dispatch(hands.story, by=hands.lead, at=at, department=to, request=request)


def department_of(issue):
    """The key of the department that answers for a matter."""
    return ANSWERS_FOR[issue.title.removeprefix(issue.place)]


def answered(hands, order, at, outcome=None):
    """The department answers."""
    outcome = outcome or hands.dice.choices(list(OUTCOMES), OUTCOMES.values())[0]
    text = reply_to(hands.dice, department_of(hands.issue), outcome)
    orders.reply(hands.story, order, by=hands.lead, at=at, outcome=outcome, text=text)


def chase(hands, order, at):
    """Whoever sent the order rings up."""
    orders.chase(hands.story, order, by=hands.lead, at=at, note=hands.dice.choice(CHASED))


def _silence_broken(hands, order):
    """A moment after the limit, the department having been reminded by the clock and by people."""
    chase(hands, order, hands.by_day(order.reply_due_at + timedelta(hours=hands.dice.uniform(1, 20))))
    return hands.after(8, 70)


def _to_the_end(hands, order):
    """What the department settled is checked, the rest is done here, or laid aside; and the head says how it was."""
    if hands.issue.state != S.CHECKING:
        if order.outcome == Outcome.REFUSED and hands.chance(0.5):
            lay_aside(hands, 30)
            due = hands.issue.stage_due_at
            acts.resume(hands.story, by=hands.lead, at=hands.by_day(due - timedelta(hours=9), latest=due))
        elif hands.issue.due_at > hands.within(0.3, 0.3):
            acts.approve(hands.story, ask_for_time(hands), by=hands.other, at=hands.after(1, 4))
        hands.submit(result=f"{words.MADE_GOOD}{hands.result}")
    hands.verify()
    if order.outcome and hands.chance(0.8):
        answers = PROMPT if order.replied_at <= order.reply_due_at else SLOW
        rating = hands.dice.choices(list(answers), answers.values())[0]
        orders.rate(hands.story, order, by=hands.head, at=hands.after(2, 60), rating=rating)
