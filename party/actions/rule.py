"""Writes on the rules of points; the balances of the running year follow at once."""

from django.db import transaction

from party.actions.points import hold, resettle
from party.choices import EvaluationState
from party.models import Evaluation
from portal.errors import Refused

SETTLED = "{year} 年度考评已经定案，那一年和以前的规则不能再动；请从 {next} 年起另设一条。"


def set_rule(rule, *, by, note=""):
    """Say what something is worth from a year on."""
    with transaction.atomic():
        hold(community=rule.grid.community_id)
        before = type(rule).objects.filter(pk=rule.pk).values_list("year", flat=True).first() if rule.pk else rule.year
        since = min(before, rule.year)
        settled = Evaluation.objects.filter(
            community=rule.grid.community_id, year__gte=since, state=EvaluationState.FROZEN
        )
        if year := settled.order_by("-year").values_list("year", flat=True).first():
            raise Refused(SETTLED.format(year=year, next=year + 1))
        rule.save(by=by, note=note)
        resettle(rule.community_id)
    return rule
