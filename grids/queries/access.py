"""Who looked at what is kept of a person: single values, whole workbooks, papers."""

from django.utils import timezone

from grids.models import Person
from grids.models.person_holds import same_rows
from portal.models import Entry

# What shows whole values to somebody; a masked export shows none.
LOOKS = ("reveal", "export_whole", "paper")
WHAT = {"export_whole": "登记簿里的全部项目", "paper": "个人信息告知单"}
APART = " · "


def accesses(person, most=None):
    """(how many times, the newest of them as rows): those of the rows merged into this one count as well."""
    keys = same_rows(Person, [person.pk])
    found = Entry.objects.filter(root_model="grids.person", root_id__in=list(keys), verb__in=LOOKS)
    entries = found.select_related("actor").order_by("-at", "-pk")
    return found.count(), [_row(entry) for entry in entries[:most]]


def _row(entry):
    what, _, why = entry.reason.partition(APART)
    return {
        "at": f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M}",
        "who": entry.actor.name.removesuffix("（演示）") if entry.actor else "系统",
        "post": entry.actor_title,
        "what": WHAT.get(entry.verb, what),
        "why": why,
    }


def without_words(reason):
    """What was looked at and the reason that was chosen, both fixed words, without what somebody put beside it."""
    return APART.join(reason.split(APART)[:2])
