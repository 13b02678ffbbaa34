"""Who an issue concerns, masked wherever it is told; what a report begins with that is made from a visit."""

from django.db.models import Aggregate, CharField, OuterRef, Subquery, Value

from grids.choices import Source, VisitState
from grids.models import Person, Visit
from portal.keys import key_of
from portal.masks import mask, mask_free_text
from portal.pages import Column


class Names(Aggregate):
    """The names of several people as one text."""

    function, output_field = "STRING_AGG", CharField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **extra)


def _masked(names=None):
    return mask(names, "name") if names else ""


THEIRS = Person.objects.filter(issues=OuterRef("pk")).order_by().values("issues")
# In one query for all rows: a workbook has no room for a query a row.
NAMES = Subquery(THEIRS.annotate(names=Names("name", Value("、"))).values("names"))
CONCERNED = Column("concerned", "当事人", (NAMES,), plain=_masked, width=16)


def visit_of(user, key):
    """The visit a report is made from, within reach; None where the address names none."""
    rows = Visit.objects.within_reach(user, "refer").filter(state=VisitState.DONE)
    return rows.select_related("person__household").filter(pk=key_of(key)).first()


def found_on(user, key):
    """What a report begins with that is made from a visit: where the person lives, who it is, what was found."""
    visit = visit_of(user, key)
    if visit is None:
        return {}
    person = visit.person
    seen = Visit.objects.within_reach(user, "view").filter(pk=visit.pk).exists()
    known = Person.objects.within_reach(user, "refer").filter(pk=person.pk).exists()
    return {
        "grid": visit.grid_id,
        "source": Source.VISIT,
        "place": person.household.door if person.household_id else "",
        # A number in it is seen for a reason, on the page of the visit.
        "description": mask_free_text(visit.findings) if seen else "",
        "concerned": [person.pk] if known else [],
    }
