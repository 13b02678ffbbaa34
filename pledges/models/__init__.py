"""Rows of the pledges."""

from pledges.models.fulfilment import Fulfilment
from pledges.models.phrase import StockPhrase
from pledges.models.pledge import Pledge
from pledges.models.review import Review

__all__ = ["Fulfilment", "Pledge", "Review", "StockPhrase"]
