"""Taking somebody off the register for good: what is left tells that there was a row, not whose."""

from django.db import transaction
from django.db.models import Q

from grids.choices import ManagedState, PersonState, UseState, VisitState
from grids.models import ManagedCare, Merge, Person, Visit
from grids.models.person_words import WORDS
from grids.queries.access import LOOKS, without_words
from portal.masks import NAMELESS
from portal.models import Attachment, Contact, Entry
from portal.models.ledger import unlocked
from portal.moves import moving
from portal.paths import walk

PERSON = "grids.person"
TOLD = "个人信息已删除"


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
        rows = _rows_about([one.pk for one in gone])
        _remove_pictures(rows)
        history = Q()
        for model, keys in rows.items():
            history |= Q(root_model=model, root_id__in=keys)
        forget_history(history, by=by, note=f"{TOLD} {len(gone)} 人")


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
        for path, words in WORDS.items():
            rows = _about(path, [person.pk]).select_for_update(of=("self",))
            for row in rows.order_by("pk"):
                _blank(row, words, by)
        for unit in person.units.exclude(state=UseState.OPEN).order_by("pk"):
            unit.contact = None
            unit.save(by=by, note=TOLD)


def _about(path, people):
    """The rows a path leads to from any of the people (keys)."""
    keys = Person.objects.filter(pk__in=people).exclude(**{path: None}).order_by().values(path)
    return walk(Person, path)[-1].related_model.objects.filter(pk__in=keys)


def _rows_about(people):
    """{model: keys} of the erased and of all rows with words about them; what hangs on these has its history there."""
    found = {PERSON: people}
    for path in WORDS:
        rows = _about(path, people).order_by()
        found.setdefault(rows.model._meta.label_lower, []).extend(rows.values_list("pk", flat=True))
    return found


def _forget_words(looks):
    for told in set(looks.exclude(reason="").order_by().values_list("reason", flat=True)):
        if (fixed := without_words(told)) != told:
            looks.filter(reason=told).update(reason=fixed)


def _blank(row, words, by):
    left = getattr(row, "contact", None) if "contact" in words else None
    for word, instead in words.items():
        setattr(row, word, instead)
    if isinstance(row, Visit) and row.state == VisitState.PLANNED:
        row.state = VisitState.CANCELLED
    if isinstance(row, ManagedCare):
        row.state = ManagedState.ENDED
    row.save(by=by, note=TOLD)
    if isinstance(left, Contact):
        left.delete()


def _remove_pictures(rows):
    """Pictures of the person or kept with a row about them; the files go once all the rest is written."""
    theirs = Q()
    for model, keys in rows.items():
        theirs |= Q(model=model, object_id__in=keys)
    for photo in Attachment.objects.filter(theirs).order_by("pk"):
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
