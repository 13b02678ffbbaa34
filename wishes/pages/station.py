"""Whom an errand was offered to, on its own page; duties and errands on the page of a member."""

from grids.pages.person import Persons
from party.models import Member
from party.pages.member import Members
from portal.pages.revealing import looks
from wishes.models import Errand
from wishes.pages.duty import Duties
from wishes.pages.errand import Errands


def offered(errand, user):
    """Whom it was offered to, with the phone of whoever may be called; for those who look for somebody."""
    members = list(errand.offered.select_related("person", "organisation").order_by("pk"))
    mine = Member.objects.within_reach(user, "view")
    seen = set(mine.filter(pk__in=[one.pk for one in members]).values_list("pk", flat=True)) if members else set()
    calls = looks(Persons, user, [one.person for one in members], ["phone"])
    return {
        "rows": [
            {
                "name": one.card_to(seen=one.pk in seen),
                "url": Members.url("detail", one.pk) if one.pk in seen else "",
                "where": one.organisation.name,
                "took": one.pk == errand.member_id,
                "call": calls.get(one.person_id, {}).get("phone"),
            }
            for one in members
        ]
    }


Errands.panel("offered", "派给谁", "wishes/_offered.html", offered, verb="offer", model=Errand, order=30)
Members.child(Duties, path="member")
Members.child(Errands, path="member")
