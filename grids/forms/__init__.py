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
from grids.forms.report import Report

__all__ = [
    "Assign",
    "CallBack",
    "Dispatch",
    "Extend",
    "Progress",
    "Rate",
    "Reply",
    "Report",
    "Split",
    "Submit",
    "Suspend",
    "Void",
]
