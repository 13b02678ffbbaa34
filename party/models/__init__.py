"""Rows of the party room."""

from party.models.evaluation import Assessment, Evaluation, Objection, Result
from party.models.member import Member
from party.models.organisation import Organisation
from party.models.point import Point, PointRule

__all__ = ["Assessment", "Evaluation", "Member", "Objection", "Organisation", "Point", "PointRule", "Result"]
