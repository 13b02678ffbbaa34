"""The demonstration community: the real one's stated figures, and synthetic records of its size marked （演示）.

A room adds its records with a module of its own that has ``load(demo)``, listed in PIECES after what it builds on.
Names, phones and pictures are made up so that they cannot be anybody's.
"""

from django.db import transaction

from portal.clock import forget_calendar
from portal.models import Counter
from reports.demo import (
    aiding,
    branch,
    concerned,
    grids,
    helping,
    issues,
    lettering,
    people,
    pictures,
    pledging,
    points,
    reading,
    rules,
    setup,
    slips,
    stars,
    tidings,
    town,
    units,
    wards,
    wishing,
)
from reports.demo.making import Demo
from reports.models import DemoRow

PARTY = [branch, pledging, wishing, aiding, helping, slips, points, stars]
PIECES = [
    grids,
    people,
    setup,
    rules,
    town,
    units,
    wards,
    *PARTY,
    issues,
    concerned,
    lettering,
    pictures,
    tidings,
    reading,
]


def load(*, day, password):
    """Make the whole community as it stood when ``day`` began, or nothing at all; the same day gives the same records."""
    demo = Demo(day, password)
    numbers = set(Counter.objects.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            for piece in PIECES:
                piece.load(demo)
            demo.mark(*Counter.objects.exclude(pk__in=numbers))
            DemoRow.objects.bulk_create(demo.marks, batch_size=1000)
    except BaseException:
        demo.discard_files()
        forget_calendar()
        raise
    return demo
