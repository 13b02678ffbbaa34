"""Pages of the party room."""

from party.pages import explained, joined, source
from party.pages.evaluation import Assessments, Evaluations, Objections, Results
from party.pages.member import Members
from party.pages.organisation import Organisations
from party.pages.point import PointRules, Points

__all__ = [
    "Assessments",
    "Evaluations",
    "Members",
    "Objections",
    "Organisations",
    "PointRules",
    "Points",
    "Results",
    "explained",
    "joined",
    "source",
]
