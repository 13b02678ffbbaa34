"""On the pages of a wish and of a claim: whom to call."""

from grids.choices import ConsentState, Purpose
from grids.models import Consent, Person
from grids.pages.members import lines
from grids.pages.person import Persons
from grids.pages.privacy import Consents
from wishes.choices import WishState
from wishes.models import Wish
from wishes.pages.wish import TO_SHOW, Wishes
from wishes.queries.screening import current_consent


def applicant(wish, user):
    """The applicant with the phone, for those who may see that person."""
    people = list(Persons.rows(user).filter(pk=wish.person_id))
    return {"people": lines(people, user), "none": ""} if people else None


def consent_url(wish):
    """Where the consent to be shown is written down, as long as there is none."""
    if wish.state != WishState.PENDING or current_consent(wish.person, wish.group):
        return ""
    return f"{Consents.url('add')}?person={wish.person_id}&purpose={Purpose.PUBLISH}"


def wish_url(consent):
    """Where the wish is that waited for a consent to be shown."""
    if consent.purpose != Purpose.PUBLISH or consent.state != ConsentState.GIVEN:
        return ""
    waiting = Wish.objects.filter(TO_SHOW, person=consent.person_id).order_by("created_at", "pk").first()
    return Wishes.url("detail", waiting.pk) if waiting else ""


Wishes.button("登记公示同意", "check2-square", consent_url, "add", Consent)
Consents.button("去公示心愿", "heart", wish_url, "publish", Wish)
Wishes.panel("applicant", "申请人", "grids/_members.html", applicant, model=Person, order=20)
