"""Who is due for a visit: counted by grid, and as lines to walk by."""

from datetime import timedelta

from django.db.models import Count, Q

from portal.clock import today

SOON = timedelta(days=7)
OFTEN = 2


def due_counts(rows):
    """{grid: (beyond the day, due within a week)} among people; one query."""
    here = today()
    counted = rows.filter(visit_due_on__lte=here + SOON).order_by().values_list("grid")
    counted = counted.annotate(
        late=Count("pk", filter=Q(visit_due_on__lt=here)), soon=Count("pk", filter=Q(visit_due_on__gte=here))
    )
    return {grid: (late, soon) for grid, late, soon in counted}


def due_words(day):
    """(css, words) of the day of the next visit; nothing where none is due."""
    if day is None:
        return "", ""
    left = (day - today()).days
    if left < 0:
        return "late", f"过期 {-left} 天"
    return "soon" if left <= SOON.days else "ok", "今天到期" if left == 0 else f"{left} 天后到期"


def last_words(person):
    """When somebody was met last, and how often nobody was met since."""
    last = f"{person.visited_on:%Y-%m-%d}" if person.visited_on else "还没有走访过"
    return f"{last}，连续 {person.visit_missed} 次家中无人" if person.visit_missed >= OFTEN else last
