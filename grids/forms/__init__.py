"""What the forms of the grid service ask for."""

from grids.forms.care import TakeOn
from grids.forms.household import Home
from grids.forms.moves import (
    Assign,
    CallBack,
    Dispatch,
    Extend,
    Progress,
    Rate,
    Reply,
    Split,
    Submit,
    Suspend,
    Void,
)
from grids.forms.person import Care, Die, Dwelling, Leave, Register, Regrid, Restore, Return
from grids.forms.privacy import Agree, Answer, Ask
from grids.forms.report import Report
from grids.forms.unit import UnitForm
from grids.forms.visit import AssignVisit, Look, RecordVisit, Visited
from grids.forms.walk import Enter, Sheet

__all__ = [
    "Agree",
    "Answer",
    "Ask",
    "Assign",
    "AssignVisit",
    "CallBack",
    "Care",
    "Die",
    "Dispatch",
    "Dwelling",
    "Enter",
    "Extend",
    "Home",
    "Leave",
    "Look",
    "Progress",
    "Rate",
    "RecordVisit",
    "Register",
    "Regrid",
    "Reply",
    "Report",
    "Restore",
    "Return",
    "Sheet",
    "Split",
    "Submit",
    "Suspend",
    "TakeOn",
    "UnitForm",
    "Visited",
    "Void",
]
