"""A year of the working calendar: the holidays with the weekends they touch, and the weekend days worked for them."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.clock import holidays_named, is_working_day_by_law, lent_days

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spell:
    """Days on end that are all off, or a single weekend day that is worked; ``label`` says for which holiday."""

    first: date
    last: date
    working: bool
    label: str

    @property
    def days(self):
        """How many they are."""
        return (self.last - self.first).days + 1

    def dates(self):
        """Each of them."""
        return [self.first + n * DAY for n in range(self.days)]


def spells(year):
    """What the State Council's calendar has for a year, in the order of the days; estimates where there is no notice yet.

    What begins in the year before or ends in the one after belongs to both.
    """
    off, worked = {}, []
    # New Year's days off may begin in December, and so may the weekend days worked for them.
    for near in (year, year + 1):
        for day, name in holidays_named(near).items():
            off.setdefault(_around(day), []).append(name)
        worked += [(lent, day) for lent, day in lent_days(near).items() if day.year == year]
    labels = {span: "、".join(dict.fromkeys(names)) for span, names in off.items()}
    found = [Spell(*span, working=False, label=label) for span, label in labels.items()]
    found += [Spell(day, day, working=True, label=labels[_around(lent)]) for lent, day in worked]
    return sorted((one for one in found if year in (one.first.year, one.last.year)), key=lambda one: one.first)


def _around(day):
    """The first and the last of the days off without a break in which the day lies."""
    first = last = day
    while not is_working_day_by_law(first - DAY):
        first -= DAY
    while not is_working_day_by_law(last + DAY):
        last += DAY
    return first, last
