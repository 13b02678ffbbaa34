"""Writes on the intervals between visits: whoever changes one changes when people are due, at once."""

from django.db import transaction

from grids.actions.visit import resettle
from portal import history


def set_rule(rule, *, by):
    """Set an interval of the community's own."""
    return change_rule(rule, by=by)


def change_rule(rule, *, by, note=""):
    """Write an interval and reckon anew who is due when; one line tells how many days moved, the people's pages none."""
    with transaction.atomic():
        rule.save(by=by, note=note)
        if moved := resettle(rule.community_id):
            history.log("resettled", by=by, record=rule, note=f"按新周期重算了 {moved} 人的走访到期日")
    return rule
