"""Who an issue concerns becomes people: each name written so far is an outsider of the community until staff put two together."""

import re

from django.db import migrations
from django.db.models.functions import Length
from django.utils import timezone

from grids.tokens import of_person

PIECES = re.compile(r"[、，,;；/\s]+")
BATCH = 500
TOLD = "由事项的当事人转来"


def names_in(parties):
    """The names in one text, each once, in their order."""
    return [name[:40] for name in dict.fromkeys(PIECES.split(parties.strip())) if name]


def become_people(apps, editor):
    """In steps, since the column is deciphered row by row and the table may be long."""
    Issue = apps.get_model("grids", "Issue")
    # What is encrypted cannot be compared, but an empty one is known by its length.
    written = Issue.objects.alias(length=Length("parties")).filter(length__gt=0).order_by("pk")
    last = 0
    while issues := list(written.filter(pk__gt=last).only("pk", "parties", "community_id")[:BATCH]):
        _take(apps, issues)
        last = issues[-1].pk


def _take(apps, issues):
    Issue, Person, Entry = apps.get_model("grids.Issue"), apps.get_model("grids.Person"), apps.get_model("portal.Entry")
    named = [(issue, name) for issue in issues for name in names_in(issue.parties)]
    at = timezone.now()
    people = Person.objects.bulk_create(
        Person(
            name=name, tie="associate", state="present", grid_id=issue.community_id, community_id=issue.community_id,
            code=code, search=of_person(name, "", ""), created_at=at, updated_at=at,
        )
        for (issue, name), code in zip(named, _codes(apps, at, len(named)), strict=True)
    )  # fmt: skip
    Entry.objects.bulk_create(
        Entry(
            model="grids.person", object_id=one.pk, root_model="grids.person", root_id=one.pk, verb="add",
            to_state="present", reason=TOLD, at=at, community_id=one.community_id, grid_id=one.grid_id,
        )
        for one in people
    )  # fmt: skip
    through = Issue.concerned.through
    pairs = zip(named, people, strict=True)
    through.objects.bulk_create(through(issue_id=issue.pk, person_id=one.pk) for (issue, _), one in pairs)


def _codes(apps, at, many):
    """The next numbers of the register of people."""
    Counter, key = apps.get_model("portal.Counter"), f"RK{timezone.localdate(at):%Y%m%d}"
    row, _ = Counter.objects.get_or_create(key=key)
    first, row.value = row.value + 1, row.value + many
    row.save()
    return [f"{key}-{number:04d}" for number in range(first, first + many)]


class Migration(migrations.Migration):
    dependencies = [("grids", "0006_person_search"), ("portal", "0002_looks")]
    operations = [
        migrations.RunPython(become_people, migrations.RunPython.noop, elidable=False),
        migrations.RemoveField("issue", "parties"),
    ]
