"""Whether somebody was helped already: by the fund, or by a wish that came true."""

from datetime import timedelta

from django.db.models import Q

from portal.clock import today
from wishes.choices import DONE, Way
from wishes.models import Aid, Wish

LATELY = timedelta(days=365)


def helped_lately(person_id):
    """Lines on what somebody got within a year, the newest first; reversed entries left out."""
    since = today() - LATELY
    about = Q(recipient__person=person_id) | Q(wish__person=person_id)
    rows = Aid.objects.filter(about, way=Way.OUT, on__gte=since, reverses=None, reversed_by=None).order_by("-on", "-pk")
    lines = [f"{on} {purpose}，{amount} 元（{code}）" for on, purpose, amount, code in
             rows.values_list("on", "purpose", "amount", "code")]  # fmt: skip
    rows = Wish.objects.filter(person=person_id, state__in=DONE, realised_on__gte=since, spent__gt=0).order_by(
        "-realised_on"
    )
    lines += [
        f"{on} 心愿已实现，花了 {spent} 元（{code}）"
        for on, spent, code in rows.values_list("realised_on", "spent", "code")
    ]
    return lines
