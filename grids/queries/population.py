"""Who lives at a node: people by grid, registration, sex, age and tags, dwellings by who lives there; a query each."""

from collections import Counter
from datetime import timedelta

from django.db.models import Case, Count, IntegerField, Q, Value, When

from grids.choices import Residence, ServiceTag, UseState
from grids.models import Household, ManagedCare, Person, StatedFigure, Unit
from grids.models.person import POPULATION, lived_in
from portal.clock import today

WIDTH, LAST = 5, 18


def years_before(day, years):
    """The same day so many years earlier; for a 29 February the 28th, where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def born_within(band, day):
    """(first, last) date of birth of those whose age on the day lies in a band of five years; the last band has no first."""
    first = None if band == LAST else years_before(day, (band + 1) * WIDTH) + timedelta(days=1)
    return first, years_before(day, band * WIDTH)


def band_words(band):
    """What a band is called: 0–4, 90 及以上."""
    return f"{band * WIDTH} 及以上" if band == LAST else f"{band * WIDTH}–{band * WIDTH + WIDTH - 1}"


def band_of(day):
    """The band somebody's age on the day lies in, told by the database; none without a date of birth."""
    ways = [When(birth__gte=born_within(band, day)[0], then=Value(band)) for band in range(LAST)]
    return Case(
        When(birth__isnull=True, then=Value(None)), *ways, default=Value(LAST), output_field=IntegerField(null=True)
    )


class Population:
    """The people and dwellings of a node now; two queries when made, others when first asked for."""

    def __init__(self, node):
        self.node, self.day, self._folded = node, today(), {}
        people = Person.objects.filter(node.rows_q(), POPULATION).order_by()
        rows = people.annotate(band=band_of(self.day)).values_list("grid", "residence", "sex", "band", "care")
        late = Count("pk", filter=Q(visit_due_on__lt=self.day))
        self.people = list(rows.annotate(many=Count("pk"), late=late))
        of = {"of_here": lived_in(residence=Residence.SETTLED), "of_away": lived_in(residence=Residence.FLOATING)}
        doors = Household.objects.filter(node.rows_q()).order_by().annotate(**of)
        doors = doors.filter(Q(of_here=True) | Q(of_away=True)).values_list("grid", "of_here", "of_away")
        self.doors = list(doors.annotate(many=Count("pk")))

    def count(self, grid=None, residence=None, sex=None, band=None):
        """People of a grid, a registration, a sex, a band of ages; None asks for all of them."""
        asked = (grid, residence, sex, band)
        sides = tuple(n for n, value in enumerate(asked) if value is not None)
        if sides not in self._folded:
            fold = self._folded[sides] = Counter()
            for row in self.people:
                fold[tuple(row[n] for n in sides)] += row[5]
        return self._folded[sides][tuple(asked[n] for n in sides)]

    def undated(self):
        """People without a sex or a date of birth."""
        return sum(row[5] for row in self.people if not row[2] or row[3] is None)

    def late(self, grid=None):
        """People whose visit is overdue."""
        return sum(row[6] for row in self.people if grid in (None, row[0]))

    def households(self, grid=None, here=None, away=None):
        """Dwellings with somebody registered here, with somebody from elsewhere, as asked."""
        asked = (grid, here, away)
        return sum(row[3] for row in self.doors if all(a in (None, has) for a, has in zip(asked, row, strict=False)))

    def cared(self):
        """({(tag, grid): people}, {grid: people with any tag})."""
        by_tag, whole = Counter(), Counter()
        for grid, *_, tags, many, _ in self.people:
            if tags:
                whole[grid] += many
            for tag in tags:
                by_tag[ServiceTag(tag), grid] += many
        return by_tag, whole

    def units(self):
        """{kind: units in use}; one query."""
        return units_at(self.node)

    def stated(self):
        """{key: StatedFigure} where the node is a community; one query."""
        return stated_of(self.node)


def units_at(node):
    """{kind: units in use} at a node; one query."""
    rows = Unit.objects.filter(node.rows_q(), state=UseState.OPEN).order_by().values_list("kind")
    return dict(rows.annotate(many=Count("pk")))


def stated_of(node):
    """{key: StatedFigure} of a community; none for its grids, of which the source says nothing."""
    if node.community_id != node.pk:
        return {}
    return {one.key: one for one in StatedFigure.objects.filter(community=node.pk)}


def managed_at(user, node):
    """{kind: people under managed care} within the reach of who may see them at all; one query."""
    rows = ManagedCare.objects.within_reach(user, "view").filter(node.rows_q(), state="active").order_by()
    return dict(rows.values_list("kind").annotate(many=Count("pk")))
