"""The grid tree and what hangs on it."""

from grids.models.followup import Card, Extension, Order, Revisit
from grids.models.grid import Grid
from grids.models.issue import Issue
from grids.models.limit import CalendarDay, Limit
from grids.models.place import Department, Place
from grids.models.stated import StatedFigure

__all__ = [
    "CalendarDay",
    "Card",
    "Department",
    "Extension",
    "Grid",
    "Issue",
    "Limit",
    "Order",
    "Place",
    "Revisit",
    "StatedFigure",
]
