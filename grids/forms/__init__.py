"""What the forms of the grid service ask for."""

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
from grids.forms.person import Care, Die, Dwelling, Leave, Register, Regrid, Return
from grids.forms.report import Report
from grids.forms.visit import Answer, AssignVisit, Look, RecordVisit, Visited
from grids.forms.walk import Enter, Sheet

__all__ = [
    "Answer",
    "Assign",
    "AssignVisit",
    "CallBack",
    "Care",
    "Die",
    "Dispatch",
    "Dwelling",
    "Enter",
    "Extend",
    "Leave",
    "Look",
    "Progress",
    "Rate",
    "RecordVisit",
    "Register",
    "Regrid",
    "Reply",
    "Report",
    "Return",
    "Sheet",
    "Split",
    "Submit",
    "Suspend",
    "Visited",
    "Void",
]
