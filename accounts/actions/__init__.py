"""Every write with a meaning on accounts, posts and lines of work."""

from accounts.actions.people import (
    activate,
    change_password,
    deactivate,
    end,
    hand_over,
    reset,
    revise,
    sign_out,
    unlock,
)

__all__ = [
    "activate",
    "change_password",
    "deactivate",
    "end",
    "hand_over",
    "reset",
    "revise",
    "sign_out",
    "unlock",
]
