"""What the roles may do in the test-only room."""

from accounts.choices import Role
from portal.reach import Reach

SUBTREE, COMMUNITY, OWN, ASSIGNED, PUBLIC = Reach

LINES = {
    Role.SECRETARY: {
        "acid.Member": {SUBTREE: "view refer"},
        "acid.Diary": {SUBTREE: "view"},
        "acid.Venue": {SUBTREE: "view refer add edit"},
        "acid.Activity": {SUBTREE: "view"},
        "acid.Notice": {SUBTREE: "view publish"},
    },
    Role.CLERK: {
        "acid.Member": {SUBTREE: "view refer add edit export import"},
        "acid.Care": {SUBTREE: "view add edit"},
        "acid.Case": {SUBTREE: "refer"},
        "acid.Referral": {SUBTREE: "view add export"},
        "acid.Notice": {SUBTREE: "view add edit export import publish"},
        "acid.Stamp": {SUBTREE: "view add reverse export"},
        "acid.Activity": {SUBTREE: "view add edit export"},
    },
    Role.HEAD: {
        "acid.Member": {SUBTREE: "view refer"},
        "acid.Venue": {COMMUNITY: "view refer"},
        "acid.Activity": {COMMUNITY: "view"},
    },
    Role.PARTY: {
        "acid.Member": {OWN: "view refer"},
        "acid.Diary": {OWN: "view add edit close export import"},
        "acid.Stamp": {OWN: "view"},
    },
    Role.MEDIATOR: {
        "acid.Case": {ASSIGNED: "view edit settle"},
    },
    Role.STUDIO_HEAD: {
        "acid.Case": {SUBTREE: "view add assign refer"},
        "accounts.User": {COMMUNITY: "refer"},
    },
}

PUBLIC_LINES = {"acid.Notice": {PUBLIC: "view"}}
