"""Papers: what is printed, signed and stamped about one record. One description, from which page and Word file are both made."""

import unicodedata
from dataclasses import dataclass

from portal.exchange.cells import clean_text
from portal.masks import mask_free_text

# Measured in ems, the width of a Chinese character: what a sheet holds of letters of 12 and of 10.5 points, the air beside the
# words of a column, room for the pen in a column of empty places, and how long a text has to be to be read from the left.
SHEET, TIGHT_SHEET = 38.5, 44
AIR, PEN, PROSE = 1.25, 6, 9


def written(value):
    """Text as it may stand on a paper: numbers of people masked, nothing a Word file cannot hold."""
    return mask_free_text(clean_text(value))


@dataclass
class Cell:
    """A label and what stands beside it; an empty one is for the pen and is at least ``lines`` high.

    ``whole`` keeps the numbers of people as they are: only on a paper whose issuing is a logged look.
    """

    label: str
    value: str = ""
    lines: int = 1
    whole: bool = False

    def __post_init__(self):
        self.value = clean_text(self.value) if self.whole else written(self.value)

    @property
    def room(self):
        """The empty lines left for the pen."""
        return range(0 if self.value else self.lines)


@dataclass
class Part:
    """A piece of a paper from top to bottom: heading, sentences, a table of one or two cells a row, a list, lines of sign-off.

    The list has a ``head`` of labels and many ``lines`` under it, each a text for every label; empty ones are for the pen.
    """

    heading: str = ""
    sentences: tuple = ()
    rows: tuple = ()
    signs: tuple = ()
    head: tuple = ()
    lines: tuple = ()

    def __post_init__(self):
        self.sentences = tuple(written(sentence) for sentence in self.sentences)
        self.signs = tuple(written(sign) for sign in self.signs)
        self.head = tuple(written(label) for label in self.head)
        self.lines = tuple(tuple(written(text) for text in line) for line in self.lines)

    @property
    def is_tight(self):
        """Whether the list needs the smaller letters."""
        return sum(self._wished) > SHEET

    @property
    def shares(self):
        """How much of the sheet's width each column of the list takes, of a hundred."""
        whole = TIGHT_SHEET if self.is_tight else SHEET
        return tuple(round(100 * width / whole, 1) for width in fitted(self._wished, whole))

    @property
    def prose(self):
        """Which columns of the list hold more than a word or two: they are read from the left, the others from the middle."""
        return {n for n, column in enumerate(zip(*self.lines, strict=True)) if max(map(ems, column)) > PROSE}

    @property
    def _wished(self):
        """How wide each column of the list would be if nothing in it had to break."""
        columns = list(zip(self.head, *self.lines, strict=True))
        return [AIR + max(PEN if not any(column[1:]) else 0, *map(ems, column)) for column in columns]


def ems(text):
    """How wide a text is in Chinese characters; letters and figures of ours are half as wide."""
    return sum(1 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)


def fitted(wished, whole):
    """The widths that fill the whole: each grows as it is; where there is too little, the widest yield first."""
    if (total := sum(wished)) <= whole:
        return [width * whole / total for width in wished]
    room, many = whole, len(wished)
    for width in sorted(wished):
        if width * many > room:
            break
        room, many = room - width, many - 1
    return [min(width, room / many) for width in wished]


@dataclass
class Paper:
    """One paper: who issues it (``unit``), what it is, its number, and its parts. ``name`` is that of the file."""

    unit: str
    title: str
    number: str
    parts: tuple
    note: str = ""

    def __post_init__(self):
        self.unit, self.title, self.number = written(self.unit), written(self.title), written(self.number)

    @property
    def name(self):
        """What the file is called."""
        return f"{self.title} {self.number}".strip()
