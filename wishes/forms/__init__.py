"""What the forms of the wishes ask for."""

from wishes.forms.aid import EnterAid
from wishes.forms.errand import ERRAND_KIND, Accept, Ask, Finish, Offer, OnDuty, Thank
from wishes.forms.letter import Decline, Join, ToIssue, ToWish
from wishes.forms.wish import CATEGORY, Collect, Confirm, FollowUp, Realise, TakeOn, Verify

__all__ = [
    "CATEGORY",
    "ERRAND_KIND",
    "Accept",
    "Ask",
    "Finish",
    "Offer",
    "OnDuty",
    "Thank",
    "Collect",
    "Confirm",
    "Decline",
    "EnterAid",
    "FollowUp",
    "Join",
    "Realise",
    "TakeOn",
    "ToIssue",
    "ToWish",
    "Verify",
]
