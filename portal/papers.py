"""Papers: what is printed, signed and stamped about one record. One description, from which page and Word file are both made."""

from dataclasses import dataclass

from portal.exchange.cells import clean_text
from portal.masks import mask_free_text


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
    """A piece of a paper from top to bottom: heading, sentences, a table of one or two cells a row, lines of sign-off."""

    heading: str = ""
    sentences: tuple = ()
    rows: tuple = ()
    signs: tuple = ()

    def __post_init__(self):
        self.sentences = tuple(written(sentence) for sentence in self.sentences)
        self.signs = tuple(written(sign) for sign in self.signs)


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
