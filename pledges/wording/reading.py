"""What a one-sentence pledge says: for whom, what, how often, by when; and whether it says anything at all.

The reviewer is shown the words that were found and decides; nothing here refuses a pledge.
"""

import re
from dataclasses import dataclass

from pledges.wording.deeds import DEED, LITTLE, VAGUE, WHO_I_AM
from pledges.wording.marks import TAKEN, Span, painted, spots, take
from pledges.wording.persons import FIRM, HANDED, SOFT
from pledges.wording.phrases import LOFTY, STOCK, pattern
from pledges.wording.times import BY, COUNT, DIGIT, OFTEN, STOP

SHORTEST = 10
LONGEST = 60
SAID = ("whom", "what", "often", "by")
# Full-width signs as their plain twins, one for one.
NARROW = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
NUMBER = re.compile(
    rf"(?<![第每{DIGIT}])(?:(?!一[^{DIGIT}])[{DIGIT}]{{1,4}}[来多余]?(?:[个位名件项对户家岁米天句条门人]|小时|分钟)|一小时)"
)
CLAUSE = re.compile(rf"[^{STOP}]+")
HELPING = re.compile("[给帮替为把将陪教带到去在]")
REST = re.compile(r"[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A pledge as it was read; ``whom``, ``what``, ``often`` and ``by`` are the words that say so, "" where none do."""

    sentence: str
    whom: str
    what: str
    often: str
    by: str
    stock: tuple[Span, ...]
    good: tuple[Span, ...]
    hollow: bool
    length: int

    @property
    def is_short(self):
        return self.length < SHORTEST

    @property
    def is_long(self):
        return self.length > LONGEST


def read(sentence, phrases=STOCK):
    """The reading of a sentence: linear in its length, 0.2 ms for a usual one."""
    at = [place for place, sign in enumerate(sentence) if sign.isprintable() and not sign.isspace()]
    text = "".join(sentence[place] for place in at).translate(NARROW)
    known = pattern(tuple(phrases))
    stock = spots(known, text) if known else []
    layers, firm = told(text, stock)
    shown = layers["what"] or layers["number"] or firm
    if known and not (stock or shown or layers["whom"]):
        stock = lofty(text)
    good = original(painted(text, layers.items()), at)
    words = {kind: "、".join(sentence[span.start : span.end] for span in good if span.kind == kind) for kind in SAID}
    hollow = bool(stock) and not shown
    marked = original([Span(start, end, "stock") for start, end in stock], at)
    return Reading(sentence, **words, stock=marked, good=good, hollow=hollow, length=len(at))


def told(text, stock):
    """Places of the words that tell, by kind, what was found first leading; and whether a person, place or count is among them."""
    every = spots(OFTEN, text)
    left = take(text, every)
    goes = spots(COUNT, left)
    left = take(left, goes)
    by = spots(BY, left)
    left = take(left, by)
    left = take(left, spots(WHO_I_AM, left))
    firm = spots(FIRM, left)
    left = take(left, firm)
    whom = firm + spots(SOFT, left)
    whom = whom or handed(left)
    left = take(left, whom, stock)
    left = take(left, spots(VAGUE, left))
    what = spots(DEED, left) or rest(text, left, whom, stock)
    number = spots(NUMBER, left)
    return {"often": every + goes, "by": by, "whom": whom, "what": what, "number": number}, bool(firm or goes)


def handed(text):
    """Whom something is given to, where no list knows them; not a verb right after 给."""
    return [(start + 1, end) for start, end in spots(HANDED, text) if not DEED.match(text, start + 1)]


def rest(text, left, whom, stock):
    """What is left of a clause after whom it helps, when no deed is known by name: that is the deed.

    Clauses with a stock phrase, or that help nobody in particular, leave nothing.
    """
    left = take(left, spots(LITTLE, left))
    helped, slogan = take(text, whom), take(text, stock)
    for clause in CLAUSE.finditer(text):
        start, end = clause.span()
        first = helped.find(TAKEN, start, end)
        if first >= 0 and HELPING.search(text, start, end) and TAKEN not in slogan[start:end]:
            found = REST.search(left, first, end)
            if found:
                return [found.span()]
    return []


def lofty(text):
    """The words of slogans in a text, or all of it where its clauses are of one length: the beat of a slogan."""
    clauses = CLAUSE.findall(text)
    beats = len(clauses) > 1 and len({len(clause) for clause in clauses}) == 1
    return spots(LOFTY, text) or ([(0, len(text))] if beats else [])


def original(spans, at):
    """The spans in the places of the sentence before its blanks were taken out."""
    return tuple(Span(at[span.start], at[span.end - 1] + 1, span.kind) for span in spans)
