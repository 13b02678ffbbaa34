"""Pages of the wishes."""

from wishes import joining
from wishes.pages import station, who
from wishes.pages.aid import Aids, Funds, Recipients
from wishes.pages.claim import Campaigns, Claims
from wishes.pages.duty import Duties
from wishes.pages.errand import Errands
from wishes.pages.letter import Letters
from wishes.pages.wish import Wishes

__all__ = [
    "Aids",
    "Campaigns",
    "Claims",
    "Duties",
    "Errands",
    "Funds",
    "Letters",
    "Recipients",
    "Wishes",
    "joining",
    "station",
    "who",
]
