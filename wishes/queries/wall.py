"""The wall: which wishes hang on it, and how many of the round that runs."""

from collections import Counter

from django.db.models import Case, Count, F, Max, Value, When

from grids.choices import UseState
from grids.models import StatedFigure
from portal.clock import today
from wishes.choices import DONE, SHOWN, TAKEN
from wishes.choices import WishState as S
from wishes.models import Campaign, Wish

WAITING = (S.PUBLISHED,)
# All that a slip tells of a wish, and nothing more is read.
TOLD = (
    "code", "category", "group", "sentence", "state", "thanks", "published_on", "claimed_on", "realised_on", "person__name",
)  # fmt: skip


def on_wall():
    """All that may be read by anybody."""
    return Wish.objects.filter(Wish.public_q())


def in_order(rows):
    """What waits first, the longest first, then what is under way, then what came true, the newest first; as slips are told."""
    rows = rows.select_related("person").only(*TOLD)
    rank = Case(When(state=S.PUBLISHED, then=Value(0)), When(state__in=TAKEN, then=Value(1)), default=Value(2))
    return rows.order_by(rank, F("realised_on").desc(nulls_last=True), "published_on", "pk")


def stamp():
    """(what a page of the wall was made from as one text, how many hang there); two queries.

    The text is another as soon as a wish, a consent or a round changes: a consent taken back takes its wish out of the count.
    """
    wishes = on_wall().order_by().aggregate(at=Max("updated_at"), many=Count("pk"))
    rounds = Campaign.objects.order_by().aggregate(at=Max("updated_at"))
    return f"{today()} {wishes['many']} {wishes['at']} {rounds['at']}", wishes["many"]


def running(rows):
    """Of these rounds the one that runs, the newest where several do; None between two."""
    rows = rows.filter(state=UseState.OPEN, starts_on__lte=today(), ends_on__gte=today())
    return rows.order_by("-starts_on", "-pk").first()


class Hanging:
    """What hangs on the wall, counted by round, category, group and state; one query."""

    def __init__(self):
        rows = on_wall().order_by().values_list("campaign", "category", "group", "state")
        self.found = list(rows.annotate(many=Count("pk")))

    def many(self, category="", group="", states=SHOWN):
        """How many of a category, a group and some states."""
        return sum(
            many for _, one, other, state, many in self.found
            if category in ("", one) and group in ("", other) and state in states
        )  # fmt: skip

    def by_category(self, group=""):
        """{category: how many}, of a group or of all."""
        found = Counter()
        for _, category, other, _, many in self.found:
            if group in ("", other):
                found[category] += many
        return found

    def numbers(self, campaign):
        """{shown, realised, taken, waiting} of a round, or of all where none runs."""
        found = Counter()
        for round_, _, _, state, many in self.found:
            if campaign is None or round_ == campaign.pk:
                found[state] += many
        kinds = {"shown": SHOWN, "realised": DONE, "taken": TAKEN, "waiting": WAITING}
        return {name: sum(found[state] for state in states) for name, states in kinds.items()}


def stated():
    """{key: stated figure} of what the source says was collected and claimed since 2016."""
    return {one.key: one for one in StatedFigure.objects.filter(key__in=["wishes-collected", "wishes-claimed"])}
