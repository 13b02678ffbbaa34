"""The demonstration while it is being made."""

import random

from django.core.files.storage import default_storage

from portal.clock import start_of_day
from reports.models import DemoRow

SUFFIX = "（演示）"


class Demo:
    """What the pieces share: the day, the people, the grids, and a mark for every row made.

    ``until`` is the first moment nothing has happened in yet: midnight as ``day`` begins. ``people`` maps user names to users.
    """

    def __init__(self, day, password):
        self.day, self.until, self.password = day, start_of_day(day), password
        self.street = self.community = self.limits = None
        self.lines, self.departments = {}, {}
        self.grids, self.people, self.issues = [], {}, []
        self.intervals, self.households, self.residents = {}, [], []
        self.marks, self.files = [], []

    def dice(self, piece):
        """Dice of a piece's own, so that one piece more does not change the others."""
        return random.Random(f"{piece} {self.day}")  # noqa: S311 the same day must give the same records

    def mark(self, *rows):
        """Remember rows as the demonstration's own, in the order they were made."""
        self.marks += [DemoRow(model=row._meta.label_lower, key=str(row.pk)) for row in rows]

    def discard_files(self):
        """Take back files written for rows that were never kept."""
        for name in self.files:
            default_storage.delete(name)
