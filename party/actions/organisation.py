"""Writes on party organisations."""

from grids.actions.setup import reuse as reuse
from party.choices import MemberState
from portal.errors import Refused
from portal.moves import moving


def shut(organisation, *, by, note=""):
    """Take an organisation out of use; nobody may be left in it."""
    with moving(organisation, "shut", by=by, note=note) as organisation:
        if many := organisation.members.filter(state=MemberState.ACTIVE).count():
            raise Refused(f"还有 {many} 名在册党员在这个党组织，请先转到别的党组织。")
