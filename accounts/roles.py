"""The role matrix: role → model → reach → verbs. The only place that says who may do what.

A model is named as a string so that the matrix knows every room without importing it; a check at start refuses a verb no page or
move has. Rooms above add their lines here too.
"""

from accounts.choices import Role
from portal.reach import Grant, Reach

SUBTREE, COMMUNITY, OWN, ASSIGNED, PUBLIC = Reach

MATRIX = {
    Role.SECRETARY: {
        "grids.Issue": {
            SUBTREE: "view refer add edit export import accept handle submit verify reject send_back resubmit void"
        },
        "accounts.User": {SUBTREE: "refer handover"},
        "portal.MonthLock": {SUBTREE: "view add"},
    },
    Role.CLERK: {
        "grids.Issue": {SUBTREE: "view refer add edit export import verify reject void", OWN: "resubmit"},
        "accounts.User": {SUBTREE: "refer"},
        "portal.MonthLock": {SUBTREE: "view"},
    },
    Role.HEAD: {
        "grids.Issue": {SUBTREE: "view refer add edit export accept handle submit send_back resubmit void"},
        "accounts.User": {COMMUNITY: "refer"},
        "portal.MonthLock": {SUBTREE: "view"},
    },
    Role.MEMBER: {
        "grids.Issue": {SUBTREE: "view refer add export", OWN: "edit resubmit"},
        "accounts.User": {COMMUNITY: "refer"},
    },
    Role.PARTY: {},
    Role.MEDIATOR: {},
    Role.LEADER: {},
    Role.STUDIO_HEAD: {},
    Role.OBSERVER: {
        "grids.Issue": {SUBTREE: "view refer export"},
        "portal.MonthLock": {SUBTREE: "view"},
    },
    Role.ADMIN: {
        "accounts.User": {
            SUBTREE: "view refer add edit export import handover deactivate activate reset sign_out unlock"
        },
        "accounts.Post": {SUBTREE: "view refer add edit export end"},
    },
}

PUBLIC_MATRIX = {}


def reaches(role, verb, model):
    """The reach kinds a role holds for a verb on a model (a class)."""
    lines = MATRIX.get(role, {}).get(model._meta.label, {})
    return [reach for reach, verbs in lines.items() if verb in verbs.split()]


def public_grants(verb, model):
    """What a visitor without an account may do."""
    lines = PUBLIC_MATRIX.get(model._meta.label, {})
    return [Grant(reach) for reach, verbs in lines.items() if verb in verbs.split()]
