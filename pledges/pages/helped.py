"""On the pages of a pledge and of its periods: whom it helps, with the phone to ask, for those who may see that person."""

from grids.models import Person
from grids.pages.members import lines
from grids.pages.person import Persons
from pledges.models.pledge_moves import is_own
from pledges.pages.fulfilment import Fulfilments
from pledges.pages.pledge import Pledges


def helped(pledge, user):
    """None where nobody is named, or the reader may not see who it is: the member does not learn it from here."""
    if is_own(pledge, user):
        return None
    people = list(Persons.rows(user).filter(pk=pledge.beneficiary_id)) if pledge.beneficiary_id else []
    return {"people": lines(people, user), "none": ""} if people else None


Pledges.panel("helped", "受益人", "grids/_members.html", helped, model=Person, order=20)
Fulfilments.panel(
    "helped", "受益人", "grids/_members.html", lambda row, user: helped(row.pledge, user), model=Person, order=20
)
