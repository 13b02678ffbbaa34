"""Sub-scores told, and what they come to."""

from decimal import Decimal

from party.actions import evaluation as actions
from party.choices import Side
from party.evaluating import reckon
from party.models import Assessment

YEAR = 2026
UNIT, COMMUNITY, ORGANISATION, RESIDENT = Side
WEIGHTS = {UNIT: 20, COMMUNITY: 40, ORGANISATION: 20, RESIDENT: 20}


def told(member, words="", **scores):
    """Assessments of the sides named."""
    made = {"member": member, "year": YEAR, "words": words}
    rows = [Assessment(side=side, score=Decimal(score), **made) for side, score in scores.items()]
    return actions.assess_many(rows, by=None)


def score(member, weights=WEIGHTS, year=YEAR):
    ((found,),) = reckon(member.community_id, year, weights, members=[member.pk])
    return found


def fresh(row):
    return type(row).objects.get(pk=row.pk)
