"""When a pledge is to be kept: the periods that follow from its frequency, first day and last day.

Weeks count from the first day, months and quarters are those of the calendar; the first and the last may be shorter.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from pledges.choices import Frequency
from portal.periods import MONTH, QUARTER, Period

# A year of weeks, with the day that is left over.
MOST = 53
KINDS = {Frequency.MONTHLY: MONTH, Frequency.QUARTERLY: QUARTER}


@dataclass(frozen=True)
class Span:
    """One period: the first day on which it can be kept, and the last."""

    opens_on: date
    due_on: date


def spans(frequency, first, last):
    """The periods from the first day to the last; raises ValueError for more than a year of weeks."""
    found = list(islice(_spans(frequency, first, last), MOST + 1))
    if len(found) > MOST:
        raise ValueError(f"一条承诺最多 {MOST} 期，这样排不下；请缩短时间，或改成每月、每季度。")
    return found


def _spans(frequency, first, last):
    if frequency == Frequency.ONCE:
        yield Span(first, last)
        return
    start = first
    while start <= last:
        end = start + timedelta(days=6) if frequency == Frequency.WEEKLY else _ends(start, KINDS[frequency])
        yield Span(start, min(end, last))
        start = end + timedelta(days=1)


def _ends(day, kind):
    return Period.of(day, kind).after().first - timedelta(days=1)
