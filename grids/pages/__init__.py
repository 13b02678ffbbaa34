"""Pages of the grid service."""

from grids.pages.drawing import GridEdit, Plan
from grids.pages.followup import Cards, Extensions, Orders, Revisits
from grids.pages.grid import GridPage, Grids
from grids.pages.issue import Issues
from grids.pages.line import standing
from grids.pages.related import related
from grids.pages.setup import Calendar, Departments, Limits, Places

__all__ = [
    "Calendar",
    "Cards",
    "Departments",
    "Extensions",
    "GridEdit",
    "GridPage",
    "Grids",
    "Issues",
    "Limits",
    "Orders",
    "Places",
    "Plan",
    "Revisits",
    "related",
    "standing",
]
