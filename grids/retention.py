"""How long each kind of personal data is kept, and which rows are past it. Nothing is removed by itself."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from grids.choices import KeptKind as K
from grids.choices import PersonState, RelocationKind, RequestState, Tie, VisitState
from grids.models import DataRequest, Person, Relocation, Retention, Visit
from portal.clock import start_of_day, today

# Months; ours, no rule was found but that it be as short as the purpose allows (PIPL §19): staff may set others.
DEFAULTS = {K.PERSON: 36, K.ASSOCIATE: 24, K.VISIT: 24, K.REQUEST: 36}
MODELS = {K.PERSON: Person, K.ASSOCIATE: Person, K.VISIT: Visit, K.REQUEST: DataRequest}
# What removing takes away, in words.
TAKEN = {
    K.PERSON: "删去个人信息，只留编号",
    K.ASSOCIATE: "删去个人信息，只留编号",
    K.VISIT: "删去走访写下的情况，次数和日期保留",
    K.REQUEST: "删去来意和答复的文字，日期和结果保留",
}
SINCE = {K.PERSON: "迁出、去世之日", K.ASSOCIATE: "最后一次修改", K.VISIT: "走访之日", K.REQUEST: "答复之日"}


def months_before(day, months):
    """The same day so many months earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def _left(before):
    gone = Relocation.objects.filter(person=OuterRef("pk"), kind__in=[RelocationKind.LEFT, RelocationKind.DIED])
    # Who came onto the register as gone already has no line of it in the ledger.
    since = Exists(gone) | Q(created_at__lt=start_of_day(before))
    return Q(state__in=[PersonState.AWAY, PersonState.DEAD]) & ~Exists(gone.filter(on__gte=before)) & since


def _unused(before):
    idle = Q(updated_at__lt=start_of_day(before), user=None)
    return Q(tie=Tie.ASSOCIATE, state=PersonState.PRESENT) & idle


def _visited(before):
    return Q(visited_at__lt=start_of_day(before)) & ~Q(findings="") & ~Q(state=VisitState.PLANNED)


def _answered(before):
    done = Q(state__in=[RequestState.DONE, RequestState.DECLINED], answered_on__lt=before)
    return done & (~Q(words="") | ~Q(answer=""))


PAST = {K.PERSON: _left, K.ASSOCIATE: _unused, K.VISIT: _visited, K.REQUEST: _answered}


class Periods:
    """The months each kind is kept, by community where one set its own."""

    def __init__(self, own):
        self.own = own

    @classmethod
    def read(cls):
        """As they are set now; one query."""
        own = {kind: {} for kind in K}
        for kind, community, months in Retention.objects.order_by().values_list("kind", "community", "months"):
            own[K(kind)][community] = months
        return cls(own)

    def past_q(self, kind):
        """Condition: a row of the kind is past its time."""
        own, day = self.own[kind], today()
        usual = PAST[kind](months_before(day, DEFAULTS[kind]))
        found = usual & ~Q(community__in=list(own)) if own else usual
        for community, months in own.items():
            found |= Q(community=community) & PAST[kind](months_before(day, months))
        return found
