"""The views every register gets."""

from portal.pages.views.board import Board
from portal.pages.views.bulk import Bulk
from portal.pages.views.detail import Detail
from portal.pages.views.exchange import Export, Import
from portal.pages.views.form import Add, Edit
from portal.pages.views.listing import List
from portal.pages.views.make import Make
from portal.pages.views.paper import Paper, Word
from portal.pages.views.pick import Pick
from portal.pages.views.public import Public
from portal.pages.views.reveal import Reveal
from portal.pages.views.saved import SavedViews
from portal.pages.views.tabs import Tabs
from portal.pages.views.whole import Whole

__all__ = [
    "Add",
    "Board",
    "Bulk",
    "Detail",
    "Edit",
    "Export",
    "Import",
    "List",
    "Make",
    "Paper",
    "Pick",
    "Public",
    "Reveal",
    "SavedViews",
    "Tabs",
    "Whole",
    "Word",
]
