"""On a pledge's page: the wording check of its sentence as it stands now, for those who review, and for its member."""

from pledges.choices import PledgeState
from pledges.models import Pledge
from pledges.pages.examined import told
from pledges.pages.pledge import Pledges


def check(pledge, user):
    """Nothing once the pledge is approved."""
    if pledge.state not in (PledgeState.PENDING, PledgeState.RETURNED):
        return None
    rule = (pledge.frequency, pledge.ends_on)
    return {"check": told(pledge.sentence, pledge.community_id, pledge.year, user, exclude=pledge.pk, rule=rule)}


Pledges.panel("wording", "用语检查", "pledges/_check.html", check, verb="edit", model=Pledge, order=10)
