"""Pages of the pledges."""

from pledges import joining
from pledges.pages import check, helped
from pledges.pages.fulfilment import Fulfilments, Reviews, StockPhrases
from pledges.pages.pledge import Pledges

__all__ = ["Fulfilments", "Pledges", "Reviews", "StockPhrases", "check", "helped", "joining"]
