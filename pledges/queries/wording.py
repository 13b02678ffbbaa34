"""The wording check of a sentence against the register: what it lacks, and which pledges of this year and the last are like it.

PostgreSQL picks candidates by a trigram index over their telling characters; for SQLite each process keeps the sentences of a
community and reads only what changed since.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db import connection
from django.db.models import BooleanField, Func, Value

from grids.choices import UseState
from pledges.choices import Finding, PledgeState
from pledges.models import Pledge, StockPhrase
from pledges.wording import STOCK, Reading, essence, nearest, read

SHOWN = 3
# The part of all their characters that two sentences must share to be compared at all. What is ALIKE shares at least 3 in 7
# (one that stands whole in the other, with as much again and a third around it); a little less, for characters said twice.
SHARED = 0.4
LONGEST = 200


@dataclass(frozen=True)
class Near:
    """Another pledge, and how like the sentence is to it (0 to 1)."""

    key: int
    likeness: Decimal


@dataclass(frozen=True)
class Examination:
    """What the check has to say: the sentence read, the likest pledges at or above 雷同, and all of it as flags."""

    reading: Reading
    essence: str
    nearest: tuple

    @property
    def flags(self):
        """Findings, in the order of their declaration."""
        one = self.reading
        found = {
            Finding.TWIN: bool(self.nearest),
            Finding.HOLLOW: one.hollow,
            Finding.WHOM: not one.whom,
            Finding.WHAT: not one.what,
            Finding.OFTEN: not one.often,
            Finding.BY: not one.by,
            Finding.SHORT: one.is_short,
            Finding.LONG: one.is_long,
        }
        return [finding for finding, holds in found.items() if holds]


def examine(sentence, community_id, year, exclude=None):
    """The check of a sentence for a community and year; ``exclude`` is the pledge it is of."""
    sentence = sentence.replace("\x00", "")[:LONGEST]
    told = essence(sentence)
    alike = _nearest(told, community_id, year, exclude) if told else []
    return Examination(read(sentence, phrases(community_id)), told, tuple(alike))


def phrases(community_id):
    """The stock phrases that hold in a community: the built-in ones less those it took off, and its own; one query."""
    own = dict(StockPhrase.objects.filter(community=community_id).values_list("text", "state"))
    kept = [text for text in STOCK if own.get(text, UseState.OPEN) == UseState.OPEN]
    return (*kept, *(text for text, state in own.items() if state == UseState.OPEN and text not in kept))


def compared(community_id, year):
    """The pledges a sentence is compared with."""
    rows = Pledge.objects.filter(community=community_id, year__in=[year, year - 1])
    return rows.exclude(state=PledgeState.VOID)


def _nearest(told, community_id, year, exclude):
    keys, texts = _candidates(told, community_id, year)
    # One more than shown, for the sentence itself may be among them.
    scored = nearest(told, (keys, texts), most=SHOWN + 1)
    near = [
        Near(key, Decimal(score).quantize(Decimal("0.01"), ROUND_HALF_UP)) for score, key in scored if key != exclude
    ]
    return near[:SHOWN]


def _candidates(told, community_id, year):
    if connection.vendor == "postgresql":
        return _by_letters(told, community_id, year)
    return _kept(community_id, year)


def _by_letters(told, community_id, year):
    """All that share enough characters, in whatever order they stand; ``letters`` is the essence with each a word of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_limit(%s)", [SHARED])
    near = Func(
        Value(" ".join(told)), template='"pledges_pledge"."letters" %%%% %(expressions)s', output_field=BooleanField()
    )
    found = list(compared(community_id, year).filter(near).order_by().values_list("pk", "essence"))
    return [key for key, _ in found], [text for _, text in found]


@dataclass
class Kept:
    """What a process remembers of a community's sentences: the last change it has seen of either year, "" for a voided one."""

    until: object = None
    texts: dict = field(default_factory=dict)
    columns: tuple = ((), ())


_memory = {}


def _kept(community_id, year):
    """(keys, essences) to compare with; asks an index for the last change of either year, and reads what changed since."""
    kept = _memory.setdefault((community_id, year), Kept())
    years = [Pledge.objects.filter(community=community_id, year=one) for one in (year, year - 1)]
    last = [rows.order_by("-updated_at").values_list("updated_at", flat=True).first() for rows in years]
    if last != kept.until:
        rows = Pledge.objects.filter(community=community_id, year__in=[year, year - 1]).order_by()
        since = max(filter(None, kept.until), default=None) if kept.until else None
        kept.texts |= _texts(rows.filter(updated_at__gte=since) if since else rows)
        if rows.count() != len(kept.texts):  # some are gone, as those of a cleared demonstration are
            kept.texts = _texts(rows)
        found = {key: text for key, text in kept.texts.items() if text}
        kept.until, kept.columns = last, (list(found), list(found.values()))
    return kept.columns


def _texts(rows):
    told = rows.values_list("pk", "essence", "state")
    return {key: "" if state == PledgeState.VOID else text for key, text, state in told}
