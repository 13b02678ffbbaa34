"""Registers whose rows are about a person: the name is whole for whoever may see that person, and masked for the others."""

from django.db.models import Exists, OuterRef

from grids.models import Person
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


class AboutPerson:
    """Mixed in before Page: each row knows whether its reader may see the person."""

    @classmethod
    def rows(cls, user, verb="view"):
        seen = Person.objects.within_reach(user, "view").filter(pk=OuterRef("person"))
        return super().rows(user, verb).annotate(person_seen=Exists(seen))
