"""Every write with a meaning in the grids."""

from grids.actions.extension import approve, extend, refuse
from grids.actions.handling import (
    accept,
    assign,
    escalate,
    handle,
    progress,
    reject,
    reopen,
    resume,
    revisit,
    send_back,
    settle,
    submit,
    suspend,
    urge,
    verify,
    void,
)
from grids.actions.order import chase, dispatch, rate, recall, reply
from grids.actions.report import report, report_many, report_settled, resubmit, revise, split
from grids.actions.setup import reuse, shut
from grids.actions.supervision import give, remind, take_up, withdraw

__all__ = [
    "accept",
    "approve",
    "assign",
    "chase",
    "dispatch",
    "escalate",
    "extend",
    "give",
    "handle",
    "progress",
    "rate",
    "recall",
    "refuse",
    "reject",
    "remind",
    "reopen",
    "reply",
    "report",
    "report_many",
    "report_settled",
    "resubmit",
    "resume",
    "reuse",
    "revise",
    "revisit",
    "send_back",
    "settle",
    "shut",
    "split",
    "submit",
    "suspend",
    "take_up",
    "urge",
    "verify",
    "void",
    "withdraw",
]
