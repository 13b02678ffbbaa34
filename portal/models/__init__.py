"""Tables of the shared layer, one file a thing."""

from portal.models.attachment import Attachment
from portal.models.contact import Contact
from portal.models.counter import Counter
from portal.models.entry import Entry, several
from portal.models.importing import ImportRow, ImportRun, RunState
from portal.models.knock import Knock
from portal.models.ledger import REVERSE, Ledger, Reversible
from portal.models.lock import MonthLock
from portal.models.looks import Reading, SavedView
from portal.models.once import Submission
from portal.models.record import Record, RecordQuerySet
from portal.models.work import Beat, TimedEffect

__all__ = [
    "REVERSE",
    "Attachment",
    "Beat",
    "Contact",
    "Counter",
    "Entry",
    "ImportRow",
    "ImportRun",
    "Knock",
    "Ledger",
    "MonthLock",
    "Record",
    "RecordQuerySet",
    "Reading",
    "Reversible",
    "RunState",
    "SavedView",
    "Submission",
    "TimedEffect",
    "several",
]
