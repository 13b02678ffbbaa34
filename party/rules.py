"""What things are worth: the points table of a year. Source: domain.md, 'Points' (defaults are ours; staff change them).

A community's own row stands before the default, from its year on until a later one.
"""

from dataclasses import dataclass
from decimal import Decimal

from party.choices import RuleKey as K
from party.models import PointRule


@dataclass(frozen=True)
class Rule:
    """Points of one entry (``most`` where it has a range), and how much of a rule's sum a year counts (``cap``)."""

    points: Decimal
    most: Decimal | None = None
    cap: Decimal | None = None

    def counted(self, total):
        """What of a year's sum counts: at most the cap, either way."""
        return total if self.cap is None else max(-self.cap, min(self.cap, total))

    @property
    def words(self):
        """As a person reads it: 每次 +1 分，一年最多 20 分."""
        worth = f"{self.points:+}" if self.most is None else f"{self.points:+} 到 {self.most:+}"
        return f"每次 {worth} 分" + ("" if self.cap is None else f"，一年最多计 {self.cap} 分")


def _rule(points, most=None, cap=None):
    return Rule(*(None if one is None else Decimal(one) for one in (points, most, cap)))


DEFAULTS = {
    K.BASE: _rule(60),
    K.MEETING: _rule(1, cap=20),
    K.LESSON: _rule(1),
    K.SERVICE: _rule(1, cap=15),
    K.PLEDGE: _rule(2),
    K.OVERDUE: _rule(-3),
    K.WISH: _rule(2),
    K.ABSENT: _rule(-2),
    K.COMMENDED: _rule(3, most=5),
    K.VETO: _rule(0),
}


# What rooms give by themselves, or the calendar, is not entered a second time by hand.
BY_HAND = (K.MEETING, K.LESSON, K.SERVICE, K.ABSENT, K.COMMENDED, K.VETO)


@dataclass(frozen=True)
class Rules:
    """The rules of one community and year, read once."""

    table: dict

    @classmethod
    def of(cls, community_id, year):
        """What holds in a year; one query."""
        rows = PointRule.objects.filter(community=community_id, year__lte=year).order_by("year")
        own = {key: Rule(*worth) for key, *worth in rows.values_list("key", "points", "most", "cap")}
        return cls(DEFAULTS | own)

    def __getitem__(self, key):
        return self.table[key]
