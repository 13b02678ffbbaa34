"""The balance of a member's points in a year: the ledger added up rule by rule, each sum cut at its cap."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from party.choices import RuleKey
from party.models import Point
from party.rules import Rules

TENTH = Decimal("0.1")
STANDING = Q(reverses=None, reversed_by=None)


@dataclass(frozen=True)
class Line:
    """One rule in somebody's year: how many entries stand, what they sum up to, what of that counts."""

    rule: str
    many: int
    total: Decimal
    counted: Decimal

    @property
    def label(self):
        return RuleKey(self.rule).label

    @property
    def is_capped(self):
        return self.counted != self.total


@dataclass(frozen=True)
class Balance:
    """A member's year: its lines, and the score; one standing veto makes it nothing."""

    lines: tuple

    @property
    def is_vetoed(self):
        return any(line.rule == RuleKey.VETO and line.many for line in self.lines)

    @property
    def score(self):
        return Decimal(0) if self.is_vetoed else sum((line.counted for line in self.lines), Decimal(0))


def year_of(year):
    """Condition on an entry: of that year."""
    return Q(on__gte=date(year, 1, 1), on__lte=date(year, 12, 31))


def balances(community_id, year, members=None):
    """{key of a member: Balance} of those who have entries in the year; two queries."""
    rules = Rules.of(community_id, year)
    rows = Point.objects.filter(year_of(year), community=community_id).order_by()
    if members is not None:
        rows = rows.filter(member__in=members)
    sums = {"many": Count("pk", filter=STANDING), "total": Sum("points")}
    found = defaultdict(list)
    for member, rule, many, total in rows.values_list("member", "rule").annotate(**sums):
        total = total.quantize(TENTH)  # SQLite adds decimals up as floats
        found[member].append(Line(rule, many, total, rules[rule].counted(total)))
    order = {key: number for number, key in enumerate(RuleKey.values)}
    return {key: Balance(tuple(sorted(lines, key=lambda line: order[line.rule]))) for key, lines in found.items()}


def balance(member, year):
    """The balance of one member; empty where nothing was entered."""
    return balances(member.community_id, year, [member.pk]).get(member.pk, Balance(()))
