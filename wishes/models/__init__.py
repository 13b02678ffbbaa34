"""Rows of the wishes."""

from wishes.models.aid import Aid, Fund, Recipient
from wishes.models.campaign import Campaign
from wishes.models.claim import Claim
from wishes.models.duty import Duty
from wishes.models.errand import Errand
from wishes.models.letter import Letter
from wishes.models.wish import Wish

__all__ = ["Aid", "Campaign", "Claim", "Duty", "Errand", "Fund", "Letter", "Recipient", "Wish"]
