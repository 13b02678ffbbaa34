"""Pages of the grid service."""

from grids.pages import affairs
from grids.pages.care import ManagedCares
from grids.pages.drawing import GridEdit, Plan
from grids.pages.followup import Cards, Extensions, Orders, Revisits
from grids.pages.grid import GridPage, Grids
from grids.pages.household import Households
from grids.pages.issue import Issues
from grids.pages.line import standing
from grids.pages.living import living
from grids.pages.members import members
from grids.pages.merge import Merges
from grids.pages.overview import Overview
from grids.pages.person import Persons
from grids.pages.privacy import Consents, DataRequests, Retentions
from grids.pages.related import related
from grids.pages.relocation import Relocations
from grids.pages.rules import VisitRules
from grids.pages.setup import Calendar, Departments, Limits, Places
from grids.pages.unit import Units
from grids.pages.visit import Visits
from grids.pages.walking import Walks

__all__ = [
    "Calendar",
    "Cards",
    "Consents",
    "DataRequests",
    "Departments",
    "Extensions",
    "GridEdit",
    "GridPage",
    "Grids",
    "Households",
    "Issues",
    "Limits",
    "ManagedCares",
    "Merges",
    "Orders",
    "Overview",
    "Persons",
    "Places",
    "Plan",
    "Relocations",
    "Retentions",
    "Revisits",
    "Units",
    "VisitRules",
    "Visits",
    "Walks",
    "members",
    "affairs",
    "living",
    "related",
    "standing",
]
