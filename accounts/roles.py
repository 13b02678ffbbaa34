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
            SUBTREE: "view refer add edit export import accept assign settle handle submit verify reject send_back resubmit "
            "void escalate dispatch recall suspend resume extend revisit reopen split progress urge reveal"
        },
        "grids.Order": {SUBTREE: "view export reply chase rate"},
        "grids.Extension": {SUBTREE: "view export approve refuse"},
        "grids.Card": {SUBTREE: "view export withdraw"},
        "grids.Revisit": {SUBTREE: "view export"},
        "grids.Place": {SUBTREE: "view refer add edit export import shut reuse"},
        "grids.Household": {SUBTREE: "view refer add edit export import regrid shut reuse reveal"},
        "grids.Person": {
            SUBTREE: "view refer add edit export import reveal export_whole access merge assign_visit tag untag settle_in "
            "leave die come_back restore transfer erase"
        },
        "grids.Unit": {SUBTREE: "view refer add edit export import shut reuse reveal"},
        "grids.Visit": {SUBTREE: "view refer add edit export record cancel reveal"},
        "grids.Walk": {SUBTREE: "view refer add export enter"},
        "grids.Relocation": {SUBTREE: "view export"},
        "grids.ManagedCare": {SUBTREE: "view add edit export look release"},
        "grids.VisitRule": {SUBTREE: "view add edit export"},
        "grids.Consent": {SUBTREE: "view add edit export withdraw_consent"},
        "grids.DataRequest": {SUBTREE: "view add edit export fulfil decline"},
        "grids.Merge": {SUBTREE: "view export undo"},
        "grids.Retention": {SUBTREE: "view add edit export"},
        "grids.Department": {SUBTREE: "view refer add edit export import shut reuse"},
        "grids.Limit": {SUBTREE: "view add edit export"},
        "grids.CalendarDay": {SUBTREE: "view add edit export"},
        "accounts.Line": {SUBTREE: "view refer add edit export shut reopen"},
        "accounts.User": {SUBTREE: "refer handover"},
        "portal.MonthLock": {SUBTREE: "view add"},
    },
    Role.CLERK: {
        "grids.Issue": {
            SUBTREE: "view refer add edit export import accept assign handle submit verify reject send_back void dispatch "
            "recall suspend resume extend revisit reopen split progress urge reveal",
            OWN: "resubmit",
        },
        "grids.Order": {SUBTREE: "view export reply chase"},
        "grids.Extension": {SUBTREE: "view export approve refuse"},
        "grids.Card": {SUBTREE: "view export"},
        "grids.Revisit": {SUBTREE: "view export"},
        "grids.Place": {SUBTREE: "view refer add edit export import shut reuse"},
        "grids.Household": {SUBTREE: "view refer add edit export import regrid shut reuse reveal"},
        "grids.Person": {
            SUBTREE: "view refer add edit export import reveal access merge assign_visit tag untag settle_in "
            "leave die come_back restore transfer"
        },
        "grids.Unit": {SUBTREE: "view refer add edit export import shut reuse reveal"},
        "grids.Visit": {SUBTREE: "view refer add edit export record cancel reveal"},
        "grids.Walk": {SUBTREE: "view refer add export enter"},
        "grids.Relocation": {SUBTREE: "view export"},
        "grids.ManagedCare": {SUBTREE: "view add edit export look release"},
        "grids.VisitRule": {SUBTREE: "view"},
        "grids.Consent": {SUBTREE: "view add edit export withdraw_consent"},
        "grids.DataRequest": {SUBTREE: "view add edit export"},
        "grids.Merge": {SUBTREE: "view export undo"},
        "grids.Retention": {SUBTREE: "view"},
        "grids.Department": {SUBTREE: "view refer add edit export import shut reuse"},
        "grids.Limit": {SUBTREE: "view"},
        "grids.CalendarDay": {SUBTREE: "view"},
        "accounts.Line": {SUBTREE: "view refer"},
        "accounts.User": {SUBTREE: "refer"},
        "portal.MonthLock": {SUBTREE: "view"},
    },
    Role.HEAD: {
        "grids.Issue": {
            SUBTREE: "view refer add edit export accept assign settle handle submit send_back resubmit void escalate "
            "extend resume revisit reopen split progress urge reveal"
        },
        "grids.Order": {SUBTREE: "view export rate"},
        "grids.Extension": {SUBTREE: "view"},
        "grids.Card": {SUBTREE: "view export"},
        "grids.Revisit": {SUBTREE: "view export"},
        "grids.Place": {SUBTREE: "view refer add edit export shut reuse"},
        "grids.Household": {SUBTREE: "view refer add edit export shut reuse reveal"},
        "grids.Person": {
            SUBTREE: "view refer add edit export reveal access assign_visit tag untag settle_in leave die come_back restore"
        },
        "grids.Unit": {SUBTREE: "view refer add edit export shut reuse reveal"},
        "grids.Visit": {SUBTREE: "view refer add edit export record cancel reveal"},
        "grids.Walk": {SUBTREE: "view refer add export enter"},
        "grids.Relocation": {SUBTREE: "view export"},
        "grids.Consent": {SUBTREE: "view add withdraw_consent"},
        "grids.DataRequest": {SUBTREE: "view add"},
        "grids.VisitRule": {COMMUNITY: "view"},
        "grids.Department": {COMMUNITY: "view refer"},
        "grids.Limit": {COMMUNITY: "view"},
        "grids.CalendarDay": {COMMUNITY: "view"},
        "accounts.Line": {COMMUNITY: "view refer"},
        "accounts.User": {COMMUNITY: "refer"},
        "portal.MonthLock": {SUBTREE: "view"},
    },
    Role.MEMBER: {
        "grids.Issue": {
            SUBTREE: "view refer add export progress",
            OWN: "edit resubmit settle reveal",
            ASSIGNED: "view edit handle submit settle extend resume progress reveal",
        },
        "grids.Order": {SUBTREE: "view"},
        "grids.Card": {SUBTREE: "view"},
        "grids.Revisit": {SUBTREE: "view"},
        "grids.Place": {SUBTREE: "view refer add"},
        "grids.Household": {SUBTREE: "view refer add edit reveal"},
        "grids.Person": {SUBTREE: "view refer add edit reveal tag settle_in leave come_back"},
        "grids.Unit": {SUBTREE: "view refer add edit reveal"},
        "grids.Visit": {SUBTREE: "view refer add", OWN: "edit reveal", ASSIGNED: "view record cancel reveal"},
        "grids.Walk": {SUBTREE: "view add enter", ASSIGNED: "view enter"},
        "grids.Relocation": {SUBTREE: "view"},
        "grids.Consent": {SUBTREE: "view add"},
        "grids.DataRequest": {SUBTREE: "view add"},
        "grids.VisitRule": {COMMUNITY: "view"},
        "grids.Department": {COMMUNITY: "view refer"},
        "accounts.Line": {COMMUNITY: "view refer"},
        "accounts.User": {COMMUNITY: "refer"},
    },
    Role.PARTY: {},
    Role.MEDIATOR: {},
    Role.LEADER: {},
    Role.STUDIO_HEAD: {},
    Role.OBSERVER: {
        "grids.Issue": {SUBTREE: "view refer export"},
        "grids.Order": {SUBTREE: "view export"},
        "grids.Extension": {SUBTREE: "view"},
        "grids.Card": {SUBTREE: "view export"},
        "grids.Revisit": {SUBTREE: "view export"},
        "grids.Unit": {SUBTREE: "view refer export"},
        "grids.Department": {SUBTREE: "view refer"},
        "accounts.Line": {SUBTREE: "view refer"},
        "portal.MonthLock": {SUBTREE: "view"},
    },
    Role.ADMIN: {
        "accounts.User": {
            SUBTREE: "view refer add edit export import handover deactivate activate reset sign_out unlock"
        },
        "accounts.Post": {SUBTREE: "view refer add edit export end"},
        "accounts.Line": {SUBTREE: "view refer add edit export shut reopen"},
        "grids.Limit": {SUBTREE: "view add edit export"},
        "grids.CalendarDay": {SUBTREE: "view add edit export"},
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
