"""Keeping what outsiders leave of themselves."""

from datetime import timedelta

from portal.clock import today
from portal.models import Contact

# How long a name and phone are kept. Ours: a season for calling back.
KEPT = timedelta(days=180)


def leave(community, name, phone):
    """Keep the name and phone of an outsider for as long as somebody may have to call back."""
    contact = Contact(community=community, name=name.strip(), phone=phone.strip(), purge_on=today() + KEPT)
    contact.save()
    return contact
