"""What must be known before a wish is shown: the applicant's consent, and whom its words would tell of."""

from datetime import timedelta

from grids.choices import ConsentState, PersonState, Purpose
from grids.consenting import YOUNG
from grids.identity import age_on
from grids.models import Consent, Person
from portal.clock import today
from wishes.choices import Group
from wishes.screening import screen


def current_consent(person, group):
    """The consent by which a wish of somebody may be shown, the newest first; a student's is a guardian's. None: there is none."""
    given = Consent.objects.filter(person=person, purpose=Purpose.PUBLISH, state=ConsentState.GIVEN)
    given = given.filter(given_on__lt=today() + timedelta(days=1))
    if group == Group.STUDENT and _is_young(person):
        given = given.exclude(guardian="")
    return given.order_by("-given_on", "-pk").first()


def _is_young(person):
    return person.birth is None or age_on(person.birth, today()) < YOUNG


def telling(wish, words):
    """What in words of or about a wish would tell who it is of; compared with the names of everybody of the community."""
    people = Person.objects.filter(community=wish.community_id, state=PersonState.PRESENT).order_by()
    names = {name.removesuffix("（演示）") for name in people.values_list("name", flat=True)}
    home = wish.person.household
    group = wish.get_group_display() if wish.group == Group.DISABLED else ""
    return screen(words, names=names, addresses=[home.address, home.door] if home else [], group=group)
