"""What rooms above know of a member: counted for the member's page and for the reply to the home unit, listed on the service card.

A room adds its Tally and its Deeds here; this room never hears of it otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

TALLIES, DEEDS = [], []


@dataclass(frozen=True)
class Tally:
    """A number of each member's: ``count(keys, first, last)`` answers {key of a member: number}, in one query or two.

    ``url(member, year)`` leads to the rows counted; ``model`` is what a reader must be able to see for that.
    """

    label: str
    unit: str
    model: type
    count: Callable[[list, date, date], dict]
    url: Callable


@dataclass(frozen=True)
class Deed:
    """Something a member did for the neighbourhood: a line of the service card; ``worth`` in words, such as 2 小时."""

    member: int
    on: date
    what: str
    worth: str = ""
    remark: str = ""


def tallied(keys, first, last):
    """[(Tally, {key: number})] of some members between two days, both counted."""
    return [(one, one.count(list(keys), first, last)) for one in TALLIES]


def deeds(keys, first, last):
    """Every deed of some members between two days, in order; each source is a function (keys, first, last)."""
    found = [deed for source in DEEDS for deed in source(list(keys), first, last)]
    return sorted(found, key=lambda deed: (deed.on, deed.member))
