"""Taking somebody off the register for good: what is left tells that there was a row, not whose."""

from django.db import transaction
from django.db.models import Q

from grids.choices import ManagedState, PersonState, UseState, VisitState
from grids.models import ManagedCare, Merge, Person, Visit
from grids.queries.access import LOOKS, without_words
from portal.masks import NAMELESS
from portal.models import Attachment, Entry
from portal.models.ledger import unlocked
from portal.moves import moving

PERSON = "grids.person"
TOLD = "个人信息已删除"
# What each row about a person says in words of its own, or that leads to the person; the rows themselves stay and are counted.
CHILD_WORDS = {
    "visits": ("findings",),
    "relocations": ("place", "left", "entered"),
    "consents": ("note", "guardian"),
    "data_requests": ("words", "answer"),
    "managed": ("measures", "look_on"),
}


def erase(person, *, by, note):
    """Take everything off the register that tells who somebody was; a number remains."""
    erase_all([person], by=by, note=note)


def erase_all(people, *, by, note):
    """The same for several, all or none; their history is gone over once."""
    gone = []
    with transaction.atomic():
        for person in people:
            with moving(person, "erase", by=by, note=note) as kept:
                _strip(kept)
            same = [kept, *_strip_merged(kept, by, note)]
            _strip_rest(same, by)
            gone += same
        forget_history(Q(root_model=PERSON, root_id__in=[one.pk for one in gone]), by=by, note=f"{TOLD} {len(gone)} 人")


def _strip(person):
    """A person without anything personal; grid and number stay, by which the row is counted."""
    person.name, person.household, person.user = NAMELESS, None, None
    for name in ("relation", "residence", "sex", "id_number", "phone", "registered", "occupation", "support"):
        setattr(person, name, "")
    person.birth = person.visited_on = person.visit_due_on = person.visit_next_on = None
    person.visit_missed = 0
    person.care = []


def _strip_merged(person, by, note):
    """The rows this one took the place of still say the same of the same human being."""
    found, above = [], [person.pk]
    while rows := list(Person.objects.select_for_update(of=("self",)).filter(merged_into__in=above).order_by("pk")):
        for row in rows:
            _strip(row)
            row.state = PersonState.ERASED
            row.save(by=by, verb="erase", note=note, from_state=PersonState.MERGED)
        found, above = [*found, *rows], [row.pk for row in rows]
    return found


def _strip_rest(people, by):
    for person in people:
        for related, words in CHILD_WORDS.items():
            for row in getattr(person, related).select_for_update(of=("self",)).order_by("pk"):
                _blank(row, words, by)
        for unit in person.units.exclude(state=UseState.OPEN).order_by("pk"):
            unit.contact = None
            unit.save(by=by, note=TOLD)
    keys = [person.pk for person in people]
    _remove_pictures(keys, list(Visit.objects.filter(person__in=keys).order_by().values_list("pk", flat=True)))


def _forget_words(looks):
    for told in set(looks.exclude(reason="").order_by().values_list("reason", flat=True)):
        if (fixed := without_words(told)) != told:
            looks.filter(reason=told).update(reason=fixed)


def _blank(row, words, by):
    for word in words:
        setattr(row, word, row._meta.get_field(word).get_default())
    if isinstance(row, Visit) and row.state == VisitState.PLANNED:
        row.state = VisitState.CANCELLED
    if isinstance(row, ManagedCare):
        row.state = ManagedState.ENDED
    row.save(by=by, note=TOLD)


def _remove_pictures(people, visits):
    """Pictures of the person or taken on a visit; the files go once all the rest is written."""
    of_both = Q(model=PERSON, object_id__in=people) | Q(model="grids.visit", object_id__in=visits)
    for photo in Attachment.objects.filter(of_both).order_by("pk"):
        files = [photo.file, photo.thumb]
        photo.delete()
        transaction.on_commit(lambda files=files: [file.delete(save=False) for file in files])


def forget_history(which, *, by, note):
    """Lines of history keep who did what and when; what was changed and why is taken out, but for the deletion's own reason.

    Of looks at whole values what was looked at and the reason that was chosen stay, to be audited; words put beside it go.
    """
    with unlocked(note, by=by):
        lines = Entry.objects.filter(which)
        lines.exclude(changes={}).update(changes={})
        _forget_words(lines.filter(verb__in=LOOKS))
        kept = Q(model=PERSON, verb="erase") | Q(verb__in=LOOKS)
        lines.exclude(kept).exclude(reason="").update(reason="")
        keys = lines.filter(model=PERSON).order_by().values("object_id")
        merges = Merge.objects.filter(Q(kept__in=keys) | Q(gone__in=keys)).order_by().values("pk")
        Entry.objects.filter(model="grids.merge", object_id__in=merges).update(changes={}, reason="")
