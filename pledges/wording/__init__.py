"""The wording of a one-sentence pledge: what it says, whether it is hollow, and which others say the same.

No database and no models: sentences in, readings out. A reviewer is warned by it, nobody is refused.
"""

from pledges.wording.likeness import ALIKE, SCORER, common, essence, likeness, nearest
from pledges.wording.marks import Span
from pledges.wording.phrases import STOCK
from pledges.wording.reading import Reading, read
from pledges.wording.rule import frequencies, last_month

__all__ = [
    "ALIKE", "SCORER", "STOCK", "Reading", "Span", "common", "essence", "frequencies", "last_month", "likeness", "nearest",
    "read",
]  # fmt: skip
