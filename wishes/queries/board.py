"""The board of wishes (点亮微心愿): how many were collected, shown, claimed and came true, and who made them come true."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from statistics import median

from django.db.models import Count, Q

from portal.clock import today
from wishes.choices import DONE, HOLDING, Claimant, ClaimState
from wishes.choices import WishState as S
from wishes.models import Claim, Wish
from wishes.models.wish_moves import WAITS

# Each step holds all of the next: what was taken back or declined counts nowhere, a claim that was let go is none.
KEPT = ~Q(state__in=[S.WITHDRAWN, S.DECLINED])
STEPS = {
    "collected": KEPT,
    "published": KEPT & Q(published_on__isnull=False),
    "claimed": KEPT & Q(claimed_on__isnull=False),
    "done": Q(state__in=DONE),
}
SIDES = ("campaign", "grid", "category", "group")


def unclaimed():
    """On the wall so long that the community sees to it itself."""
    return Q(state=S.PUBLISHED, published_on__lte=today() - WAITS)


class Counted:
    """The wishes of a node, each step counted by round, grid, category and group; one query."""

    def __init__(self, node):
        rows = Wish.objects.filter(node.rows_q()).order_by().values_list(*SIDES)
        steps = {**STEPS, "unclaimed": unclaimed()}
        self.names = tuple(steps)
        self.found = list(rows.annotate(**{f"in_{name}": Count("pk", filter=q) for name, q in steps.items()}))

    def by(self, side, campaign=None):
        """{value of the side: {step: number}} of a round, or of all."""
        at, found = SIDES.index(side), defaultdict(Counter)
        for row in self._rows(campaign):
            found[row[at]].update(self._steps(row))
        return found

    def whole(self, campaign=None):
        """{step: number} of a round, or of all."""
        found = Counter(dict.fromkeys(self.names, 0))
        for row in self._rows(campaign):
            found.update(self._steps(row))
        return found

    def _rows(self, campaign):
        return [row for row in self.found if campaign is None or row[0] == campaign.pk]

    def _steps(self, row):
        return dict(zip(self.names, row[len(SIDES) :], strict=True))


@dataclass(frozen=True)
class Doer:
    """Somebody who claimed wishes: ``realised`` of them came true, which alone makes the ``place``; none without one."""

    key: int
    name: str
    code: str
    of: str
    claimed: int
    realised: int
    place: int | None = None


class Done:
    """Who holds or held the wishes of a node, and how many came true; of a round, or of all. One query."""

    def __init__(self, node, campaign=None):
        rows = Claim.objects.filter(
            node.rows_q(), state__in=HOLDING, **({"wish__campaign": campaign} if campaign else {})
        )
        rows = rows.order_by().values_list(
            "kind", "member", "member__person__name", "member__code", "member__organisation__name", "organisation",
            "organisation__name",
        )  # fmt: skip
        self.found = list(rows.annotate(many=Count("pk"), done=Count("pk", filter=Q(state=ClaimState.DONE))))

    def members(self):
        """Party members, by what came true."""
        rows = [row for row in self.found if row[0] == Claimant.MEMBER]
        return ranked(Doer(key, name, code, of, *row[7:]) for row in rows for key, name, code, of in [row[1:5]])

    def organisations(self):
        """Party organisations by what they themselves claimed and made come true."""
        rows = [row for row in self.found if row[0] == Claimant.ORGANISATION]
        return ranked(Doer(row[5], row[6], "", "", *row[7:]) for row in rows)

    def others(self, kind):
        """(claimed, realised) of all outsiders, or of the community itself."""
        rows = [row for row in self.found if row[0] == kind]
        return sum(row[7] for row in rows), sum(row[8] for row in rows)


def ranked(doers):
    """By what came true and nothing else; who did the same shares a place, and the next one stands as far down as there are."""
    found = sorted(doers, key=lambda one: (-one.realised, one.name, one.code))
    places = {}
    for n, one in enumerate(found, 1):
        places.setdefault(one.realised, n)
    return [replace(one, place=places[one.realised] if one.realised else None) for one in found]


def days(node, campaign=None):
    """Half of what came true took no longer, in days from the wall; None where nothing did. One query."""
    rows = Wish.objects.filter(node.rows_q(), STEPS["done"], **({"campaign": campaign} if campaign else {}))
    spans = rows.exclude(realised_on=None).order_by().values_list("published_on", "realised_on")
    took = [(last - first).days for first, last in spans]
    return median(took) if took else None
