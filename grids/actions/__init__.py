"""Every write with a meaning in the grids."""

from grids.actions.issue import (
    accept,
    handle,
    reject,
    report,
    report_many,
    resubmit,
    revise,
    send_back,
    submit,
    verify,
    void,
)

__all__ = [
    "accept",
    "handle",
    "reject",
    "report",
    "report_many",
    "resubmit",
    "revise",
    "send_back",
    "submit",
    "verify",
    "void",
]
