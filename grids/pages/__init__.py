"""Pages of the grid service."""

from grids.pages.followup import Cards, Extensions, Orders, Revisits
from grids.pages.issue import Issues
from grids.pages.related import related
from grids.pages.setup import Calendar, Departments, Limits, Places

__all__ = [
    "Calendar",
    "Cards",
    "Departments",
    "Extensions",
    "Issues",
    "Limits",
    "Orders",
    "Places",
    "Revisits",
    "related",
]
