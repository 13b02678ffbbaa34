"""What points to a person, in this room and those above: found on the models, so that a new room need not be named here."""

from dataclasses import dataclass

from django.db.models import Model

from grids.models import Merge, Person
from portal.models import Record
from portal.reach import reach_q


@dataclass(frozen=True)
class Reference:
    """A column that names a person: of a record, of a row that belongs to one, or of a pair that joins two."""

    model: type[Model]
    field: str
    other: str = ""  # the other side of a pair

    @property
    def is_record(self):
        return issubclass(self.model, Record)

    @property
    def label(self):
        """What such a row is called."""
        if not self.other:
            return str(self.model._meta.verbose_name)
        return str(self.model._meta.get_field(self.other).related_model._meta.verbose_name)

    def rows(self, person):
        """The rows that name this person."""
        return self.model._base_manager.filter(**{self.field: person.pk}).order_by("pk")


def references():
    """Every such column, mergers themselves apart."""
    found = []
    for link in Person._meta.get_fields(include_hidden=True):
        if not link.auto_created or link.concrete or not (link.one_to_many or link.one_to_one):
            continue
        model, field = link.related_model, link.field
        if model not in (Merge, Person):
            found.append(Reference(model, field.name, _other(model, field)))
    return sorted(found, key=lambda one: (one.model._meta.label, one.field))


def _other(model, field):
    """The other side of a pair the framework keeps for a many-to-many field."""
    if not model._meta.auto_created:
        return ""
    return next(f.name for f in model._meta.concrete_fields if f.is_relation and f.name != field.name)


def counted(person, user):
    """[(what, how many)] that points to a person, as far as the reader may see it: even a number would tell of managed care."""
    found = []
    for one in references():
        rows = one.rows(person)
        found.append(
            (one.label, rows.filter(reach_q(user, "view", one.model)).count() if one.is_record else rows.count())
        )
    return [(label, many) for label, many in found if many]
