"""Who is to be visited now: how many in each grid, the visits given to me, and the people by the day they are due."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from grids.choices import NodeLevel, Tie, VisitState
from grids.figures.visit import checked, unchecked
from grids.models import Grid, Person, Visit, Walk
from grids.models.person_moves import HERE
from grids.pages.person import Persons
from grids.queries.visit import SOON, due_counts, due_words, last_words
from portal.clock import today
from portal.pages.columns import column
from portal.pages.views.base import PageView
from portal.periods import Period
from portal.reach import may, nodes_q

SHOWN = 40
GIVEN = 10


class Due(PageView):
    """The page a walk begins at; ``grid`` in its address narrows it to one grid."""

    def get(self, request):
        user, people = request.user, Persons.rows(request.user).filter(tie=Tie.RESIDENT, state__in=HERE)
        counts, month = due_counts(people), Period.of(today())
        self.checked, self.unchecked = (
            dict(people.filter(one.where(*month.bounds)).order_by().values_list("grid").annotate(Count("pk")))
            for one in (checked, unchecked)
        )
        grids = list(Grid.objects.filter(nodes_q(user, "view", Person), level=NodeLevel.GRID).order_by("path"))
        chosen = next((one for one in grids if str(one.pk) == request.GET.get("grid")), None)
        here = people.filter(grid=chosen.pk, community=chosen.community_id) if chosen else people
        due = here.filter(visit_due_on__lte=today() + SOON).select_related("household", "grid")
        found = list(due.order_by("visit_due_on", "pk")[: SHOWN + 1])
        context = {
            "page": self.told,
            "heading": {"title": "走访到期"},
            "grids": [self._grid(one, *counts.get(one.pk, (0, 0)), one == chosen) for one in grids],
            "one_grid": chosen or (grids[0] if len(grids) == 1 else None),
            "late": sum(late for late, _ in counts.values()),
            "soon": sum(soon for _, soon in counts.values()),
            "given": self._given(),
            "people": [self._line(one) for one in found[:SHOWN]],
            "all_url": self._people(grid=chosen.pk if chosen else None) if len(found) > SHOWN else "",
            "may_add": may(user, "add", Visit),
            "may_sheet": may(user, "add", Walk),
            "walks_url": reverse("walk-list") if may(user, "view", Walk) else "",
            "visits_url": self.page.url("list"),
            "month": month.label,
            "crumbs": self.crumbs({"label": "走访到期", "url": ""}),
        }
        return render(request, "grids/due.html", context)

    def _people(self, **narrowed):
        asked = {"tab": "due", "sort": "visit_due_on"} | {name: value for name, value in narrowed.items() if value}
        return f"{Persons.url('list')}?{urlencode(asked)}"

    def _grid(self, node, late, soon, on):
        floating = {"month": f"{today():%Y-%m}", "grid": node.pk}
        done, left = self.checked.get(node.pk, 0), self.unchecked.get(node.pk, 0)
        return {
            "node": node,
            "late": late,
            "soon": soon,
            "on": on,
            "url": f"{self.page.url('due')}?grid={node.pk}",
            "people_url": self._people(grid=node.pk),
            "checked": done,
            "unchecked": left,
            "sheet_url": f"{reverse('walk-add')}?{urlencode({'grid': node.pk, 'whom': 'due'})}",
            "unchecked_url": f"{Persons.url('list')}?{urlencode({'figure': 'visit.unchecked'} | floating)}",
            "checked_url": f"{Persons.url('list')}?{urlencode({'figure': 'visit.checked'} | floating)}",
        }

    def _given(self):
        """The visits that wait for the reader, the earliest first."""
        mine = Q(state=VisitState.PLANNED, visitor=self.request.user.pk)
        rows = self.page.joined(self.page.rows(self.request.user)).filter(mine).order_by("planned_on", "pk")[:GIVEN]
        return [
            {
                "name": visit.person.name,
                "where": self.page.sub(visit),
                "due": self.page.due_html(visit),
                "url": self.page.url("record", visit.pk),
            }
            for visit in rows
        ]

    def _line(self, person):
        css, words = due_words(person.visit_due_on)
        return {
            "name": person.name,
            "url": Persons.url("detail", person.pk),
            "door": person.household.door if person.household_id else str(person.grid),
            "care": column(Person, "care").plain(person.care),
            "residence": person.get_residence_display(),
            "css": css,
            "words": words,
            "last": last_words(person),
            "visit_url": f"{self.page.url('add')}?person={person.pk}",
        }
