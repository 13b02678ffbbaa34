"""Finding dwellings: by any part of the address, 3-2-501, the number, or who lives there."""

from django.db.models import Exists, OuterRef, Q

from grids.choices import PersonState
from grids.models import Person
from grids.queries.person import number
from grids.queries.person import seek as seek_people
from grids.queries.person import with_number as whose
from grids.tokens import DASHES, JOINED, said

UNITS = ("号楼", "单元", "")


def seek(words):
    """Condition: each word is in the address or the number, or begins something one who lives there is found by."""
    if token := number(words):
        return with_number(token)
    found = Q()
    for word in words.split():
        here = Person.objects.filter(seek_people(word), household=OuterRef("pk"), state=PersonState.PRESENT)
        one = Q(Exists(here))
        if text := said(word):
            one |= Q(code__icontains=word) | Q(door__icontains=text)
        for text in _spelled(word.lower()):
            one |= Q(door__icontains=text)
        found &= one
    return found


def with_number(token):
    """Condition: somebody lives there who bears the number the hash is of."""
    return Q(Exists(Person.objects.filter(whose(token), household=OuterRef("pk"), state=PersonState.PRESENT)))


def _spelled(word):
    """3-2-501 as it stands in an address: with or without an entrance."""
    if not JOINED.fullmatch(word):
        return []
    parts = DASHES.split(word)
    ways = [UNITS] if len(parts) == 3 else [UNITS[:1] + UNITS[2:], UNITS[1:]] if len(parts) == 2 else []
    return ["".join(f"{part}{unit}" for part, unit in zip(parts, way, strict=True)) for way in ways] + [word]
