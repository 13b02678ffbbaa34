"""Registers whose rows are about a person: the name is whole for whoever may see that person, and masked for the others."""

from django.db.models import Exists, OuterRef, Q

from grids.models import Person
from grids.queries.person import number, seek, with_number
from portal.masks import mask
from portal.pages import Column
from portal.pages.columns import whole_name

WHOLE = whole_name()


def _shown(name, seen):
    return WHOLE.html(name if seen else mask(name, "name"))


def person_column(label="姓名"):
    """The name of the person a row is about; of a page that is AboutPerson."""
    paths = ("person__name", "person_seen")
    return Column(
        "person__name", label, paths, _shown, lambda name, _: WHOLE.plain(name), css="nw", sort="person__name"
    )


def _sought(words):
    """A number of a row, or whom the reader may see by any of the words people are found by."""
    return Q(code__icontains=words.strip()) | Q(person_seen=True, person__in=Person.objects.filter(seek(words)))


def _with_number(token):
    return Q(person_seen=True, person__in=Person.objects.filter(with_number(token)))


class AboutPerson:
    """Mixed in before Page: each row knows whether its reader may see the person, and is found by that person's name."""

    seek, search_hint = staticmethod(_sought), "姓名、拼音、住址、编号"
    number, with_number = staticmethod(number), staticmethod(_with_number)
    lies_with = "person"

    @classmethod
    def rows(cls, user, verb="view"):
        seen = Person.objects.within_reach(user, "view").filter(pk=OuterRef("person"))
        return super().rows(user, verb).annotate(person_seen=Exists(seen))
