"""Marks in a sentence: which characters say what, and the small tools the lists of words are written with."""

from dataclasses import dataclass

# Stands where words were taken out, so that nothing is found twice and places stay what they were.
TAKEN = "\n"
# Between two marks of one kind these belong to them: 隔壁的王大妈.
BRIDGES = "的、和"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters of a sentence and what it is: stock, whom, what, often, by or number."""

    start: int
    end: int
    kind: str


def either(words):
    """One expression for any of the blank-separated words (themselves expressions)."""
    return f"(?:{'|'.join(words.split())})"


def spots(expression, text):
    """Where an expression is found, as (start, end)."""
    return [match.span() for match in expression.finditer(text)]


def take(text, *places):
    """The text with what stands at the places taken out, as long as before."""
    signs = list(text)
    for start, end in (place for some in places for place in some):
        signs[start:end] = TAKEN * (end - start)
    return "".join(signs)


def painted(text, layers):
    """Spans that do not overlap, in order, from (kind, places) layers; where two meet, the earlier layer has the character."""
    kinds = [None] * len(text)
    for kind, places in layers:
        for start, end in places:
            kinds[start:end] = [old or kind for old in kinds[start:end]]
    for place in range(1, len(text) - 1):
        if kinds[place] is None and text[place] in BRIDGES and kinds[place - 1] == kinds[place + 1]:
            kinds[place] = kinds[place - 1]
    spans, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or kinds[end] != kinds[start]:
            if kinds[start]:
                spans.append(Span(start, end, kinds[start]))
            start = end
    return spans
