"""On the pages of a wish and of a claim: whom to call."""

from grids.models import Consent, Person
from grids.pages.members import lines
from grids.pages.person import Persons
from grids.pages.privacy import Consents
from wishes.choices import WishState
from wishes.pages.wish import Wishes
from wishes.queries.screening import current_consent


def applicant(wish, user):
    """The applicant with the phone, for those who may see that person."""
    people = list(Persons.rows(user).filter(pk=wish.person_id))
    return {"people": lines(people, user), "none": ""} if people else None


def consent_url(wish):
    """Where the consent to be shown is written down, as long as there is none."""
    if wish.state != WishState.PENDING or current_consent(wish.person, wish.group):
        return ""
    return f"{Consents.url('add')}?person={wish.person_id}"


Wishes.button("登记公示同意", "check2-square", consent_url, "add", Consent)
Wishes.panel("applicant", "申请人", "grids/_members.html", applicant, model=Person, order=20)
