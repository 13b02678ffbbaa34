"""People who may stand on the register twice: one name and birthday, or one phone and name."""

from collections import defaultdict

from django.db.models import Count

from grids.choices import MergeState
from grids.models import Merge
from grids.models.person_moves import NAMED

MOST, CHUNK = 200, 400
SAME = (("name", "birth"), ("name", "phone_hash"))


def duplicates(rows):
    """([(why, [people])], whether there are more) among the rows one may read; pairs found to be two are left out."""
    named = rows.filter(state__in=NAMED)
    apart = _apart()
    found, seen = [], set()
    for fields in SAME:
        for people in _groups(named, fields):
            keys = frozenset(one.pk for one in people)
            if keys in seen or all(pair in apart for pair in _pairs(people)):
                continue
            seen.add(keys)
            found.append(("同名同生日" if "birth" in fields else "同名同电话", people))
    return found[:MOST], len(found) > MOST


def _groups(rows, fields):
    known = rows.exclude(**{"birth": None} if "birth" in fields else {"phone_hash": ""})
    twice = known.order_by().values_list(*fields).annotate(many=Count("pk")).filter(many__gt=1)
    wanted = {tuple(row[:-1]) for row in twice}
    groups = defaultdict(list)
    names = sorted({row[0] for row in wanted})
    for start in range(0, len(names), CHUNK):
        part = known.filter(name__in=names[start : start + CHUNK]).select_related("grid", "household", "created_by")
        for person in part.order_by("pk"):
            if (key := tuple(getattr(person, name) for name in fields)) in wanted:
                groups[key].append(person)
    return sorted(groups.values(), key=lambda people: people[0].pk)


def _apart():
    """Pairs that were looked at and are two."""
    rows = Merge.objects.filter(state=MergeState.DISTINCT).order_by().values_list("kept", "gone")
    return {frozenset(row) for row in rows}


def _pairs(people):
    return [frozenset((a.pk, b.pk)) for n, a in enumerate(people) for b in people[n + 1 :]]
