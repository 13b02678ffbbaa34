"""What is new for somebody: lines of history that others wrote about rows that concern them, since they last looked.

Nothing of it is stored but how far they looked. The keys of lines grow with time, so what is new is a range at the end of the
primary key, at most ``WINDOW`` lines of the whole house; for each of them the row it is about is asked, by its key, whether it
concerns the reader. So the price does not grow with the history.
"""

from datetime import timedelta

from django.db.models import Exists, F, Max, OuterRef, Q

from portal.clock import now
from portal.models import Entry, Reading
from portal.models.entry import children
from portal.pages import registry
from portal.reach import NOTHING, plain

WINDOW = 20_000
KEPT = timedelta(days=30)
MOST = 100
# How often what a row was put into may itself have been put into another and its people still be told, and of how many such rows.
CHAIN = 2
PUT = 1000


def newest():
    """The key of the last line of history."""
    return Entry.objects.aggregate(last=Max("pk"))["last"] or 0


def read_up_to(user):
    """The key of the last line the user has read, 0 before they ever looked."""
    return Reading.objects.filter(user=user.pk).values_list("entry", flat=True).first() or 0


def read(user, upto):
    """Note how far the user has read; never back, never further than there are lines."""
    upto = min(upto, newest())
    Reading.objects.get_or_create(user=user)
    Reading.objects.filter(user=user, entry__lt=upto).update(entry=upto, at=now())


def count(user):
    """How many lines are new for the user, ``MOST`` at most."""
    return lines(user, after=read_up_to(user))[:MOST].count()


def lines(user, after=0):
    """The lines of the last weeks that concern the user and that they may see, newest first, from ``after`` on."""
    found = NOTHING
    for page in telling(user):
        found |= _about(page, user)
    recent = Entry.objects.filter(pk__gt=max(after, newest() - WINDOW), at__gte=now() - KEPT).exclude(actor=user.pk)
    return recent.filter(plain(found)).order_by("-pk")


def telling(user):
    """The pages that have something to tell this user."""
    return [page for page in registry if page.concerns is not None and page.may(user, "view")]


def mine(page, user):
    """The rows of a register that concern the user and are within reach."""
    return page.rows(user).filter(page.concerns(user))


def followed(page, user):
    """{key of a row: [keys of the user's rows put into it]}, through several hands if need be."""
    if not page.follows:
        return {}
    link = f"{page.follows}_id"
    put = page.model._base_manager.filter(**{f"{link}__gt": 0}).order_by(f"-{link}", "-pk").values_list("pk", link)
    pairs = list(put.filter(plain(page.concerns(user)))[:PUT])
    within = set(page.rows(user).filter(pk__in=[pk for pk, _ in pairs]).values_list("pk", flat=True))
    found = {}
    for pk, into in pairs:
        if pk in within:
            found.setdefault(into, []).append(pk)
    ends = set(found)
    for _ in range(CHAIN if found else 0):
        steps = list(put.filter(pk__in=ends))
        for pk, into in steps:
            found[into] = sorted({*found.get(into, []), *found[pk]})
        ends = {into for _, into in steps}
    return found


def _about(page, user):
    """Condition: a line of the register's rows that is news for the user."""
    label, verbs = page.model._meta.label_lower, page.news_verbs()
    told = Q(model=label, verb__in=verbs)
    for child in children(page.model):
        below = registry.get(child)
        if below and below.may(user, "view") and (own := below.news_verbs()):
            seen = Exists(below.rows(user).filter(pk=OuterRef("object_id")))
            told |= Q(model=child._meta.label_lower, verb__in=own) & seen
    news = told & Exists(mine(page, user).filter(pk=OuterRef("root_id")))
    if into := list(followed(page, user)):
        fate = ~Q(to_state="") & ~Q(from_state=F("to_state"))
        seen = Exists(page.rows(user).filter(pk=OuterRef("root_id")))
        moves = [verb for verb in verbs if verb in page.model.MOVES]
        news |= Q(model=label, root_id__in=into, verb__in=moves) & (fate | seen)
    return Q(root_model=label) & news
