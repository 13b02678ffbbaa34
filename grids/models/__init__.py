"""The grid tree and what hangs on it."""

from grids.models.care import ManagedCare, VisitRule
from grids.models.followup import Card, Extension, Order, Revisit
from grids.models.grid import Grid
from grids.models.household import Household
from grids.models.issue import Issue
from grids.models.limit import CalendarDay, Limit
from grids.models.merge import Merge
from grids.models.person import Person
from grids.models.place import Department, Place
from grids.models.privacy import Consent, DataRequest, Retention
from grids.models.relocation import Relocation
from grids.models.stated import StatedFigure
from grids.models.unit import Unit
from grids.models.visit import Visit, Walk, WalkLine

__all__ = [
    "CalendarDay",
    "Card",
    "Consent",
    "DataRequest",
    "Department",
    "Extension",
    "Grid",
    "Household",
    "Issue",
    "Limit",
    "ManagedCare",
    "Merge",
    "Order",
    "Person",
    "Place",
    "Relocation",
    "Retention",
    "Revisit",
    "StatedFigure",
    "Unit",
    "Visit",
    "VisitRule",
    "Walk",
    "WalkLine",
]
