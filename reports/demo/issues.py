"""Two years of issues with their whole history, in every state, up to yesterday; and all that belongs to them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from grids.models import Card, Extension, Order, Revisit
from reports.demo import standing, stories
from reports.demo.register import done, keep, write

# Reports a month, January to December, once the grids are used to reporting; the first year sees fewer.
CURVE = [54, 46, 70, 76, 74, 82, 86, 84, 76, 80, 76, 66]
FIRST_YEAR = 0.52
BUSY = [11, 8, 14, 12, 9, 7, 13]
LAST_DAYS = timedelta(days=1)
# (within so many days, share the dice still tell): of the last ones much is told on purpose (``standing``).
LATELY = [(timedelta(days=6), 0.2), (timedelta(days=30), 0.55)]


def load(demo):
    """Write the issues with their orders, requests, cards, calls and entries, numbered as the registers would have been."""
    dice, told = demo.dice("issues"), []
    for at in sorted(_moments(demo.day, dice)):
        told += stories.tell(demo, dice, at, dice.choices(range(7), BUSY)[0])
    told += standing.tell(demo, demo.dice("standing"))
    rows = [row for story in told for row in story.rows]
    demo.issues = sorted((story.issue for story in told), key=lambda issue: issue.created_at)
    keep(demo, demo.issues)
    for model in (Order, Extension, Card, Revisit):
        keep(demo, [row for row in rows if type(row) is model])
    write(line for story in told for line in story.lines)
    done(effect for story in told for effect in story.effects)


def _moments(day, dice):
    """When somebody reported something, up to the day before: fewer at weekends."""
    first, last = date(day.year - 2, day.month, 1), day - LAST_DAYS
    month = first
    while month < last:
        following = (month + timedelta(days=31)).replace(day=1)
        days = [month + timedelta(days=n) for n in range((min(following, last) - month).days)]
        share = len(days) / (following - month).days * (FIRST_YEAR if (month - first).days < 360 else 1)
        yield from _within(days, round(CURVE[month.month - 1] * share), dice, last)
        month = following


def _within(days, many, dice, last):
    """So many moments between seven in the morning and nine in the evening of the days, fewer of the last ones."""
    for day in dice.choices(days, [1.3 if d.weekday() < 5 else 0.6 for d in days], k=many):
        minute = int(dice.triangular(7 * 60, 21 * 60, 10 * 60))
        moment = timezone.make_aware(datetime.combine(day, time(minute // 60, minute % 60, dice.randrange(60))))
        if dice.random() < next((share for lately, share in LATELY if last - day < lately), 1):
            yield moment
