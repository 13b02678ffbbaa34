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
        "party.Organisation": {SUBTREE: "view refer add edit export import shut reuse"},
        "party.Member": {SUBTREE: "view refer add edit export import transfer link unlink leave rejoin"},
        "party.Point": {SUBTREE: "view add export reverse"},
        "party.PointRule": {SUBTREE: "view add edit export"},
        "party.Evaluation": {SUBTREE: "view refer add edit export publish recall freeze"},
        "party.Result": {SUBTREE: "view export"},
        "party.Assessment": {SUBTREE: "view add edit export import"},
        "party.Objection": {SUBTREE: "view add edit export uphold dismiss"},
        "pledges.Pledge": {
            SUBTREE: "view refer add edit export import approve send_back resubmit recall begin change_rule conclude resume "
            "close fail reopen void name_whom"
        },
        "pledges.Fulfilment": {SUBTREE: "view export fulfil confirm excuse undo"},
        "pledges.Review": {SUBTREE: "view add edit export"},
        "pledges.StockPhrase": {SUBTREE: "view add edit export shut reuse"},
        "wishes.Wish": {
            SUBTREE: "view refer add edit export import verify publish republish decline claim take_over start release realise "
            "follow_up withdraw to_project"
        },
        "wishes.Letter": {SUBTREE: "view export to_issue to_wish join decline reveal"},
        "wishes.Claim": {SUBTREE: "view export confirm refuse reveal"},
        "wishes.Campaign": {SUBTREE: "view refer add edit export shut reuse"},
        "wishes.Fund": {SUBTREE: "view refer add edit export shut reuse"},
        "wishes.Recipient": {SUBTREE: "view refer add edit export end"},
        "wishes.Aid": {SUBTREE: "view add export reverse"},
        "wishes.Duty": {SUBTREE: "view add export cancel"},
        "wishes.Errand": {SUBTREE: "view add edit export offer accept release finish thank reopen cancel reveal"},
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
        "party.Organisation": {SUBTREE: "view refer add edit export import shut reuse"},
        "party.Member": {SUBTREE: "view refer add edit export import transfer"},
        "party.Point": {SUBTREE: "view add export"},
        "party.PointRule": {SUBTREE: "view"},
        "party.Evaluation": {SUBTREE: "view refer export"},
        "party.Result": {SUBTREE: "view export"},
        "party.Assessment": {SUBTREE: "view add edit export import"},
        "party.Objection": {SUBTREE: "view add edit export"},
        "pledges.Pledge": {
            SUBTREE: "view refer add edit export import approve send_back resubmit conclude close fail reopen name_whom"
        },
        "pledges.Fulfilment": {SUBTREE: "view export fulfil confirm excuse"},
        "pledges.Review": {SUBTREE: "view add edit export"},
        "pledges.StockPhrase": {SUBTREE: "view add"},
        "wishes.Wish": {
            SUBTREE: "view refer add edit export import verify publish republish decline claim take_over start release realise "
            "follow_up withdraw to_project"
        },
        "wishes.Letter": {SUBTREE: "view export to_issue to_wish join decline reveal"},
        "wishes.Claim": {SUBTREE: "view export confirm refuse reveal"},
        "wishes.Campaign": {SUBTREE: "view refer add edit export shut reuse"},
        "wishes.Fund": {SUBTREE: "view refer export"},
        "wishes.Recipient": {SUBTREE: "view refer add edit export end"},
        "wishes.Aid": {SUBTREE: "view add export"},
        "wishes.Duty": {SUBTREE: "view add export cancel"},
        "wishes.Errand": {SUBTREE: "view add edit export offer accept release finish thank reopen cancel reveal"},
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
        "party.Organisation": {COMMUNITY: "view refer"},
        "party.Member": {SUBTREE: "view refer export"},
        "party.Result": {PUBLIC: "view"},
        "pledges.Pledge": {SUBTREE: "view refer add edit export resubmit conclude name_whom", PUBLIC: "view"},
        "pledges.Fulfilment": {SUBTREE: "view export fulfil confirm excuse"},
        "pledges.Review": {SUBTREE: "view add edit export"},
        "wishes.Wish": {
            SUBTREE: "view refer add edit export verify decline claim start release realise follow_up withdraw"
        },
        "wishes.Letter": {SUBTREE: "view export to_issue to_wish join decline reveal"},
        "wishes.Claim": {SUBTREE: "view export confirm reveal"},
        "wishes.Campaign": {COMMUNITY: "view refer"},
        "wishes.Recipient": {SUBTREE: "view"},
        "wishes.Duty": {SUBTREE: "view add export cancel"},
        "wishes.Errand": {SUBTREE: "view add edit export offer accept release finish thank cancel reveal"},
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
        "pledges.Pledge": {PUBLIC: "view"},
        "pledges.Fulfilment": {SUBTREE: "view confirm"},
        "wishes.Wish": {SUBTREE: "view refer add edit verify start realise"},
        "wishes.Letter": {SUBTREE: "view"},
        "wishes.Claim": {SUBTREE: "view"},
        "wishes.Campaign": {COMMUNITY: "view refer"},
        "wishes.Duty": {SUBTREE: "view"},
        "wishes.Errand": {SUBTREE: "view add"},
        "accounts.Line": {COMMUNITY: "view refer"},
        "accounts.User": {COMMUNITY: "refer"},
    },
    Role.PARTY: {
        "party.Organisation": {COMMUNITY: "view refer"},
        "party.Member": {OWN: "view refer"},
        "party.Point": {OWN: "view"},
        "party.PointRule": {COMMUNITY: "view"},
        "party.Result": {OWN: "view", PUBLIC: "view"},
        "pledges.Pledge": {OWN: "view refer add edit resubmit conclude", PUBLIC: "view"},
        "pledges.Fulfilment": {OWN: "view fulfil"},
        "pledges.Review": {OWN: "view add edit"},
        "wishes.Wish": {OWN: "view start release realise", PUBLIC: "view claim"},
        "wishes.Claim": {OWN: "view"},
        "wishes.Campaign": {COMMUNITY: "view"},
        "wishes.Duty": {OWN: "view"},
        "wishes.Errand": {OWN: "view release finish reveal", ASSIGNED: "view accept"},
    },
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
        "party.Organisation": {SUBTREE: "view refer export"},
        "party.Evaluation": {SUBTREE: "view"},
        "party.Result": {SUBTREE: "view"},
        "wishes.Wish": {SUBTREE: "view export"},
        "wishes.Claim": {SUBTREE: "view"},
        "wishes.Campaign": {SUBTREE: "view refer"},
        "wishes.Fund": {SUBTREE: "view"},
        "wishes.Aid": {SUBTREE: "view export"},
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
